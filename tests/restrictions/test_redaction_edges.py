"""Hidden parts at the edges of a text, at emoji, accents and line ends: marks are whole and nothing else changes."""

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import WithholdReason
from participa.questions.models.redaction import MARK, Part, parts_of, public_text
from participa.questions.queries import public, restrictions
from participa.restrictions.staff import _standing
from participa.shared.errors import Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, attempt, nothing_changes, sign_in, team

R1, R2 = WithholdReason.R1, WithholdReason.R2
FAMILY, WAVE, FLAG = "👩‍👩‍👧", "👋🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"
JOSE = "Jose\u0301"  # the accent is a character of its own
LONG = " La calle sigue dañada y nadie de la alcaldía responde por ella."


@pytest.fixture
def house(context):
    return team()


@pytest.mark.parametrize(
    ("body", "fragment", "read"),
    [
        ("Ana 👍 vive aquí." + LONG, "Ana 👍", "▒▒ vive aquí." + LONG),
        ("Vive 👍 Ana aquí." + LONG, "👍", "Vive ▒▒ Ana aquí." + LONG),
        (f"La familia {FAMILY} Ruiz." + LONG, f"{FAMILY} Ruiz", "La familia ▒▒." + LONG),
        (f"La familia {FAMILY} Ruiz." + LONG, "👩", "La familia ▒▒ Ruiz." + LONG),
        (f"Saluda {WAVE} siempre." + LONG, "👋", "Saluda ▒▒ siempre." + LONG),
        (f"Es de {FLAG} él." + LONG, "🏴", "Es de ▒▒ él." + LONG),
        ("Me gusta ❤️ esto." + LONG, "❤", "Me gusta ▒▒ esto." + LONG),
        (f"Dijo {JOSE} que no." + LONG, JOSE, "Dijo ▒▒ que no." + LONG),
        (f"Dijo {JOSE} que no." + LONG, "Jose", "Dijo ▒▒ que no." + LONG),
        ("Ana\r\nRuiz vive aquí." + LONG, "ana ruiz", "▒▒ vive aquí." + LONG),
        ("Dice\r\n\r\nAna\r\n" + LONG, "Ana", "Dice\r\n\r\n▒▒\r\n" + LONG),
        ("Ana Ruiz" + LONG, "Ana Ruiz", "▒▒" + LONG),
        (LONG + " Ana Ruiz", "Ana Ruiz", LONG + " ▒▒"),
        ("Ana, Ana y Anabel." + LONG, "Ana", "▒▒, ▒▒ y Anabel." + LONG),
        ("Ana Ruiz Ruiz." + LONG, "Ana Ruiz", "▒▒ Ruiz." + LONG),
        ("«Ana»." + LONG, "«Ana»", "▒▒." + LONG),
    ],
)
def test_a_mark_takes_whole_characters_and_nothing_else(body, fragment, read, house):
    question = make.public_question(body=body)
    parts = parts_of(body, [(fragment, R1)])
    with unit_of_work():
        assert services.redact(question, house[Role.MODERATOR], parts, NOTE)
    db.session.expire_all()
    assert public.by_radicado(question.radicado).body == read
    assert public_text(question.body, restrictions.standing_parts(question.id)) == read
    assert question.body == body


def test_fragments_that_overlap_become_marks_side_by_side(house):
    body = "Ana Ruiz Mora vive aquí." + LONG
    parts = parts_of(body, [("Ana Ruiz", R1), ("Ruiz Mora", R2)])
    assert parts == [Part(0, 8, R1), Part(8, 5, R2)]
    question = make.public_question(body=body)
    with unit_of_work():
        services.redact(question, house[Role.MODERATOR], parts, NOTE)
    assert public.by_radicado(question.radicado).body == f"{MARK}{MARK} vive aquí." + LONG


@pytest.mark.parametrize("body", ["👍👍👍", f"{JOSE}", "Ana\r\nRuiz", "¿Ana?"])
def test_the_whole_text_is_withheld_and_not_redacted(body, house):
    question = make.question(body=body)
    with nothing_changes():
        whole = [Part(0, len(body), R1)]
        assert isinstance(attempt(lambda: services.redact(question, house[Role.MODERATOR], whole, NOTE)), Invalid)


def test_of_a_withheld_text_not_even_its_marks_are_told(client, house):
    body = "Ana Ruiz vive aquí." + LONG
    question = make.public_question(body=body)
    with unit_of_work():
        services.redact(question, house[Role.MODERATOR], parts_of(body, [("Ana Ruiz", R1)]), NOTE)
    with unit_of_work():
        services.withhold(question, house[Role.MODERATOR], WithholdReason.R7, NOTE)
    seen = public.by_radicado(question.radicado)
    assert (seen.body, seen.pieces, seen.is_redacted) == ("", (), False)


def test_a_part_over_two_lines_goes_through_its_one_line_field_and_back(client, house):
    body = "Ana\r\nRuiz vive aquí." + LONG
    question = make.public_question(body=body)
    with unit_of_work():
        services.redact(question, house[Role.MODERATOR], parts_of(body, [("Ana Ruiz", R1)]), NOTE)
    assert _standing(question) == [("Ana Ruiz", R1)]
    sign_in(client, house[Role.MODERATOR])
    to = f"/restricciones/gestion/preguntas/{question.radicado}/tachar"
    assert 'value="Ana Ruiz"' in client.get(to).get_data(as_text=True)
    more = {"words_0": "Ana Ruiz", "reason_0": "R1", "words_1": "aquí", "reason_1": "R1", "note": NOTE, "publish": "1"}
    assert client.submit(to, more).status_code == 303
    assert public.by_radicado(question.radicado).body == "▒▒ vive ▒▒." + LONG
