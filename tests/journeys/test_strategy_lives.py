"""The strategy of Ibagué 2021 lives a year: imported with two rows mended, published, changed, reported, verified.

Nothing is written into the database by hand but the accounts; each person does what they would do on the page.
"""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, photograph, seed, visitor
from tests.journeys.steps import follow, press
from tests.parts.chromium import leave_by
from tests.parts.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

MARCH = "2021-03-01T08:00:00-05:00"
JUNE = "2021-06-01T08:00:00-05:00"
PRESS = "Oficina de Comunicaciones"
FAIR = "Ferías de gestión"
SPACES = "Implementar los espacios virtuales de diálogo"
NETWORKS = "Fomentar la discusión y participación"
REASON = "Se cambió la fecha de la feria por las lluvias."
COMMUNICATIONS, LEADER, LIAISON, CONTROL = (
    f"{who}@demostracion.example" for who in ("comunicaciones", "lider", "enlace", "control")
)


def open_strategy(page: Page, version: int = 1) -> None:
    """The newest version, which must be this one."""
    page.goto("/estrategia/gestion/")
    leave_by(page.get_by_role("main").get_by_role("table").get_by_role("link").first)
    expect(page.get_by_role("main")).to_contain_text(f"Versión {version}", ignore_case=True)


def mend_row(page: Page, name: str) -> None:
    """Say whose a row is, in its place in the page."""
    follow(page, re.compile(f"^Corregir «{name}"))
    page.get_by_label("Responsable").fill(PRESS)
    photograph(page, "strategy-1-mending")
    press(page, "Guardar la fila")


def import_mending_two_rows(browser: Browser, server: Server) -> None:
    with colleague(browser, server, COMMUNICATIONS) as page:
        page.goto("/estrategia/gestion/importar")
        page.get_by_role("textbox", name="Entidad").fill("Municipio de Ibagué")
        page.get_by_label("Vigencia").fill("2021")
        page.get_by_label("Suba el archivo").set_input_files(seed("ibague-2021.txt"))
        press(page, "Leer el cronograma", "Seguir")  # the columns as they were guessed
        main = page.get_by_role("main")
        expect(main).to_contain_text(re.compile(r"actividades\s*29"))
        follow(page, re.compile(r"^Con avisos"))
        expect(page.get_by_role("link", name=re.compile(r"^Corregir"))).to_have_count(5)
        mend_row(page, "Realizar comunicados de prensa")
        mend_row(page, "Diseñar y difundir piezas")
        expect(page.get_by_role("link", name=re.compile(r"^Corregir"))).to_have_count(3)
        follow(page, re.compile(r"^Todas"))
        expect(page.get_by_text("Corregida", exact=True)).to_have_count(2)
        press(page, "Seguir", "Importar como borrador")
        expect(main).to_contain_text("Se importaron 29 actividades")


def approve_and_publish(browser: Browser, server: Server, version: int) -> None:
    with colleague(browser, server, LEADER) as page:
        open_strategy(page, version)
        for step in ("Aprobar", "Publicar"):
            follow(page, step)
            press(page, step)
        expect(page.get_by_role("main")).to_contain_text("Publicada")


def change_a_date(browser: Browser, server: Server) -> None:
    """Version 2: why, what changes, and who approved it by which act."""
    with colleague(browser, server, COMMUNICATIONS) as page:
        open_strategy(page)
        follow(page, re.compile("Crear una versión nueva"))
        page.get_by_label("¿Por qué cambia la estrategia?").fill(REASON)
        press(page, "Crear el borrador")
        follow(page, re.compile("Escribir el borrador"), re.compile(f"^Cambiar «{FAIR}"))
        page.get_by_label("Fecha inicial").fill("2021-10-20")
        page.get_by_label("Fecha final").fill("2021-10-22")
        photograph(page, "strategy-2-a-new-date")
        press(page, "Guardar")
        page.goto(page.url.replace("/editar", "").split("#")[0])
        follow(page, re.compile("Escribir la aprobación"))
        page.get_by_label("Órgano que la aprobó").fill("Comité Institucional de Gestión y Desempeño")
        page.get_by_label("Acto de aprobación").fill("Acta 7")
        page.get_by_label("Fecha de aprobación").fill("2021-03-01")
        press(page, "Guardar")
        expect(page.get_by_role("status")).to_contain_text("quedaron guardados")


def check_the_two_versions(browser: Browser, server: Server) -> None:
    with visitor(browser, server, **PHONE) as page:
        main = page.get_by_role("main")
        page.goto("/estrategia/2021")
        expect(main).to_contain_text("Versión 2")
        follow(page, re.compile("Ver qué cambió"))
        for words in (REASON, "Comité Institucional de Gestión y Desempeño", "Acta 7", FAIR, "20 de octubre de 2021"):
            expect(main).to_contain_text(words)
        expect(main).to_contain_text(re.compile(r"cambiada\s*1"))
        expect(main).to_contain_text(re.compile(r"iguales\s*28"))
        photograph(page, "strategy-3-compared")
        page.goto("/estrategia/2021")
        follow(page, "Versión 1")
        expect(page).to_have_url(re.compile(r"/estrategia/2021\?version=1$"))
        expect(main).to_contain_text("Esta versión está cerrada")
        row = page.locator("tbody tr", has_text=FAIR)
        expect(row).to_contain_text("cuatrimestre", ignore_case=True)
        expect(row).not_to_contain_text("oct")


