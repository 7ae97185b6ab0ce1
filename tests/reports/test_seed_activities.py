"""The activities of real strategies that ask for a report name the kind that fulfils them."""

import pytest

from participa.reports.choosing import plain
from participa.reports.kinds import all_kinds
from tests.factories.strategy import read_plan
from tests.strategy.documents.seeds import ACTION_PLAN, IBAGUE_2021, IBAGUE_2022, ITAGUI, NUMBERED, seed

RESULTS, ANSWERS, STRATEGY = "resultados", "preguntas-y-respuestas", "evaluacion-de-la-estrategia"
PLAN, CONTROL, SESSION = "plan-de-mejoramiento", "seguimiento-de-control-interno", "sesion-de-compromisos"
ASKED = {
    ITAGUI: {
        "Elaboración del Informe de Resultados de la Audiencia": RESULTS,
        "Publicación del Informe de Resultados de las preguntas": ANSWERS,
        "Recopilar y sistematizar la experiencia": RESULTS,
        "Organización del informe de evaluación": STRATEGY,
        "Publicación del informe de evaluación": STRATEGY,
        "Definir planes de mejoramiento": PLAN,
    },
    IBAGUE_2021: {
        "Realiza respuestas escritas": ANSWERS,
        "Establecer el formato interno de reporte": "informes-internos",
        "Analizar la implementación de la estrategia": STRATEGY,
        "Analizar las recomendaciones realizadas por los órganos de control": PLAN,
        "Elaboración del plan de mejoramiento": PLAN,
        "Producir y divulgar la información sobre el avance en los compromisos": SESSION,
        "Evaluar y verificar, por parte de la oficina de control interno": CONTROL,
    },
    IBAGUE_2022: {
        "Realiza respuestas escritas": ANSWERS,
        "Analizar la implementación de la estrategia": STRATEGY,
        "Producir y divulgar la información sobre el avance en los compromisos": SESSION,
        "Evaluar y verificar, por parte de la oficina de control interno": CONTROL,
    },
    NUMBERED: {
        "Realizar informe de observaciones": "observaciones-al-borrador",
        "Realizar informe de respuestas escritas": ANSWERS,
        "Sistematizacion del Espacios": RESULTS,
        "Sistematización de la jornada": RESULTS,
        "Sistematizacion de los Diálogos": RESULTS,
        "Sistematización de la Audiencia": RESULTS,
        "Publicación general del Informe general": STRATEGY,
        "Realización del Informe final": STRATEGY,
    },
    ACTION_PLAN: {
        "Publicación de las respuestas": ANSWERS,
        "Hacer seguimiento al cronograma": STRATEGY,
        "Realizar evaluación y retroalimentación": STRATEGY,
        "Realizar informe general": STRATEGY,
        "Publicar a través de los diferentes medios los resultados del informe": STRATEGY,
    },
}


@pytest.mark.parametrize("name", ASKED)
def test_each_activity_that_asks_for_a_report_names_its_kind(app, name):
    activities = [one.name for one in read_plan(seed(name).decode(errors="replace"), 2025).activities]
    for words, kind in ASKED[name].items():
        found = [one for one in activities if one.startswith(words)]
        assert found, words
        for one in found:
            meant = {each.name for each in all_kinds() if any(word in plain(one) for word in each.activity_words)}
            assert kind in meant, (one, meant)
