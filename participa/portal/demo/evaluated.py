"""What those who were in the held spaces said of them, and what their offices reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from participa.evaluations import queries as evaluations
from participa.evaluations import services as evaluating
from participa.evaluations.models import Evaluation, Tag
from participa.events.models import Event
from participa.office_reports import queries as reports
from participa.office_reports import services as reporting
from participa.office_reports.models import Written
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import HEALTH, TREASURY, WORKS, Staff
from participa.shared.clock import at_instant, local
from participa.surveys import services as surveys
from participa.surveys.models import CodeKind, Survey

EVALUATED = {"vias": False, "salud": True, "audiencia": True}  # and whether it has an open link
DAYS = 5
ANSWERED, OPENLY = {"vias": 34, "salud": 24}, 9
USUAL: dict[str, Any] = {
    "organizacion": "bien_organizado",
    "explicacion": "clara",
    "oportunidad": "adecuada",
    "profundidad": "de_manera_moderada",
    "se_entero": ["redes_sociales", "la_comunidad"],
    "consulto": "no",
    "informacion": "completa_y_clara",
    "intereses": "si",
    "utilidad": "muy_util",
    "importancia": "muy_importante",
    "volveria": "si",
    "mas_espacios": "si",
    "satisfaccion": 5,
}
# What every so many people said otherwise: of each five, of each three, of each four.
OTHERWISE: tuple[tuple[int, dict[str, Any]], ...] = (
    (3, {"satisfaccion": 4, "utilidad": "util", "profundidad": "a_fondo", "se_entero": ["radio_television_o_prensa"]}),
    (4, {"satisfaccion": 3, "oportunidad": "insuficiente", "informacion": "incompleta_pero_clara"}),
    (5, {"organizacion": "regular", "intereses": "en_parte", "explicacion": "confusa"}),
)
WORDS = {
    2: {"sugerencias": "Pongan más micrófonos en el fondo del salón."},
    7: {"temas_faltaron": "Las vías de las veredas altas."},
    11: {"sugerencias": "Háganlo un sábado, para quienes trabajan."},
    16: {"sugerencias": "Entreguen las cifras en papel, con letra grande."},
}
TAKEN_UP = (
    ("micrófonos", Tag.METHOD, "sonido", "Compramos cuatro micrófonos. Se usan desde la próxima audiencia."),
    ("sábado", Tag.TIME, "horario", "El próximo diálogo zonal será un sábado por la mañana."),
    ("letra grande", Tag.INFORMATION, "", ""),
)


@dataclass(frozen=True)
class Told:
    """What an office reports of a space."""

    office: str
    outcome: str
    commitments: str


SUMMARY = "Vino gente de casi todas las veredas. Se acordó qué vía va primero."
OF_ROADS = (
    Told(WORKS, "La gente puso primero la vía de La Esperanza.", "Mantenimiento de la vía antes de junio."),
    Told(TREASURY, "Se explicó de dónde sale la plata de las vías.", "Publicar cada pago en la página."),
)
OF_HEALTH = (
    Told(HEALTH, "Se acordó revisar los turnos de las citas.", "Abrir citas por teléfono desde mayo."),
    Told(TREASURY, "Se mostró el presupuesto del hospital.", "Entregar el detalle por programa."),
)


def switch_on(key: str, event: Event, staff: Staff) -> None:
    """When the space is convened."""
    if key in EVALUATED:
        evaluating.start(event, DAYS, EVALUATED[key], staff.communications)


def conclude(key: str, event: Event, story: Story) -> None:
    """Who came answers in the hour after the end; the surveys close when their days are over."""
    evaluation = evaluations.evaluation_of(event)
    with at_instant(event.ends_at + timedelta(hours=1)):
        _answer(evaluation, ANSWERED[key])
    if evaluation.survey.closes_at <= story.told_at:
        with at_instant(evaluation.survey.closes_at):
            for _door, survey in evaluation.surveys:
                surveys.close(survey)


def _answer(evaluation: Evaluation, people: int) -> None:
    key = f"demostracion-evaluacion-{evaluation.event_id}"
    codes = surveys.issue_codes(evaluation.survey, CodeKind.PRINTED, people + 6, "Papeletas de la entrada", key)
    for number, said in enumerate(_said(people)):
        surveys.submit(evaluation.survey, said, surveys.by_code(codes[number]), f"{key}-{number:03d}")
    if evaluation.open_survey is not None:
        _answer_openly(evaluation.open_survey, key)


def _answer_openly(survey: Survey, key: str) -> None:
    for number, said in enumerate(_said(OPENLY)):
        proof = surveys.by_device(f"demostracion-aparato-{number}")
        surveys.submit(survey, said | {"satisfaccion": 4}, proof, f"{key}-abierta-{number:03d}")


def _said(people: int) -> Iterator[dict[str, Any]]:
    for number in range(people):
        said = USUAL | WORDS.get(number, {})
        for every, other in OTHERWISE:
            said = said | (other if number % every == 0 else {})
        yield said


def tell(story: Story, staff: Staff, held: dict[str, Event]) -> None:
    """The end of the second evaluation, what was done with what people asked for, and the reports of the offices."""
    conclude("salud", held["salud"], story)
    _take_up(story, staff, held["salud"])
    _report(story, staff, held["vias"], OF_ROADS, is_published=True)
    _report(story, staff, held["salud"], OF_HEALTH, is_published=False)


def _take_up(story: Story, staff: Staff, event: Event) -> None:
    evaluation = evaluations.evaluation_of(event)
    with at_instant(min(evaluation.survey.closes_at + timedelta(days=2), story.told_at)):
        for word, tag, free, done in TAKEN_UP:
            said = next((one for one in evaluations.written(evaluation) if word in one.words), None)
            if said is None:
                continue
            taken = evaluating.take_up(evaluation, said.source, said.words, tag, (free,), staff.communications)
            if done:
                evaluating.answer(taken, done, staff.approver)


def _report(story: Story, staff: Staff, event: Event, told: tuple[Told, ...], is_published: bool) -> None:
    """Asked the day after the space; where the whole is published, all of it is put together, elsewhere one came."""
    asked = min(event.ends_at + timedelta(days=1), story.told_at)
    with at_instant(asked):
        ids = [staff.offices[one.office].id for one in told]
        call = reporting.ask(event, ids, local(asked).date() + timedelta(days=10), staff.approver)
    with at_instant(min(asked + timedelta(days=3), story.told_at)):
        for one in told if is_published else told[:1]:
            report = reporting.begin(event, staff.liaisons[one.office])
            reporting.send(report, _written(one), staff.liaisons[one.office], None)
            if is_published:
                reporting.consolidate(report, staff.approver, report.revision)
        if is_published:
            reporting.summarise(
                call, "Vino gente de casi todas las veredas. Se acordó qué vía va primero.", staff.approver
            )
            reporting.publish(reports.call_of(event), staff.approver)


def _written(told: Told) -> Written:
    parts = {
        "activities": "La oficina expuso sus cifras y atendió una mesa.",
        "groups": "Juntas de acción comunal y transportadores.",
        "topics": "Lo que se hizo este año y lo que falta.",
        "observations": "Pidieron fechas claras y un lugar donde mirar el avance.",
        "outcome": told.outcome,
        "commitments": told.commitments,
    }
    return Written(parts, "Profesional de la oficina", 58)
