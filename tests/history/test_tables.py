"""What a table must be: its columns, its rows, and no persons in it. Nothing is read twice as something else."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participa.history import tables
from participa.history.models import HistoryKind
from participa.history.privacy import described_in
from participa.shared.errors import Invalid
from tests.factories.history import TODAY, line, table

QUESTION, SPACE, COMMITMENT = HistoryKind


def problems(kind: HistoryKind, *rows: str) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in tables.read(kind, table(kind, *rows), TODAY).problems]


@pytest.mark.parametrize("kind", HistoryKind)
def test_the_template_takes_what_its_examples_say(kind):
    titles = tables.template(kind).decode("utf-8-sig").strip()
    examples = ";".join(column.example for column in tables.COLUMNS[kind])
    read = tables.read(kind, f"{titles}\r\n{examples}\r\n".encode(), TODAY)
    assert read.problems == ()
    assert len(read.rows) == 1
    with pytest.raises(Invalid):
        tables.read(kind, tables.template(kind), TODAY)  # nothing below the titles


def test_other_separators_orders_and_alphabets_are_read_the_same():
    titles = [column.title for column in tables.COLUMNS[COMMITMENT]]
    cells = dict(zip(titles, ["c1", "4/12/2019", "Arreglar la vía", "cumplido", "", "", "Obras", ""], strict=True))
    turned = titles[::-1]
    data = f"{','.join(turned).upper()}\n{','.join(cells[title] for title in turned)}\n".encode("cp1252")
    row = tables.read(COMMITMENT, data, TODAY).rows[0]
    assert (row["day"], row["text"], row["label"]) == (date(2019, 12, 4), "Arreglar la vía", "Cumplido")


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        ("clave;fecha;pregunta", "Faltan o sobran columnas"),
        ("clave;fecha;pregunta;respuesta;fecha_respuesta;dependencia;tema;otra", "Faltan o sobran"),
        ("clave;fecha;pregunta;respuesta;fecha_respuesta;dependencia;tema;Nombre peticionario", "datos de personas"),
        ("clave;fecha;pregunta;respuesta;fecha_respuesta;dependencia;tema;Cédula", "datos de personas"),
    ],
)
def test_other_columns_are_refused(titles, words):
    with pytest.raises(Invalid, match=words):
        tables.read(QUESTION, f"{titles}\na;b;c\n".encode(), TODAY)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"%PDF-1.7", b"PK\x03\x04", b"clave", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused_with_words(data):
    with pytest.raises(Invalid):
        tables.read(QUESTION, data, TODAY)


def test_each_row_says_what_to_mend_and_where():
    assert problems(QUESTION, ";2019-02-30;;Sí;ayer;;") == [
        (2, "fecha"),
        (2, "fecha_respuesta"),
        (2, "clave"),
        (2, "pregunta"),
    ]
    assert problems(QUESTION, "a;2030-01-01;¿Y?;Sí;;;") == [(2, "fecha")]  # not yet
    assert problems(QUESTION, "a;1980-01-01;¿Y?;Sí;;;") == [(2, "fecha")]
    assert problems(SPACE, "e;2019-01-01;Foro;Foro;Plaza;muchos;;") == [(2, "asistentes")]
    assert problems(COMMITMENT, "c;2019-01-01;Arreglar;Casi;;;;") == [(2, "estado")]
    assert problems(QUESTION, line(QUESTION, "a"), line(QUESTION, "a"), line(QUESTION, "a")) == [(3, "clave")]
    assert problems(QUESTION, line(QUESTION, "a", "x" * 9000)) == [(2, "pregunta")]


@pytest.mark.parametrize(
    "text",
    [
        "Escríbame a vecina@correo.example",
        "Mi celular es 310 456 7890",
        "Soy Andrés Gómez y vivo lejos",
        "Mi nombre es Zoraida y pregunto",
        "Cédula 52.345.678",
        "Vivo en la calle 12 # 4-56",
        "La señora Zoraida pide respuesta",
    ],
)
def test_persons_are_refused_and_their_data_is_not_repeated(text):
    found = tables.read(QUESTION, table(QUESTION, line(QUESTION, "a", text)), TODAY).problems
    assert [one.column for one in found] == ["pregunta"]
    assert not any(word in found[0].words for word in text.split() if len(word) > 6)


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuánto costó el puente? Costó 310.456.789 pesos.",
        "El parque Camilo Torres y el colegio María Gómez no tienen luz.",
        "La Secretaría de Hacienda respondió con el oficio 1234567 de 2019.",
    ],
)
def test_places_sums_and_offices_are_not_persons(text):
    assert described_in(text) == ""


def test_known_rows_are_told_from_new_and_from_changed_ones():
    rows = tables.read(QUESTION, table(QUESTION, line(QUESTION, "a"), line(QUESTION, "b")), TODAY).rows
    standing = {"a": {name: value for name, value in tables.whole(rows[0]).items() if name != "key"}}
    fresh, clashes = tables.compared(rows, standing)
    assert ([row["key"] for row in fresh], clashes) == (["b"], [])
    standing["a"]["outcome"] = "Otra cosa."
    assert [one.line for one in tables.compared(rows, standing)[1]] == [2]


@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=5), st.sampled_from(";,\t"))
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_brought_is_a_fault(rows, separator):
    text = "\n".join([";".join(c.title for c in tables.COLUMNS[SPACE]), *(separator.join(row) for row in rows)])
    try:
        read = tables.read(SPACE, text.encode(errors="replace"), TODAY)
    except Invalid:
        return
    assert tables.kept_rows(SPACE, read.cells) == list(read.rows)


@pytest.mark.parametrize("key", ["ana.gomez@correo.example", "Juan Pérez 2019", "CC 52.345.678", "3104567890"])
def test_a_key_that_says_who_somebody_is_is_refused_too(key):
    """It is published beside its row."""
    assert problems(QUESTION, line(QUESTION, key, "¿Cuándo abren la vía?")) == [(2, "clave")]


@pytest.mark.parametrize("key", ["2019-0042", "1023456", "52345678", "PQR 20190042", "20190000042", "RAD-3104567890"])
def test_a_number_of_another_system_is_a_key(key):
    assert problems(QUESTION, line(QUESTION, key, "¿Cuándo abren la vía?")) == []


def test_a_problem_names_the_row_of_the_sheet_also_below_empty_rows():
    data = f"\n{tables.template(QUESTION).decode('utf-8-sig').strip()}\n;;;;;;\n\n{line(QUESTION, 'a')}\n;x;;;;;\n"
    read = tables.read(QUESTION, data.encode(), TODAY)
    assert {one.line for one in read.problems} == {6}
    standing = {"a": tables.whole({**read.rows[0], "text": "Otra cosa"})}
    assert [one.line for one in tables.compared(read.rows[:1], standing, read.lines[:1])[1]] == [5]
