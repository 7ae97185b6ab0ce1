"""What the pages of a space show of its live part."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event
from participa.hearings import rules
from participa.hearings.models import HearingState
from participa.hearings.queries import conduct as queries


def for_everybody(event: Event) -> list[Door]:
    """The way into the room while it is open, and the minutes afterwards."""
    hearing = queries.find_of_event(event.id, is_rehearsal=False)
    if hearing is None or hearing.state is HearingState.PREPARING:
        return []
    code = hearing.room_code
    if hearing.is_open:
        text = f"Pregunte y apoye preguntas desde su teléfono. El código de la sala es {code}."
        return [Door("La audiencia está en vivo", text, url_for("hearings.phones", code=code), "Entrar", is_main=True)]
    text = "Qué se respondió, qué se prometió y qué se decidió."
    return [Door("Acta de la audiencia en vivo", text, url_for("hearings.minutes", code=code), "Leer el acta")]


def for_team(event: Event, person: User) -> list[Door]:
    """The desk of the hearing, or the page where one is prepared."""
    if not rules.may_conduct(person):
        return []
    hearing = queries.find_of_event(event.id, is_rehearsal=False)
    if hearing is not None:
        text = f"{hearing.state_label}. Código de la sala: {hearing.room_code}."
        url = url_for("hearings.staff.conduct", code=hearing.room_code)
        return [Door("Audiencia en vivo", text, url, "Abrir la mesa")]
    if not rules.may_have_hearing(event):
        return []
    text = "Las personas preguntan y apoyan desde el teléfono. El acta se escribe sola."
    return [Door("Audiencia en vivo", text, url_for("hearings.staff.index"), "Prepararla o ensayarla")]
