"""Whoever disagrees appeals without saying who, and another person answers within five business days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Visibility, WithholdReason
from participa.questions.models.redaction import parts_of
from participa.questions.queries import public, restrictions
from participa.record import queries as record
from participa.restrictions import services
from participa.restrictions.models import Appeal, Outcome
from participa.restrictions.queries import fairness, months
from participa.restrictions.rules import fisher, is_alarming
from participa.shared.clock import at_instant
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.triage import services as triage
from participa.triage.models import Did
from tests import factories as make
from tests.questions.team import NOTE, attempt, nothing_changes, sign_in, team

WHY = "El alcalde es un servidor público."
BODY = "El vecino Zacarías Montebello vive en la esquina. ¿Por qué nadie arregla esa calle?"


@pytest.fixture
def house(context):
    return team()


def withheld(house, **values) -> Question:
    question = make.question(**values)
    with unit_of_work():
        questions.withhold(question, house[Role.MODERATOR], WithholdReason.R4, NOTE)
    return question


def redacted(house) -> Question:
    question = make.public_question(body=BODY)
    with unit_of_work():
        parts = parts_of(BODY, [("Zacarías Montebello", WithholdReason.R1)])
        questions.redact(question, house[Role.MODERATOR], parts, NOTE)
    return question


def appeal(question, words=WHY, by_author=False) -> Appeal:
    with unit_of_work():
        number = services.appeal(question, words, by_author).id
    return db.session.get_one(Appeal, number)


def test_an_appeal_falls_due_after_five_business_days(house):
    question = withheld(house)
    with at_instant(datetime(2026, 8, 3, 15, tzinfo=UTC)):  # a Monday; Friday the 7th is a holiday
        assert str(appeal(question).due_on) == "2026-08-11"


def test_an_upheld_appeal_shows_the_text_again(house):
    question = withheld(house)
    found = appeal(question)
    assert attempt(lambda: services.decide(found, house[Role.APPROVER], Outcome.UPHELD, NOTE)) is None
    assert (question.visibility, question.withhold_reason) == (Visibility.PUBLIC, None)
    kinds = [entry.kind for entry in record.of_question(question)]
    assert kinds[-4:] == ["reservada", "apelada", "restaurada", "apelacion_resuelta"]


def test_an_upheld_appeal_shows_what_was_redacted(house):
    question = redacted(house)
    found = appeal(question)
    assert attempt(lambda: services.decide(found, house[Role.APPROVER], Outcome.UPHELD, NOTE)) is None
    assert public.by_radicado(question.radicado).body == BODY


def test_a_kept_decision_leaves_it_hidden_with_public_reasons(client, house):
    question = redacted(house)
    assert attempt(lambda: services.decide(appeal(question), house[Role.APPROVER], Outcome.KEPT, NOTE)) is None
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert "La decisión se mantuvo" in page
    assert NOTE in page
    assert "Montebello" not in page
    assert WHY not in page


def test_nobody_decides_about_what_they_hid(house):
    found = appeal(withheld(house))
    with nothing_changes():
        for role in (Role.MODERATOR, Role.LIAISON, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN):
            assert isinstance(attempt(lambda: services.decide(found, house[role], Outcome.KEPT, NOTE)), Forbidden)  # noqa: B023
        assert isinstance(attempt(lambda: services.decide(found, house[Role.APPROVER], Outcome.KEPT, " ")), Invalid)
    other = make.user(Role.MODERATOR)
    assert attempt(lambda: services.decide(found, other, Outcome.KEPT, NOTE)) is None


def test_who_proposed_does_not_decide_either(house):
    question = make.public_question()
    attempt(lambda: questions.withhold(question, house[Role.MODERATOR], WithholdReason.R4, NOTE))
    attempt(lambda: questions.confirm(question, house[Role.APPROVER], restrictions.find_proposal(question.id)))
    found = appeal(question)
    for role in (Role.MODERATOR, Role.APPROVER):
        assert isinstance(attempt(lambda: services.decide(found, house[role], Outcome.KEPT, NOTE)), Forbidden)  # noqa: B023


def test_who_hid_the_first_part_does_not_decide_about_more(house):
    question = redacted(house)
    parts = parts_of(BODY, [("Zacarías Montebello", WithholdReason.R1), ("esquina", WithholdReason.R1)])
    attempt(lambda: questions.redact(question, house[Role.APPROVER], parts, NOTE))
    found = appeal(question)
    for role in (Role.MODERATOR, Role.APPROVER):
        assert isinstance(attempt(lambda: services.decide(found, house[role], Outcome.KEPT, NOTE)), Forbidden)  # noqa: B023
    other = make.user(Role.MODERATOR)
    assert attempt(lambda: services.decide(found, other, Outcome.KEPT, NOTE)) is None


def test_what_an_appeal_brings_back_is_not_shown_unread(client, house):
    question = withheld(house, body="Llame al vecino al 3104567890. ¿Por qué nadie arregla esa calle?")
    found = appeal(question)
    verb = services.decide
    assert isinstance(attempt(lambda: verb(found, house[Role.APPROVER], Outcome.UPHELD, NOTE)), questions.Unreviewed)
    to, form = f"/restricciones/gestion/apelaciones/{found.id}", {"outcome": "upheld", "reasons": NOTE}
    sign_in(client, house[Role.APPROVER])
    refused = client.submit(to, form)
    assert refused.status_code == 422
    assert "Lo revisé: puede publicarse" in refused.get_data(as_text=True)
    assert client.submit(to, form | {"reviewed": "1"}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Question, question.id).visibility is Visibility.PUBLIC


def test_an_appeal_is_a_line_of_the_history_before_it_is_decided(client, house):
    given = make.receipt()
    question = db.session.get_one(Question, given.question_id)
    attempt(lambda: questions.withhold(question, house[Role.MODERATOR], WithholdReason.R4, NOTE))
    found = appeal(question)
    line = question.moves[-1]
    assert (line.axis, line.to_value, line.author_id) == ("mark", "Se pidió revisar lo oculto", None)
    assert found.number in line.note
    assert WHY not in line.note
    page = client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)
    assert "Se pidió revisar lo oculto" in page
    sign_in(client, house[Role.CONTROL])
    page = client.get(f"/preguntas/gestion/{question.radicado}").get_data(as_text=True)
    assert "Se pidió revisar lo oculto" in page


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE appeal SET body = 'otra cosa'",
        "DELETE FROM appeal",
        "UPDATE appeal SET outcome = 'kept', decided_at = at, decided_by_id = restricted_by_id",
    ],
)
def test_the_database_keeps_the_appeal_and_asks_for_another_person(act, house):
    appeal(withheld(house))
    with pytest.raises(DatabaseError), unit_of_work():
        db.session.execute(text(act))


def test_the_same_words_are_one_appeal_and_others_wait(house):
    question = withheld(house)
    first = appeal(question)
    assert appeal(question).id == first.id
    assert isinstance(attempt(lambda: services.appeal(question, "Otra cosa.")), Conflict)


def test_a_decided_appeal_is_final_except_for_who_asked(house):
    question = withheld(house)
    attempt(lambda: services.decide(appeal(question), house[Role.APPROVER], Outcome.KEPT, NOTE))
    assert isinstance(attempt(lambda: services.appeal(question, "De nuevo.")), Forbidden)
    own = appeal(question, "Es mi pregunta.", by_author=True)
    attempt(lambda: services.decide(own, house[Role.APPROVER], Outcome.KEPT, NOTE))
    assert isinstance(attempt(lambda: services.appeal(question, "Otra vez.", by_author=True)), Forbidden)


def test_there_is_nothing_to_appeal_where_nothing_is_hidden(client, house):
    question = make.public_question()
    assert isinstance(attempt(lambda: services.appeal(question, WHY)), Forbidden)
    assert client.get(f"/restricciones/apelar/{question.radicado}").status_code == 303


def test_anybody_appeals_without_an_account_and_gets_a_number(client, house):
    question = withheld(house)
    html = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert f"/restricciones/apelar/{question.radicado}" in html
    answer = client.submit(f"/restricciones/apelar/{question.radicado}", {"words": WHY})
    assert answer.status_code == 201
    assert "AP-" in answer.get_data(as_text=True)
    assert client.submit(f"/restricciones/apelar/{question.radicado}", {"words": ""}).status_code == 422


def test_who_asked_appeals_with_the_code(client, house):
    given = make.receipt()
    question = db.session.get_one(Question, given.question_id)
    attempt(lambda: questions.withhold(question, house[Role.MODERATOR], WithholdReason.R4, NOTE))
    page = client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)
    assert "/restricciones/apelar-con-codigo" in page
    to, page = "/restricciones/apelar-con-codigo", "/preguntas/seguir"
    wrong = client.submit(to, {"code": "AAAA-BBBB-CCCC-DDDD", "words": WHY}, page)
    assert wrong.status_code == 422
    assert WHY in wrong.get_data(as_text=True)
    assert client.submit(to, {"code": given.code, "words": WHY}, page).status_code == 201
    assert db.session.query(Appeal).one().by_author


def test_the_list_of_the_team_has_what_waits_with_its_due_date(client, house):
    found = appeal(withheld(house)).number
    sign_in(client, house[Role.CONTROL])
    page = client.get("/restricciones/gestion/").get_data(as_text=True)
    assert found in page
    assert "días hábiles" in page


def test_the_table_counts_each_month_by_reason(client, house):
    with at_instant(datetime(2026, 8, 3, 15, tzinfo=UTC)):
        question = withheld(house, at=datetime(2026, 8, 3, 14, tzinfo=UTC))
        redacted(house)
        found = appeal(question)
        attempt(lambda: services.decide(found, house[Role.APPROVER], Outcome.UPHELD, NOTE))
    august = next(month for month in months.months() if month.key == "2026-08")
    assert (august.withheld, august.redacted) == ({"R4": 1}, {"R1": 1})
    assert (august.counts["appealed"], august.counts["upheld"]) == (1, 1)
    assert (august.counts["decided"], august.share_soon) == (1, 100)
    table = client.get("/restricciones/motivos.csv").get_data(as_text=True)
    assert table.splitlines()[0].startswith("\ufeffMes;Recibidas;Publicadas;En espera;Tachadas R1")
    assert "Agosto de 2026" in client.get("/restricciones/").get_data(as_text=True)


def test_what_was_undone_in_triage_is_not_counted(house):
    question = make.question(at=datetime(2026, 8, 3, 14, tzinfo=UTC))
    moderator = house[Role.MODERATOR]

    def hide() -> None:
        questions.withhold(question, moderator, WithholdReason.R4, NOTE)

    with at_instant(datetime(2026, 8, 3, 15, tzinfo=UTC)):
        with unit_of_work():
            triage.act(question, moderator, Did.WITHHELD, hide, "acto-1")
        with unit_of_work():
            triage.undo("acto-1", moderator)
        undone = next(month for month in months.months() if month.key == "2026-08")
        assert (undone.withheld, undone.counts["decided"], undone.counts["waiting"]) == ({}, 0, 1)
        assert fairness.by_person() == []
        with unit_of_work():
            hide()
    again = next(month for month in months.months() if month.key == "2026-08")
    assert (again.withheld, again.counts["decided"]) == ({"R4": 1}, 1)
    assert [(group.hidden, group.shown) for group in fairness.by_person()] == [(1, 0)]


def test_what_another_person_showed_again_still_counts_as_hidden_once(house):
    question = withheld(house)
    attempt(lambda: questions.restore(question, house[Role.APPROVER], NOTE))
    assert [month.withheld for month in months.months()] == [{"R4": 1}]


@pytest.mark.parametrize(("days", "share"), [(0, 100), (1, 100), (3, 0)])
def test_a_text_decided_within_a_business_day_counts_as_soon(days, share, house):
    came = datetime(2026, 8, 3, 15, tzinfo=UTC)
    question = make.question(at=came)
    with at_instant(came + timedelta(days=days)), unit_of_work():
        questions.publish_question(question, house[Role.MODERATOR])
    assert next(month for month in months.months() if month.key == "2026-08").share_soon == share


@pytest.mark.parametrize(
    ("one", "other", "p"),
    [((3, 1), (1, 3), 0.4857142857), ((8, 2), (1, 5), 0.0349650350), ((0, 10), (0, 20), 1.0), ((0, 0), (3, 4), 1.0)],
)
def test_fisher_gives_the_known_values(one, other, p):
    assert fisher(one, other) == pytest.approx(p)


def test_a_difference_is_told_only_beyond_chance_and_with_enough_decisions():
    assert is_alarming(0.009, 50)
    assert not is_alarming(0.009, 49)
    assert not is_alarming(0.01, 500)
    assert is_alarming(fisher((20, 30), (1, 49)), 100)


def test_control_reads_who_hides_how_much(client, house):
    withheld(house, body="El alcalde mintió")
    make.public_question(body="¿Y la vía?")
    mayor, others = fairness.by_mention()
    assert (mayor.hidden, mayor.shown, others.hidden, others.shown) == (1, 0, 0, 1)
    (moderator,) = fairness.by_person()
    assert (moderator.name, moderator.hidden, moderator.shown) == (house[Role.MODERATOR].name, 1, 0)
    sign_in(client, house[Role.CONTROL])
    assert "Aún son pocas" in client.get("/restricciones/gestion/equidad").get_data(as_text=True)
