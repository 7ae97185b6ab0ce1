"""The real cronograma of Itagüí 2020, word by word."""

import json
import re

import pytest

from participa.strategy.importing import (
    WarningCode,
    as_dict,
    fingerprint,
    read_plan,
)
from tests.strategy.cronograma import all_texts
from tests.strategy.documents.seeds import seed

pytestmark = pytest.mark.same_everywhere

# --- the real cronograma of Itagüí 2020 ---


@pytest.fixture(scope="module")
def itagui():
    return read_plan(seed("itagui-2020.txt"))


def test_itagui_has_its_46_activities_in_five_sections(itagui):
    assert [(section.label, len(itagui.activities_of(section))) for section in itagui.sections] == [
        ("ETAPA DE DEFINICIÓN Y PRESENTACIÓN DE LA ESTRATEGIA", 11),
        ("ETAPA DE INFORMACION", 18),
        ("ETAPA DE DIALOGO", 7),
        ("ETAPA DE INCENTIVOS", 3),
        ("ETAPA DE EVALUACIÓN", 7),
    ]
    assert len(itagui.activities) == 46
    assert not itagui.activities_of(None)


def test_itagui_sections_suggest_element_and_stage(itagui):
    assert [(section.elemento, section.etapa) for section in itagui.sections] == [
        (None, "diseno"),
        ("informacion", None),
        ("dialogo", None),
        ("responsabilidad", None),
        ("responsabilidad", "seguimiento"),
    ]


def test_itagui_numbering_restarts_in_each_section(itagui):
    for section in itagui.sections:
        rows = itagui.activities_of(section)
        assert [row.code for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))


def test_itagui_dates_of_each_section(itagui):
    ranges = []
    for section in itagui.sections:
        rows = itagui.activities_of(section)
        ranges.append((min(row.starts_on for row in rows).isoformat(), max(row.ends_on for row in rows).isoformat()))
    assert ranges == [
        ("2020-09-09", "2020-10-09"),
        ("2020-09-15", "2020-12-03"),
        ("2020-11-23", "2020-12-04"),
        ("2020-12-04", "2020-12-16"),
        ("2020-12-04", "2021-01-15"),
    ]
    assert sum(row.starts_on == row.ends_on for row in itagui.activities) == 18
    assert itagui.activities[0].date_text == "9/09/2020 – 11/09/2020"


def test_itagui_responsible_texts_stay_as_written(itagui):
    assert all(row.responsible_text for row in itagui.activities)
    assert len({row.responsible_text for row in itagui.activities}) == 15


def test_itagui_spelling_is_kept(itagui):
    everything = json.dumps(as_dict(itagui), ensure_ascii=False)
    for misspelt in ("Contro a", "Cuenas", "organanos"):
        assert misspelt in everything


def test_itagui_warnings_are_exactly_these(itagui):
    found = [(warning.code, warning.line) for row in itagui.activities for warning in row.warnings]
    assert found == [
        (WarningCode.WEEKEND, 35),
        (WarningCode.TRAILING_DASH, 37),
        (WarningCode.TRAILING_DASH, 39),
        (WarningCode.TRAILING_DASH, 40),
        (WarningCode.OUTSIDE_YEAR, 62),
        (WarningCode.WEEKEND, 63),
    ]
    texts = [warning.text for warning in itagui.all_warnings]
    assert "La fecha final 1/11/2020 cae en domingo." in texts
    assert "La fecha inicial 5/12/2020 cae en sábado." in texts
    assert "La fecha final 15/01/2021 está fuera de la vigencia 2020." in texts


def test_itagui_leaves_nothing_unassigned(itagui):
    assert itagui.unassigned_lines == ()
    assert len(itagui.title_lines) == 3
    assert "**" not in json.dumps(as_dict(itagui))
    assert len(itagui.header_lines) == 5
    assert itagui.year == 2020


def test_itagui_is_the_same_plan_in_any_encoding_or_line_end(itagui):
    text = seed("itagui-2020.txt").decode()
    variants = (
        text,
        text.replace("\n", "\r\n").encode("utf-8-sig"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace("\n", "\n\n").encode(),
    )
    assert {fingerprint(read_plan(variant)) for variant in variants} == {fingerprint(itagui)}


@pytest.mark.parametrize(
    "name", ["itagui-2020.txt", "ibague-2021.txt", "ibague-2022.txt", "plan-de-accion.txt", "estrategia-2025.txt"]
)
def test_no_real_document_loses_a_word(name):
    text = seed(name).decode()
    everything = all_texts(read_plan(text))
    missing = [word for word in re.findall(r"[^\W_]+", text) if word not in everything]
    assert missing == []
