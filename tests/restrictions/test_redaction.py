"""A part of a text is hidden and no other word of it changes; nobody hides alone what everybody reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Question, RedactedPart, Visibility, WithholdReason
from participa.questions.models.redaction import (
    MARK,
    OF_PARTS,
    Part,
    decoded,
    encoded,
    fits,
    occurrences,
    parts_of,
    pieces,
)
from participa.questions.queries import public, restrictions
from participa.record import queries as record
from participa.record import verifier
from participa.shared import ledger
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, attempt, nothing_changes, sign_in, team

R1, R4 = WithholdReason.R1, WithholdReason.R4
BODY = "El vecino Zacarías Montebello vive en la esquina. ¿Por qué el alcalde no arregla esa calle?"
NAME = "Zacarías Montebello"
HIDDEN_WORDS = ("Zacarías", "Montebello")


@pytest.fixture
def house(context):
    return team()


def hide(question, actor, fragment=NAME, reason=R1):
    with unit_of_work():
        return services.redact(question, actor, parts_of(question.body, [(fragment, reason)]), NOTE)


@st.composite
def texts_with_parts(draw):
    body = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(body)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return body, [Part(start, end - start, draw(st.sampled_from(OF_PARTS))) for start, end in pairs]


@given(texts_with_parts())
def test_nothing_but_the_hidden_parts_differs_from_the_original(case):
    body, parts = case
    assert fits(body, parts)
    rebuilt, hidden = "", iter(sorted(parts))
    for piece in pieces(body, parts):
        if piece.reason is None:
            rebuilt += piece.text
        else:
            part = next(hidden)
            assert (piece.text, piece.reason) == (MARK, part.reason)
            rebuilt += body[part.starts : part.ends]
    assert rebuilt == body
    assert decoded(encoded(parts)) == sorted(parts)


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=8), st.sampled_from(OF_PARTS)), max_size=4))
def test_typed_fragments_always_give_parts_that_fit(body, hidden):
    assert fits(body, parts_of(body, hidden))


def test_whole_words_are_found_whatever_their_capitals_and_breaks():
    assert occurrences("Ana y Anabel. ANA", "ana") == [(0, 3), (14, 3)]
    assert occurrences("Juan\nPérez", "juan pérez") == [(0, 10)]
    assert occurrences("nada", "  ") == []


@pytest.mark.parametrize(
    "parts", [[Part(-1, 2, R1)], [Part(0, 0, R1)], [Part(0, 999, R1)], [Part(0, 5, R1), Part(4, 3, R1)], []]
)
def test_parts_that_do_not_fit_are_refused(parts, house):
    question = make.question(body=BODY)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.redact(question, house[Role.MODERATOR], parts, NOTE)), Invalid)


@pytest.mark.parametrize(
    ("starts", "size"), [(0, 1000), (5, 3), (-1, 2), (3, 0)], ids=["outside", "overlapping", "before", "empty"]
)
def test_the_database_refuses_parts_that_do_not_fit(starts, size, house):
    question = make.question(body=BODY)
    hide(question, house[Role.MODERATOR], "vecino")
    number = restrictions.find_redaction(question.id).id
    row = insert(RedactedPart).values(restriction_id=number, starts=starts, size=size, reason=R1)
    with pytest.raises(DatabaseError), unit_of_work():
        db.session.execute(row)


@pytest.mark.parametrize("table", ["restriction", "redacted_part"])
@pytest.mark.parametrize("act", ["DELETE FROM {table}", "UPDATE {table} SET reason = 'R4'"])
def test_the_database_keeps_each_decision_as_it_was(table, act, house):
    hide(make.question(body=BODY), house[Role.MODERATOR])
    with pytest.raises(DatabaseError, match="refused"), unit_of_work():
        db.session.execute(text(act.format(table=table)))


def test_the_hidden_words_are_nowhere_for_the_public(client, house):
    question = make.public_question(body=BODY)
    other = make.public_question(body="¿Y la calle?")
    make.answer(question)
    hide(question, house[Role.MODERATOR])
    places = ("/", "/preguntas/", f"/preguntas/{question.radicado}", f"/preguntas/{question.radicado}/plazo")
    more = (
        "/preguntas/atom.xml",
        "/restricciones/",
        "/restricciones/motivos.csv",
        "/registro/",
        "/registro/registro.txt",
    )
    searches = ("/preguntas/?q=Montebello", f"/restricciones/apelar/{question.radicado}")
    for url in (*places, *more, *searches, f"/preguntas/{other.radicado}"):
        answer = client.get(url)
        page = answer.get_data(as_text=True).replace("q=Montebello", "").replace('value="Montebello"', "")
        assert answer.status_code == 200, url
        assert [word for word in HIDDEN_WORDS if word in page] == [], url
    assert MARK in client.get("/preguntas/").get_data(as_text=True)
    assert question.radicado not in client.get("/preguntas/?q=Montebello").get_data(as_text=True)
    assert question.radicado in client.get("/preguntas/?q=vecino").get_data(as_text=True)


def test_each_mark_tells_its_reason_and_everything_else_is_as_it_came(client, house):
    question = make.public_question(body=BODY)
    hide(question, house[Role.MODERATOR])
    page = client.get(f"/preguntas/{question.radicado}").get_data(as_text=True)
    assert "[tachado: datos personales de otra persona]" in page
    assert "Moderación" in page
    assert f"/restricciones/apelar/{question.radicado}" in page
    assert public.by_radicado(question.radicado).body == BODY.replace(NAME, MARK)
    assert question.body == BODY


def test_who_asked_reads_the_own_words_and_why(client, house):
    given = make.receipt(body=BODY)
    question = db.session.get_one(Question, given.question_id)
    hide(question, house[Role.MODERATOR])
    page = client.submit("/preguntas/seguir", {"code": given.code}).get_data(as_text=True)
    assert f"«{NAME}»: datos personales de otra persona" in page
    assert NOTE in page
    assert BODY in page


def test_the_record_tells_it_with_its_reason_and_still_verifies(house):
    question = make.public_question(body=BODY)
    hide(question, house[Role.MODERATOR])
    with unit_of_work():
        services.lift(question, house[Role.APPROVER], NOTE)
    kinds = [entry.kind for entry in record.of_question(question)]
    assert kinds[-2:] == ["tachada", "restaurada"]
    told = record.told(record.of_question(question)[-2])
    assert told.reason == "R1"
    kept = ledger.commitment_to(question.salt, BODY.replace(NAME, MARK))
    assert kept in record.of_question(question)[-2].line
    assert len(verifier.read_chain(ledger.as_file(record.lines()))) == record.of_question(question)[-1].n


def test_another_person_shows_it_again(house):
    question = make.public_question(body=BODY)
    hide(question, house[Role.MODERATOR])
    with nothing_changes():
        assert isinstance(attempt(lambda: services.lift(question, house[Role.MODERATOR], NOTE)), Forbidden)
        assert isinstance(attempt(lambda: services.lift(question, house[Role.APPROVER], " ")), Invalid)
    assert attempt(lambda: services.lift(question, house[Role.APPROVER], NOTE)) is None
    assert public.by_radicado(question.radicado).body == BODY


def test_what_was_hidden_is_not_shown_again_unread(house):
    body = "Llame al vecino al 3104567890. ¿Por qué nadie arregla esa calle?"
    question = make.public_question(body=body)
    hide(question, house[Role.MODERATOR], "3104567890")
    with nothing_changes():
        assert isinstance(attempt(lambda: services.lift(question, house[Role.APPROVER], NOTE)), services.Unreviewed)
    assert attempt(lambda: services.lift(question, house[Role.APPROVER], NOTE, reviewed=True)) is None
    assert public.by_radicado(question.radicado).body == body


def test_the_page_that_shows_it_again_asks_to_look_at_personal_data(client, house):
    question = make.public_question(body="Llame al vecino al 3104567890. ¿Por qué nadie arregla esa calle?")
    hide(question, house[Role.MODERATOR], "3104567890")
    sign_in(client, house[Role.APPROVER])
    to = f"/restricciones/gestion/preguntas/{question.radicado}/mostrar"
    refused = client.submit(to, {"note": NOTE})
    assert refused.status_code == 422
    assert "Lo revisé: puede publicarse" in refused.get_data(as_text=True)
    assert NOTE in refused.get_data(as_text=True)
    assert client.submit(to, {"note": NOTE, "reviewed": "1"}).status_code == 303


def test_what_is_hidden_is_lifted_once(house):
    question = make.public_question(body=BODY)
    hide(question, house[Role.MODERATOR])
    for _ in range(2):
        assert attempt(lambda: services.lift(question, house[Role.APPROVER], NOTE)) is None
    kinds = [entry.kind for entry in record.of_question(question)]
    assert kinds.count("restaurada") == 1


def test_who_hid_a_part_adds_to_it_and_never_takes_away(house):
    question, moderator = make.public_question(body=BODY), house[Role.MODERATOR]
    hide(question, moderator)
    more, less = [(NAME, R1), ("esquina", R1)], [("esquina", R1)]
    with unit_of_work():
        assert services.redact(question, moderator, parts_of(BODY, more), NOTE)
    with nothing_changes():
        refusal = attempt(lambda: services.redact(question, moderator, parts_of(BODY, less), NOTE))
    assert isinstance(refusal, Invalid)
    assert hide(question, house[Role.APPROVER], "esquina")


def test_hiding_everything_is_no_redaction(house):
    question = make.question(body="Zacarías Montebello")
    with nothing_changes():
        assert isinstance(attempt(lambda: hide(question, house[Role.MODERATOR])), Invalid)


@pytest.mark.parametrize(
    ("fragment", "reason"),
    [("alcalde", R4), ("El vecino Zacarías Montebello vive en la esquina. ¿Por qué el alcalde no", R1)],
    ids=["for another reason", "most of it"],
)
def test_what_everybody_reads_stays_readable_until_another_person_confirms(fragment, reason, house):
    question, moderator = make.public_question(body=BODY), house[Role.MODERATOR]
    assert not hide(question, moderator, fragment, reason)
    assert public.by_radicado(question.radicado).body == BODY
    proposal = restrictions.find_proposal(question.id)
    assert isinstance(attempt(lambda: services.confirm(question, moderator, proposal)), Forbidden)
    assert public.by_radicado(question.radicado).body == BODY
    assert attempt(lambda: services.confirm(question, house[Role.APPROVER], proposal)) is None
    assert public.by_radicado(question.radicado).body == BODY.replace(fragment, MARK)


def test_nobody_withholds_alone_what_everybody_reads(house):
    question, moderator = make.public_question(body=BODY), house[Role.MODERATOR]
    assert attempt(lambda: services.withhold(question, moderator, R4, NOTE)) is None
    assert attempt(lambda: services.withhold(question, moderator, R4, NOTE)) is None  # a second click
    assert question.visibility is Visibility.PUBLIC
    assert isinstance(attempt(lambda: services.withhold(question, house[Role.APPROVER], R4, NOTE)), Conflict)
    proposal = restrictions.find_proposal(question.id)
    assert attempt(lambda: services.confirm(question, house[Role.APPROVER], proposal)) is None
    assert (question.visibility, question.withhold_reason) == (Visibility.WITHHELD, R4)


def test_a_discarded_proposal_hides_nothing(house):
    question = make.public_question(body=BODY)
    attempt(lambda: services.withhold(question, house[Role.MODERATOR], R4, NOTE))
    proposal = restrictions.find_proposal(question.id)
    assert attempt(lambda: services.discard(question, house[Role.APPROVER], proposal)) is None
    assert (question.visibility, restrictions.find_proposal(question.id)) == (Visibility.PUBLIC, None)


@pytest.mark.parametrize("reason", [WithholdReason.R6, WithholdReason.R7])
def test_what_everybody_can_check_is_withheld_at_once(reason, house):
    question = make.public_question(body=BODY)
    assert attempt(lambda: services.withhold(question, house[Role.MODERATOR], reason, NOTE)) is None
    assert question.visibility is Visibility.WITHHELD


def test_harshness_and_politics_are_no_reasons():
    labels = " ".join(reason.value + reason.name for reason in WithholdReason)
    assert {reason.value for reason in WithholdReason} == {f"R{number}" for number in range(1, 9)}
    assert not {"tono", "critica", "politica"} & set(labels.lower().split())


@pytest.mark.parametrize("act", ["publish", ""])
def test_it_is_seen_before_it_is_published(act, client, house):
    question = make.public_question(body=BODY)
    sign_in(client, house[Role.MODERATOR])
    form = {"words_0": NAME, "reason_0": "R1", "note": NOTE, "seen": str(question.revision)}
    form |= {act: "1"} if act else {}
    answer = client.submit(f"/restricciones/gestion/preguntas/{question.radicado}/tachar", form)
    db.session.expire_all()
    if act:
        assert answer.status_code == 303
    else:
        assert "Así se leerá" in answer.get_data(as_text=True)
    assert bool(restrictions.standing_parts(question.id)) is bool(act)


def test_words_that_are_not_there_are_said_beside_their_row(client, house):
    question = make.public_question(body=BODY)
    sign_in(client, house[Role.MODERATOR])
    form = {"words_0": "Otra persona", "reason_0": "R1", "note": NOTE}
    page = client.submit(f"/restricciones/gestion/preguntas/{question.radicado}/tachar", form)
    assert page.status_code == 422
    assert "no están así en el texto" in page.get_data(as_text=True)
    assert "Otra persona" in page.get_data(as_text=True)


def test_more_parts_than_rows_are_hidden_in_several_turns_and_none_is_shown_again(client, house):
    names = [f"Vecino{letter}" for letter in "ABCDEFGH"]
    question = make.public_question(body=f"{', '.join(names)} y otros. {BODY} " + "¿Cuándo arreglan la vía? " * 20)
    body, to = question.body, f"/restricciones/gestion/preguntas/{question.radicado}/tachar"
    hide_all = parts_of(body, [(name, R1) for name in names[:6]])
    attempt(lambda: services.redact(question, house[Role.MODERATOR], hide_all, NOTE))
    sign_in(client, house[Role.APPROVER])
    page = client.get(to).get_data(as_text=True)
    assert "Lo que ya está tachado sigue así" in page
    form = {"words_0": names[6], "reason_0": "R1", "note": NOTE, "publish": "1"}
    assert client.submit(to, form).status_code == 303
    db.session.expire_all()
    hidden = [body[part.starts : part.ends] for part in restrictions.standing_parts(question.id)]
    assert hidden == names[:7]
