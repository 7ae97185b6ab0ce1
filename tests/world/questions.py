"""Questions of the seeded world at each step of their life."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from participa.accounts.models import Department, Role, User
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.models import (
    AnswerAttachment,
    AnswerDraft,
    AnswerPromise,
    AnswerReview,
    AnswerTemplate,
    AnswerTick,
    AnswerVersion,
    AudienceMode,
    Question,
    ReviewStep,
    Status,
    Visibility,
    WithholdReason,
)
from participa.questions.moves import Axis, Correction
from participa.satisfaction.models import Opinion, Verdict
from participa.shared import files
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.factories.questions import answer, apart, receipt
from tests.world.asking import ask, person, step, written
from tests.world.deadlines import terms
from tests.world.model import World
from tests.world.restrictions import restricted
from tests.world.triage import set_aside, to_sort


def plant(world: World, own: Department, other: Department) -> None:
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
