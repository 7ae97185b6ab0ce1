"""Sheets of paper: what is typed, who compares it, and that each counts once."""

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.questionnaires.engine.definition import DECLINED, Definition, Item, ItemType, Option
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import queries as surveys
from participa.surveys import sealing
from participa.surveys import services as survey_services
from participa.surveys.errors import SurveyClosed
from participa.surveys.models import Level, Participation, Response, Survey, Via
from participa.surveys.paper import numbering, queries, services, sheets, typing
from participa.surveys.paper.models import SheetState
from tests import factories as make
from tests.pages import PageParser, parse

OPTIONS = (Option("a", "Agua"), Option("b", "Vías"), Option("c", "Parques"))
MANY = tuple(Option(f"o{number}", f"Opción {number}") for number in range(9))
ROWS = (Option("r", "Ruta"), Option("s", "Salud"))
ANSWERS: list[tuple[Item, str, Any]] = [
    (Item("x", ItemType.SINGLE, "¿Cuál?", options=OPTIONS), "2", "b"),
    (Item("x", ItemType.MULTIPLE, "¿Cuáles?", options=OPTIONS), "3 1", ["c", "a"]),
    (Item("x", ItemType.RANKING, "Ordene", options=OPTIONS), "2 3 1", ["c", "a", "b"]),
    (Item("x", ItemType.RANKING, "Elija 3", options=MANY), "9 1 4", ["o8", "o0", "o3"]),
    (Item("x", ItemType.POINTS, "Reparta", options=OPTIONS), "60 0 40", {"a": 60, "c": 40}),
    (Item("x", ItemType.MATRIX, "Cuadro", options=OPTIONS, rows=ROWS), "3 0", {"r": "c"}),
    (Item("x", ItemType.SCALE, "¿Cuánto?"), "5", 5),
    (Item("x", ItemType.FACES, "¿Cómo?", may_decline=True), "-", DECLINED),
    (Item("x", ItemType.NUMBER, "¿Cuántos?"), "12,5", "12.5"),
    (Item("x", ItemType.DATE, "¿Cuándo?"), "2026-11-21", "2026-11-21"),
    (Item("x", ItemType.CONSENT, "Autoriza"), "1", True),
    (Item("x", ItemType.LONG_TEXT, "¿Algo más?"), "Más agua", "Más agua"),
    (Item("x", ItemType.SINGLE, "¿Cuál?", options=OPTIONS), "", None),
]


@pytest.mark.parametrize(("item", "typed", "answer"), ANSWERS)
def test_what_is_typed_is_read_and_written_back(item: Item, typed: str, answer: Any):
    assert typing.read(item, typed) == answer
    assert typing.write(item, answer) == typed


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ItemType.SINGLE, "4"),
        (ItemType.SINGLE, "1 2"),
        (ItemType.SINGLE, "agua"),
        (ItemType.SINGLE, "-"),
        (ItemType.RANKING, "1 1 2"),
        (ItemType.RANKING, "1 2"),
        (ItemType.POINTS, "60 60 0"),
        (ItemType.POINTS, "100"),
        (ItemType.SCALE, "6"),
        (ItemType.CONSENT, "quizá"),
    ],
)
def test_what_is_no_answer_is_told(kind: ItemType, typed: str):
    with pytest.raises(typing.Unread):
        typing.read(Item("x", kind, "¿?", options=OPTIONS), typed)


@given(st.sampled_from([item for item, _, _ in ANSWERS]), st.text(max_size=60))
def test_whatever_is_typed_is_an_answer_or_a_sentence(item: Item, typed: str):
    answers, errors = typing.read_all([item], {item.name: typed})
    assert not (answers and errors)
    assert all(sentence.endswith(".") for sentence in errors.values())


def people() -> tuple[User, User]:
    return make.user(Role.MODERATOR), make.user(Role.COMMUNICATIONS)


def with_sheets(printed: int = 20, **values: Any) -> Survey:
    survey = make.survey(**values)
    with unit_of_work():
        services.print_sheets(survey, 1, printed, make.user(Role.APPROVER))
    return survey


def typed(survey: Survey, number: int, by: User, **answers: Any) -> str:
    with unit_of_work():
        return services.type_sheet(survey, number, answers or {"tema": "agua"}, by).mark


