"""Attendance and evaluation say what their public pages say, and hide what these hide."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from participa.attendance.statistics import publishing
from participa.differential import services as differential
from participa.events.models import EventState
from participa.extensions import db
from participa.registrations.models import Attends
from participa.reports import kinds
from participa.shared.clock import at_instant, now
from participa.shared.report.model import Chart, Figures
from participa.shared.suppression import HIDDEN_LABEL
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import attendance
from tests.factories import evaluations as some
from tests.reports.kinds_of_space.reading import built, figures, plain, subject_of, table, words

pytestmark = pytest.mark.usefixtures("context")
HIDDEN = "Oculto"


def downloaded(client, address: str) -> list[list[str]]:
    """The lines of a public table, without its head."""
    text = client.get(address).get_data(as_text=True).lstrip("\ufeff")
    return list(csv.reader(StringIO(text), delimiter=";"))[1:]


@pytest.fixture
def space():
    """Eighteen registered and fourteen came; one is neither woman nor man. It was held, and its figures are public."""
    event = attendance.space_today()
    for number in range(18):
        mode = Attends.VIRTUAL if number >= 13 else Attends.PRESENCIAL
        one = attendance.registered(event, commune="Comuna 1" if number < 9 else "Rural", attends=mode)
        if number not in (10, 11, 12, 17):
            attendance.arrived(one)
    for number, gender in enumerate(["mujer"] * 9 + ["hombre"] * 7 + ["no_binario"]):
        with at_instant(event.ends_at), unit_of_work():
            differential.answer(event, f"{number:032x}", {"gender": [gender]})
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    with at_instant(event.ends_at + timedelta(days=3)), unit_of_work():
        publishing.publish(event)
    return event


def test_attendance_says_what_the_public_figures_say(client, space):
    report = built("asistencia", space)
    public = downloaded(client, f"/asistencia/{space.slug}/cifras.csv")
    totals = {line[1]: line[2] for line in public if line[0] == "Totales"}
    told = figures(report, "cifras-participacion")
    assert (
        [told["Se inscribieron"], told["Confirmaron"], told["Llegaron"]] == list(totals.values()) == ["18", "0", "14"]
    )
    told_lines = {
        (block.caption, *(cell.text for cell in row))
        for block in report.blocks
        if getattr(block, "caption", "") in {line[0] for line in public} and not isinstance(block, Figures)
        for row in block.rows
    }
    assert told_lines == {tuple(line) for line in public if line[0] != "Totales"}
    assert any(line[2] == HIDDEN for line in told_lines)


def test_no_number_of_a_few_people_is_in_the_tables_nor_in_the_drawings(space):
    report = built("asistencia", space)
    shown = [row["Personas"] for row in table(report, "grupo-gender")]
    assert sorted(shown) == ["0", "0", "9", HIDDEN, HIDDEN], "seven men would tell that there is one more person"
    [drawn] = [block for block in report.blocks if isinstance(block, Chart) and block.name == "grafica-grupo-gender"]
    assert drawn.series[0].values == (9, None, None)
    assert "Cómo asistieron" not in words(report), "four online among fourteen: nothing of it can be told"
    assert "menos de 5" in words(report)


def test_before_they_are_published_it_says_from_when(context):
    event = attendance.space_today()
    attendance.arrived(attendance.registered(event))
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    report = built("asistencia", event)
    assert "Las cifras de llegada y de grupos se publican desde el" in words(report)
    assert figures(report, "cifras-participacion")["Llegaron"] == HIDDEN_LABEL
    assert len(kinds.kind_of("asistencia").lacks(subject_of(event))) == 1


@pytest.fixture
def evaluated():
    """Twelve of twenty answered with a code, and three at the open link; one asked for something and got an answer."""
    event = some.ending()
    for _ in range(20):
        attendance.arrived(attendance.registered(event))
    evaluation = some.evaluation(event, has_open_link=True)
    some.answered(evaluation, [some.GOOD] * 6 + [some.GOOD | {"satisfaccion": 2, "utilidad": "util"}] * 6)
    some.answered_openly(evaluation, [some.GOOD] * 3)
    some.recommendation(evaluation, "Más micrófonos en la sala.", done="Se compraron dos.", done_at=now())
    some.recommendation(evaluation, "Que empiece a tiempo.")
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    return some.ended(evaluation).event


def test_the_evaluation_says_what_its_public_page_says(client, evaluated):
    report = built("evaluacion-del-espacio", evaluated)
    every = downloaded(client, f"/evaluaciones/{evaluated.slug}/cifras.csv")
    public = [line for line in every if line[5] not in ("0", HIDDEN)]
    assert {line[3] for line in public} >= {"Muy útil", "Útil"}
    told = [
        [row["Respuesta"], row["Personas"], row["De cada cien"].removesuffix("\u00a0%")]
        for name in dict.fromkeys(f"{line[0]}-{line[1]}".replace("_", "-") for line in public)
        for row in table(report, name)
    ]
    assert told == [[line[3], line[4], line[6]] for line in public]
    page = plain(client.get(f"/evaluaciones/{evaluated.slug}").get_data(as_text=True))
    summary = figures(report, "cifras-evaluacion")
    assert f"Personas que asistieron {summary['Personas que asistieron']}" in page
    assert f"Respondieron {summary['Respondieron']}" in page
    assert summary["De cada cien asistentes"] == "60\u00a0%"
    assert "60 respondieron" in page
    assert f"Satisfacción {summary['Satisfacción']}" in page


def test_the_few_of_the_open_link_are_not_told(evaluated):
    said = words(built("evaluacion-del-espacio", evaluated))
    assert "Respondieron menos de 5 personas. Por eso no se muestran sus respuestas." in said


def test_what_people_asked_for_is_told_with_what_was_done(evaluated):
    rows = {row["Qué pidieron"]: row for row in table(built("evaluacion-del-espacio", evaluated), "recomendaciones")}
    assert rows["Más micrófonos en la sala."]["Qué se hizo"] == "Se compraron dos."
    assert rows["Que empiece a tiempo."]["Qué se hizo"] == "Todavía sin responder"
    kind = kinds.kind_of("evaluacion-del-espacio")
    assert kind.lacks(subject_of(evaluated)) == ["Falta 1 recomendación por responder."]


def test_a_space_without_evaluation_has_no_such_report():
    kind = kinds.kind_of("evaluacion-del-espacio")
    assert not kind.is_for(subject_of(make.event(EventState.HELD)))
    assert not kind.is_for(subject_of(make.event(EventState.CONVENED)))
