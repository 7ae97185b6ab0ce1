"""Moderation: classify, assign, set aside, show or withhold. Each verb writes who, when and why; none commits.

`seen` is the revision of the question when the person opened it; None does not check. Asking for a step that the same
person already took answers as done and writes nothing. Raised: Changed, Forbidden, Invalid.
"""

from dataclasses import dataclass
from datetime import date

from participa.accounts.models import Department, User
from participa.calendar import queries as calendar
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import (
    Kind,
    Question,
    RestrictionKind,
    Status,
    TermKind,
    Topic,
    Transfer,
    Visibility,
    WithholdReason,
)
from participa.questions.moves import Axis
from participa.questions.queries import checking as unreviewed
from participa.questions.queries import links, terms
from participa.questions.queries import staff as queries
from participa.questions.services import checking, grouping, remembering, restricting, steps
from participa.questions.services.terms import set_kind
from participa.shared import audit
from participa.shared.business_days import bogota_day
from participa.shared.clock import today
from participa.shared.errors import Forbidden, Invalid
from participa.shared.files import StoredFile
from participa.shared.templating import long_day


@dataclass(frozen=True)
class Handed:
    """To which entity a question goes, on which day and with which document; its copy goes to who asked."""

    entity: str
    sent_on: date
    document_number: str
    document: StoredFile | None = None


WITH_OTHER = (Status.GROUPED, Status.REFERRED)
DEAD_ENDS = (Status.GROUPED, Status.REFERRED, Status.REJECTED, Status.ARCHIVED, Status.TRANSFERRED)


def classify(
    question: Question,
    actor: User,
    kind: Kind,
    topic: Topic | None,
    department: Department | None = None,
    note: str = "",
    seen: int | None = None,
    term: TermKind | None = None,
) -> None:
    """Say what the question is and, when an office is given, hand it over to be answered; without `term` it stays."""
    if _is_sorted(question, kind, topic, department, actor, note) and term in (None, terms.kind_of(question)):
        return
    steps.check_seen(question, seen)
    if not rules.may_reclassify(actor, question):
        raise Forbidden(steps.NOT_NOW)
    _check_active(department)
    _sort(question, kind, topic, actor)
    if term is not None:
        set_kind(question, actor, term)
    if question.status is Status.RECEIVED:
        steps.take(question, Status.CLASSIFIED, actor, "" if department else note)
    if department is not None:
        assign(question, actor, department, note)


def _is_sorted(
    question: Question, kind: Kind, topic: Topic | None, department: Department | None, actor: User, note: str
) -> bool:
    to = Status.ASSIGNED if department else Status.CLASSIFIED
    same = question.status is to and question.kind is kind and question.topic == topic
    return same and question.department == department and steps.is_done(question, Axis.STATUS, to, actor, note)


def _sort(question: Question, kind: Kind, topic: Topic | None, actor: User) -> None:
    if question.kind is not kind or question.topic != topic:
        audit.record("question.sorted", question, actor, kind=kind.value, topic=topic.id if topic else None)
        question.kind, question.topic = kind, topic
        remembering.doubt_question(question)


def assign(question: Question, actor: User, department: Department, note: str = "", seen: int | None = None) -> None:
    """Hand a classified question over to the office that answers it."""
    if question.department == department and steps.is_done(question, Axis.STATUS, Status.ASSIGNED, actor, note):
        return
    steps.check_seen(question, seen)
    _check_active(department)
    steps.take(question, Status.ASSIGNED, actor, note, department)
    _hand(question, department)


def _hand(question: Question, department: Department | None) -> None:
    """Who may do what looks at the number of the office, also before the row is written."""
    question.department, question.department_id = department, department.id if department else None


def _check_active(department: Department | None) -> None:
    if department is not None and not department.is_active:
        raise Invalid("Esa dependencia ya no está activa. Elija otra.")


def return_to_moderation(question: Question, actor: User, note: str, seen: int | None = None) -> None:
    """The office says that it is not its matter: the question is nobody's again. The term runs on."""
    move(question, actor, Status.CLASSIFIED, note, seen=seen)