def compared(survey: Survey, number: int, mark: str, by: User, **answers: Any) -> None:
    with unit_of_work():
        services.check_sheet(queries.sheet(survey, number), mark, answers or {"tema": "agua"}, by)


@pytest.mark.usefixtures("context")
class TestTwoPeople:
    def test_a_sheet_counts_only_after_somebody_else_compared_it(self):
        survey, (one, other) = with_sheets(), people()
        mark = typed(survey, 7, one, tema="agua", nota=4)
        assert surveys.participation_count(survey) == 0
        with pytest.raises(Conflict, match="Quien digitó"):
            compared(survey, 7, mark, one)
        compared(survey, 7, mark, other, tema="parques", nota=4)
        assert surveys.participation_count(survey) == 1
        sheet = queries.sheet(survey, 7)
        assert (sheet.state, sheet.sealed, sheet.checked_by_id) == (SheetState.COUNTED, "", other.id)
        close(survey)
        (said,) = surveys.responses(survey)
        assert (said.answers, said.via, said.is_flagged) == ({"tema": "parques", "nota": 4}, Via.PAPER, False)

    def test_no_sheet_counts_twice(self):
        survey, (one, other) = with_sheets(), people()
        compared(survey, 3, typed(survey, 3, one), other)
        for again in (lambda: typed(survey, 3, one), lambda: compared(survey, 3, "", other)):
            with pytest.raises(Conflict, match="ya se contó"):
                again()
        assert db.session.scalar(select(func.count()).select_from(Participation)) == 1

    def test_nobody_confirms_what_they_did_not_see(self):
        survey, (one, other) = with_sheets(), people()
        seen = typed(survey, 4, one)
        typed(survey, 4, one, tema="vias", cual="La del puente")
        with pytest.raises(Conflict, match="cambió"):
            compared(survey, 4, seen, other)

    def test_only_its_typist_types_a_sheet_again(self):
        survey, (one, other) = with_sheets(), people()
        typed(survey, 4, one)
        with pytest.raises(Conflict, match="ya digitó"):
            typed(survey, 4, other)

    def test_paper_may_leave_a_required_question_blank_and_answer_a_hidden_one(self):
        survey, (one, other) = with_sheets(), people()
        compared(survey, 1, typed(survey, 1, one, cual="La del puente"), other, nota=2, cual="La del puente")
        close(survey)
        assert [said.answers for said in surveys.responses(survey)] == [{"nota": 2}]

    def test_what_nobody_compared_is_counted_apart_at_the_end(self):
        survey, (one, other) = with_sheets(), people()
        typed(survey, 1, one, tema="vias", cual="La del puente")
        compared(survey, 2, typed(survey, 2, one), other)
        close(survey)
        told = {said.answers["tema"]: said.is_flagged for said in surveys.responses(survey)}
        assert told == {"vias": True, "agua": False}
        assert queries.counts(survey) == {SheetState.COUNTED: 2}

    def test_a_sheet_that_cannot_be_opened_at_the_end_keeps_the_secret(self):
        survey, (one, other) = with_sheets(), people()
        typed(survey, 1, one)
        compared(survey, 2, typed(survey, 2, one), other)
        with unit_of_work():
            queries.sheet(survey, 1).sealed = sealing.seal({"answers": {}}, survey.id, b"k" * 32)
        close(survey)
        closed = db.session.get_one(Survey, survey.id)
        assert (closed.secret, queries.sheet(survey, 1).is_waiting) == (b"s" * 32, True)
        assert [said.answers for said in surveys.responses(survey)] == [{"tema": "agua"}]

    def test_a_torn_sheet_never_counts(self):
        survey, (one, _) = with_sheets(), people()
        typed(survey, 5, one)
        with unit_of_work():
            services.void_sheet(survey, 5, "Llegó rota.", one)
        with pytest.raises(Conflict, match="anulada"):
            typed(survey, 5, one)
        close(survey)
        assert list(surveys.responses(survey)) == []

    def test_only_printed_sheets_of_an_open_survey_are_typed(self):
        survey, (one, _) = with_sheets(printed=5), people()
        with pytest.raises(Invalid, match="no se ha impreso"):
            typed(survey, 6, one)
        close(survey)
        with pytest.raises(SurveyClosed):
            typed(survey, 1, one)

    @pytest.mark.parametrize("level", [Level.REGISTER, Level.ACCOUNT])
    def test_paper_shows_no_document_and_no_account(self, level: Level):
        with pytest.raises(Forbidden, match="papel"):
            with_sheets(level=level)

    def test_a_sheet_is_a_code_of_its_own(self):
        survey, (one, other) = with_sheets(level=Level.CODE), people()
        compared(survey, 1, typed(survey, 1, one), other)
        assert surveys.participation_count(survey) == 1

    def test_what_waits_cannot_be_read_in_the_database(self):
        survey, (one, _) = with_sheets(), people()
        typed(survey, 1, one, tema="vias", cual="La del puente")
        assert "puente" not in queries.sheet(survey, 1).sealed

    def test_a_mistyped_number_is_no_sheet(self):
        survey, other = with_sheets(), make.survey()
        right = numbering.printed(survey.id, 14)
        assert numbering.number_of(survey.id, right.lower().replace("-", " ")) == 14
        assert numbering.number_of(survey.id, right.replace("14", "15")) is None
        assert numbering.number_of(other.id, right) is None


