"""Files that cannot be read, are dangerous or strange: a clear sentence, or a plan with its warnings."""

import contextlib
import datetime
import io
import os
import zipfile

import openpyxl
import pytest
from fpdf import FPDF
from openpyxl.styles import PatternFill
from PIL import Image

from participa.strategy.importing import ImportProblem, NoSchedule, WarningCode, read_document, read_plan
from participa.strategy.importing.sources import sandbox
from participa.strategy.importing.sources.kinds import Kind
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import table

HEADER = ["No.", "ACTIVIDAD", "RESPONSABLE"]
SMALL = table(HEADER, ["1", "Publicar el informe", "Oficina de Prensa"])


def book(*rows, change=lambda sheet: None):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    change(workbook.active)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/") + (".xml" if name.startswith("xl__") else ""), content)
    return buffer.getvalue()


def pdf(pages, text="Texto", password=None):
    document = FPDF()
    if password:
        document.set_encryption(password, password)
    document.set_font("Helvetica", size=10)
    for _ in range(pages):
        document.add_page()
        document.cell(0, 10, text)
    return bytes(document.output())


def locked_book():
    """What a password makes of a workbook: the old container with an encrypted stream inside."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def encrypted_zip():
    data = bytearray(zipped(xl__workbook="<workbook/>"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'
REFUSED = {
    "empty": (b"", "está vacío"),
    "blank": (b" \n\n", "está vacío"),
    "photo": (b"\xff\xd8\xff\xe0" + b"\0" * 90, "imagen o una foto"),
    "screenshot": (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "imagen o una foto"),
    "locked workbook": (locked_book(), "contraseña"),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 900, "versión antigua"),
    "rich text": (b"{\\rtf1 hola}", "RTF"),
    "archive": (b"Rar!\x1a\x07", "comprimida"),
    "too large": (b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
    "control characters": (b"a\x00b", "no parece texto"),
    "program": (b"MZ\x90\x00" + bytes(range(256)) * 4, "no parece texto"),
    "bomb": (zipped(xl__workbook="<a/>", xl__sheet=b"0" * 60_000_000), "demasiado al abrirlo"),
    "dense bomb": (zipped(xl__workbook="<a/>", xl__sheet=b"0" * 40_000_000), "demasiado al abrirlo"),
    "many members": (zipped(xl__workbook="<a/>", **{f"xl__{n}": "" for n in range(1_001)}), "demasiado al abrirlo"),
    "entities": (zipped(xl__workbook=ENTITIES), "dañado"),
    "cut": (book(HEADER)[:900], "dañado"),
    "encrypted zip": (encrypted_zip(), "contraseña"),
    "other zip": (zipped(fotos="x"), "no es de Excel ni de Word"),
    "open document": (
        zipped(mimetype="application/vnd.oasis.opendocument.text", content=""),
        "no es de Excel ni de Word",
    ),
    "300 pages": (pdf(300), "más de 60 páginas"),
    "locked pdf": (pdf(1, password="clave"), "contraseña"),
    "damaged pdf": (b"%PDF-1.4 nada", "dañado"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_a_clear_sentence(data, words):
    with pytest.raises(ImportProblem, match=words) as refused:
        read_document(data, "cronograma.xlsx")
    assert str(refused.value).endswith(".")


def test_sixty_pages_are_read():
    with pytest.raises(NoSchedule):
        read_document(pdf(60))


def test_pasted_text_and_files_answer_the_same():
    text = "No.\tACTIVIDAD\tRESPONSABLE\n1\tPublicar\tPrensa\n"
    assert (
        read_document(text).activities == read_document(text.encode(), "a.txt").activities == read_plan(text).activities
    )


@pytest.mark.parametrize(
    ("write", "name", "words"),
    [
        (writers.as_xlsx, "plan.pdf", "es una hoja de cálculo"),
        (writers.as_docx, "plan.xlsx", "es un documento de Word"),
        (writers.as_pdf, "plan.docx", "es un PDF"),
        (writers.as_csv, "plan.xlsx", "es texto"),
        (writers.as_html, "plan.PDF", "es una página web"),
    ],
)
def test_a_wrong_extension_is_told_and_does_no_harm(write, name, words):
    plan = read_document(write([SMALL]), name)
    assert len(plan.activities) == 1
    (warning,) = [warning for warning in plan.warnings if warning.code is WarningCode.WRONG_EXTENSION]
    assert words in warning.text


def test_the_right_extension_says_nothing():
    for write, name in (
        (writers.as_xlsx, "a.xlsx"),
        (writers.as_csv, "a.CSV"),
        (writers.as_html, "a.html"),
        (writers.as_pdf, ""),
    ):
        codes = {warning.code for warning in read_document(write([SMALL]), name).warnings}
        assert WarningCode.WRONG_EXTENSION not in codes


def test_formulas_without_a_result_are_told():
    plan = read_document(book([*HEADER, "FECHA"], [1, "Publicar", '="Pren"&"sa"', "=TODAY()"]))
    (row,) = plan.activities
    assert row.responsible_text == '="Pren"&"sa"'
    assert [warning.code for warning in row.warnings].count(WarningCode.FORMULA) == 2
    as_text = read_document("No.\tACTIVIDAD\tRESPONSABLE\n1\t=HIPERVINCULO(A1)\tPrensa\n").activities[0]
    assert [warning.code for warning in as_text.warnings] == [WarningCode.FORMULA]


def test_a_formula_with_a_stored_result_gives_it():
    data = book(HEADER, [1, "Publicar", "=A1"])
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(
                name,
                content.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>7</v>").replace(
                    b"<f>A1</f><v />", b"<f>A1</f><v>7</v>"
                ),
            )
    assert read_document(target.getvalue()).activities[0].responsible_text == "7"


def test_hidden_rows_are_read_and_told_and_hidden_sheets_are_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        other = sheet.parent.create_sheet("Listas")
        other.append(["valor"])
        other.sheet_state = "hidden"

    plan = read_document(book(HEADER, [1, "Publicar", "Prensa"], [2, "Evaluar", "Control"], change=hide))
    assert [len(row.warnings) for row in plan.activities] == [0, 1]
    assert plan.activities[1].warnings[0].text == "La fila 3 está oculta en la hoja."
    assert "La hoja oculta «Listas» no se leyó." in [warning.text for warning in plan.warnings]


def test_painted_cells_are_marks_where_nothing_else_is():
    def paint(sheet):
        for column in range(1, 6):
            sheet.cell(1, column).fill = PatternFill("solid", fgColor="D9D9D9")
        for row, column in ((2, 3), (3, 4), (3, 5)):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="4F81BD")

    header = ["Actividad", "Responsable", "Enero", "Febrero", "Marzo"]
    data = book(header, ["Conformar el equipo", "Planeación"], ["Evaluar", "Control"], change=paint)
    first, second = read_document(data, year=2024).activities
    assert (first.periods, second.periods) == (("2024-01",), ("2024-02", "2024-03"))
    assert [warning.code for warning in first.warnings] == [WarningCode.PAINTED_MARK]


def test_date_cells_read_as_they_are_shown():
    def style(sheet):
        sheet["D2"].number_format, sheet["D3"].number_format = "dd/mm/yyyy", "mmm-yy"

    day = datetime.date(2024, 3, 15)
    plan = read_document(
        book([*HEADER, "FECHA"], [1, "Publicar", "Prensa", day], [2, "Evaluar", "Control", day], change=style)
    )
    assert [row.date_text for row in plan.activities] == ["15/03/2024", "marzo 2024"]
    assert (plan.activities[0].starts_on, plan.activities[1].periods) == (day, ("2024-03",))


@pytest.mark.parametrize("write", [writers.as_csv, writers.as_xlsx], ids=lambda write: write.__name__)
def test_five_thousand_rows_are_read_with_progress(write):
    rows = [[str(number), f"Actividad número {number}", "Secretaría de Planeación"] for number in range(1, 5_001)]
    seen = []
    plan = read_document(write([table(HEADER, *rows)]), on_progress=lambda done, total: seen.append(done))
    assert len(plan.activities) == 5_000
    assert seen == sorted(seen)
    assert seen or write is writers.as_csv


def test_pages_of_a_pdf_are_told_as_progress():
    seen = []
    with pytest.raises(NoSchedule):
        read_document(pdf(3), on_progress=lambda *step: seen.append(step))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_pdf_without_text_is_a_scan():
    document, picture = FPDF(), io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    document.add_page()
    document.image(picture, x=10, y=10, w=100)
    with pytest.raises(ImportProblem, match="imagen escaneada"):
        read_document(bytes(document.output()))


def test_a_pdf_table_set_only_with_spaces():
    document = FPDF(orientation="landscape")
    document.add_page()
    document.set_font("Helvetica", size=9)
    rows = [
        (*HEADER, "FECHA"),
        ("1", "Conformar el equipo", "Prensa", "15/02/2024"),
        ("2", "Evaluar", "Control", "Marzo"),
    ]
    for row in rows:
        for width, cell in zip((15, 100, 60, 40), row, strict=True):
            document.cell(width, 8, cell)
        document.ln()
    plan = read_document(bytes(document.output()))
    assert [(row.code, row.name, row.responsible_text) for row in plan.activities] == [
        ("1", "Conformar el equipo", "Prensa"),
        ("2", "Evaluar", "Control"),
    ]
    assert plan.activities[1].periods == ("2024-03",)


# --- the child process ---


def test_the_child_leaves_nothing_behind(tmp_path):
    before = set(os.listdir("/proc/self/fd"))
    for data in (book(HEADER, [1, "Publicar", "Prensa"]), REFUSED["cut"][0], REFUSED["damaged pdf"][0]):
        with contextlib.suppress(ImportProblem):
            read_document(data)
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_child_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    monkeypatch.setattr(sandbox, "START", "import time; time.sleep(60)")
    with pytest.raises(ImportProblem, match="tarda demasiado"):
        sandbox.read_apart(b"x", Kind.PDF)


def test_a_child_that_asks_for_too_much_memory_ends_in_a_sentence(monkeypatch):
    greedy = sandbox.START.replace(
        "main()\n",
        "import participa.strategy.importing.sources.child as child\n"
        "child._read = lambda kind, data: bytearray(1024 * 1024 * 1024)\nmain()\n",
    )
    monkeypatch.setattr(sandbox, "START", greedy)
    with pytest.raises(ImportProblem, match="demasiada memoria"):
        sandbox.read_apart(b"x", Kind.PDF)


def test_a_child_that_breaks_ends_in_a_sentence(monkeypatch):
    monkeypatch.setattr(sandbox, "START", "raise SystemExit(1)")
    with pytest.raises(ImportProblem, match="no se pudo leer"):
        sandbox.read_apart(b"x", Kind.PDF)


def test_the_child_may_not_write_files(monkeypatch, tmp_path):
    target = tmp_path / "escrito"
    writing = sandbox.START.replace(
        "main()\n",
        "import participa.strategy.importing.sources.child as child\n"
        f"child._read = lambda kind, data: open({str(target)!r}, 'w').write('x' * 100)\nmain()\n",
    )
    monkeypatch.setattr(sandbox, "START", writing)
    with pytest.raises(ImportProblem):
        sandbox.read_apart(b"x", Kind.PDF)
    assert not target.exists() or target.stat().st_size == 0
