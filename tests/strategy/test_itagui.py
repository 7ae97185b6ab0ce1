"""The real cronograma of Itagüí 2020, from its file to the published page."""

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.importing import read_plan
from participa.strategy.models import Activity, Strategy
from tests.parts import need

SEEDS = Path(os.environ.get("PARTICIPA_SEEDS", Path(__file__).resolve().parents[3] / "shared" / "seeds"))
FILE = SEEDS / "itagui-2020.txt"
SECTIONS = {
    "ETAPA DE DEFINICIÓN Y PRESENTACIÓN DE LA ESTRATEGIA": 11,
    "ETAPA DE INFORMACION": 18,
    "ETAPA DE DIALOGO": 7,
    "ETAPA DE INCENTIVOS": 3,
    "ETAPA DE EVALUACIÓN": 7,
}


@pytest.fixture
def text():
    need.require(FILE.exists(), "el cronograma de Itagüí", "PARTICIPA_SEEDS=carpeta de los documentos")
    return FILE.read_bytes()


def import_(text):
    with unit_of_work():
        return services.import_plan(read_plan(text), "Municipio de Itagüí", 2020, "Estrategia 2020", actor=None)


def publish(text):
    strategy = import_(text).strategy
    with unit_of_work():
        services.publish(strategy, actor=None)
    return strategy


def by_slug(strategy):
    return {activity.slug: activity for activity in queries.activities(strategy)}


def test_every_activity_is_in_its_section_with_its_dates(context, text):
    activities = queries.activities(import_(text).strategy)
    found = {label: [one for one in activities if one.section.label == label] for label in SECTIONS}
    assert {label: len(members) for label, members in found.items()} == SECTIONS
    assert len(activities) == 46
    spans = [(min(one.starts_on for one in members), max(one.ends_on for one in members)) for members in found.values()]
    assert spans == [
        (date(2020, 9, 9), date(2020, 10, 9)),
        (date(2020, 9, 15), date(2020, 12, 3)),
        (date(2020, 11, 23), date(2020, 12, 4)),
        (date(2020, 12, 4), date(2020, 12, 16)),
        (date(2020, 12, 4), date(2021, 1, 15)),
    ]


def test_the_spelling_of_the_source_is_kept(context, text):
    activities = by_slug(import_(text).strategy)
    assert "Organismos de Contro a la Audiencia Publica de Rendicion de Cuenas" in activities["2-15"].name
    assert "organanos de control" in activities["2-17"].name
    assert activities["2-14"].responsible_text.endswith("–")
    assert len({activity.responsible_text for activity in activities.values()}) == 15


def test_weekends_and_the_next_year_are_warned_of_and_change_nothing(context, text):
    activities = by_slug(import_(text).strategy)
    warned = {slug: [one["text"] for one in row.warnings] for slug, row in activities.items() if row.warnings}
    assert warned["2-12"] == ["La fecha final 1/11/2020 cae en domingo."]
    assert warned["5-4"] == ["La fecha inicial 5/12/2020 cae en sábado."]
    assert warned["5-3"] == ["La fecha final 15/01/2021 está fuera de la vigencia 2020."]
    assert activities["5-3"].ends_on == date(2021, 1, 15)


def test_importing_twice_changes_nothing(context, text):
    def rows():
        return [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Strategy, Activity)]

    first, before = import_(text), rows()
    assert before[1] == 46
    assert import_(text).strategy.id == first.strategy.id
    assert rows() == before


def test_the_published_page_shows_all_of_it(client, context, text):
    strategy = publish(text)
    page = client.get("/estrategia/2020").get_data(as_text=True)
    assert "46 actividades" in page
    for activity in queries.activities(strategy):
        assert activity.name in page
        assert f'href="/estrategia/2020/actividades/{activity.slug}"' in page
    audiencia = client.get("/estrategia/2020/actividades/3-5").get_data(as_text=True)
    assert "Realización y desarrollo de la Audiencia Pública de Rendición de Cuentas." in audiencia
    assert "viernes 4 de diciembre de 2020" in audiencia