def move(
    question: Question, actor: User, to: Status, note: str = "", radicado: str = "", seen: int | None = None
) -> None:
    """Take one of the steps that set a question aside or bring it back (those of `rules.STEPS`)."""
    if steps.is_done(question, Axis.STATUS, to, actor, _naming(radicado, note) if to in WITH_OTHER else note):
        return
    steps.check_seen(question, seen)
    found = rules.MOVES.get((question.status, to))
    if found is None or not found.slug:
        raise Forbidden(steps.NOT_NOW)
    if to is Status.ARCHIVED:
        _check_time_to_clarify(question)
    if to in DEAD_ENDS and rules.may_move(actor, question, to):
        grouping.check_alone(question)
    if to in WITH_OTHER and rules.may_move(actor, question, to):
        _join(question, to, actor, note, _leader(question, to, radicado))
        return
    start = question.status
    steps.take(question, to, actor, note)
    if start is Status.GROUPED:
        grouping.leave(question, actor, note)
    if to is Status.CLASSIFIED:
        _hand(question, None)


def transfer(question: Question, actor: User, to: Handed, note: str, seen: int | None = None) -> None:
    """Hand a question over to the entity that must answer it, with the document by which it went (CPACA art. 21).

    After the five business days too: late is better than never, and the delay stays in view.
    """
    if not bogota_day(question.received_at) <= to.sent_on <= today():
        raise Invalid("El día del traslado va entre el día en que se recibió y hoy.")
    move(question, actor, Status.TRANSFERRED, note, seen=seen)
    if db.session.get(Transfer, question.id) is None:
        db.session.add(_transfer(question, to))


def _transfer(question: Question, to: Handed) -> Transfer:
    return Transfer(
        question_id=question.id,
        entity=to.entity,
        sent_on=to.sent_on,
        document_number=to.document_number,
        document_id=to.document.id if to.document else None,
    )


def _join(question: Question, to: Status, actor: User, note: str, leader: Question) -> None:
    note = _naming(leader.radicado, note) if note.strip() else ""
    steps.take(question, to, actor, note)
    grouping.join(question, leader, actor)
    if to is Status.GROUPED and _may_show_in_group(question, actor):
        steps.show(question, Visibility.GROUPED, actor, note)


def _may_show_in_group(question: Question, actor: User) -> bool:
    """What may hold personal data waits, grouped as it is, until somebody looks at it and publishes it."""
    is_unread = question.visibility is Visibility.WAITING and bool(unreviewed.findings_of(question))
    return rules.may_show(actor, question, Visibility.GROUPED) and not is_unread


def _check_time_to_clarify(question: Question) -> None:
    work_days = calendar.current_calendar()
    last_day = rules.clarification_ends_on(question, work_days)
    if last_day is not None and not rules.may_archive(question, today(), work_days):
        raise Invalid(f"La persona puede aclarar hasta el {long_day(last_day)}. Archívela después de ese día.")


def _leader(question: Question, to: Status, radicado: str) -> Question:
    """The question whose answer also counts for this one, locked. Raises Invalid."""
    other = links.lock(radicado)
    if other is None or other.id == question.id:
        raise Invalid("No encontramos otra pregunta con ese radicado. Revíselo.")
    if other.visibility is Visibility.WITHHELD:
        raise Invalid("Esa pregunta está reservada y nadie más puede leer su respuesta. Elija otra.")
    if to is Status.REFERRED and (other.status is not Status.PUBLISHED or other.visibility is Visibility.WAITING):
        raise Invalid("Esa pregunta todavía no tiene una respuesta publicada.")
    if other.status in DEAD_ENDS:
        raise Invalid("Esa pregunta tampoco tendrá respuesta propia. Elija la que sí la tiene.")
    if to is Status.GROUPED and other.status is Status.PUBLISHED:
        raise Invalid("Esa pregunta ya tiene su respuesta publicada. Use «Remitir a una respuesta anterior».")
    return other


