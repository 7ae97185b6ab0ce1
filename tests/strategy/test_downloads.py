"""The cronograma taken along: workbook, table in text, calendar."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from participa.strategy import exports
from participa.strategy.models import ActivityState, StrategyState
from tests import factories as make
from tests.statements import statements

PUBLISHED = StrategyState.PUBLISHED
FORMULAS = ["=1+1", "+57 300", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example";"y")', " =1", "＝1"]
AUDIENCIA = "1\tRealizar la audiencia\t4/03/2030\t5/03/2030\tOficina Jurídica"
FORO = "2\tRealizar el foro; con niñez\tPor definir\t\tSecretaría de Salud"


def body(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data()


def lines(client, url):
    return list(csv.DictReader(StringIO(body(client, url).decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(client, url):
    return load_workbook(BytesIO(body(client, url))).active


def column(table, heading):
    headings = [cell.value for cell in table[1]]
    return [row[headings.index(heading)] for row in table.iter_rows(min_row=2)]


def appointments(client, url):
    return Calendar.from_ical(body(client, url)).walk("VEVENT")


@pytest.mark.parametrize("has_days", [True, False])
def test_a_calendar_is_offered_only_with_days_to_put_in_it(client, context, has_days):
    days = {} if has_days else {"starts_on": None, "ends_on": None, "periods": ["2026-C2"]}
    strategy = make.activity(**days).strategy
    page = client.get(f"/estrategia/{strategy.year}").get_data(as_text=True)
    assert (f"/estrategia/{strategy.year}/calendario.ics" in page) is has_days


def test_the_table_opens_in_excel_of_colombia(client, context):
    make.imported(make.cronograma(AUDIENCIA, FORO), state=PUBLISHED)
    raw = body(client, "/estrategia/2030/cronograma.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "Sección;Código;Actividad;" in raw.decode("utf-8-sig").splitlines()[0]
    audiencia, foro = lines(client, "/estrategia/2030/cronograma.csv")
    assert (audiencia["Inicio"], audiencia["Fin"]) == ("2030-03-04", "2030-03-05")
    assert audiencia["Página"] == "http://localhost/estrategia/2030/actividades/1-1"
    assert (foro["Actividad"], foro["Inicio"]) == ("Realizar el foro; con niñez", "")
    assert foro["Fecha escrita"] == "Por definir"


def test_the_workbook_has_days_as_days_and_money_as_numbers(client, context):
    strategy = make.strategy(PUBLISHED, year=2083)
    make.activity(strategy, budget=45_000_000, state=ActivityState.DONE)
    table = sheet(client, "/estrategia/2083/cronograma.xlsx")
    assert table.title == "Cronograma 2083"
    assert column(table, "Inicio")[0].value.date() == date(2026, 3, 2)
    assert column(table, "Presupuesto")[0].value == 45_000_000
    assert column(table, "Estado")[0].value == "Cumplida"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_becomes_a_formula(client, context, formula):
    strategy = make.strategy(PUBLISHED, year=2082)
    make.activity(strategy, name=formula, responsible_text=formula, goal=formula)
    assert lines(client, "/estrategia/2082/cronograma.csv")[0]["Actividad"] == f"'{formula}"
    table = sheet(client, "/estrategia/2082/cronograma.xlsx")
    cells = [cell for row in table.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    if "\r" not in formula:  # XML reads it as a line break
        assert column(table, "Actividad")[0].value == formula


def test_letters_that_no_workbook_may_hold_are_left_out(client, context):
    strategy = make.strategy(PUBLISHED, year=2081)
    make.activity(strategy, name="Foro\x0b de \x01salud", goal="x" * (exports.LONGEST_CELL + 9))
    table = sheet(client, "/estrategia/2081/cronograma.xlsx")
    assert column(table, "Actividad")[0].value == "Foro de salud"
    assert len(column(table, "Meta o producto")[0].value) == exports.LONGEST_CELL


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("cronograma.xlsx", "application/vnd.openxmlformats", "cronograma-2030-version-1.xlsx"),
        ("cronograma.csv", "text/csv", "cronograma-2030-version-1.csv"),
        ("calendario.ics", "text/calendar", "cronograma-2030-version-1.ics"),
        ("actividades/1-1/calendario.ics", "text/calendar", "actividad-2030-1-1.ics"),
    ],
)
def test_a_download_is_a_file_that_may_be_kept(client, context, path, kind, name):
    make.imported(state=PUBLISHED)
    answer = client.get(f"/estrategia/2030/{path}")
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in answer.headers


def test_the_calendar_has_whole_days_and_only_what_has_a_day(client, context):
    make.imported(make.cronograma(AUDIENCIA, FORO), state=PUBLISHED)
    (one,) = appointments(client, "/estrategia/2030/calendario.ics")
    assert one["SUMMARY"] == "Realizar la audiencia"
    assert (one.decoded("DTSTART"), one.decoded("DTEND")) == (date(2030, 3, 4), date(2030, 3, 6))
    assert one["URL"] == "http://localhost/estrategia/2030/actividades/1-1"
    assert "Responsable: Oficina Jurídica" in one["DESCRIPTION"]
    assert one["STATUS"] == "CONFIRMED"


def test_an_activity_keeps_its_mark_in_the_next_version(client, context):
    make.imported(make.cronograma(AUDIENCIA), state=PUBLISHED)
    (old,) = appointments(client, "/estrategia/2030/calendario.ics")
    make.imported(make.cronograma(AUDIENCIA.replace("4/03", "1/03")), state=PUBLISHED)
    (new,) = appointments(client, "/estrategia/2030/calendario.ics")
    assert new["UID"] == old["UID"]
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new.decoded("DTSTART") == date(2030, 3, 1)


def test_what_was_cancelled_says_so_in_the_calendar(client, context):
    strategy = make.strategy(PUBLISHED, year=2080)
    gone = make.activity(strategy, state=ActivityState.CANCELLED, starts_on=None, name="Foro\ncancelado")
    (one,) = appointments(client, f"/estrategia/2080/actividades/{gone.slug}/calendario.ics")
    assert (one["STATUS"], one["SUMMARY"]) == ("CANCELLED", "Foro cancelado")


def test_the_pages_lead_to_the_downloads_of_the_version_that_they_show(client, context):
    first = make.imported(make.cronograma(AUDIENCIA), state=PUBLISHED)
    make.imported(make.cronograma(FORO), state=PUBLISHED)
    page = client.get(f"/estrategia/2030?version={first.version}").get_data(as_text=True)
    address = f"/estrategia/2030/cronograma.csv?version={first.version}"
    assert f'href="{address}"' in page
    assert [line["Actividad"] for line in lines(client, address)] == ["Realizar la audiencia"]
    dated = client.get(f"/estrategia/2030/actividades/1-1?version={first.version}").get_data(as_text=True)
    assert "/actividades/1-1/calendario.ics" in dated
    assert "calendario.ics" not in client.get("/estrategia/2030/actividades/1-2").get_data(as_text=True)


@pytest.mark.parametrize("path", ["cronograma.xlsx", "cronograma.csv", "calendario.ics"])
def test_a_download_asks_the_same_for_3_and_for_46_activities(client, context, database, path):
    asked = []
    for year, count in ((2078, 3), (2079, 46)):
        strategy, office = make.strategy(PUBLISHED, year=year), make.department()
        for _ in range(count):
            make.activity(strategy, departments=(office,))
        with statements(database) as seen:
            body(client, f"/estrategia/{year}/{path}")
        asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[0] <= 4