def check_fulfilment(browser: Browser, server: Server, done: int, verified: int) -> None:
    """Of 51 periods: the 29 activities by the cuatrimestres that the document marks."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/estrategia/2021/cumplimiento")
        main = page.get_by_role("main")
        expect(main).to_contain_text(f"{done} de 51 períodos cumplidos")
        expect(main).to_contain_text(re.compile(f"{verified} de 51, verificadas? por Control Interno"))
        expect(main.get_by_role("heading", name="Lo que no coincide")).to_have_count(done - verified)
        photograph(page, f"strategy-4-fulfilment-{done}-{verified}")


def report_done(page: Page, name: str, evidence: Path) -> None:
    page.goto("/estrategia/gestion/mis-actividades")
    follow(page, re.compile(f"^Informar avance de «{name}"))
    page.get_by_label("Período").select_option(label="Primer cuatrimestre de 2021")
    page.get_by_label("Cumplida", exact=True).check()
    page.get_by_label("Avance en porcentaje").fill("100")
    page.get_by_label("¿Qué se hizo?").fill("Se hicieron tres encuentros por internet con las juntas.")
    page.get_by_label("Archivo de evidencia").set_input_files(evidence)
    page.get_by_label("¿Qué muestra el archivo?").fill("Relación de los tres encuentros")
    page.get_by_label("La evidencia no tiene datos personales").check()
    photograph(page, "strategy-5-reporting")
    press(page, "Guardar el avance")
    expect(page.get_by_role("status")).to_contain_text("El avance quedó guardado")


def report_with_evidence(browser: Browser, server: Server, folder: Path) -> None:
    evidence = folder / "encuentros.txt"
    evidence.write_text("Tres encuentros: marzo, abril y mayo.\n", encoding="utf-8")
    with colleague(browser, server, LIAISON) as page:
        report_done(page, SPACES, evidence)
        report_done(page, NETWORKS, evidence)


def verify(browser: Browser, server: Server, name: str, result: str, note: str = "") -> None:
    with colleague(browser, server, CONTROL) as page:
        page.goto("/estrategia/gestion/por-verificar")
        follow(page, re.compile(f"^Verificar «{name}"))
        page.get_by_label(result, exact=True).check()
        page.get_by_label("Nota").fill(note)
        photograph(page, "strategy-6-verifying")
        press(page, "Guardar la verificación")
        expect(page.get_by_role("status")).to_contain_text("La verificación quedó guardada")


def check_the_evidence(browser: Browser, server: Server) -> None:
    """Both voices are public, side by side, and the file opens."""
    with visitor(browser, server, **PHONE) as page:
        page.goto("/estrategia/2021")
        follow(page, re.compile(SPACES))
        main = page.get_by_role("main")
        expect(main).to_contain_text("No coincide")
        expect(main).to_contain_text("Falta el registro de dos encuentros.")
        photograph(page, "strategy-7-both-voices")
        address = main.get_by_role("link", name="Relación de los tres encuentros").first.get_attribute("href")
        assert "marzo, abril y mayo" in page.request.get(address).text()


def check_downloads(browser: Browser, server: Server) -> None:
    with visitor(browser, server, **PHONE) as page:
        answers = {
            name: page.request.get(f"/estrategia/2021/{name}")
            for name in ("cronograma.xlsx", "cronograma.csv", "calendario.ics")
        }
        assert {answer.status for answer in answers.values()} == {200}
        sheet = openpyxl.load_workbook(BytesIO(answers["cronograma.xlsx"].body())).active
        assert any(SPACES in str(value) for row in sheet.iter_rows(values_only=True) for value in row)
        assert FAIR in answers["cronograma.csv"].body().decode("utf-8-sig")
        calendar = answers["calendario.ics"].text().replace("\r\n ", "")
        assert "DTSTART;VALUE=DATE:20211020" in calendar
        assert FAIR in calendar


def test_a_strategy_is_imported_changed_reported_and_verified(browser: Browser, place: Place, tmp_path: Path):
    place.hire(
        (COMMUNICATIONS, "communications", ""),
        (LEADER, "approver", ""),
        (LIAISON, "liaison", PRESS),
        (CONTROL, "control", ""),
    )
    with place.served_at(MARCH) as server:
        import_mending_two_rows(browser, server)
        approve_and_publish(browser, server, version=1)
        change_a_date(browser, server)
        approve_and_publish(browser, server, version=2)
        check_the_two_versions(browser, server)
    with place.served_at(JUNE) as server:
        check_fulfilment(browser, server, done=0, verified=0)
        report_with_evidence(browser, server, tmp_path)
        verify(browser, server, NETWORKS, "Verificada")
        verify(browser, server, SPACES, "No verificada", "Falta el registro de dos encuentros.")
        check_fulfilment(browser, server, done=2, verified=1)
        check_the_evidence(browser, server)
        check_downloads(browser, server)