def _naming(radicado: str, note: str) -> str:
    return f"Pregunta {radicado.strip()}. {note}"


def publish_question(question: Question, actor: User, seen: int | None = None, reviewed: bool = False) -> None:
    """Let everybody read the text of the question. `reviewed` says that its possible personal data were looked at."""
    if steps.is_done(question, Axis.VISIBILITY, Visibility.PUBLIC, actor):
        return
    steps.check_seen(question, seen)
    if question.visibility is not Visibility.WAITING:
        raise Forbidden(steps.NOT_NOW)
    if rules.may_show(actor, question, Visibility.PUBLIC):
        checking.check_question(question, actor, reviewed)
    steps.show(question, Visibility.PUBLIC, actor)


def withhold(question: Question, actor: User, reason: WithholdReason, note: str = "", seen: int | None = None) -> None:
    """Keep the text from the public pages, for a reason of the closed list that everybody can read.

    What everybody reads already stays readable until a second person confirms, unless the reason can be checked by
    everybody (`rules.needs_second`).
    """
    is_same = question.withhold_reason is reason
    if is_same and steps.is_done(question, Axis.VISIBILITY, Visibility.WITHHELD, actor, note):
        return
    if restricting.is_proposed(question, actor, reason, note=note):
        return
    steps.check_seen(question, seen)
    if rules.needs_second(question, reason) and rules.may_show(actor, question, Visibility.WITHHELD):
        restricting.propose(question, actor, reason, note=note)
        return
    restricting.withhold_now(question, actor, reason, note)


def restore(question: Question, actor: User, note: str, seen: int | None = None, reviewed: bool = False) -> None:
    """Make a withheld text public again: another person reviews the decision, and its possible personal data."""
    if steps.is_done(question, Axis.VISIBILITY, Visibility.PUBLIC, actor, note):
        return
    steps.check_seen(question, seen)
    if question.visibility is not Visibility.WITHHELD or question.withhold_reason is None:
        raise Forbidden(steps.NOT_NOW)
    reason = question.withhold_reason
    if rules.may_show(actor, question, Visibility.PUBLIC):
        checking.check_question(question, actor, reviewed)
    steps.show(question, Visibility.PUBLIC, actor, note)
    question.withhold_reason = None
    restricting.note(question, RestrictionKind.RESTORED, reason, actor, note)


def note_asker_read(question: Question, actor: User) -> None:
    """Write down that this person reads who asked. In the same transaction as the page: shown only if written."""
    if not rules.may_read_asker(actor, question):
        raise Forbidden("Su cuenta no puede ver los datos de quien preguntó.")
    audit.record("question.asker_read", question, actor)


def add_topic(actor: User, name: str) -> Topic:
    """A new topic by which questions are sorted. Raises Invalid when the name is taken."""
    _check_topic(actor, name)
    topic = Topic(name=name)
    db.session.add(topic)
    db.session.flush()  # the history names its number
    audit.record("topic.added", topic, actor)
    return topic


def rename_topic(topic: Topic, actor: User, name: str) -> None:
    if topic.name == name:
        return
    _check_topic(actor, name, topic)
    topic.name = name
    audit.record("topic.renamed", topic, actor)


def switch_topic(topic: Topic, actor: User, is_active: bool) -> None:
    """Offer a topic in the forms, or stop offering it. The questions that have it keep it."""
    if not rules.may_keep_topics(actor):
        raise Forbidden(steps.NOT_NOW)
    if topic.is_active is not is_active:
        topic.is_active = is_active
        audit.record("topic.switched", topic, actor, is_active=is_active)


def _check_topic(actor: User, name: str, topic: Topic | None = None) -> None:
    if not rules.may_keep_topics(actor):
        raise Forbidden(steps.NOT_NOW)
    taken = queries.find_topic(name)
    if taken is not None and taken != topic:
        raise Invalid("Ya hay un tema con ese nombre.")
