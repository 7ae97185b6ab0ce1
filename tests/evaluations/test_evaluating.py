"""Who was in a space evaluates it with a code; the figures come afterwards, with what was done."""

from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import DateTime, select

from participa.accounts.models import Role
from participa.attendance.models import Attendance
from participa.evaluations import figures, queries, services
from participa.evaluations.models import Evaluation, Recommendation, Tag
from participa.events import services as events
from participa.events.doors import lacks_to_close, public_doors, staff_doors
from participa.events.models import EventState
from participa.extensions import db
from participa.questionnaires.engine.definition import DECLINED, Definition, Item, ItemType, Option
from participa.questionnaires.models import Purpose, Questionnaire
from participa.registrations.models import RegistrationAuthorization, RegistrationPurpose
from participa.shared.clock import now
from participa.shared.errors import Closed, Forbidden, Invalid, NotFound
from participa.shared.mail import OutgoingMail
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs
from participa.surveys import services as surveys
from participa.surveys.errors import AlreadyAnswered
from participa.surveys.models import Level, Participation, Response, Survey, SurveyCode, WaitingResponse
from tests import factories as make
from tests.factories import evaluations as some
from tests.factories.attendance import arrived, registered, space_today
from tests.factories.keep import keep
from tests.factories.surveys import version
from tests.questions.team import team

HOME, TEAM = "/evaluaciones", "/evaluaciones/gestion"
MANY = [some.GOOD] * 6 + [some.GOOD | {"satisfaccion": 2}] * 6


@pytest.fixture
def house(context):
    return team()


def read(client, url: str) -> str:
    return client.get(url).get_data(as_text=True)


def mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_one_button_switches_it_on_and_it_opens_at_the_end_of_the_space(client, house):
    event = make.event()
    client.sign_in(house[Role.COMMUNICATIONS])
    page = f"{TEAM}/{event.slug}"
    assert client.submit(f"{page}/encender", {"days": "0"}, page).status_code == 422
    for _ in range(2):
        assert client.submit(f"{page}/encender", {"days": "4"}, page).status_code == 303
    evaluation = queries.evaluation_of(event)
    assert evaluation.survey.level is Level.CODE
    assert (evaluation.survey.opens_at, evaluation.survey.closes_at) == (
        event.ends_at,
        event.ends_at + timedelta(days=4),
    )
    assert len(db.session.scalars(select(Survey)).all()) == 1
    assert "Todavía no abre" in read(client, f"{HOME}/{event.slug}")


def test_it_is_not_switched_on_when_the_space_was_held_nor_by_anybody(house):
    for state in (EventState.DRAFT, EventState.HELD, EventState.CLOSED, EventState.CANCELLED):
        with pytest.raises(Closed), unit_of_work():
            services.start(make.event(state), 5, False, house[Role.APPROVER])
    for role in (Role.MODERATOR, Role.LIAISON, Role.CONTROL, Role.ADMIN):
        with pytest.raises(Forbidden), unit_of_work():
            services.start(make.event(), 5, False, house[role])


def test_every_space_is_asked_the_same_questionnaire(house):
    first, second = some.evaluation(), some.evaluation()
    assert first.survey.version_id == second.survey.version_id
    assert len(db.session.scalars(select(Questionnaire)).all()) == 1
    assert {"satisfaccion", "organizacion", "sugerencias"} <= {i.name for i in first.survey.version.definition.items}


def test_it_moves_with_the_space_opens_when_it_is_held_and_ends_when_it_is_cancelled(house):
    event = make.event()
    evaluation = some.evaluation(event)
    starts = now().replace(microsecond=0) + timedelta(days=20)
    with unit_of_work():
        events.reschedule(event, starts, starts + timedelta(hours=2), house[Role.APPROVER], "Llueve.")
    db.session.refresh(evaluation.survey)
    assert evaluation.survey.opens_at == starts + timedelta(hours=2)
    with unit_of_work():
        events.move(event, EventState.CANCELLED, house[Role.APPROVER], "No hay auditorio.")
    db.session.refresh(evaluation.survey)
    assert evaluation.survey.is_over
    early = space_today()
    evaluation = some.evaluation(early)
    make.report(early)
    with unit_of_work():
        events.move(early, EventState.UNDER_WAY, house[Role.MODERATOR])
        events.move(early, EventState.HELD, house[Role.MODERATOR])
    db.session.refresh(evaluation.survey)
    assert evaluation.survey.opens_at <= now() < early.ends_at


