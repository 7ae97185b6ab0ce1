"""What the page of a space says of its encounter on the commitments, and what hangs from its activities."""

from flask import url_for

from participa.accounts.models import User
from participa.encounters import queries, rules
from participa.encounters.models import Encounter, EncounterDocument
from participa.events.doors import Door
from participa.events.models import Event
from participa.shared.templating import counted, plain_day
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity

TITLE = "Encuentro sobre los compromisos"
IN_WORDS = "Aquí se rinden cuentas de lo prometido."


def for_everybody(event: Event) -> list[Door]:
    encounter = queries.find_of(event.id)
    if encounter is None or encounter.newest is None:
        return []
    day = plain_day(encounter.newest.cut_at)
    url = url_for("encounters.detail", slug=event.slug)
    return [Door(TITLE, f"{IN_WORDS} El documento dice cómo iban el {day}.", url, "Leer el documento")]


def for_team(event: Event, person: User) -> list[Door]:
    if person.role not in rules.READERS:
        return []
    encounter = queries.find_of(event.id)
    if encounter is not None:
        url = url_for("encounters.staff.space", slug=event.slug)
        return [Door(TITLE, _progress(encounter), url, "Ver el documento")]
    if not rules.may_prepare(person) or not rules.may_be_encounter(event):
        return []
    text = "Si aquí se va a contar cómo van los compromisos, prepare el documento con los datos."
    return [Door(TITLE, text, url_for("encounters.staff.index", espacio=event.slug), "Preparar el documento")]


def _progress(encounter: Encounter) -> str:
    if encounter.newest is None:
        return f"{IN_WORDS} El documento está en preparación."
    versions = counted(len(encounter.documents), "versión publicada", "versiones publicadas")
    return f"{IN_WORDS} Hay {versions}, la última del {plain_day(encounter.newest.cut_at)}."


def of_activity(activity: Activity) -> list[Hanging]:
    """The newest document of each space of the activity."""
    return [_hanging(document) for document in queries.of_activity(activity)]


def _hanging(document: EncounterDocument) -> Hanging:
    event = document.encounter.event
    url, state = url_for("encounters.detail", slug=event.slug), f"Versión {document.number}"
    return Hanging("Documento del encuentro sobre compromisos", event.title, url, state, "good", document.cut_at)
