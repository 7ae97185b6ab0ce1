"""Who asked clicks twice, answers twice with the same words, or comes too late: no words are lost."""

import pytest

from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.models import Question, Status
from participa.questions.queries import following, links
from participa.shared.templating import long_day
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, team

S, PAGE = Status, "/preguntas/seguir"


@pytest.fixture
def house(context):
    return team()


def question_of(receipt) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, receipt.question_id)


def move(receipt, house, to, note=NOTE, **values) -> None:
    with unit_of_work():
        services.move(question_of(receipt), house[Role.MODERATOR], to, note, **values)


def write(client, path, receipt, words):
    return client.submit(PAGE + path, {"code": receipt.code, "words": words}, PAGE)


def test_the_same_words_answer_a_second_request_too(client, house):
    asked = make.receipt()
    for again in range(2):
        move(asked, house, S.CLARIFYING, f"¿Habla del puente? ({again})")
        assert write(client, "/aclarar", asked, "Sí, ese.").status_code == 200
        assert question_of(asked).status is S.RECEIVED
    assert len(following.clarifications(asked.question_id)) == 2


def test_the_form_says_what_to_make_clear_and_until_when(client, house):
    asked = make.receipt()
    move(asked, house, S.CLARIFYING, "¿De cuál de los dos puentes habla?")
    page = client.submit(PAGE, {"code": asked.code}).text
    panel = page[page.index('id="aclarar"') : page.index("Su aclaración")]
    assert "¿De cuál de los dos puentes habla?" in panel
    last_day = rules.clarification_ends_on(question_of(asked), current_calendar())
    assert f"hasta el <strong>{long_day(last_day)}</strong>" in panel


def test_what_comes_too_late_is_given_back(client, house):
    asked = make.receipt()
    answer = write(client, "/aclarar", asked, "El puente del barrio El Prado.")
    assert answer.status_code == 403
    assert "El puente del barrio El Prado." in answer.text
    assert "no espera una aclaración" in answer.text
    assert following.clarifications(asked.question_id) == []


def test_a_second_click_to_leave_the_group_is_no_error(client, house):
    leader, asked = make.receipt(), make.receipt()
    move(asked, house, S.GROUPED, radicado=leader.radicado)
    for _ in range(2):
        answer = write(client, "/salir-del-grupo", asked, "Hablo de otro puente.")
        assert answer.status_code == 200
        assert "Su pregunta salió del grupo" in answer.text
    assert links.find_link(asked.question_id) is None
    assert [step.to_value for step in question_of(asked).moves].count(S.CLASSIFIED) == 1


def test_the_words_of_a_second_objection_are_given_back(client, house):
    leader, asked = make.receipt(), make.receipt()
    for words, status in (("Hablo de otro puente.", 200), ("Es del otro barrio.", 403)):
        move(asked, house, S.GROUPED, f"Piden lo mismo. {status}", radicado=leader.radicado)
        answer = write(client, "/salir-del-grupo", asked, words)
        assert answer.status_code == status
    assert "Es del otro barrio." in answer.text
    assert question_of(asked).status is S.GROUPED