def test_what_has_answers_does_not_move(house):
    event = some.ending()
    evaluation = some.evaluation(event)
    some.answered(evaluation, [some.GOOD])
    opened = evaluation.survey.opens_at
    make.report(event)
    with unit_of_work():
        event.ends_at = now() - timedelta(hours=2)
        events.move(event, EventState.HELD, house[Role.MODERATOR])
    db.session.refresh(evaluation.survey)
    assert evaluation.survey.opens_at == opened


def test_the_figures_come_after_the_end_and_the_open_link_apart(client, house):
    event = some.ending()
    for _ in range(15):
        arrived(registered(event))
    evaluation = some.evaluation(event, has_open_link=True)
    some.answered(evaluation, MANY)
    some.answered_openly(evaluation, [some.GOOD] * 7)
    before = read(client, f"{HOME}/{event.slug}")
    assert "Tengo mi código" in before
    assert "Bien organizado" not in before
    assert client.get(f"{HOME}/{event.slug}/cifras.csv").status_code == 404
    evaluation = some.ended(evaluation)
    told = figures.of(evaluation)
    assert (told.by_code.people, told.doors[1].people, told.attended, told.rate) == (12, 7, 15, 80)
    assert told.satisfaction == 3.5
    page = read(client, f"{HOME}/{event.slug}")
    assert "80 respondieron" in page
    assert "Lo que llegó por el enlace abierto" in page
    assert "attended;satisfaccion" in read(client, f"{HOME}/{event.slug}/cifras.csv")
    assert event.title in read(client, f"{HOME}/")


def test_a_few_people_are_not_told(client, house):
    event = some.ending()
    for _ in range(3):
        arrived(registered(event))
    evaluation = some.evaluation(event)
    some.answered(evaluation, [some.GOOD] * 3)
    told = figures.of(some.ended(evaluation))
    assert (told.by_code.people, told.attended, told.rate, told.by_code.items) == (None, None, None, [])
    page = read(client, f"{HOME}/{event.slug}")
    assert "menos de 5" in page
    assert "Bien organizado" not in page


def test_a_small_answer_is_hidden_with_another(house):
    told = figures.of(some.ended(answered_by(MANY + [some.GOOD | {"organizacion": "mal_organizado"}] * 2)))
    item = next(item for item in told.by_code.items if item.name == "organizacion")
    amounts = {choice.label: choice.amount for choice in item.choices}
    assert amounts["Mal organizado"] is None
    assert [*amounts.values()].count(None) >= 2


def answered_by(answers) -> Evaluation:
    evaluation = some.evaluation()
    some.answered(evaluation, answers)
    return evaluation


def test_an_item_stands_beside_the_same_of_the_other_spaces_of_the_year(house):
    here, other, third = (some.counted(attended=40) for _ in range(3))
    steps = {"1": 0, "2": 0, "3": 10, "4": 10, "5": 0}
    some.figure(here, steps)
    some.figure(other, steps | {"3": 0, "5": 10})
    some.figure(third, steps | {"1": None})  # a few people are hidden: this space does not enter
    db.session.expire_all()
    year = queries.of_year(here.event.starts_at.year)
    item = figures.of(queries.evaluation_of(here.event), year).by_code.items[0]
    assert (item.mean, item.mean_elsewhere, item.spaces) == (3.5, 4.5, 1)
    assert [choice.elsewhere for choice in item.choices] == [0, 0, 0, 50, 50]


