"""What could go wrong: a space that changes its date late or is cancelled, personal data, sheets of paper."""

from datetime import timedelta

import pytest
import time_machine
from flask import current_app

from participa.accounts.models import Role
from participa.evaluations import queries, rules, services
from participa.evaluations.models import Tag
from participa.events import services as events
from participa.events.doors import public_doors
from participa.events.models import EventState
from participa.extensions import db
from participa.registrations.models import RegistrationAuthorization, RegistrationPurpose
from participa.shared.clock import now
from participa.shared.errors import Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import hangings
from participa.surveys import services as surveys
from tests import factories as make
from tests.evaluations.test_evaluating import HOME, TEAM, read, reminders
from tests.factories import evaluations as some
from tests.factories.attendance import arrived, registered
from tests.factories.keep import keep
from tests.questions.team import team

LONG = timedelta(hours=2)


@pytest.fixture
def house(context):
    return team()


def rescheduled(event, house) -> None:
    """The space gets a date ten days from now."""
    starts = now().replace(microsecond=0) + timedelta(days=10)
    with unit_of_work():
        events.reschedule(event, starts, starts + LONG, house[Role.APPROVER], "No llegó el sonido.")
    db.session.expire_all()


def test_a_space_that_gets_another_date_after_its_hour_is_reminded_after_the_new_one(house):
    event = make.event()
    some.evaluation(event)
    person = registered(event, email="vino@correo.example")
    given = {"purpose": RegistrationPurpose.INVITE, "text_version": "invitar-1", "given_at": now()}
    keep(RegistrationAuthorization(registration_id=person.id, **given))
    with time_machine.travel(event.ends_at + timedelta(minutes=5), tick=False):
        services.remind_due()
        rescheduled(event, house)
    with time_machine.travel(event.starts_at, tick=False):
        arrived(person)
    with time_machine.travel(event.ends_at + timedelta(minutes=5), tick=False):
        services.remind_due()
    assert [mail.recipient for mail in reminders()] == ["vino@correo.example"]


def test_a_space_that_gets_another_date_after_its_evaluation_closed_is_evaluated_again(house):
    event = make.event()
    before = some.evaluation(event, has_open_link=True).survey
    with time_machine.travel(event.ends_at + timedelta(days=6), tick=False):
        surveys.close_due()
        rescheduled(event, house)
        evaluation = queries.evaluation_of(event)
        assert evaluation.survey != before
        assert not rules.is_over(evaluation)
        assert not evaluation.is_counted
        assert {survey.opens_at for _door, survey in evaluation.surveys} == {event.ends_at}
        assert len({survey.slug for _door, survey in evaluation.surveys} | {before.slug}) == 3


def test_answers_that_came_before_a_change_of_date_leave_it_open_until_after_the_new_one(house):
    event = make.event()
    evaluation = some.evaluation(event)
    with time_machine.travel(event.ends_at + timedelta(hours=1), tick=False):
        some.answered(evaluation, [some.GOOD])
        rescheduled(event, house)
    assert evaluation.survey.closes_at == event.ends_at + timedelta(days=evaluation.days)


def test_of_a_cancelled_space_no_figures_are_told(client, house):
    event = make.event()
    evaluation = some.evaluation(event)
    with unit_of_work():
        events.move(event, EventState.CANCELLED, house[Role.APPROVER], "No hay auditorio.")
    some.ended(evaluation)
    assert "El espacio se canceló" in read(client, f"{HOME}/{event.slug}")
    assert event.title not in read(client, f"{HOME}/")
    assert client.get(f"{HOME}/{event.slug}/cifras.csv").status_code == 404


def test_neither_a_tag_nor_what_was_done_holds_personal_data(client, house):
    evaluation = some.evaluation()
    some.answered(evaluation, [some.GOOD | {"sugerencias": "Más micrófonos."}])
    evaluation = some.ended(evaluation)
    [said] = queries.written(evaluation)
    with pytest.raises(Invalid), unit_of_work():
        services.take_up(
            evaluation, said.source, "Más sillas.", Tag.PLACE, ["luz@correo.example"], house[Role.APPROVER]
        )
    client.sign_in(house[Role.COMMUNICATIONS])
    page = f"{TEAM}/{evaluation.event.slug}/recomendaciones"
    typed = {"source": said.source, "words": "Más sillas.", "tag": "place", "free_tags": "llamar al 3001234567"}
    assert client.submit(f"{page}/recoger", typed, page).status_code == 422
    page = f"{page}/{some.recommendation(evaluation).id}"
    answer = client.submit(page, {"done": "Llamamos a Luz al 3001234567."}, page)
    assert answer.status_code == 422
    assert "datos personales" in answer.get_data(as_text=True)
    assert client.submit(page, {"done": "Compramos micrófonos."}, page).status_code == 303


def test_it_hangs_from_the_activity_of_its_space(house):
    activity = make.activity()
    evaluation = some.evaluation(make.event(activity=activity))
    with current_app.test_request_context():
        found = [one for one in hangings.of([activity]) if one.kind == "Evaluación"]
    assert [(one.title, one.url) for one in found] == [(evaluation.event.title, f"{HOME}/{evaluation.event.slug}")]


def test_the_team_finds_the_sheets_of_paper(client, house):
    evaluation = some.evaluation()
    sheets = f"/encuestas/gestion/{evaluation.survey.slug}/papel"
    for role in (Role.COMMUNICATIONS, Role.MODERATOR):
        client.sign_in(house[role])
        assert sheets in read(client, f"{TEAM}/{evaluation.event.slug}")
        assert client.get(sheets).status_code == 200


def test_the_page_of_the_space_leads_to_it_once(house):
    evaluation = some.evaluation(has_open_link=True)
    with current_app.test_request_context():
        doors = [door for door in public_doors(evaluation.event) if "valua" in f"{door.title} {door.text}"]
    assert [door.title for door in doors] == ["Evaluación del espacio"]
