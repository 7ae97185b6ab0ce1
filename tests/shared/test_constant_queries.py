"""No page asks the database more often because there are more rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from participa.accounts import sessions
from participa.accounts.models import Role
from participa.attendance import services as arrivals
from participa.calendar.models import CalendarDay, DayKind
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questionnaires.engine.definition import Item, ItemType, Option, to_document
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.queries import latest_version
from participa.questions.models import AudienceMode, Question, Status, Visibility
from participa.registrations.application import Need
from participa.registrations.models import NeedKind, RegistrationState
from participa.shared.clock import now, today
from participa.shared.unit_of_work import UnitOfWorkFlask, unit_of_work
from participa.strategy.models import Activity, Strategy, StrategyState
from tests import factories as make
from tests.access import bodies
from tests.access.matrix import ROWS, Row
from tests.factories import attendance
from tests.factories.keep import keep
from tests.factories.questions import answer, apart, question, topic
from tests.statements import statements
from tests.world.asking import step
from tests.world.database import undone
from tests.world.house import House, furnished
from tests.world.model import World

pytestmark = pytest.mark.same_everywhere  # the statements are counted before they reach the database

FEW, MANY = 3, 30
LETTERS = str.maketrans("0123456789", "abcdefghij")
PAGES = [row for row in ROWS if row.is_safe and row.roles_let_in and row.endpoint != "portal.health"]
Counts = dict[str, tuple[int, int]]


def grow(world: World, amount: int, start: int = 0) -> None:
    """More of everything that a page lists, also below the objects that have a page of their own."""
    published = db.session.get_one(Strategy, world.strategy[StrategyState.PUBLISHED])
    activity = db.session.get_one(Activity, world.activity["own"]["id"])
    event = db.session.query(Event).filter_by(slug=world.event[EventState.CONVENED]).one()
    known = [db.session.get_one(Question, world.question_id[name]) for name in ("published", "in_review", "own")]
    for number in range(start, start + amount):
        office = make.department()
        make.user(Role.MODERATOR), make.user(Role.LIAISON, office)
        make.activity(published, (office,))
        make.strategy(StrategyState.DRAFT)
        make.event(EventState.CONVENED, activity)
        make.event(EventState.HELD, make.activity(published, (office,)))
        keep(CalendarDay(day=date(today().year, 1, 4) + timedelta(days=number), kind=DayKind.CLOSED, name="Cierre"))
        make.registered(event, needs=(Need(NeedKind.LSC),))
        more_arrivals(world)
        more_questions(world, event)
        more_of_questionnaires(world, number)
        for row in known:
            step(world, row, "status", row.status)


def more_of_questionnaires(world: World, number: int) -> None:
    """More of them, more items in the draft, more corrections of the one in use."""
    make.questionnaire_version()
    draft = latest_version(world.questionnaire["draft"])
    definition = draft.definition
    more = Item(f"mas_{number}", ItemType.SINGLE, "¿Sí o no?", options=(Option("si", "Sí"), Option("no", "No")))
    draft.document = to_document(replace(definition, items=(*definition.items, more)))
    used = latest_version(world.questionnaire["frozen"])
    words = to_document(replace(used.definition, intro=f"Versión {number}"))
    of = {"questionnaire_id": used.questionnaire_id, "number": used.number + 1, "state": used.state}
    keep(QuestionnaireVersion(document=words, created_at=now(), frozen_at=now(), removed=[], **of)), keep(draft)


def more_arrivals(world: World) -> None:
    """People of all kinds who came, doors, and arrivals to decide about, at the space that is on today."""
    here = db.session.query(Event).filter_by(slug=world.event["today"]).one()
    attendance.arrived(attendance.registered(here, commune="Comuna 1"))
    link, _code = attendance.door_link(here)
    gone = attendance.registered(here, state=RegistrationState.CANCELLED)
    with unit_of_work():
        arrivals.receive(here, attendance.entry(), arrivals.Keeper(link=link), gone.door_digest)


def more_questions(world: World, event: Event) -> None:
    about, office = topic(), {"department_id": world.department["own"]}
    question(event, topic_id=about.id)
    question(event, visibility=Visibility.PUBLIC, status=Status.ASSIGNED, topic_id=about.id, **office)
    question(event, status=Status.IN_REVIEW, topic_id=about.id, **office)
    done = {"status": Status.PUBLISHED, "answered_at": now(), "published_at": now()}
    answer(question(event, visibility=Visibility.PUBLIC, topic_id=about.id, **done, **office))
    apart(), apart(f"¿Y la vía de {str(about.id).translate(LETTERS)}?")
    keep(AudienceMode(began_at=now(), ends_at=now(), began_by_id=world.user[Role.ADMIN]))


def counted(house: House) -> dict[str, int]:
    """How many statements each page takes, for the last actor who may open it."""
    found = {}
    for row in PAGES:
        actor = [actor for actor, word in row.cells if word != "deny"][-1]
        call = bodies.call(house, row.endpoint, row.method, row.state, actor)
        url = house.url(row.endpoint, call.values)
        with undone(house.connection):
            if call.prepare:
                call.prepare(house, actor)
            with statements(house.connection) as seen:
                assert house.look(actor, url).status < 400, f"{row} {url}"
        found[str(row)] = len(seen)
    return found


@pytest.fixture(scope="module")
def counts(app: UnitOfWorkFlask) -> Iterator[Counts]:
    """Without the note that a login is in use, which is written once a minute of the clock, however many rows."""
    with pytest.MonkeyPatch.context() as patch, furnished(app) as house:
        patch.setattr(sessions, "TOUCH_AFTER", timedelta.max)
        with app.app_context():
            grow(house.world, FEW)
        few = counted(house)
        with app.app_context():
            grow(house.world, MANY - FEW, start=FEW)
        many = counted(house)
        yield {name: (few[name], many[name]) for name in few}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_the_number_of_statements_does_not_grow(counts: Counts, row: Row):
    few, many = counts[str(row)]
    assert many == few


def test_some_page_asks_the_database(counts: Counts):
    assert max(few for few, _many in counts.values()) > 3
