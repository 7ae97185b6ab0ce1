"""One municipality with every object in every state that the pages tell apart, and one person per role."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from participa.accounts import passwords
from participa.accounts.models import Department, Role, User
from participa.attendance import services as attendance
from participa.attendance.models import DoorKind
from participa.attendance.queries import open_conflicts
from participa.calendar.models import CalendarDay, CalendarVersion, DayKind
from participa.deadlines.models import CalendarAddress, LiveAnswer, Outage, PqrsdHandover
from participa.deadlines.queries.marks import token_digest
from participa.evaluations.models import Evaluation, EvaluationDoor, EvaluationFigure, Recommendation, Tag
from participa.events.models import AgendaItem, DocumentKind, Event, EventMove, EventState, RouteMoment, RouteStep
from participa.extensions import db
from participa.hearings.models import (
    AgendaRun,
    Extent,
    Hearing,
    HearingState,
    LivePromise,
    LiveTrace,
    MicrophoneTurn,
    OverrideReason,
    Stage,
    StagedQuestion,
    StageMove,
    Support,
    SupportDecision,
    SupportState,
    TurnState,
)
from participa.intake import services as intake
from participa.intake.models import VoidReason
from participa.invitations.models import Delivery, LetterState
from participa.office_reports.models import (
    PARTS,
    OfficeReport,
    ReportCall,
    ReportEvidence,
    ReportMove,
    ReportState,
    ReportVersion,
)
from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option, to_document
from participa.questionnaires.models import QuestionnaireVersion, VersionState
from participa.questions import services as handling
from participa.questions.models import (
    AnswerAttachment,
    AnswerDraft,
    AnswerMedium,
    AnswerPromise,
    AnswerReview,
    AnswerTemplate,
    AnswerTick,
    AnswerVersion,
    AudienceMode,
    Clarification,
    HandNotice,
    Kind,
    KnownPlace,
    LinkKind,
    PlaceKind,
    Question,
    QuestionLink,
    QuestionMove,
    ReviewStep,
    Status,
    SynonymGroup,
    TermCause,
    TermChange,
    TermKind,
    Transfer,
    Visibility,
    WithholdReason,
)
from participa.questions.models.redaction import Part
from participa.questions.moves import Axis, Correction
from participa.questions.services import Submission
from participa.questions.services.remembering import remember_words
from participa.registrations.application import Extra, Need
from participa.registrations.models import NeedKind, Registration, RegistrationState
from participa.restrictions import services as restrictions
from participa.satisfaction.models import Opinion, Verdict
from participa.shared import files, published
from participa.shared.clock import now, today
from participa.shared.retention import Erasure
from participa.shared.suppression import PublishedList
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import (
    Activity,
    ActivityState,
    Decision,
    ImportState,
    ObservationReply,
    Proof,
    RemovedPart,
    Section,
    Strategy,
    StrategyState,
    VerificationResult,
)
from participa.surveys import services as survey_services
from participa.surveys.models import ChangeKind, Level, Response, Survey, SurveyChange, SurveyState, Via
from participa.surveys.paper import services as survey_paper
from participa.surveys.paper.numbering import printed as printed_number
from participa.surveys.results import queries as survey_results
from participa.surveys.results.models import FileKind, FileState, WordsState
from participa.topics import services as topic_services
from participa.topics.models import CallState, Standing, TopicCall, TopicGroup, TopicLink
from participa.topics.models import LinkKind as LinkKindOfTopic
from tests import factories as make
from tests.factories import topics, tracking
from tests.factories.attendance import arrived, door_link, entry, registered
from tests.factories.events import a_file
from tests.factories.extra import DIET, MEAL, TOPICS
from tests.factories.invitations import guest, guest_list, invitation, invitation_code, letter
from tests.factories.keep import keep
from tests.factories.questions import answer, apart, question, receipt, topic
from tests.factories.surveys import SMALL
from tests.factories.surveys import survey as make_survey
from tests.factories.surveys import version as questionnaire_version
from tests.surveys import furnish_results as results
from tests.world import citizens, commitments, documents, encounters, history, improvement, oversight, reports

PASSWORD = "tinto con panela 73 veces"
TELEPHONE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
VOLUNTEER = "volunteer"  # holds the link of a door, and nothing else
OVERSIGHT = "oversight"  # holds the link of an oversight body, and nothing else
LINKS = (VOLUNTEER, OVERSIGHT)
LONGEST_LABEL = 80  # letters of the name of a door or of a box
LONGEST_NUMBER = 60  # letters of the number of a document
ACTORS = (*LINKS, "anon", *map(str, Role))


@dataclass
class World:
    """What was seeded, as plain values: `world.question["waiting"]` is a filing number, and so on.

    `words` is what every text passes through before it is written.
    """

    words: Callable[[str], str] = str
    department: dict[str, int] = field(default_factory=dict)
    user: dict[str, int] = field(default_factory=dict)
    email: dict[str, str] = field(default_factory=dict)
    strategy: dict[str, int] = field(default_factory=dict)
    year: dict[str, int] = field(default_factory=dict)
    activity: dict[str, Any] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    line: dict[str, dict[str, int]] = field(default_factory=dict)
    series: str = ""
    question: dict[str, str] = field(default_factory=dict)
    question_id: dict[str, int] = field(default_factory=dict)
    unclear_code: str = ""
    grouped_code: str = ""
    hand_notice: int = 0
    redacted_code: str = ""
    appeal: dict[str, int] = field(default_factory=dict)
    answered_code: str = ""
    transferred_code: str = ""
    calendar_token: str = ""
    outage: int = 0
    opinion: int = 0
    code: str = ""
    registration: dict[str, int] = field(default_factory=dict)
    registration_code: str = ""
    group_code: str = ""
    group_member: int = 0
    need: int = 0
    answer_file: dict[str, str] = field(default_factory=dict)
    answer_template: dict[str, int] = field(default_factory=dict)
    topic: int = 0
    known_place: int = 0
    synonyms: int = 0
    closed_day: int = 0
    empty_section: int = 0
    removed_part: int = 0
    observation: int = 0
    observation_code: str = ""
    value_group: int = 0
    report: int = 0
    evidence: dict[str, str] = field(default_factory=dict)
    evidence_id: int = 0
    import_draft: dict[tuple[str, str], int] = field(default_factory=dict)
    door: dict[str, Any] = field(default_factory=dict)
    guest: dict[str, int] = field(default_factory=dict)
    letter: dict[str, int] = field(default_factory=dict)
    invitation: dict[str, int] = field(default_factory=dict)
    invitation_code: str = ""
    guest_list: int = 0
    box: dict[str, int] = field(default_factory=dict)
    turn: dict[str, int] = field(default_factory=dict)
    live_promise: dict[str, int] = field(default_factory=dict)
    hearing: dict[str, int] = field(default_factory=dict)
    room: dict[str, str] = field(default_factory=dict)
    staged: dict[str, int] = field(default_factory=dict)
    office_evidence: dict[str, int] = field(default_factory=dict)
    evaluation: dict[str, Any] = field(default_factory=dict)
    questionnaire: dict[str, int] = field(default_factory=dict)
    topic_call: dict[str, str] = field(default_factory=dict)
    topic_revision: int = 0
    topic_event: int = 0
    topic_link: int = 0
    nomination: dict[str, int] = field(default_factory=dict)
    nomination_code: str = ""
    results: dict[str, str] = field(default_factory=dict)
    survey: dict[str, str] = field(default_factory=dict)
    survey_form: dict[str, str] = field(default_factory=dict)
    survey_code: dict[str, str] = field(default_factory=dict)
    commitment: dict[str, str] = field(default_factory=dict)
    commitment_file: dict[str, str] = field(default_factory=dict)
    citizens: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    history: dict[str, int] = field(default_factory=dict)
    improvement: dict[str, Any] = field(default_factory=dict)
    oversight: dict[str, Any] = field(default_factory=dict)
    kept_report: dict[str, str] = field(default_factory=dict)


def plant(words: Callable[[str], str] = str) -> World:
    """Write the world. Needs an application context."""
    world = World(words)
    own, other = offices(world)
    people(world, own)
    strategies(world, own, other)
    imports(world)
    progress(world)
    dialogue_spaces(world)
    registrations(world)
    figures(world)
    world.topic = topic(words("Vías y andenes")).id
    known_words(world)
    all_questions(world, own, other)
    calendar(world)
    doors(world)
    boxes(world)
    invitations(world)
    hearings(world)
    supported(world)
    reports_of_offices(world)
    evaluated(world)
    questionnaires(world)
    topic_calls(world)
    told_surveys(world)
    asked_surveys(world)
    commitments.plant(world)
    citizens.plant(world)
    improvement.plant(world)
    oversight.plant(world)
    encounters.plant(world)
    history.plant(world)
    documents.plant(world)
    reports.plant(world)
    return world


def known_words(world: World) -> None:
    """A place and a row of synonyms of the moderation."""
    kept = KnownPlace(kind=PlaceKind.VEREDA, name=world.words("La Esperanza"), key="vereda la esperansa")
    world.known_place = keep(kept).id
    world.synonyms = keep(SynonymGroup(words=world.words("hueco") + ", bache")).id


def offices(world: World) -> tuple[Department, Department]:
    own = make.department(world.words("Secretaría de Hacienda"))
    other = make.department(world.words("Secretaría de Salud"))
    world.department = {"own": own.id, "other": other.id}
    return own, other


def people(world: World, own: Department) -> None:
    """One per role, all with the same usable password, and one more whom the administration can change."""
    stored = passwords.hash_of(PASSWORD)
    for role in Role:
        office = own if role is Role.LIAISON else None
        note(world, role, make.user(role, office, name=world.words(f"Cargo {role}"), password_hash=stored))
    note(world, "target", make.user(Role.MODERATOR, name=world.words("Cargo por cambiar"), password_hash=stored))


def note(world: World, name: str, user: User) -> None:
    world.user[name], world.email[name] = user.id, user.email


def strategies(world: World, own: Department, other: Department) -> None:
    year, words = today().year, world.words
    years = {
        StrategyState.PUBLISHED: year,
        StrategyState.CLOSED: year - 1,
        StrategyState.DRAFT: year + 1,
        StrategyState.IN_CONSULTATION: year + 2,
        StrategyState.APPROVED: year + 3,
    }
    for state, of_year in years.items():
        row = make.strategy(state, of_year, title=words(f"Estrategia {of_year}"), objective=words("Rendir cuentas"))
        world.strategy[state], world.year[state] = row.id, of_year
        row.sections[0].label = words("Diálogo")
        keep(row)
        activities(world, row, own, other)
    empty = Section(strategy_id=world.strategy[StrategyState.DRAFT], position=2, label=words("Evaluación"))
    world.empty_section = keep(empty).id
    told = {"label": words("Cierre"), "position": 3, "elemento": None, "etapa": None, "id": 0}
    of_draft = {"strategy_id": world.strategy[StrategyState.DRAFT], "kind": "section", "name": told["label"]}
    told |= {"strategy_id": of_draft["strategy_id"]}
    world.removed_part = keep(RemovedPart(**of_draft, content=told, removed_at=now())).id
    consultation(world)
    world.value_group = make.value_group(words("Juntas de acción comunal")).id


def imports(world: World) -> None:
    """For each person who imports, a document on its way in each state. The years are free of other strategies."""
    year = today().year + 7
    for role in (Role.COMMUNICATIONS, Role.ADMIN):
        rows = [f"{number}\t{world.words('Feria')} {role} {number}\t1/03/{year}\t\tOficina {role}" for number in (1, 2)]
        for state in (ImportState.WAITING, ImportState.READ, ImportState.IMPORTED):
            row = make.import_draft(world.user[role], state, make.cronograma(*rows), year)
            world.import_draft[role, state] = row.id
        year += 1


def consultation(world: World) -> None:
    """An observation of the draft in consultation, with a reply that waits for its publication."""
    with unit_of_work():
        row = db.session.get_one(Strategy, world.strategy[StrategyState.IN_CONSULTATION])
        row.consultation_opens_on, row.consultation_closes_on = today() - timedelta(days=1), today() + timedelta(days=9)
    received = make.observation(row, body=world.words("Falta una audiencia en la zona rural."))
    world.observation, world.observation_code = received.id, make.observation_code()
    author = world.user[Role.COMMUNICATIONS]
    said = {"decision": Decision.PARTLY, "reasons": world.words("Se agrega una audiencia."), "written_at": now()}
    keep(ObservationReply(observation_id=received.id, number=1, author_id=author, **said))


def activities(world: World, of: Strategy, own: Department, other: Department) -> None:
    texts = {
        "name": world.words("Audiencia pública de rendición de cuentas"),
        "responsible_text": world.words("Oficina de Planeación"),
        "date_text": world.words("Segundo semestre"),
    }
    for name, office in (("own", own), ("other", other)):
        row: Activity = make.activity(of, (office,), **texts)
        key = name if of.state is StrategyState.PUBLISHED else f"{of.state}_{name}"
        world.activity[key] = {"id": row.id, "slug": row.slug}


def progress(world: World) -> None:
    """Reports of the own office with evidence for all and for the team alone, one verified; one of another office."""
    words, activity = world.words, db.session.get_one(Activity, world.activity["own"]["id"])
    author, told = db.session.get_one(User, world.user[Role.LIAISON]), {"text": words("Se hizo la audiencia.")}
    proof = Proof(words("Acta de la audiencia"), upload=tracking.upload())
    shown = tracking.report(activity, ActivityState.PARTIAL, proof, actor=author, **told)
    control = db.session.get_one(User, world.user[Role.CONTROL])
    tracking.verification(shown, VerificationResult.PARTLY, words("El acta no está firmada."), control)
    proof = Proof(words("Lista de asistencia"), upload=tracking.upload())
    hidden = tracking.report(activity, ActivityState.PARTIAL, proof, actor=author, is_internal=True, **told)
    world.report, world.evidence_id = hidden.id, shown.evidence[0].id
    files = (shown.evidence[0].file, hidden.evidence[0].file)
    world.evidence = {name: file.name for name, file in zip(("public", "internal"), files, strict=True) if file}


def dialogue_spaces(world: World) -> None:
    """One in each state, and one convened that begins now."""
    activity, at = db.session.get_one(Activity, world.activity["own"]["id"]), now().replace(second=0, microsecond=0)
    for state in EventState:
        world.event[state] = space(world, state, activity, at + timedelta(days=7))
    together = db.session.scalars(select(Event).where(Event.slug == world.event[EventState.CONVENED]))
    world.series = make.series(list(together), title=world.words("Diálogos zonales")).slug
    world.event["today"] = space(world, EventState.CONVENED, activity, at - timedelta(minutes=10))


def space(world: World, state: EventState, activity: Activity, starts_at: datetime) -> str:
    """A space of three hours; its address."""
    words = world.words
    texts = {
        "title": words("Audiencia pública del parque"),
        "objective": words("Contar en qué se gastó el dinero."),
        "place": words("Auditorio municipal"),
        "methodology": words("Presentación, preguntas y respuestas."),
        "rules": words("Intervenciones de tres minutos."),
    }
    more = {
        "scope": words("Se propone y se pregunta."),
        "address": words("Calle 5 con carrera 4"),
        "accessibility": ["lsc", "ramp"],
        "accessibility_other": words("Pida otro apoyo al inscribirse."),
        "topics": [words("Parques")],
        "goals": [words("Diez parques")],
    }
    starts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    row = make.event(state, activity, **starts, **texts, **more)
    programme(world, row)
    author, reason = world.user[Role.COMMUNICATIONS], words("El auditorio se daña cuando llueve.")
    was = EventState.CONVENED
    keep(EventMove(event_id=row.id, from_state=was, to_state=state, at=now(), author_id=author, note=reason))
    return row.slug


def programme(world: World, of: Event) -> None:
    """The agenda, the route, the documents and the memorias of a space; `world.line` has the last of each state."""
    words = world.words
    item = {"title": words("Presentación del informe"), "minutes": 40, "responsible": words("Oficina de Planeación")}
    task = {"text": words("Se invita por la emisora"), "responsible": words("Equipo de audiencia")}
    by = {"author_id": world.user[Role.COMMUNICATIONS]}
    lines: dict[str, Any] = {
        "item": keep(AgendaItem(event_id=of.id, position=1, **item)),
        "step": keep(RouteStep(event_id=of.id, moment=RouteMoment.BEFORE, position=1, **task)),
        "report": make.report(of, title=words("Informe de gestión"), **by),
        "file": make.kept_document(of, DocumentKind.CONTEXT, title=words("Plano del parque"), **by),
        "memoria": make.memoria(of, title=words("Acta del espacio"), **by),
    }
    world.line[of.slug] = {name: line.id for name, line in lines.items()}


def hearings(world: World) -> None:
    """One in each state, and a rehearsal; in the open one, a question at each step on its way to the stage."""
    rooms = {
        "open": ("SALA7", EventState.UNDER_WAY, {}),
        "rehearsal": ("SALA8", EventState.UNDER_WAY, {"is_rehearsal": True}),
        "preparing": ("SALA9", EventState.CONVENED, {"state": HearingState.PREPARING, "opened_at": None}),
        "closed": ("SALA2", EventState.HELD, {"state": HearingState.CLOSED, "closed_at": now(), "salt": None}),
    }
    for name, (code, of_space, values) in rooms.items():
        event = db.session.scalars(select(Event).where(Event.slug == world.event[of_space])).one()
        world.hearing[name], world.room[name] = make.hearing(event=event, room_code=code, **values).id, code
    on_their_way(world)
    conducted(world)


def on_their_way(world: World) -> None:
    office, words = {"department_id": world.department["own"]}, world.words
    hearing = db.session.get_one(Hearing, world.hearing["open"])
    for stage in Stage:
        text = words(f"¿Cuándo arreglan el puente número {len(world.staged)}?")
        asked = make.public_question(hearing.event, body=text)
        more = {"territory": words("La Esperanza"), "supports": 20, "readers": 40, "held_supports": 3} | office
        world.staged[stage] = make.staged(hearing, question=asked, stage=stage, **more).id
    rehearsal = db.session.get_one(Hearing, world.hearing["rehearsal"])
    world.staged["rehearsal"] = make.staged(rehearsal, rehearsal_text=words("¿Se oye bien en la última fila?")).id


def conducted(world: World) -> None:
    """In each hearing that was opened: a step out of order, one answered, turns at the microphone and a promise."""
    words, author = world.words, world.user[Role.MODERATOR]
    steps = {Stage.ON_SCREEN: OverrideReason.URGENT, Stage.ANSWERED: None}
    for to, reason in steps.items():
        step = {"from_value": Stage.NO_TURN, "to_value": to, "author_id": author, "at": now() - timedelta(hours=1)}
        keep(StageMove(staged_id=world.staged[to], reason=reason, note=words("Hay riesgo."), **step))
    with unit_of_work():
        db.session.get_one(StagedQuestion, world.staged[Stage.ANSWERED]).extent = Extent.PARTIAL
    for name in ("open", "closed", "rehearsal"):
        said = {"text": words("Arreglar la vía antes de julio."), "author_id": author, "at": now(), "second": 70}
        promise = keep(LivePromise(hearing_id=world.hearing[name], department_id=world.department["own"], **said))
        world.live_promise[name] = promise.id
        for position, state in enumerate((TurnState.SPEAKING, TurnState.WAITING), 1):
            who = {"speaker": words("Lucero Del Campo"), "territory": words("El Prado"), "state": state}
            began = {"began_at": now()} if state is TurnState.SPEAKING else {}
            turn = keep(MicrophoneTurn(hearing_id=world.hearing[name], position=position, **who, **began))
            world.turn[f"{name}_{state}"] = turn.id
    of_open = db.session.get_one(Hearing, world.hearing["open"])
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.event_id == of_open.event_id)).one()
    keep(AgendaRun(hearing_id=of_open.id, agenda_item_id=item.id, began_at=now()))


def supported(world: World) -> None:
    """Supports that wait for a decision, one decision of each hearing, and how a question of the closed one stood."""
    words, author, at = world.words, world.user[Role.MODERATOR], now() - timedelta(minutes=1)
    closed = db.session.get_one(Hearing, world.hearing["closed"])
    asked = make.public_question(db.session.get_one(Event, closed.event_id), body=words("¿Quién cuida el parque?"))
    world.staged["closed"] = make.staged(closed, question=asked, stage=Stage.ANSWERED, second=95).id
    keep(LiveTrace(staged_id=world.staged["closed"], at=at, readers=40, supports=12, place=1))
    for staged_id in (world.staged[Stage.NO_TURN], world.staged["closed"]):
        reason = words("Vimos el salón del colegio.")
        keep(SupportDecision(staged_id=staged_id, is_accepted=True, number=3, reason=reason, at=at, author_id=author))
    row = {"staged_id": world.staged[Stage.NO_TURN], "hearing_id": world.hearing["open"], "device_since": at, "at": at}
    keep(Support(device="aparato", network="red", browser="navegador", state=SupportState.HELD, **row))


def evaluated(world: World) -> None:
    """One evaluation that waits for the end of its space, and one that was counted, with something to take up."""
    author, words = world.user[Role.COMMUNICATIONS], world.words
    for name in ("under_way", "closed"):
        event = db.session.scalars(select(Event).where(Event.slug == world.event[name])).one()
        survey = make_survey(Level.CODE, event=event, title=words("Evaluación"), about=words("Cuéntenos."))
        over = {"attended": 40, "counted_at": now()} if name == "closed" else {}
        row = Evaluation(event_id=event.id, survey_id=survey.id, days=5, started_at=now(), started_by_id=author)
        for column, value in over.items():
            setattr(row, column, value)
        world.evaluation[name] = keep(row).id
    of = {"evaluation_id": world.evaluation["closed"], "door": EvaluationDoor.ATTENDED, "item": "satisfaccion"}
    counts = {str(step): 4 + step for step in range(1, 6)}
    item = {"words": words("¿Cómo le pareció?"), "labels": {step: step for step in counts}, "position": 1}
    keep(EvaluationFigure(counts=counts, answered=35, people=35, **of, **item))
    mark = "0" * 32
    said = {"detalle": words("Más micrófonos.")}
    keep(Response(id=mark, survey_id=survey.id, version_id=survey.version_id, answers=said, via=Via.WEB))
    with unit_of_work():
        over_now = db.session.get_one(Survey, survey.id)
        over_now.state, over_now.closed_at = SurveyState.CLOSED, now()
    world.evaluation["written"] = f"{mark}/detalle"
    told = {"words": words("Otra hora."), "tag": Tag.TIME, "free_tags": [words("horario")[:40]]}
    done = {"done": words("Será por la tarde."), "done_at": now(), "at": now(), "author_id": author}
    one = Recommendation(evaluation_id=world.evaluation["closed"], source="otra/sugerencias", **told, **done)
    world.evaluation["recommendation"] = keep(one).id


def reports_of_offices(world: World) -> None:
    """Of each space that began: asked for, written, handed in, put together; one whole is published, one not yet."""
    activity, at = db.session.get_one(Activity, world.activity["own"]["id"]), now().replace(second=0, microsecond=0)
    world.event["answering_joined"] = space(world, EventState.ANSWERING, activity, at - timedelta(days=9))
    states = {
        "held": ReportState.DRAFT,
        "answering": ReportState.SENT,
        "answering_joined": ReportState.CONSOLIDATED,
        "closed": ReportState.CONSOLIDATED,
    }
    for name, state in states.items():
        event = db.session.scalars(select(Event).where(Event.slug == world.event[name])).one()
        shown = {"published_at": at} if name == "closed" else {}
        by = {"asked_at": at, "asked_by_id": world.user[Role.APPROVER], "due_on": today()}
        keep(ReportCall(event_id=event.id, summary=world.words("Vinieron las veredas."), **by, **shown))
        for office in ("own", "other"):
            world.office_evidence[f"{name}_{office}"] = office_report(world, event, office, state)
    world.event["asked"] = space(world, EventState.HELD, activity, at - timedelta(days=8))
    asked = db.session.scalars(select(Event).where(Event.slug == world.event["asked"])).one()
    keep(ReportCall(event_id=asked.id, asked_at=at, asked_by_id=world.user[Role.APPROVER], due_on=today()))
    for office in ("own", "other"):
        keep(OfficeReport(event_id=asked.id, department_id=world.department[office], changed_at=at))


def in_words(definition: Definition, words: Callable[[str], str]) -> Definition:
    """The same with every text passed through `words`."""
    items = tuple(
        replace(
            item,
            label=words(item.label),
            help=words("Responda con calma."),
            options=tuple(Option(option.code, words(option.label)) for option in item.options),
        )
        for item in definition.items
    )
    return Definition(items, words(definition.intro), words("Gracias."))


def questionnaires(world: World) -> None:
    """One being written, with an item that was taken out; one used and corrected; one in the archive."""
    for name in ("draft", "frozen", "archived"):
        definition = in_words(SMALL, world.words)
        row = questionnaire_version(definition)
        world.questionnaire[name] = row.questionnaire_id
        row.questionnaire.title = world.words(f"Cuestionario {name}")
        if name == "draft":
            taken = to_document(Definition((Item("quitada", ItemType.SHORT_TEXT, world.words("¿Algo más?")),)))["items"]
            row.removed = [{"item": taken[0], "place": 1, "at": now().isoformat()}]
        elif name == "frozen":
            row.state, row.frozen_at = VersionState.FROZEN, now()
            corrected = to_document(replace(definition, intro=world.words("Ayúdenos a escoger.")))
            told = {"reason": world.words("Se entendía mal."), "created_at": now(), "frozen_at": now(), "removed": []}
            of = {"questionnaire_id": row.questionnaire_id, "number": 2, "state": VersionState.FROZEN}
            keep(QuestionnaireVersion(document=corrected, **of, **told))
        else:
            row.questionnaire.archived_at = now()
        keep(row)


def told_surveys(world: World) -> None:
    """A survey whose results are sealed, and one that is told, with words to review and a file that failed."""
    definition = in_words(results.SIMPLE, world.words)
    said = [
        {**sheet, "detalle": world.words(f"Falta agua, {number}")} for number, sheet in enumerate(results.sheets(40))
    ]
    kept = {"about": world.words("Para conocer su opinión.")}
    is_open = {"state": SurveyState.OPEN, "closed_at": None, "closes_at": now() + timedelta(days=3)}
    sealed = results.filled(definition, said, title=world.words("Encuesta sellada")[-200:], **kept, **is_open)
    told = results.counted(definition, said, flagged=9, title=world.words("Encuesta contada")[-200:], **kept)
    world.results = {"sealed": sealed.slug, "told": told.slug}
    first, second = survey_results.words_to_review(told, WordsState.WAITING, None)[:2]
    first.state, first.heading = WordsState.APPROVED, world.words("Agua")[-80:]
    world.results["mark"] = second.mark
    failed = next(file for file in survey_results.files_of(told) if file.kind is FileKind.XLSX)
    failed.state = FileState.FAILED
    told.outcome = world.words("Las vías serán el primer tema.")
    keep(first), keep(failed), keep(told)


def asked_surveys(world: World) -> None:
    """One open on paper, web and tablet, one with codes, a draft and one that closed; an answer and one half way."""
    version, event = questionnaire_version(in_words(SMALL, world.words)), make.event()
    version.questionnaire.title = world.words("Cuestionario de temas")[-200:]
    keep(version)
    kinds: dict[str, dict[str, Any]] = {
        "open": {"takes_tablet": True},
        "code": {"level": Level.CODE},
        "draft": {"state": SurveyState.DRAFT},
        "closed": {},
    }
    for name, values in kinds.items():
        title, about = world.words(f"Temas de la audiencia, {name}")[-200:], world.words("Para escoger los temas.")
        row = make.survey(version=version, event=event, **({"title": title, "about": about} | values))
        world.survey[name] = row.slug
        if name == "open":
            world.survey_code["receipt"] = make.answered_survey(row).code
            with unit_of_work():
                content = {"answers": {"tema": "agua"}, "seed": "x", "page": 0, "form_key": "clave-a-medias-1"}
                world.survey_code["draft"], _ = survey_services.keep_draft(row, content, "clave-a-medias-1")
            sheets_of_paper(world, row)
        if name == "closed":
            change = {"kind": ChangeKind.CLOSED_EARLY, "reason": world.words("Ya bastan."), "at": now()}
            keep(SurveyChange(survey_id=row.id, author_id=world.user[Role.APPROVER], **change))
            with unit_of_work():
                survey_services.close(row)
    world.survey_form = {"version": str(version.id), "event": str(event.id)}


def sheets_of_paper(world: World, survey: Survey) -> None:
    """Some printed ones; the first was typed by somebody who cannot compare it."""
    with unit_of_work():
        survey_paper.print_sheets(survey, 1, 20, db.session.get_one(User, world.user[Role.APPROVER]))
        answers = {"tema": "agua", "detalle": world.words("Que haya agua los domingos.")}
        typist = db.session.get_one(User, world.user[Role.APPROVER])
        sheet = survey_paper.type_sheet(survey, 1, answers, typist)
        sheet.typed_by_id = world.user[Role.LIAISON]
        world.survey_code |= {"sheet": printed_number(survey.id, 1), "sheet_mark": sheet.mark}
    world.survey_code["free_sheet"] = printed_number(survey.id, 2)


def office_report(world: World, event: Event, office: str, state: ReportState) -> int:
    """The report of an office as far as it got; the number of its evidence."""
    author, text = world.user[Role.LIAISON], world.words("Se hizo la mesa de vías.")
    typed = dict.fromkeys(PARTS, text)
    row = {"event_id": event.id, "department_id": world.department[office], "state": state, "changed_by_id": author}
    post = {"filled_as": world.words("Profesional"), "attendees": 40}
    report = keep(OfficeReport(**row, **typed, **post, begun_at=now(), changed_at=now()))
    by = {"report_id": report.id, "author_id": author}
    if state is not ReportState.DRAFT:
        brought = {"topics": [{"text": world.words("Tema: vías"), "radicado": ""}]}
        keep(ReportVersion(number=1, parts=typed, brought=brought, at=now(), **post, **by))
        keep(ReportMove(from_state=ReportState.DRAFT, to_state=state, at=now(), note=world.words("Completo."), **by))
    with unit_of_work():
        stored = files.keep(a_file())
    told = {"title": world.words("Acta firmada"), "alt_text": world.words("Una hoja."), "is_public": True}
    digest = f"soporte-{event.id}-{office}"
    linked = ReportEvidence(url="https://soportes.example/acta", form_key_digest=f"{digest}-enlace", **told, **by)
    linked.added_at = now()
    world.office_evidence[f"link_{state}_{office}"] = keep(linked).id
    return keep(ReportEvidence(file_id=stored.id, form_key_digest=digest, added_at=now(), **told, **by)).id


def doors(world: World) -> None:
    """The door of the space of today: its links, who is expected, who is in, and what a person must decide."""
    event = db.session.execute(select(Event).where(Event.slug == world.event["today"])).scalar_one()
    words, label = world.words, world.words("Puerta")[-LONGEST_LABEL:]
    link, code = door_link(event, label=label)
    expected = registered(event, words("Lucero Del Campo"))
    gone = registered(event, words("Marina Del Río"), state=RegistrationState.CANCELLED)
    arrival = arrived(registered(event, words("Pastor Del Valle"), commune=words("Comuna 1")))
    with unit_of_work():
        attendance.receive(event, entry(), attendance.Keeper(link=link), gone.door_digest)
    world.door = {
        "link": link.id,
        "code": code,
        "kiosk_code": door_link(event, DoorKind.KIOSK, label=label)[1],
        "other_link": door_link(event, label=label)[0].id,
        "person": expected.door_digest,
        "arrival": arrival.id,
        "conflict": open_conflicts(event)[0].id,
    }


def registrations(world: World) -> None:
    """Of the convened space: one with a code and a support, one that waits, one with an offer and no mail."""
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    words = world.words
    who = {"first_name": words("Persona"), "last_name": words("Que Asiste"), "speak_topic": words("La vía del río")}
    who |= {"neighbourhood": words("El Prado"), "organisation": words("Junta"), "wants_to_speak": True}
    needs = (Need(NeedKind.OTHER, words("Un puesto cerca de la puerta")),)
    version = make.extra_questions(event, *_extra_items(world), title=words("Preguntas del almuerzo"))
    extra = Extra(version.id, {"almuerzo": "si", "dieta": words("Maní"), "temas": ["vias", "agua", "salud"]})
    receipt = make.registered(event, needs=needs, extra=extra, **who)
    world.registration_code, world.registration["registered"] = receipt.code, receipt.registration_id
    row = db.session.get_one(Registration, receipt.registration_id)
    world.need = row.needs[0].id
    group = make.group(
        event, (words("Integrante Del Grupo"),), organisation=words("Junta"), contact_name=words("Vocera")
    )
    world.group_code, world.group_member = group.code, group.members[0].registration_id
    for name, state in (("waiting", RegistrationState.WAITING), ("offered", RegistrationState.OFFERED)):
        row = make.registration(event, **(who | {"email": "", "phone": "3000000000"}))
        with unit_of_work():
            row.state, row.waiting_since, row.offered_at = state, now(), now()
            row.offered_until = now() + timedelta(hours=9) if state is RegistrationState.OFFERED else None
        world.registration[name] = row.id


def _extra_items(world: World) -> tuple[Item, ...]:
    """Extra questions that nobody has to answer."""
    items = tuple(replace(item, is_required=False) for item in (MEAL, DIET, TOPICS))
    return in_words(Definition(items), world.words).items


def boxes(world: World) -> None:
    """Boxes of slips: an open one with one to check (1), one with a copy (2) and free numbers; one full; one closed."""
    author = make.user(role=Role.MODERATOR)
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    words = world.words
    for name, first, last in (("open", 1, 30), ("ready", 31, 31), ("closed", 32, 32)):
        with unit_of_work():
            key = make.form_key()
            box = intake.open_batch(words("Buzón")[-LONGEST_LABEL:], event, first, last, 1, now(), key, author)
            world.box[name] = box.id
            if name == "open":
                said = Submission(words("¿Y la vía del río?"), first_names=words("Persona"))
                intake.type_slip(box.id, 1, said, author)
                intake.type_slip(box.id, 2, said, author, scan=files.keep(make.a_file()))
            else:
                intake.void(box.id, first, last, VoidReason.ILLEGIBLE, words("La leyeron dos personas"), author)
            if name == "closed":
                intake.close(box.id, 1, author)


def invitations(world: World) -> None:
    """Guests, a letter in each state, an invitation that was sent, one that failed, and a list under review."""
    words, author = world.words, db.session.get_one(User, world.user[Role.COMMUNICATIONS])
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    texts = {"organization": words("Junta de acción comunal"), "territory": words("El Prado")}
    texts |= {"source": words("Lista de 2025"), "authorization": words("Firmó el formato.")}
    rows = [guest(name=words(f"Invitada {name}"), **texts) for name in ("Primera", "Segunda", "Tercera")]
    world.guest = {"own": rows[0].id, "other": rows[1].id}
    for state in LetterState:
        approved = {"approved_by_id": world.user[Role.APPROVER], "approved_at": now(), "submitted_at": now()}
        told = approved if state is LetterState.APPROVED else {}
        row = letter(event, state, author, subject=words("Invitación: {espacio}"), **told)
        world.letter[state] = row.id
    sent = invitation(event, rows[0], of_letter=row)
    failed = invitation(event, rows[1], Delivery.FAILED, row, failure=words("El servidor no la recibió."))
    world.invitation, world.invitation_code = {"sent": sent.id, "failed": failed.id}, invitation_code(sent)
    world.guest_list = guest_list(author, [["Nombre", "Correo"], [words("De la lista"), "lista@correo.example"]]).id


def figures(world: World) -> None:
    """What was published of a space that was held, with numbers hidden, and an erasure."""
    held = db.session.execute(select(Event).where(Event.slug == world.event[EventState.HELD])).scalar_one()
    places = PublishedList(40, {world.words("Comuna 1"): 25, "Otros lugares": None, "Sin decir": None})
    genders = PublishedList(31, {"mujer": 15, "hombre": None, "no_binario": None, "otro": 0, "no_answer": 6})
    with unit_of_work():
        published.publish(f"event/{held.id}", "territorio", places)
        published.publish(f"event/{held.id}", "grupo.gender", genders)
    keep(Erasure(rule="correos", erased_on=today(), amount=12, is_last=True))


def all_questions(world: World, own: Department, other: Department) -> None:
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    public, own_office = {"visibility": Visibility.PUBLIC}, {"department_id": own.id, "topic_id": world.topic}
    received = receipt(event, body=world.words("¿Cuándo abren el parque central?"), **person(world))
    world.question["waiting"], world.code = received.radicado, received.code
    world.question_id["waiting"] = received.question_id
    ask(world, "public", event, **public)
    hidden = {"visibility": Visibility.WITHHELD, "withhold_reason": WithholdReason.R1}
    withheld = ask(world, "withheld", **hidden, withheld_by=world.user[Role.MODERATOR])
    step(world, withheld, Axis.VISIBILITY, Visibility.WITHHELD)
    ask(world, "classified", status=Status.CLASSIFIED, topic_id=world.topic)
    ask(world, "clarifying", status=Status.CLARIFYING)
    set_aside(world)
    to_sort(world, own_office)
    restricted(world, withheld)
    ask(world, "silent", moved_at=now() - timedelta(days=60), status=Status.CLARIFYING)
    ask(world, "own", status=Status.ASSIGNED, **own_office)
    ask(world, "other", status=Status.ASSIGNED, department_id=other.id, **public)
    for name, status in (("drafting", Status.DRAFTING), ("in_review", Status.IN_REVIEW), ("answered", Status.ANSWERED)):
        written(world, ask(world, name, status=status, **own_office), own, status is Status.ANSWERED)
    written(world, ask(world, "other_drafting", status=Status.DRAFTING, department_id=other.id), other, False)
    done = {"status": Status.PUBLISHED, "answered_at": now(), "published_at": now()}
    for name in ("published", "correcting"):
        row = ask(world, name, event, **done, **own_office, **public)
        written(world, row, own, True, is_public=True)
    written(world, row, own, False)
    step(world, row, Axis.CORRECTION, Correction.PROPOSED, by=Role.LIAISON)
    row = ask(world, "corrected", **done, **own_office, **public)
    for number in (1, 2):
        answer(row, world.words("La obra empieza en abril."), number=number, author_id=world.user[Role.LIAISON])
    row = ask(world, "other_published", **done, **public, department_id=other.id)
    written(world, row, other, True, is_public=True)
    for name in ("apart", "apart_too"):
        told = apart(world.words("¿Cuándo arreglan el puente?"))
        world.question[name], world.question_id[name] = told.radicado, told.question_id
    keep(AudienceMode(began_at=now(), ends_at=now(), began_by_id=world.user[Role.ADMIN]))
    judged(world, own)
    terms(world)
    around_answers(world, own, other)


def around_answers(world: World, own: Department, other: Department) -> None:
    """Files and promises of answers, a draft written over, templates, and a version at each step of the review."""
    for name in ("published", "judged", "drafting", "other_drafting"):
        found = select(AnswerVersion).where(AnswerVersion.question_id == world.question_id[name])
        version = db.session.scalars(found).one()
        with unit_of_work():
            stored = files.keep(a_file())
        keep(AnswerAttachment(version_id=version.id, file_id=stored.id, words=world.words("Plano de la vía")))
        keep(AnswerPromise(version_id=version.id, words=world.words("Arreglar la vía antes de julio.")))
        world.answer_file[name] = stored.name
    keep(AnswerTick(version_id=version.id, words=world.words("Se entiende")))
    written_over = {"question_id": world.question_id["drafting"], "author_id": world.user[Role.LIAISON], "at": now()}
    keep(AnswerDraft(body=world.words("La obra empieza pronto."), **written_over))
    for name, office in (("own", own.id), ("other", other.id), ("entity", None)):
        texts = {"title": world.words(f"Estado de una obra ({name})"), "body": world.words("La obra de {tema} va así:")}
        world.answer_template[name] = keep(AnswerTemplate(department_id=office, **texts)).id
    under_review(world, own)


def under_review(world: World, own: Department) -> None:
    """One question that waits for each step of the chain; the liaison heads the office, the approver is of legal."""
    legal = make.department(name=world.words("Oficina Jurídica"))
    with unit_of_work():
        db.session.get_one(User, world.user[Role.LIAISON]).leads_office = True
        db.session.get_one(User, world.user[Role.APPROVER]).department_id = legal.id
    steps = ((ReviewStep.HEAD, own.id), (ReviewStep.LEGAL, legal.id), (ReviewStep.COMMUNICATIONS, None))
    for kind, office in steps:
        row = ask(world, f"review_{kind}", status=Status.IN_REVIEW, department_id=own.id)
        words = world.words("La obra empieza en marzo y termina en junio.")
        values = {"author_id": world.user["target"], "department_id": own.id, "approved_by_id": None}
        version = answer(row, words, False, approved_at=None, **values)
        keep(AnswerReview(version_id=version.id, step=kind, department_id=office))
        keep(AnswerTick(version_id=version.id, words=world.words("Responde todo"), is_ticked=False))


def terms(world: World) -> None:
    """A complaint, a question handed over with its document and its code, one answered aloud, and an interruption."""
    admin, public = world.user[Role.ADMIN], {"visibility": Visibility.PUBLIC}
    complaint = ask(world, "complaint", kind=Kind.COMPLAINT, **public)
    keep(PqrsdHandover(question_id=complaint.id, number="PQRSD-1", handed_on=today(), at=now(), author_id=admin))
    received = receipt(body=world.words("¿Y la vía nacional?"))
    world.transferred_code = received.code
    world.question["transferred"], world.question_id["transferred"] = received.radicado, received.question_id
    with unit_of_work():
        row = db.session.get_one(Question, received.question_id)
        row.status, row.visibility = Status.TRANSFERRED, Visibility.PUBLIC
        row.department_id = world.department["own"]
        stored = files.keep(a_file())
        sent = {
            "entity": world.words("Vías"),
            "sent_on": today(),
            "document_number": world.words("OF-1")[-LONGEST_NUMBER:],
        }
        db.session.add(Transfer(question_id=row.id, document_id=stored.id, **sent))
    keep(LiveAnswer(question_id=world.question_id["public"], second=5025, at=now(), author_id=admin))
    world.outage = keep(Outage(began_at=now(), what=world.words("Sin luz."), noted_at=now(), author_id=admin)).id
    world.calendar_token = "direccion-privada-de-prueba-1234"
    digest = token_digest(world.calendar_token)
    keep(CalendarAddress(user_id=admin, token_digest=digest, made_at=now()))


def judged(world: World, office: Department) -> None:
    """A published answer of which who asked said that it does not answer, with the code that says so."""
    received = receipt(body=world.words("¿Cuándo abren la biblioteca?"))
    world.answered_code = received.code
    with unit_of_work():
        row = db.session.get_one(Question, received.question_id)
        row.status, row.visibility, row.department_id = Status.PUBLISHED, Visibility.PUBLIC, office.id
        row.answered_at = row.published_at = now()
    world.question["judged"], world.question_id["judged"] = row.radicado, row.id
    values: dict[str, Any] = {"author_id": world.user[Role.LIAISON], "department_id": office.id}
    version = answer(row, world.words("La biblioteca abre en marzo."), **values)
    said = {"question_id": row.id, "answer_id": version.id, "department_id": office.id, "verdict": Verdict.NO}
    world.opinion = keep(Opinion(comment=world.words("No dice el día."), at=now(), **said)).id


def to_sort(world: World, decided: dict[str, Any]) -> None:
    """A question of the queue that has a like one, an office and topic that fit, and what may be personal data.

    The words of all are read and counted.
    """
    body = world.words("¿Cuándo arreglan el polideportivo y la cancha del coliseo?")
    for _ in range(6):
        step(world, question(body=body, status=Status.ASSIGNED, **decided), Axis.STATUS, Status.ASSIGNED)
    received = receipt(body=world.words("¿El polideportivo y la cancha tendrán techo? Mi celular es 3104567890."))
    world.question["careful"], world.question_id["careful"] = received.radicado, received.question_id
    remember_words()


def set_aside(world: World) -> None:
    """A question that waits to be made clear and one of a group, with their codes, and news to give by letter."""
    leader = ask(world, "leader", visibility=Visibility.PUBLIC)
    unclear, grouped = (receipt(body=world.words(f"¿Y la vía? ({name})")) for name in ("aclarar", "grupo"))
    world.unclear_code, world.grouped_code = unclear.code, grouped.code
    world.question["grouped"], world.question_id["grouped"] = grouped.radicado, grouped.question_id
    moves = {"axis": Axis.STATUS, "from_value": "received", "at": now(), "author_id": world.user[Role.MODERATOR]}
    with unit_of_work():
        db.session.get_one(Question, unclear.question_id).status = Status.CLARIFYING
        member = db.session.get_one(Question, grouped.question_id)
        member.status, member.visibility = Status.GROUPED, Visibility.GROUPED
    link = {"question_id": member.id, "leader_id": leader.id, "kind": LinkKind.GROUPED}
    keep(QuestionLink(**link, at=now(), author_id=world.user[Role.MODERATOR]))
    move = keep(QuestionMove(question_id=member.id, to_value="grouped", note=world.words("Piden lo mismo."), **moves))
    world.hand_notice = move.id
    keep(HandNotice(move_id=move.id, question_id=member.id, medium=AnswerMedium.POST))
    change = {"cause": TermCause.EXTENSION, "kind": TermKind.GENERAL_15, "term_days": 20, "author_id": move.author_id}
    dates = {"from_due_on": member.due_on, "due_on": member.due_on, "calendar_version": "co-holidays", "at": now()}
    keep(TermChange(question_id=leader.id, reason="Falta un informe.", **change, **dates))
    keep(Clarification(question_id=leader.id, body=world.words("La del puente."), at=now()))


def restricted(world: World, withheld: Question) -> None:
    """Questions with a part hidden by each of two roles, appeals about both, and a proposal that waits."""
    note = world.words("Se revisó con la oficina.")
    people = {role: db.session.get_one(User, world.user[role]) for role in (Role.MODERATOR, Role.APPROVER)}
    sent = {
        name: receipt(body=world.words(f"¿Cuándo arreglan la vía? ({name})"))
        for name in ("redacted", "redacted_by_approver", "proposed")
    }
    world.redacted_code = sent["redacted"].code
    with unit_of_work():
        for name, role in (("redacted", Role.MODERATOR), ("redacted_by_approver", Role.APPROVER), ("proposed", None)):
            row = db.session.get_one(Question, sent[name].question_id)
            row.visibility = Visibility.PUBLIC
            world.question[name], world.question_id[name] = row.radicado, row.id
            if role is None:
                handling.withhold(row, people[Role.MODERATOR], WithholdReason.R4, note)
            else:
                handling.redact(row, people[role], [Part(0, 4, WithholdReason.R1)], note)
        for name, about in (("by_moderator", withheld), ("by_approver", row_of(world, "redacted_by_approver"))):
            about = db.session.get_one(Question, about.id)
            world.appeal[name] = restrictions.appeal(about, world.words("Quiero leerlo completo.")).id


def row_of(world: World, name: str) -> Question:
    return db.session.get_one(Question, world.question_id[name])


def person(world: World) -> dict[str, Any]:
    words = world.words
    return {
        "first_names": words("Persona"),
        "last_names": words("Que Pregunta"),
        "email": "persona@ejemplo.example",
        "address": words("Calle 1"),
        "organization": words("Junta de acción comunal"),
        "neighbourhood": words("El Prado"),
    }


def ask(
    world: World, name: str, event: Event | None = None, moved_at: datetime | None = None, **values: Any
) -> Question:
    """A question in a state, which the moderation gave it, by default now."""
    row = question(event, body=world.words(f"¿Cuándo arreglan la vía? ({name})"), **values)
    world.question[name], world.question_id[name] = row.radicado, row.id
    step(world, row, Axis.STATUS, row.status, at=moved_at)
    return row


def step(
    world: World, of: Question, axis: Axis, to: str, by: Role = Role.MODERATOR, at: datetime | None = None
) -> None:
    """A line of the history; `by` took the step."""
    values = {"axis": axis, "from_value": "", "to_value": to, "at": at or now(), "author_id": world.user[by]}
    keep(QuestionMove(question_id=of.id, note=world.words("Se revisó con la oficina."), **values))


def written(world: World, of: Question, office: Department, is_approved: bool, is_public: bool = False) -> None:
    """A version of the answer that the liaison wrote."""
    values: dict[str, Any] = {"author_id": world.user[Role.LIAISON], "department_id": office.id}
    if not is_approved:
        values |= {"approved_by_id": None, "approved_at": None}
    answer(of, world.words("La obra empieza en marzo y termina en junio."), is_public, **values)


def calendar(world: World) -> None:
    words, admin = world.words, world.user[Role.ADMIN]
    day = CalendarDay(
        day=date(today().year, 11, 20), kind=DayKind.CLOSED, name=words("Fiesta"), legal_act=words("Acto 1")
    )
    world.closed_day = keep(day).id
    keep(CalendarVersion(number=1, at=now(), reason=words("Fiesta patronal"), author_id=admin))


def topic_calls(world: World) -> None:
    """A call in draft, one that takes nominations, one ready to be voted and one whose vote is over."""
    event = db.session.scalars(select(Event).where(Event.slug == world.event[EventState.CONVENED])).one()
    activity, words = world.activity["own"]["id"], world.words
    moderator = db.session.get_one(User, world.user[Role.MODERATOR])
    texts: dict[str, Any] = {"intro": words("Proponga de qué debe hablar la audiencia."), "activity_id": activity}
    draft = topics.call(title=words("Temas de la feria")[-200:], state=CallState.DRAFT, **texts)
    opened = topics.call(title=words("Temas de la audiencia")[-200:], event_id=event.id, **texts)
    ready = topics.call(title=words("Temas del foro")[-200:], **texts)
    titles = [words(title)[-140:] for title in topics.TITLES]
    decided = topics.decided(title=words("Temas del cabildo")[-200:], titles=titles, **texts)
    calls = {"draft": draft, "open": opened, "ready": ready, "decided": decided}
    world.topic_call = {name: call.slug for name, call in calls.items()}
    world.topic_revision, world.topic_event = draft.revision, event.id
    nominations_of(world, opened, moderator)
    for title in titles[:2]:
        topics.topic(ready, title, actor=moderator)
    topics.over(ready)
    first = select(TopicGroup).where(TopicGroup.call_id == decided.id, TopicGroup.number == 1)
    group = db.session.scalars(first).one()
    link = {"kind": LinkKindOfTopic.PAGE, "words": words("El plan de vías")[-300:], "url": "https://vias.example/plan"}
    world.topic_link = keep(TopicLink(group_id=group.id, at=now(), author_id=moderator.id, **link)).id


def nominations_of(world: World, call: TopicCall, moderator: User) -> None:
    """One that waits, one loose, one in a topic, one kept back; and one of which the code is known."""
    told: dict[str, Any] = {"why": world.words("Los niños no llegan al colegio."), "place": "La Esperanza"}
    for name, standing in (("loose", Standing.PUBLIC), ("grouped", Standing.PUBLIC), ("waiting", Standing.WAITING)):
        row = topics.nomination(call, standing, words=world.words(f"Arreglar la vía ({name})")[-140:], **told)
        world.nomination[name] = row.number
    kept = {"reason": WithholdReason.R1, "note": world.words("Nombra a una vecina.")}
    topics.nomination(call, Standing.KEPT_BACK, words=world.words("La vecina")[-140:], **told, **kept)
    topics.topic(call, world.words("Vías")[-140:], [world.nomination["grouped"]], moderator)
    with unit_of_work():
        proposal = topic_services.Proposal(world.words("Más árboles")[-140:], told["why"])
        world.nomination_code = topic_services.nominate(call, proposal, "k" * 22).code
