"""What became of each topic, computed from what the team pointed to and from what hearings and answers say today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participa.events.models import DOCUMENT_KIND_LABELS, AgendaItem, Event, EventDocument, EventState
from participa.extensions import db
from participa.hearings.models import AgendaRun, Hearing, LivePromise, StagedQuestion
from participa.questions.models import AnswerPromise, AnswerVersion
from participa.questions.queries.public import PublicQuestion, by_ids, find_by_radicado
from participa.shared.recording import LONGEST, clock_of
from participa.shared.templating import counted
from participa.topics.models import AgendaDecision, AgendaTopic, LinkKind, TopicGroup, TopicLink
from participa.topics.queries import agenda

Choice = tuple[int, str]


@dataclass(frozen=True)
class Treated:
    """A space that treats a topic, the point of its agenda and the second of the recording, when they are known."""

    event: Event
    position: int
    reason: str
    item: str = ""
    second: int | None = None
    recording_url: str = ""

    @property
    def minute(self) -> str:
        """«1:23:45» of the recording; empty when it is not known."""
        return clock_of(self.second) if self.second is not None else ""


@dataclass(frozen=True)
class Published:
    """A document of a public space: its link, or the page of the space that hands the file over."""

    title: str
    url: str
    event_slug: str
    number: int


@dataclass
class Fate:
    """What became of a topic. `promises` are those said live and those written in an answer."""

    treated: list[Treated] = field(default_factory=list)
    questions: list[PublicQuestion] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    documents: list[Published] = field(default_factory=list)
    pages: list[TopicLink] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.treated or self.questions or self.promises or self.documents or self.pages)

    @property
    def answered(self) -> int:
        return sum(question.answered_at is not None for question in self.questions)

    @property
    def published(self) -> int:
        """How many documents and pages."""
        return len(self.documents) + len(self.pages)

    @property
    def in_short(self) -> str:
        """«Se trata en «Audiencia» · 2 preguntas · 1 compromiso»; empty when nothing is known."""
        parts = [f"Se trata en «{one.event.title}»" for one in self.treated]
        counts = (
            (len(self.questions), "pregunta", "preguntas"),
            (len(self.promises), "compromiso", "compromisos"),
            (self.published, "publicación", "publicaciones"),
        )
        return " · ".join([*parts, *(counted(total, one, many) for total, one, many in counts if total)])


def links(groups: Sequence[TopicGroup]) -> list[TopicLink]:
    """What stands of what the team pointed to, first come first."""
    wanted = (TopicLink.group_id.in_([group.id for group in groups]), TopicLink.removed_at.is_(None))
    whole = (joinedload(TopicLink.promise), joinedload(TopicLink.agenda_item))
    return list(db.session.scalars(select(TopicLink).where(*wanted).options(*whole).order_by(TopicLink.id)))


def link(group: TopicGroup, number: int) -> TopicLink:
    """Raises NoResultFound."""
    return db.session.scalars(select(TopicLink).where(TopicLink.group_id == group.id, TopicLink.id == number)).one()


def of_groups(groups: Sequence[TopicGroup]) -> dict[int, Fate]:
    """What became of each of these; the number of statements does not depend on how many."""
    found: dict[int, Fate] = {group.id: Fate() for group in groups}
    standing, places = links(groups), agenda.in_force(groups)
    if not standing and not places:
        return found
    decisions = agenda.decisions_by_id(sorted({place.decision_id for place in places}))
    runs = _runs(standing)
    _add_treated(found, places, decisions, standing, runs)
    _add_questions(found, standing)
    documents = _documents_of(standing)
    for one in standing:
        _add_other(found[one.group_id], one, documents)
    return found


def _documents_of(standing: Sequence[TopicLink]) -> dict[int, Published]:
    """The documents of public spaces among what the team pointed to."""
    wanted = [one.document_id for one in standing if one.document_id]
    if not wanted:
        return {}
    found = select(EventDocument.id, EventDocument.title, EventDocument.url, Event.slug)
    found = found.join(Event, Event.id == EventDocument.event_id)
    public = (EventDocument.id.in_(wanted), Event.state != EventState.DRAFT)
    rows = db.session.execute(found.where(*public).order_by(EventDocument.id))
    return {row[0]: Published(row[1], row[2], row[3], row[0]) for row in rows}


def _add_treated(
    found: dict[int, Fate],
    places: Sequence[AgendaTopic],
    decisions: dict[int, AgendaDecision],
    standing: Sequence[TopicLink],
    runs: dict[int, tuple[AgendaRun, Hearing]],
) -> None:
    points = {(one.group_id, one.agenda_item.event_id): one for one in standing if one.agenda_item is not None}
    for place in places:
        decision = decisions[place.decision_id]
        point = points.get((place.group_id, decision.event_id))
        item = point.agenda_item.title if point is not None and point.agenda_item is not None else ""
        run = runs.get(point.agenda_item_id or 0) if point is not None else None
        second = _second_of(*run) if run else None
        url = (run[1].recording_url if run else "") or decision.event.recording_url
        found[place.group_id].treated.append(
            Treated(decision.event, place.position, decision.reason, item, second, url)
        )


def _second_of(run: AgendaRun, hearing: Hearing) -> int | None:
    """The second of the recording at which a point of the agenda was reached."""
    if hearing.recording_began_at is None:
        return None
    second = int((run.began_at - hearing.recording_began_at).total_seconds())
    return second if 0 <= second <= LONGEST else None


def _runs(standing: Sequence[TopicLink]) -> dict[int, tuple[AgendaRun, Hearing]]:
    """When the points of agendas were reached, in hearings and not in rehearsals."""
    wanted = [one.agenda_item_id for one in standing if one.agenda_item_id]
    if not wanted:
        return {}
    found = select(AgendaRun, Hearing).join(Hearing, Hearing.id == AgendaRun.hearing_id)
    found = found.where(AgendaRun.agenda_item_id.in_(wanted), Hearing.is_rehearsal.is_(False))
    return {row[0].agenda_item_id: (row[0], row[1]) for row in db.session.execute(found.order_by(AgendaRun.id))}


def _add_questions(found: dict[int, Fate], standing: Sequence[TopicLink]) -> None:
    """The questions that everybody may read, with the promises of their answers and those said live about them."""
    asked = {one.question_id for one in standing if one.question_id}
    if not asked:
        return
    known = {question.id: question for question in by_ids(sorted(asked)) if not question.is_withheld}
    promised = _promises_of(sorted(known))
    for one in standing:
        if one.question_id in known:
            found[one.group_id].questions.append(known[one.question_id])
            _add_promises(found[one.group_id], promised[one.question_id])


def _promises_of(questions: Sequence[int]) -> dict[int, list[str]]:
    """By question: what its last public answer promises, and what was said live about it."""
    found: dict[int, list[str]] = defaultdict(list)
    versions = select(AnswerVersion.question_id, AnswerVersion.number, AnswerPromise.words)
    versions = versions.outerjoin(AnswerPromise, AnswerPromise.version_id == AnswerVersion.id)
    published = (AnswerVersion.question_id.in_(questions), AnswerVersion.published_at.is_not(None))
    last = {row[0]: row[2] for row in db.session.execute(versions.where(*published).order_by(AnswerVersion.number))}
    live = select(StagedQuestion.question_id, LivePromise.text).join(
        StagedQuestion, StagedQuestion.id == LivePromise.staged_id
    )
    said = (StagedQuestion.question_id.in_(questions), LivePromise.struck_at.is_(None))
    for number, words in [*last.items(), *db.session.execute(live.where(*said).order_by(LivePromise.id))]:
        if words:
            found[number].append(words)
    return found


def _add_other(fate: Fate, one: TopicLink, documents: dict[int, Published]) -> None:
    if one.kind is LinkKind.PROMISE and one.promise is not None and one.promise.struck_at is None:
        _add_promises(fate, [one.promise.text])
    if one.document_id in documents:
        fate.documents.append(documents[one.document_id])
    if one.kind is LinkKind.PAGE:
        fate.pages.append(one)


def _add_promises(fate: Fate, words: Sequence[str]) -> None:
    fate.promises += [said for said in words if said not in fate.promises]


def find_question(radicado: str) -> PublicQuestion | None:
    """A question that everybody may read."""
    return find_by_radicado(radicado.strip())


def _spaces(group: TopicGroup) -> list[int]:
    """The spaces that treat a topic, and those of its call."""
    treating = agenda.decisions_by_id(sorted({place.decision_id for place in agenda.in_force([group])}))
    return sorted({decision.event_id for decision in treating.values()} | {e.id for e in agenda.spaces(group.call)})


def agenda_items(group: TopicGroup) -> list[Choice]:
    """The points of the agendas of the spaces of a topic."""
    found = select(AgendaItem.id, AgendaItem.title, Event.title).join(Event, Event.id == AgendaItem.event_id)
    wanted = AgendaItem.event_id.in_(_spaces(group))
    rows = db.session.execute(found.where(wanted).order_by(Event.starts_at, AgendaItem.position, AgendaItem.id))
    return [(row[0], f"{row[1]} ({row[2]})") for row in rows]


def promises(group: TopicGroup) -> list[Choice]:
    """What was promised live in the spaces of a topic and is not struck."""
    found = select(LivePromise.id, LivePromise.text, LivePromise.second)
    found = found.join(Hearing, Hearing.id == LivePromise.hearing_id)
    wanted = (Hearing.event_id.in_(_spaces(group)), Hearing.is_rehearsal.is_(False), LivePromise.struck_at.is_(None))
    rows = db.session.execute(found.where(*wanted).order_by(LivePromise.id))
    return [(row[0], f"{row[1]}{f' (minuto {clock_of(row[2])})' if row[2] is not None else ''}") for row in rows]


def documents(group: TopicGroup) -> list[Choice]:
    """The documents of the spaces of a topic."""
    found = select(EventDocument.id, EventDocument.title, EventDocument.kind)
    wanted = EventDocument.event_id.in_(_spaces(group))
    rows = db.session.execute(found.where(wanted).order_by(EventDocument.id))
    return [(row[0], f"{row[1]} ({DOCUMENT_KIND_LABELS[row[2]]})") for row in rows]
