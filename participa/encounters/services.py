"""A space becomes an encounter; the team chooses what is in, the offices remark, and who approves freezes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from participa.accounts.models import User
from participa.encounters import picture, queries, rules
from participa.encounters.models import Encounter, EncounterDocument, EncounterRemark
from participa.events.models import Event
from participa.extensions import db
from participa.shared import audit, personal_data
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.templating import number as written

NOT_TEAM = "Solo el equipo líder y Comunicaciones preparan el documento."
OTHER_OFFICE = "Su cuenta solo escribe por su dependencia."
CANCELLED = "Este espacio se canceló. Elija otro."
NOT_APPROVER = "Solo el equipo líder publica el documento, y el espacio debe estar convocado."
NOTHING = "No hay compromisos públicos con lo que eligió. Elija otros años, espacios o dependencias."
MANY = f"Hay más de {written(queries.MOST)} compromisos. Elija menos años, espacios o dependencias."
NO_REASON = "Explique qué cambia en esta versión. Lo lee la ciudadanía."
PERSONAL = "El texto tiene {found}. Todos lo van a leer: quítelo."


class Changed(Invalid):
    """Somebody else changed or published it since this person opened the page."""


class Unfit(Invalid):
    """What was typed cannot be public as it is."""


@dataclass(frozen=True)
class Choice:
    """What is in the document and the text that opens it; an empty list leaves nothing out."""

    years: Sequence[int] = ()
    event_ids: Sequence[int] = ()
    office_ids: Sequence[int] = ()
    opening: str = ""


def begin(event: Event, author: User) -> Encounter:
    """Make a space the encounter on the commitments. Twice is once. Raises Forbidden, or Conflict when cancelled."""
    if not rules.may_prepare(author):
        raise Forbidden(NOT_TEAM)
    db.session.refresh(event, with_for_update=True)
    if (earlier := queries.find_of(event.id)) is not None:
        return earlier
    if not rules.may_be_encounter(event):
        raise Conflict(CANCELLED)
    encounter = Encounter(event=event, event_id=event.id, changed_at=now(), changed_by_id=author.id)
    encounter.years, encounter.event_ids, encounter.office_ids = [], [], []
    db.session.add(encounter)
    db.session.flush()
    audit.record("encounter_begun", encounter, author)
    return encounter


def choose(encounter: Encounter, choice: Choice, author: User, seen: int | None = None) -> None:
    """Say what is in and how it opens. `seen` is the revision that the author opened.

    Raises Forbidden, Changed, or Unfit for a text with personal data.
    """
    if not rules.may_prepare(author):
        raise Forbidden(NOT_TEAM)
    _check_words(choice.opening)
    held = queries.to_change(encounter.event_id)
    if seen is not None and seen != held.revision:
        raise Changed("Otra persona lo cambió mientras usted escribía. Mírelo en otra pestaña y compare.")
    held.years, held.event_ids = sorted(set(choice.years)), sorted(set(choice.event_ids))
    held.office_ids, held.opening = sorted(set(choice.office_ids)), choice.opening
    held.changed_at, held.changed_by_id = now(), author.id
    db.session.flush()
    audit.record("encounter_chosen", held, author)


def remark(encounter: Encounter, department_id: int, text: str, author: User) -> None:
    """Write what an office adds in its own words; no words take it away.

    Raises Forbidden for another office, or Unfit for a text with personal data.
    """
    if not rules.may_remark(author, department_id):
        raise Forbidden(OTHER_OFFICE)
    _check_words(text)
    held = queries.to_change(encounter.event_id)
    row = next((one for one in held.remarks if one.department_id == department_id), None)
    if row is None:
        row = EncounterRemark(department_id=department_id)
        held.remarks.append(row)
    row.text, row.changed_at, row.changed_by_id = text, now(), author.id
    db.session.flush()
    audit.record("encounter_remarked", held, author, department=department_id)


@dataclass(frozen=True)
class Seen:
    """What the data said at one instant, of the encounter as it was at this revision."""

    picture: picture.Picture
    revision: int


def look(encounter: Encounter) -> Seen:
    """What would be frozen. Within `reading_first` all its numbers are of the same instant."""
    return Seen(queries.picture_of(encounter, now()), encounter.revision)


def publish(encounter: Encounter, seen: Seen, after: int, reason: str, approver: User) -> EncounterDocument:
    """Freeze what was seen as the version that follows `after`, and show it to everybody.

    A second click gives the version that the first one made. Raises Forbidden, Changed when somebody else published or
    chose anew meanwhile, Unfit without the reason of a later version, or Invalid without commitments or with too many.
    """
    held = queries.to_change(encounter.event_id)
    if not rules.may_publish(approver, held.event):
        raise Forbidden(NOT_APPROVER)
    if len(held.documents) != after:
        return _same(held, after, approver)
    if after and not reason:
        raise Unfit(NO_REASON)
    if held.revision != seen.revision:
        raise Changed("Otra persona cambió lo que entra en el documento. Mírelo antes de publicar.")
    _check_words(reason)
    _check_amount(held)
    document = _freeze(held, seen.picture, after + 1, reason if after else "", approver)
    db.session.add(document)
    db.session.flush()
    audit.record("encounter_published", held, approver, number=document.number, sha256=document.digest)
    return document


def _same(held: Encounter, after: int, approver: User) -> EncounterDocument:
    newest = held.newest
    if newest is None or newest.number != after + 1 or newest.published_by_id != approver.id:
        raise Changed("Otra persona ya publicó una versión. Léala antes de publicar otra.")
    return newest


def _check_words(text: str) -> None:
    if found := personal_data.findings(text):
        raise Unfit(PERSONAL.format(found=personal_data.described(found)))


def _check_amount(held: Encounter) -> None:
    amount = queries.count_told(held)
    if not amount:
        raise Invalid(NOTHING)
    if amount > queries.MOST:
        raise Invalid(MANY)


def _freeze(held: Encounter, shown: picture.Picture, number: int, reason: str, approver: User) -> EncounterDocument:
    data = picture.as_data(shown, number)
    return EncounterDocument(
        encounter=held,
        number=number,
        cut_at=shown.cut_at,
        data=data,
        digest=picture.digest_of(data),
        words=shown.opening,
        reason=reason,
        published_by_id=approver.id,
    )
