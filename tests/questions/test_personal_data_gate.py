"""Nothing that may be personal data becomes public before a person says that it was looked at."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.services import Unreviewed
from participa.shared.audit import AuditEntry
from tests import factories as make
from tests.questions.team import NOTE, Team, attempt, nothing_changes, sign_in, team

BODY = "La vía está mala. Mi cédula es 52.123.456 y mi celular 3104567890."
BASE = "/preguntas/gestion"
REVIEWED = "question.personal_data_reviewed"


@pytest.fixture
def house(context) -> Team:
    return team()


def reviews() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.verb == REVIEWED)))


def test_a_text_with_personal_data_is_not_published_unread(house):
    question = make.question(body=BODY)
    with nothing_changes():
        refusal = attempt(lambda: services.publish_question(question, house[Role.MODERATOR]))
    assert isinstance(refusal, Unreviewed)
    assert "1 posible número de cédula y 1 posible teléfono" in refusal.message
    assert "52.123.456" not in refusal.message


def test_once_reviewed_it_is_published_and_the_history_keeps_kinds_and_never_the_text(house):
    question = make.question(body=BODY)
    assert attempt(lambda: services.publish_question(question, house[Role.MODERATOR], reviewed=True)) is None
    [entry] = reviews()
    assert entry.detail == {"part": "question", "found": {"cedula": 1, "telefono": 1}}
    assert entry.actor_id == house[Role.MODERATOR].id
    assert db.session.get_one(Question, question.id).visibility is Visibility.PUBLIC


def test_a_clean_text_needs_no_review_and_leaves_no_such_entry(house):
    question = make.question(body="¿Cuándo arreglan la vía?")
    assert attempt(lambda: services.publish_question(question, house[Role.MODERATOR], reviewed=True)) is None
    assert reviews() == []


def test_who_may_not_publish_is_told_nothing_of_the_text(house):
    question = make.question(body=BODY)
    refusal = attempt(lambda: services.publish_question(question, house.stranger, reviewed=True))
    assert not isinstance(refusal, Unreviewed)
    assert refusal is not None
    assert reviews() == []


def test_a_withheld_text_is_not_restored_unread(house):
    question = make.question(body=BODY)
    verb = services.restore
    assert attempt(lambda: services.withhold(question, house[Role.MODERATOR], WithholdReason.R1, NOTE)) is None
    assert isinstance(attempt(lambda: verb(question, house[Role.APPROVER], NOTE)), Unreviewed)
    assert attempt(lambda: verb(question, house[Role.APPROVER], NOTE, reviewed=True)) is None
    assert len(reviews()) == 1


def test_joining_a_group_does_not_make_it_public_by_the_back_door(house):
    leader, question = make.public_question(), make.question(body=BODY)
    moderator = house[Role.MODERATOR]
    assert attempt(lambda: services.move(question, moderator, Status.GROUPED, NOTE, leader.radicado)) is None
    assert (question.status, question.visibility) == (Status.GROUPED, Visibility.WAITING)
    assert attempt(lambda: services.publish_question(question, moderator, reviewed=True)) is None
    assert question.visibility is Visibility.PUBLIC


def test_the_page_marks_it_asks_for_the_tick_and_publishes_with_it(house, client):
    question = make.question(body=BODY)
    path = f"{BASE}/{question.radicado}"
    sign_in(client, house[Role.MODERATOR])
    page = client.get(path).text
    assert '<mark class="mark--care">52.123.456<span class="visually-hidden"> (posible número de cédula)' in page
    assert "Lo revisé: puede publicarse" in page
    sent = {"publicar-revision": question.revision}
    refused = client.submit(f"{path}/publicar", sent, page=path)
    assert refused.status_code == 422
    assert "Revíselo y marque" in refused.text
    done = client.submit(f"{path}/publicar", sent | {"publicar-reviewed": "y"}, page=path)
    assert done.status_code == 303
    assert "52.123.456" not in client.get(f"{BASE}/").text.split("<main")[0]


def test_the_page_of_a_clean_question_asks_for_no_tick(house, client):
    question = make.question(body="¿Cuándo arreglan la vía?")
    sign_in(client, house[Role.MODERATOR])
    page = client.get(f"{BASE}/{question.radicado}").text
    assert "Lo revisé" not in page
    assert "<mark" not in page


def test_an_answer_is_checked_in_the_same_way(house):
    question = make.question()
    with pytest.raises(Unreviewed):
        services.check_answer(question, house[Role.APPROVER], "Llame al 3104567890", reviewed=False)
    assert (
        attempt(lambda: services.check_answer(question, house[Role.APPROVER], "Ya se arregló.", reviewed=False)) is None
    )