def test_answers_that_are_more_than_the_people_noted_give_no_rate(client, house):
    event = some.ending()
    for _ in range(6):
        arrived(registered(event))
    evaluation = some.evaluation(event)
    some.answered(evaluation, MANY)
    assert figures.of(some.ended(evaluation)).rate is None
    assert "más respuestas que llegadas" in read(client, f"{HOME}/{event.slug}")


def test_a_code_is_good_once_and_a_second_click_at_the_exit_gives_the_same(client, house):
    evaluation = some.evaluation()
    client.sign_in(house[Role.MODERATOR])
    page = f"{TEAM}/{evaluation.event.slug}/salida"
    key = "salida-de-prueba-000001"
    shown = [client.submit(page, {"form_key": key}).get_data(as_text=True) for _ in range(2)]
    codes = {text.split('<strong class="code">')[1].split("<")[0] for text in shown}
    assert len(codes) == 1
    proof = proofs.by_code(codes.pop())
    with unit_of_work():
        surveys.submit(evaluation.survey, some.GOOD, proof, "formulario-de-prueba-01")
    with pytest.raises(AlreadyAnswered), unit_of_work():
        surveys.submit(evaluation.survey, some.GOOD, proof, "formulario-de-prueba-02")
    assert len(db.session.scalars(select(Participation)).all()) == 1


def test_after_the_end_no_code_is_handed_out(house):
    evaluation = some.counted()
    with pytest.raises(Closed):
        some.code_at_exit(evaluation)
    with pytest.raises(Forbidden):
        some.code_at_exit(some.evaluation(), house[Role.LIAISON])


def test_what_was_written_is_taken_up_once_and_answered(client, house):
    said = [*MANY, some.GOOD | {"sugerencias": "Pongan más micrófonos. Llame al 3001234567."}]
    evaluation = some.ended(answered_by(said))
    slug = evaluation.event.slug
    client.sign_in(house[Role.COMMUNICATIONS])
    page = f"{TEAM}/{slug}/recomendaciones"
    assert "Pongan más micrófonos" in read(client, page)
    [one] = queries.written(evaluation)
    form = {"source": one.source, "tag": "method", "free_tags": "sonido, Salón"}
    refused = client.submit(f"{page}/recoger", form | {"words": one.words}, page)
    assert refused.status_code == 422
    assert "datos personales" in refused.get_data(as_text=True)
    for _ in range(2):
        kept = client.submit(f"{page}/recoger", form | {"words": "Pongan más micrófonos."}, page)
        assert kept.status_code == 303
    [taken] = db.session.scalars(select(Recommendation))
    assert (taken.tag, taken.free_tags) == (Tag.METHOD, ["sonido", "salón"])
    assert queries.written(evaluation) == []
    answer = f"{page}/{taken.id}"
    assert client.submit(answer, {"done": ""}).status_code == 422
    assert client.submit(answer, {"done": "Compramos cuatro micrófonos."}).status_code == 303
    public = read(client, f"{HOME}/{slug}")
    assert "Compramos cuatro micrófonos." in public
    assert "3001234567" not in public


def test_every_open_text_of_the_questionnaire_is_read_with_its_question(client, house):
    items = (
        Item("satisfaccion", ItemType.SCALE, "¿Qué tan satisfecho queda?"),
        Item("le_gusto", ItemType.SHORT_TEXT, "¿Qué le gustó?", may_decline=True),
        Item("que_aprendio", ItemType.LONG_TEXT, "¿Qué aprendió?"),
        Item("llegada", ItemType.SINGLE, "¿Cómo llegó?", options=(Option("bus", "En bus"), Option("pie", "A pie"))),
    )
    version(Definition(items), purpose=Purpose.EVALUATION)
    said = {"le_gusto": "Que empezó a tiempo.", "que_aprendio": "De qué se paga la vía.", "llegada": "bus"}
    evaluation = some.ended(answered_by([said, {"le_gusto": DECLINED}]))
    assert sorted(one.words for one in queries.written(evaluation)) == [
        "De qué se paga la vía.",
        "Que empezó a tiempo.",
    ]
    client.sign_in(house[Role.COMMUNICATIONS])
    page = read(client, f"{TEAM}/{evaluation.event.slug}/recomendaciones")
    assert "¿Qué le gustó?" in page
    assert "¿Qué aprendió?" in page


