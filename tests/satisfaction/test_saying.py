"""Who asked says whether the answer answers, with the follow code."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.moves import Axis
from participa.satisfaction import queries, services
from participa.satisfaction.models import CorrectionRequest, Opinion, Verdict
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, sign_in, team

FOLLOW, SAY, TEAM = "/preguntas/seguir", "/le-respondieron/decir", "/le-respondieron/gestion/"


@pytest.fixture
def house(context):
    return team()


def answered(house, **values):
    """The receipt of a question whose answer is published."""
    received = make.receipt(body="¿Cuándo abren la biblioteca?")
    done = {"status": Status.PUBLISHED, "answered_at": now(), "published_at": now(), "department_id": house.office.id}
    shown = {"visibility": Visibility.PUBLIC} | values
    with unit_of_work():
        db.session.execute(update(Question).where(Question.id == received.question_id).values(**done, **shown))
    make.answer(question_of(received), "Abre en marzo.", department_id=house.office.id)
    return received


def question_of(received) -> Question:
    db.session.expire_all()
    return db.session.get_one(Question, received.question_id)


def say(client, received, verdict="no", comment="No dice el día."):
    return client.submit(SAY, {"code": received.code, "verdict": verdict, "comment": comment}, FOLLOW)


def said(received) -> list[tuple[Verdict, str]]:
    db.session.expire_all()
    return [(each.verdict, each.comment) for each in queries.opinions(received.question_id)]


def judged(received, verdict=Verdict.NO, comment="No dice el día.") -> Opinion:
    with unit_of_work():
        return services.say(question_of(received), verdict, comment)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def test_the_follow_page_asks_once_the_answer_is_published(client, house):
    waiting = make.receipt()
    assert "¿Le respondieron lo que preguntó?" not in words(client.submit(FOLLOW, {"code": waiting.code}))
    assert "¿Le respondieron lo que preguntó?" in words(client.submit(FOLLOW, {"code": answered(house).code}))


def test_who_asked_says_it_and_reads_it_again(client, house):
    received = answered(house)
    response = say(client, received)
    assert response.status_code == 200
    assert said(received) == [(Verdict.NO, "No dice el día.")]
    [opinion] = queries.opinions(received.question_id)
    assert opinion.department_id == house.office.id
    assert received.code in response.get_data(as_text=True)  # to go back without typing it
    assert "Usted dijo: No" in words(client.submit(FOLLOW, {"code": received.code}))


def test_the_last_one_counts_and_the_earlier_ones_stay(client, house):
    received = answered(house)
    for verdict in ("no", "no", "yes"):  # the second is a second click
        assert say(client, received, verdict, "").status_code == 200
    assert said(received) == [(Verdict.YES, ""), (Verdict.NO, "")]
    assert queries.find_last(received.question_id).verdict is Verdict.YES


def test_changing_ones_mind_has_an_end(client, house):
    received = answered(house)
    for number in range(12):
        last = say(client, received, "no", f"Vez {number}")
    assert last.status_code == 422
    assert "Ya cambió su opinión varias veces" in words(last)
    assert len(said(received)) == 10


def test_after_a_correction_the_page_asks_again(client, house):
    with time_machine.travel(now() - timedelta(days=2), tick=False):
        received = answered(house)
        for number in range(10):
            say(client, received, "no", f"Vez {number}")
    make.answer(question_of(received), "Abre el 2 de marzo.", department_id=house.office.id)
    followed = client.submit(FOLLOW, {"code": received.code})
    assert "Después la entidad corrigió la respuesta" in words(followed)
    assert "Cambiar lo que dije" not in words(followed)
    assert "Antes de la corrección, quien preguntó dijo: No" in words(client.get(f"/preguntas/{received.radicado}"))
    say(client, received, "yes", "")
    assert said(received)[0] == (Verdict.YES, "")
    assert "Quien preguntó dice: Sí" in words(client.get(f"/preguntas/{received.radicado}"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"verdict": ""}, "Marque sí, en parte o no."),
        ({"verdict": "tal-vez"}, ""),
        ({"verdict": "no", "comment": "ñ" * 1001}, "El texto pasa de 1000"),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(client, house, fields, message):
    received = answered(house)
    response = client.submit(SAY, {"code": received.code, "comment": "Se quedó corta"} | fields, FOLLOW)
    assert response.status_code == 422
    assert message in words(response)
    assert fields.get("comment", "Se quedó corta") in response.get_data(as_text=True)
    assert said(received) == []


def test_a_wrong_code_says_nothing(client, house):
    response = client.submit(SAY, {"code": "AAAA-AAAA-AAAA-AAAA", "verdict": "no"}, FOLLOW)
    assert response.status_code == 422
    assert "No encontramos una pregunta con ese código" in words(response)
    assert db.session.scalars(select(Opinion)).all() == []


def test_before_the_answer_nobody_says_anything(client, house):
    assert say(client, make.receipt()).status_code == 403
    assert db.session.scalars(select(Opinion)).all() == []


def test_an_opinion_is_not_rewritten(house):
    opinion = judged(answered(house))
    for order in ("UPDATE answer_opinion SET verdict = 'yes'", "DELETE FROM answer_opinion"):
        with pytest.raises(IntegrityError, match="refused"), db.session.begin_nested():
            db.session.execute(text(order))
    with unit_of_work():  # the words can be erased: they may hold personal data
        db.session.execute(update(Opinion).where(Opinion.id == opinion.id).values(comment=""))


# What others read


def test_everybody_reads_the_mark_and_nobody_the_comment(client, house):
    received = answered(house)
    page = f"/preguntas/{question_of(received).radicado}"
    assert "Quien preguntó dice" not in words(client.get(page))
    judged(received)
    assert "Quien preguntó dice: No" in words(client.get(page))
    assert "No dice el día" not in words(client.get(page))


def test_of_a_withheld_question_not_even_the_mark_is_read(client, house):
    received = answered(house, visibility=Visibility.WAITING)
    with unit_of_work():
        questions.withhold(question_of(received), house[Role.MODERATOR], WithholdReason.R1, NOTE)
    judged(received)
    page = client.get(f"/preguntas/{question_of(received).radicado}")
    assert page.status_code == 200
    assert "Quien preguntó dice" not in words(page)


def test_the_team_reads_the_words_of_the_answers_it_gave(client, house):
    received = answered(house)
    judged(received)
    for person, reads in (
        (house[Role.LIAISON], True),
        (house.stranger, False),
        (house[Role.CONTROL], True),
        (house[Role.APPROVER], True),
    ):
        sign_in(client, person)
        assert ("No dice el día." in words(client.get(TEAM))) is reads
    sign_in(client, house[Role.MODERATOR])
    page = client.get(f"/preguntas/gestion/{question_of(received).radicado}")
    assert "No dice el día." not in words(page)


def test_the_list_of_the_team_shows_the_last_word_of_each_and_goes_on(client, house):
    for number in range(26):
        judged(answered(house), comment=f"Queja {number}")
    changed = answered(house)
    judged(changed, comment="Antes")
    judged(changed, Verdict.YES, "Después")
    sign_in(client, house[Role.CONTROL])
    first = client.get(TEAM)
    assert "Antes" not in words(first)
    assert "Queja 25" in words(first)
    following = re.search(r'rel="next" href="([^"]*)"', first.get_data(as_text=True)).group(1)
    assert "Queja 0" in words(client.get(following.replace("&amp;", "&")))
    assert "Después" in words(client.get(f"{TEAM}?ver=todas"))


# Asking for a correction


def test_the_approver_asks_for_a_correction_and_the_office_is_told(client, house):
    received = answered(house)
    opinion, radicado = judged(received), question_of(received).radicado
    number = opinion.id
    sign_in(client, house[Role.APPROVER])
    page = f"/preguntas/gestion/{radicado}"
    assert client.submit(f"/le-respondieron/gestion/{radicado}/{number}", {"note": ""}, page).status_code == 422
    for _ in range(2):  # a second click
        sent = client.submit(f"/le-respondieron/gestion/{radicado}/{number}", {"note": NOTE}, page)
        assert sent.status_code == 303
    [request] = db.session.scalars(select(CorrectionRequest)).all()
    assert (request.note, request.opinion_id) == (NOTE, number)
    told = db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.subject == services.SUBJECT)).all()
    assert set(told) == {house[Role.LIAISON].email, house.colleague.email}
    assert question_of(received).moves[-1].axis == Axis.MARK
    sign_in(client, house[Role.LIAISON])
    assert NOTE in words(client.get(page))
    assert f"{page}/correccion" in client.get(page).get_data(as_text=True)


def test_nobody_else_asks_and_a_good_answer_needs_no_correction(house):
    received = answered(house)
    opinion = judged(received)
    for role in (Role.LIAISON, Role.CONTROL, Role.MODERATOR):
        with pytest.raises(Forbidden):
            services.ask_correction(question_of(received), opinion, house[role], NOTE)
    with pytest.raises(Invalid):
        services.ask_correction(question_of(received), opinion, house[Role.APPROVER], " ")
    better = judged(received, Verdict.YES, "")
    for each in (opinion, better):  # the earlier one does not count any more
        with pytest.raises(Forbidden):
            services.ask_correction(question_of(received), each, house[Role.APPROVER], NOTE)
    assert db.session.scalars(select(CorrectionRequest)).all() == []