def close(survey: Survey) -> None:
    with unit_of_work():
        survey_services.close(survey)
    db.session.expire_all()


def test_twenty_sheets_are_typed_by_two_people(client, context):
    """The form of the page, twenty times, each compared by somebody else; only then twenty are counted."""
    survey = with_sheets()
    first, second = people()
    here = f"/encuestas/gestion/{survey.slug}/papel"
    client.sign_in(first)
    for place in range(20):
        form = {"q_tema": str(place % 3 + 1), "q_cual": "La del puente", "q_nota": str(place % 5 + 1)}
        sheet = numbering.printed(survey.id, place + 1)
        assert client.submit(f"{here}/digitar", form | {"sheet": sheet}).status_code == 303
    assert surveys.participation_count(survey) == 0
    client.sign_in(second)
    address = f"{here}/1/comparar"
    for _ in range(20):
        page = parse(client.get(address).get_data(as_text=True))
        answer = client.submit(address, seen(page))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        address = answer.location
    assert address == here
    close(survey)
    said = [row.answers["tema"] for row in db.session.scalars(select(Response))]
    assert sorted(said) == ["agua"] * 7 + ["parques"] * 6 + ["vias"] * 7


def seen(page: PageParser) -> dict[str, str]:
    """What the fields of the page show, sent back as it is."""
    shown = {one.get("name", ""): one.get("value", "") for one in page.controls}
    return {name: value for name, value in shown.items() if name == "sheet" or name.startswith("q_")}


def test_sheets_of_every_kind_of_question_can_be_drawn():
    kinds = [item for item, _, _ in ANSWERS]
    items = tuple(replace(kind, name=f"x{number}", label=f"{kind.label} " * 12) for number, kind in enumerate(kinds))
    words = sheets.Words("Villa del Río", "Temas", "Para escoger.", "http://localhost/encuestas/temas/", "el viernes")
    pages = sheets.draw(words, Definition((*items, Item("n", ItemType.NOTE, "Gracias"))), ["0001-AB", "0002-CD"], now())
    assert pages.startswith(b"%PDF")


def test_a_short_question_is_not_split_between_two_pages_and_each_page_says_of_how_many():
    first = Item("a", ItemType.SINGLE, "Barrio", options=tuple(Option(f"o{one}", f"Barrio {one}") for one in range(2)))
    items = (first, *(Item(f"x{number}", ItemType.LONG_TEXT, f"Cosa {number}") for number in range(7)))
    words = sheets.Words("Villa del Río", "Temas", "Para escoger.", "http://localhost/encuestas/temas/", "el viernes")
    paper = pypdfium2.PdfDocument(sheets.draw(words, Definition(items), ["0001-AB"], now()))
    for number, page in enumerate(paper, 1):
        text = page.get_textpage().get_text_range()
        assert ruled(page) == 5 * text.count("Cosa")
        assert f"página {number} de 2" in text
    assert len(paper) == 2


def ruled(page: pypdfium2.PdfPage) -> int:
    """How many lines across the page there are to write on."""
    found = (one.get_bounds() for one in page.get_objects())
    return sum(right - left > 400 and top - bottom < 3 for left, bottom, right, top in found)
