"""What the team does with a dialogue space."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events import queries, services
from participa.events.models import Event, EventDetails, EventState, EventType, Modality
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.strategy.models import StrategyState
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")


def details(**values: object) -> EventDetails:
    starts_at = now() + timedelta(days=9)
    plain = EventDetails(
        type=EventType.FORO,
        modality=Modality.PRESENCIAL,
        title="Foro de niñez y educación",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Casa de la Cultura",
        methodology="Mesas por tema.",
        rules="Tres minutos por persona.",
    )
    return replace(plain, **values)


def acts(event: Event) -> list[str]:
    noted = select(AuditEntry.verb).where(AuditEntry.subject_kind == "event", AuditEntry.subject_id == str(event.id))
    return list(db.session.scalars(noted.order_by(AuditEntry.id)))


def test_create_makes_a_draft_of_the_activity():
    activity, author = make.activity(), make.user(Role.COMMUNICATIONS)
    event = services.create(activity, details(), author)
    assert (event.state, event.slug, event.activities) == (EventState.DRAFT, "foro-de-ninez-y-educacion", [activity])
    assert acts(event) == ["create"]


def test_create_twice_with_the_same_form_is_one_draft():
    activity, author, typed = make.activity(), make.user(Role.COMMUNICATIONS), details()
    assert services.create(activity, typed, author) is services.create(activity, typed, author)


def test_what_was_written_after_going_back_is_not_lost():
    activity, author, typed = make.activity(), make.user(Role.COMMUNICATIONS), details()
    first, changed = services.create(activity, typed, author), replace(typed, methodology="Otra metodología.")
    second = services.create(activity, changed, author)
    assert (first.methodology, second.methodology) == ("Mesas por tema.", "Otra metodología.")
    assert services.create(activity, changed, author) is second


def test_the_same_title_gets_another_address():
    activity, author = make.activity(), make.user(Role.COMMUNICATIONS)
    later = details().starts_at + timedelta(days=30)
    slugs = [
        services.create(activity, details(), author).slug,
        services.create(activity, details(starts_at=later, ends_at=later + timedelta(hours=1)), author).slug,
    ]
    assert slugs == ["foro-de-ninez-y-educacion", "foro-de-ninez-y-educacion-2"]


@pytest.mark.parametrize(("title", "slug"), [("Gestión", "gestion-2"), ("¿…?", "espacio")])
def test_an_address_is_never_that_of_another_page(title: str, slug: str):
    assert services.create(make.activity(), details(title=title), make.user(Role.APPROVER)).slug == slug


def test_a_space_hangs_from_a_public_strategy():
    activity = make.activity(of=make.strategy(StrategyState.DRAFT))
    with pytest.raises(Conflict):
        services.create(activity, details(), make.user(Role.APPROVER))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LIAISON, Role.CONTROL, Role.ADMIN])
def test_only_editors_write_spaces(role: Role):
    event = make.event(EventState.DRAFT)
    with pytest.raises(Forbidden):
        services.create(make.activity(), details(), make.user(role))
    with pytest.raises(Forbidden):
        services.edit(event, {"title": "Otro título"}, make.user(role))


def test_edit_keeps_the_address():
    event = make.event(EventState.DRAFT, slug="foro-de-vias")
    services.edit(event, {"title": "Foro de movilidad"}, make.user(Role.APPROVER))
    assert (event.title, event.slug) == ("Foro de movilidad", "foro-de-vias")
    assert acts(event) == ["edit"]


@pytest.mark.parametrize("state", [EventState.HELD, EventState.ANSWERING, EventState.CLOSED, EventState.CANCELLED])
def test_what_was_held_or_cancelled_is_not_edited(state: EventState):
    event = make.event(state)
    with pytest.raises(Closed):
        services.edit(event, {"title": "Otro título"}, make.user(Role.APPROVER))


def test_a_convened_space_cannot_lose_its_methodology():
    event = make.event(EventState.CONVENED)
    with pytest.raises(Invalid, match="metodología"):
        services.edit(event, {"methodology": ""}, make.user(Role.APPROVER))


def test_the_date_of_a_convened_space_is_changed_only_by_rescheduling():
    event, author = make.event(EventState.CONVENED), make.user(Role.COMMUNICATIONS)
    later = {"starts_at": event.starts_at + timedelta(days=7), "ends_at": event.ends_at + timedelta(days=7)}
    with pytest.raises(Invalid, match="Reprogramar"):
        services.edit(event, later, author)
    services.move(event, EventState.RESCHEDULED, author, "Creció el río.")
    services.edit(event, later, author)
    services.move(event, EventState.CONVENED, author)
    assert (event.starts_at, event.state) == (later["starts_at"], EventState.CONVENED)


def test_questions_that_closed_with_the_space_move_with_it():
    event = make.event(EventState.RESCHEDULED)
    later = event.ends_at + timedelta(days=7)
    services.edit(event, {"ends_at": later}, make.user(Role.APPROVER))
    assert event.questions_close_at == later


def test_convene_opens_questions_until_the_end_of_the_space():
    event = make.event(EventState.DRAFT, questions_open_at=None, questions_close_at=None)
    services.move(event, EventState.CONVENED, make.user(Role.COMMUNICATIONS))
    assert (event.questions_open_at, event.questions_close_at) == (event.convened_at, event.ends_at)
    assert event.takes_up_questions(now())


def test_convene_without_methodology_is_refused():
    event = make.event(EventState.DRAFT, methodology="")
    with pytest.raises(Invalid, match="metodología"):
        services.move(event, EventState.CONVENED, make.user(Role.APPROVER))
    assert event.state is EventState.DRAFT


@pytest.mark.parametrize("state", [EventState.RESCHEDULED, EventState.CANCELLED])
def test_rescheduling_and_cancelling_need_a_reason(state: EventState):
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    with pytest.raises(Invalid, match="motivo"):
        services.move(event, state, author, "  ")
    services.move(event, state, author, "Creció el río.")
    assert [(move.to_state, move.note, move.author) for move in queries.moves(event)] == [
        (state, "Creció el río.", author)
    ]


def test_a_space_does_not_start_before_its_day():
    event = make.event()
    with pytest.raises(Invalid):
        services.move(event, EventState.UNDER_WAY, make.user(Role.MODERATOR))


def test_the_whole_way_of_a_space():
    event, author = make.event(starts_at=now(), ends_at=now() + timedelta(hours=3)), make.user(Role.APPROVER)
    make.report(event)
    make.memoria(event)
    way = [EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING, EventState.CLOSED]
    for state in way:
        services.move(event, state, author)
    assert [move.to_state for move in queries.moves(event)] == way
    assert acts(event) == ["move"] * 4


def test_the_second_click_does_nothing():
    event, author = make.event(EventState.DRAFT), make.user(Role.APPROVER)
    services.move(event, EventState.CONVENED, author)
    services.move(event, EventState.CONVENED, author)
    assert len(queries.moves(event)) == 1


def test_a_step_that_does_not_follow_is_refused():
    with pytest.raises(Conflict, match="Borrador"):
        services.move(make.event(EventState.DRAFT), EventState.HELD, make.user(Role.APPROVER))


@pytest.mark.parametrize("role", [Role.CONTROL, Role.LIAISON, Role.ADMIN, Role.MODERATOR])
def test_only_editors_convene(role: Role):
    event = make.event(EventState.DRAFT)
    with pytest.raises(Forbidden):
        services.move(event, EventState.CONVENED, make.user(role))


def test_a_new_date_before_registrations_open_is_refused():
    event = make.event(registration_opens_at=now() + timedelta(days=6))
    starts = now() + timedelta(days=5)
    with pytest.raises(Invalid, match="inscripciones"):
        services.reschedule(event, starts, starts + timedelta(hours=2), make.user(Role.COMMUNICATIONS), "Por el clima.")
