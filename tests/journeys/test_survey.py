"""A survey of twelve items that branches: written, answered on phones by two ways, left and taken up, told about."""

import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Place, colleague, photograph, visitor
from tests.journeys.steps import fits, follow, press
from tests.parts.server import ROOT, Server

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow]

EDITOR = "comunicaciones@demostracion.example"
WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}
TITLE = "El agua y las vías de La Esperanza"
MATTERS, ROAD, WATER, DIRTY = "¿Qué le importa más?", "¿Cuál vía?", "¿Qué pasa con el agua?", "¿Qué tan sucia llega?"
ORDER, POINTS, FEELS, PARTS = (
    "Ordene estas obras",
    "Reparta 100 puntos",
    "¿Cómo se siente con la vía?",
    "Sobre su barrio",
)
HOUSE, BIG, SINCE = "¿Cuántas personas viven con usted?", "¿Qué necesita una casa grande?", "¿Desde qué día le falta?"
OUTCOME = "El concejo cambió el plan de obras: primero el acueducto de La Esperanza, y después la vía del puente."
OTHERS = 8


@dataclass(frozen=True)
class Asked:
    """One item as the team writes it. `only_if` names the earlier question and what was said there."""

    kind: str
    label: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    is_required: bool = False
    starts_page: bool = False
    only_if: tuple[str, str, str] | None = None


ITEMS = (
    Asked("Texto de sección", "El barrio"),
    Asked("Una sola opción", MATTERS, ("Agua", "Vías"), is_required=True),
    Asked("Texto corto", ROAD, is_required=True, only_if=(MATTERS, "Respondió «Vías»", "")),
    Asked("Varias opciones", WATER, ("No llega", "Llega sucia"), only_if=(MATTERS, "Respondió «Agua»", "")),
    Asked("Escala de 1 a 5", DIRTY, only_if=(WATER, "Eligió, entre otras, «Llega sucia»", "")),
    Asked("Ordenar por preferencia", ORDER, ("Puente", "Acueducto", "Parque"), starts_page=True),
    Asked("Repartir puntos", POINTS, ("Escuela", "Hospital")),
    Asked("Caritas", FEELS),
    Asked("Cuadro de filas y columnas", PARTS, ("Bien", "Mal"), ("La luz", "El aseo"), starts_page=True),
    Asked("Número", HOUSE),
    Asked("Texto largo", BIG, only_if=(HOUSE, "Respondió este número o más", "5")),
    Asked("Fecha", SINCE),
)


def day(number: int) -> datetime:
    return datetime.now(ZoneInfo("America/Bogota")) + timedelta(days=number)


def moment(number: int) -> str:
    return day(number).isoformat(timespec="seconds")


def lay(place: Place, *words: str) -> None:
    script = [sys.executable, "-m", "tests.journeys.lay_survey", *words]
    subprocess.run(script, cwd=ROOT, env=place.env, capture_output=True, check=True)


def write_questionnaire(browser: Browser, server: Server) -> None:
    """All twelve in the editor, and a walk through them as a citizen."""
    with colleague(browser, server, EDITOR) as page:
        page.goto("/cuestionarios/gestion/nuevo")
        page.get_by_role("radio", name=re.compile("^En blanco")).check()
        page.get_by_label("Nombre").fill(TITLE)
        press(page, "Crear borrador")
        organize = page.url.split("#")[0]
        for asked in ITEMS:
            page.goto(organize)
            add(page, asked)
        for asked in ITEMS:
            if asked.only_if:
                page.goto(organize)
                put_condition(page, asked)
        page.goto(organize)
        expect(page.get_by_role("main")).not_to_contain_text("Lo que falta")
        photograph(page, "survey-editor")
        follow(page, re.compile("Vista previa"))
        page.get_by_role("radio", name="Vías").check()
        press(page, "Seguir")
        expect(page.get_by_role("main")).to_contain_text(ROAD)


