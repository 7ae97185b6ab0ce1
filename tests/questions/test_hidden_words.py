"""What is hidden is not found: the rows of the index follow each step, on both databases."""

import pytest
from sqlalchemy import select, text

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.questions.models.redaction import parts_of
from participa.questions.services import finding
from participa.shared import search
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import ANSWER, NOTE, question_in, team

R1 = WithholdReason.R1
BODY = "El vecino Zacarías Montebello tapó la cuneta. ¿Quién responde por la inundación de la calle?"
ANSWERED = "Responde el contratista Gumersindo Valdeavellano, según el contrato de la obra de la calle."


@pytest.fixture
def house(context):
    return team()


def finds(client, question: Question, word: str) -> bool:
    """Whether people find the question; then its words are on the page of what was found, and otherwise nowhere."""
    refs = search.find_few("question", word, 100) or []
    in_rows = db.session.scalars(select(Question.id).where(search.holds("question", Question.id, word))).all()
    assert (question.id in refs) == (question.id in in_rows)
    page = client.get(f"/preguntas/?q={word}").get_data(as_text=True)
    assert (question.radicado in page) == (question.id in refs)
    if question.id not in refs:
        assert (
            word.lower() not in page.replace(f'value="{word}"', "").replace(f"q={word}", "").lower().split("<main")[1]
        )
    return question.id in refs


def stems(question: Question) -> list[str]:
    """The stems of each row of the index about this question."""
    db.session.expire_all()
    wanted = select(SearchEntry.stems).where(SearchEntry.kind == "question", SearchEntry.ref == question.id)
    return list(db.session.scalars(wanted))


def check_index() -> None:
    """SQLite looks whether its index says the same as the table; raises DatabaseError."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO search_entry_fts(search_entry_fts, rank) VALUES ('integrity-check', 1)"))


def act(verb, *arguments, **options) -> None:
    with unit_of_work():
        verb(*arguments, **options)


def test_hidden_words_of_a_question_are_found_only_while_they_are_read(client, house):
    moderator, approver = house[Role.MODERATOR], house[Role.APPROVER]
    question = make.question(body=BODY)
    assert stems(question) == []
    assert not finds(client, question, "Montebello")
    act(services.publish_question, question, moderator)
    assert finds(client, question, "Montebello")
    act(services.redact, question, moderator, parts_of(BODY, [("Zacarías Montebello", R1)]), NOTE)
    assert not finds(client, question, "Montebello")
    assert finds(client, question, "cuneta")
    assert len(stems(question)) == 1
    act(services.withhold, question, moderator, WithholdReason.R7, NOTE)
    assert stems(question) == []
    assert not finds(client, question, "cuneta")
    act(services.restore, question, approver, NOTE)
    assert finds(client, question, "cuneta")
    assert not finds(client, question, "Montebello")  # what was redacted stays redacted
    act(services.lift, question, approver, NOTE)
    assert finds(client, question, "Montebello")
    check_index()


def test_hidden_words_of_an_answer_are_not_found(client, house):
    moderator, office, approver = house[Role.MODERATOR], house[Role.LIAISON], house[Role.APPROVER]
    question = question_in(Status.DRAFTING, house, visibility=Visibility.PUBLIC, body=BODY)
    act(services.save_and_send, question, office, ANSWERED)
    assert not finds(client, question, "Valdeavellano")  # not public yet
    act(services.approve_and_publish, question, approver)
    assert finds(client, question, "Valdeavellano")
    version = question.answers[-1]
    act(services.redact_answer, version, moderator, parts_of(ANSWERED, [("Gumersindo Valdeavellano", R1)]), NOTE)
    assert not finds(client, question, "Valdeavellano")
    assert finds(client, question, "contratista")
    act(services.correct, question, office, ANSWER, "Se precisó quién responde.")
    assert finds(client, question, "contratista")  # the correction is not public yet
    act(services.publish_correction, question, approver)
    assert not finds(client, question, "contratista")
    act(services.withhold, question, moderator, WithholdReason.R6, NOTE)
    assert stems(question) == []
    check_index()


def test_a_question_of_a_group_is_found_by_its_own_words_and_hidden_alone(client, house):
    moderator = house[Role.MODERATOR]
    leader, member = make.public_question(body="¿Cuándo pavimentan la glorieta?"), make.question(body=BODY)
    act(services.move, member, moderator, Status.GROUPED, NOTE, radicado=leader.radicado)
    assert finds(client, member, "Montebello")
    act(services.redact, member, moderator, parts_of(BODY, [("Zacarías Montebello", R1)]), NOTE)
    assert not finds(client, member, "Montebello")
    act(services.move, member, moderator, Status.CLASSIFIED, NOTE)
    assert not finds(client, member, "Montebello")
    assert finds(client, member, "cuneta")
    assert finds(client, leader, "glorieta")
    check_index()


def test_what_a_question_forgets_of_its_person_was_never_found(client, house):
    question = make.public_question(
        body=BODY, first_names="Hermenegilda", email="hermenegilda@correo.example", document="52123456"
    )
    for word in ("Hermenegilda", "52123456"):
        assert not finds(client, question, word)
    finding.find_forgotten()
    assert not finds(client, question, "Hermenegilda")
    assert finds(client, question, "cuneta")


def test_the_chore_that_finds_the_forgotten_lets_nothing_hidden_be_found(client, house):
    public, hidden = (
        make.public_question(body=BODY),
        make.public_question(body="El vecino Zacarías Montebello otra vez"),
    )
    act(services.redact, public, house[Role.MODERATOR], parts_of(BODY, [("Montebello", R1)]), NOTE)
    act(services.withhold, hidden, house[Role.MODERATOR], WithholdReason.R7, NOTE)
    with unit_of_work():
        for question in (public, hidden):
            search.drop("question", question.id)
    finding.find_forgotten()
    assert finds(client, public, "cuneta")
    assert not finds(client, public, "Montebello")
    assert stems(hidden) == []
    check_index()