def test_what_was_written_is_sealed_until_the_end(house):
    evaluation = answered_by([some.GOOD | {"sugerencias": "Otra hora."}] * 12)
    with unit_of_work():
        surveys.stir(evaluation.survey, is_last=True)
    assert queries.written(queries.evaluation_of(evaluation.event)) == []
    with pytest.raises(NotFound), unit_of_work():
        services.take_up(evaluation, "otra/sugerencias", "Otra hora.", Tag.TIME, (), house[Role.APPROVER])
    with pytest.raises(Invalid), unit_of_work():
        services.answer(some.recommendation(evaluation), " ", house[Role.APPROVER])


def test_only_who_came_gave_a_mail_and_allowed_it_is_reminded_once(house):
    event = space_today()
    people = {name: registered(event, email=f"{name}@correo.example") for name in ("vino", "no-vino", "no-autorizo")}
    people["sin-correo"] = registered(event)
    people["menor"] = registered(event, email="menor@correo.example", is_minor=True)
    for name, person in people.items():
        if name != "no-autorizo":
            values = {"purpose": RegistrationPurpose.INVITE, "text_version": "invitar-1", "given_at": now()}
            keep(RegistrationAuthorization(registration_id=person.id, **values))
        if name != "no-vino":
            arrived(person)
    evaluation = some.evaluation(event)
    services.remind_due()
    assert reminders() == []
    with time_machine.travel(event.ends_at + timedelta(minutes=1), tick=False):
        services.remind_due()
        services.remind_due()
    [mail] = reminders()
    assert mail.recipient == "vino@correo.example"
    assert f"/evaluaciones/{event.slug}" in mail.body
    assert "codigo=" not in mail.body
    db.session.refresh(evaluation)
    assert evaluation.reminded_at is not None


def reminders() -> list[OutgoingMail]:
    return [mail for mail in mails() if mail.key.startswith("evaluation-reminder/")]


def test_the_page_of_the_space_leads_to_it_and_closing_waits_for_it(house):
    event = some.ending()
    with current_app.test_request_context():
        assert any("Falta la evaluación" in door.text for door in staff_doors(event, house[Role.CONTROL]))
        evaluation = some.evaluation(event)
        assert any(door.label == "Evaluar" for door in public_doors(event))
    with unit_of_work():
        event.state = EventState.ANSWERING
    assert any("Falta la evaluación" in one for one in lacks_to_close(event))
    some.ended(evaluation)
    assert not any("evaluación" in one for one in lacks_to_close(event))


def test_a_hand_out_leaves_nothing_that_joins_a_check_in_with_an_answer(house):
    event = some.ending()
    evaluation = some.evaluation(event)
    arrival = arrived(registered(event, "Lucero Del Campo"))
    code = some.code_at_exit(evaluation)
    with unit_of_work():
        surveys.submit(evaluation.survey, some.GOOD, proofs.by_code(code), "formulario-de-prueba-03")
    rows = " ".join(str(dict(row)) for row in everything())
    assert code not in rows
    assert db.session.get_one(Attendance, arrival.id).registration.full_name == "Lucero Del Campo"
    for model in (SurveyCode, Participation, WaitingResponse, Response):
        table = model.__table__
        assert {key.column.table.name for key in table.foreign_keys} <= {"survey", "questionnaire_version"}
        assert not [column.name for column in table.columns if isinstance(column.type, DateTime | UtcDateTime)]
        assert not [other for other in db.metadata.sorted_tables if points_to(other, table)]


def points_to(table, target) -> bool:
    return any(key.column.table is target for key in table.foreign_keys)


def everything():
    """Every row of the database."""
    for table in db.metadata.sorted_tables:
        yield from db.session.execute(select(table)).mappings()