def add(page: Page, asked: Asked) -> None:
    follow(page, re.compile("^Agregar una pregunta"))
    page.get_by_role("radio", name=re.compile(f"^{asked.kind}")).check()
    press(page, "Seguir")
    page.locator("[name=label]").fill(asked.label)
    for name in ("options", "rows"):
        if lines := getattr(asked, name):
            page.locator(f"[name={name}]").fill("\n".join(lines))
    for name in ("is_required", "starts_page"):
        if getattr(asked, name):
            page.locator(f"[name={name}]").check()
    press(page, "Guardar")
    expect(page.get_by_role("main")).to_contain_text(asked.label)


def put_condition(page: Page, asked: Asked) -> None:
    looked_at, said, figure = asked.only_if or ("", "", "")
    follow(page, re.compile(re.escape(f"Condición «{asked.label}»")))
    choice = page.get_by_label("¿De qué pregunta depende?")
    choice.select_option(label=next(one for one in choice.locator("option").all_inner_texts() if looked_at in one))
    press(page, "Seguir")
    page.get_by_role("radio", name=said).check()
    if figure:
        page.get_by_label("¿Qué número?").fill(figure)
    press(page, "Agregar a la condición")
    expect(page.get_by_role("main")).to_contain_text(looked_at)


def publish(browser: Browser, server: Server) -> str:
    """The address of the survey."""
    with colleague(browser, server, EDITOR) as page:
        page.goto("/encuestas/gestion/nueva")
        page.get_by_label("Título").fill(TITLE)
        page.get_by_label("Para qué es").fill("Para escoger las obras del año que viene.")
        page.get_by_label("Cuestionario").select_option(label=TITLE)
        page.get_by_label("Espacio de diálogo").select_option(label="Audiencia de noviembre")
        page.get_by_label("Abre").fill((day(0) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"))
        page.get_by_label("Cierra").fill(day(2).strftime("%Y-%m-%dT%H:%M"))
        page.get_by_role("radio", name=re.compile("^0\\.")).check()
        press(page, "Guardar el borrador")
        follow(page, re.compile("Abrir la encuesta"))
        press(page, re.compile("^(Abrir|Publicar)"))
        expect(page.get_by_role("status").first).to_contain_text("quedó publicada")
        return page.url.removesuffix("/").rsplit("/", 1)[1]


def begin(page: Page, slug: str) -> None:
    page.goto(f"/encuestas/{slug}/")
    follow(page, re.compile("Empezar"))


def choose(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=re.compile(re.escape(question)))
    (group.get_by_role("radio", name=answer).or_(group.get_by_role("checkbox", name=answer))).first.check()


def leave_half_way(browser: Browser, server: Server, slug: str) -> str:
    """The way of the water, with scripts; the code to go on."""
    with visitor(browser, server, **PHONE) as page:
        begin(page, slug)
        fits(page)
        choose(page, MATTERS, "Agua")
        press(page, "Seguir")
        expect(page.get_by_role("main")).not_to_contain_text(ROAD)
        choose(page, WATER, "Llega sucia")
        press(page, "Seguir")
        choose(page, DIRTY, "4")
        press(page, "Seguir")
        page.get_by_role("button", name="Subir «Acueducto»").click()
        press(page, "Guardar y seguir otro día")
        fits(page)
        photograph(page, "survey-saved")
        return re.sub(r"\s", "", page.locator("#codigo").inner_text())


def go_on(browser: Browser, server: Server, slug: str, code: str) -> None:
    """On another phone: what was said is there; a share that does not add up is told."""
    with visitor(browser, server, forgiven="422", **PHONE) as page:
        page.goto(f"/encuestas/{slug}/seguir")
        page.get_by_label("Su código").fill(code)
        press(page, "Seguir la encuesta")
        expect(page.locator(".ranking__label").first).to_have_text("Acueducto")
        page.get_by_label("Escuela").fill("70")
        page.get_by_label("Hospital").fill("20")
        choose(page, FEELS, "Muy mal")
        press(page, "Seguir")
        expect(page.get_by_role("main")).to_contain_text("Le quedan 10 puntos")
        photograph(page, "survey-error")
        page.get_by_label("Hospital").fill("30")
        press(page, "Seguir")
        for row, column in (("La luz", "Bien"), ("El aseo", "Mal")):
            choose(page, row, column)
        page.get_by_label(HOUSE).fill("6")
        press(page, "Seguir")
        page.get_by_label(BIG).fill("Más agua, por favor 💧")
        page.get_by_label(SINCE).fill("2026-11-01")
        fits(page)
        press(page, "Seguir")
        review = page.get_by_role("main")
        for words in ("Llega sucia", "4 de 5", "1. Acueducto", "Escuela: 70 puntos", "Más agua, por favor 💧"):
            expect(review).to_contain_text(words)
        expect(review).not_to_contain_text(ROAD)
        fits(page)
        photograph(page, "survey-review")
        press(page, "Enviar mis respuestas")
        expect(page.get_by_role("main")).to_contain_text(re.compile("[Rr]ecibimos"))
        begin(page, slug)
        expect(page.get_by_role("main")).to_contain_text("Desde este aparato ya se respondió")


def answer_the_other_way(browser: Browser, server: Server, slug: str) -> None:
    """By the roads, without scripts, with a change of mind that hides what was typed."""
    with visitor(browser, server, **WITHOUT_SCRIPTS) as page:
        begin(page, slug)
        choose(page, MATTERS, "Agua")
        press(page, "Seguir")
        choose(page, WATER, "No llega")
        press(page, "Volver a la anterior")
        choose(page, MATTERS, "Vías")
        press(page, "Seguir")
        expect(page.get_by_role("main")).not_to_contain_text(WATER)
        page.get_by_label(ROAD).fill("La del puente")
        press(page, "Seguir")
        press(page, "Bajar")
        press(page, "Seguir")
        page.get_by_label(HOUSE).fill("2")
        press(page, "Seguir")
        expect(page.get_by_role("main")).not_to_contain_text(BIG)
        press(page, "Seguir")
        review = page.get_by_role("main")
        expect(review).to_contain_text("La del puente")
        expect(review).not_to_contain_text("No llega")
        press(page, "Enviar mis respuestas")
        expect(page.get_by_role("main")).to_contain_text(re.compile("[Rr]ecibimos"))


def conclude(browser: Browser, server: Server, slug: str) -> None:
    with colleague(browser, server, EDITOR) as page:
        wait_for_results(page, slug)
        page.goto(f"/encuestas/gestion/{slug}/resultados")
        expect(page.get_by_role("main")).to_contain_text("Falta decir qué se hizo")
        page.get_by_role("textbox", name="Qué hicimos con los resultados").fill(OUTCOME)
        press(page, "Publicar y terminar la encuesta")
        expect(page.get_by_role("status").first).to_contain_text("La encuesta está terminada")


def wait_for_results(page: Page, slug: str) -> None:
    """The survey closes and is counted by itself within a minute or two of its hour."""
    for _ in range(60):
        page.goto(f"/encuestas/{slug}/resultados")
        if page.get_by_role("heading", name=MATTERS).count():
            return
        page.wait_for_timeout(2500)
    raise AssertionError("The survey was not counted")


def read_results(browser: Browser, server: Server, slug: str) -> None:
    with visitor(browser, server, **PHONE) as page:
        page.goto(f"/encuestas/{slug}/resultados")
        main = page.get_by_role("main")
        expect(main).to_contain_text(f"{OTHERS + 2} ")
        expect(main).to_contain_text(OUTCOME)
        expect(main).not_to_contain_text("La del puente")
        fits(page)
        photograph(page, "survey-results")


def test_a_survey_is_written_answered_and_told_about(browser: Browser, place: Place) -> None:
    place.hire((EDITOR, "communications", ""))
    lay(place)
    with place.served_at(moment(0)) as server:
        write_questionnaire(browser, server)
        slug = publish(browser, server)
        code = leave_half_way(browser, server, slug)
        go_on(browser, server, slug, code)
        answer_the_other_way(browser, server, slug)
    lay(place, str(OTHERS))
    with place.served_at(moment(4)) as server:
        conclude(browser, server, slug)
        read_results(browser, server, slug)
