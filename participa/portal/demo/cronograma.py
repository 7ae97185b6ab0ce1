"""The strategy of the year: five sections, twenty-five activities, dates counted from today."""

from datetime import datetime, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from participa.config import Entity
from participa.extensions import db
from participa.portal.demo import consulted
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.strategy import queries, services
from participa.strategy.importing import read_plan
from participa.strategy.models import (
    REPORTABLE,
    Activity,
    ActivityState,
    Proof,
    Strategy,
    Told,
    VerificationResult,
)

D, U, P, N = ActivityState.DONE, ActivityState.UNDER_WAY, ActivityState.PARTIAL, ActivityState.NOT_DONE
R, X, S = ActivityState.RESCHEDULED, ActivityState.CANCELLED, ActivityState.SCHEDULED
Line = tuple[str, int, int, str, ActivityState, str]

# What is done, first day, last day, who, how it goes, and the reason that the public reads.
PLAN: dict[str, tuple[Line, ...]] = {
    "Preparación del equipo": (
        ("Nombrar el equipo que lidera la rendición de cuentas", -150, -140, "Secretaría de Planeación", D, ""),
        ("Revisar qué salió bien y qué no el año anterior", -138, -125, "Oficina de Control Interno", D, ""),
        ("Definir con quién vamos a dialogar y cómo invitarlo", -126, -112, "Secretaría de Planeación", D, ""),
        ("Capacitar a los enlaces de cada oficina", -110, -100, "Secretaría de Planeación", D, ""),
    ),
    "Información clara": (
        ("Publicar el cronograma del año y recibir observaciones", -118, -104, "Oficina de Comunicaciones", D, ""),
        ("Publicar en qué se gastó la plata del primer semestre", -95, -80, "Secretaría de Hacienda", D, ""),
        ("Contar el avance de las obras con fotos y mapas", -90, -60, "Secretaría de Infraestructura", P,
         "Falta el mapa de las vías rurales."),
        ("Explicar en la radio qué es rendir cuentas", -70, -50, "Oficina de Comunicaciones", D, ""),
        ("Publicar el informe de gestión en lenguaje sencillo", -24, -6, "Secretaría de Planeación", D, ""),
        ("Imprimir y repartir carteles en las veredas", -12, 6, "Oficina de Comunicaciones", U, ""),
    ),
    "Diálogo": (
        ("Mesa de trabajo sobre vías y transporte", -74, -74, "Secretaría de Infraestructura", D, ""),
        ("Foro sobre salud y servicios del hospital", -28, -28, "Secretaría de Salud", D, ""),
        ("Recibir preguntas para la audiencia pública", -20, 9, "Oficina de Comunicaciones", U, ""),
        ("Audiencia pública de rendición de cuentas", 9, 9, "Secretaría de Planeación", S, ""),
        ("Encuentro con jóvenes de los colegios", 21, 21, "Secretaría de Educación", R,
         "El colegio cambió su semana cultural."),
        ("Diálogo con las juntas de acción comunal", 34, 34, "Secretaría de Gobierno", S, ""),
        ("Transmisión en vivo sobre impuestos", -40, -40, "Secretaría de Hacienda", X,
         "El tema pasa a la audiencia pública."),
    ),
    "Respuestas y compromisos": (
        ("Responder por escrito las preguntas de la mesa de vías", -74, -52, "Secretaría de Infraestructura", D, ""),
        ("Responder por escrito las preguntas del foro de salud", -28, -5, "Secretaría de Salud", U, ""),
        ("Publicar los compromisos de cada espacio", -15, 20, "Secretaría de Planeación", U, ""),
        ("Entregar reconocimientos a quienes hacen veeduría", 40, 45, "Secretaría de Gobierno", S, ""),
    ),
    "Seguimiento y evaluación": (
        ("Preguntar a las personas cómo les pareció cada espacio", -74, 12, "Oficina de Comunicaciones", U, ""),
        ("Revisar cada cuatrimestre si se cumple el cronograma", -60, -45, "Oficina de Control Interno", N,
         "Faltaron datos de dos oficinas. Se hará con el siguiente cuatrimestre."),
        ("Publicar el informe de resultados", 25, 32, "Secretaría de Planeación", S, ""),
        ("Acordar el plan de mejora para el año que viene", 36, 50, "Secretaría de Planeación", S, ""),
    ),
}  # fmt: skip
VERIFIED = {
    "Mesa de trabajo sobre vías y transporte": (VerificationResult.VERIFIED, "El acta y el listado coinciden."),
    "Foro sobre salud y servicios del hospital": (VerificationResult.VERIFIED, ""),
    "Publicar en qué se gastó la plata del primer semestre": (
        VerificationResult.NOT_VERIFIED,
        "La publicación solo trae los meses de enero a abril. Faltan mayo y junio.",
    ),
    "Contar el avance de las obras con fotos y mapas": (VerificationResult.PARTLY, "Hay fotos. Faltan los mapas."),
}
OBJECTIVE = "Contar qué se hizo con lo público, escuchar a la gente y responder por escrito."


def publish(story: Story, staff: Staff, entity: Entity) -> Strategy:
    """Import the cronograma as a document, consult it, publish it, revise it and report how each activity goes."""
    year = story.today.year
    title = f"Estrategia de rendición de cuentas {year}"
    with at_instant(story.at(-165)):
        plan = read_plan(document(story), year)
        first = services.import_plan(plan, entity.name, year, title, staff.communications, "cronograma").strategy
        first.objective = OBJECTIVE
        consulted.shorten(story, staff, first)
    consulted.consult(story, staff, first)
    with at_instant(story.at(consulted.PUBLISHED)):
        services.publish(first, staff.approver)
    with at_instant(story.at(-121)):
        strategy = consulted.revise(story, staff, first)
    _report(story, staff, strategy)
    return strategy


def document(story: Story) -> str:
    """The cronograma as a text of cells, as an office would paste it."""
    lines = ["No.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE"]
    for section, activities in PLAN.items():
        lines.append(f"{section}\t\t\t\t")
        for number, (name, first, last, who, _state, _note) in enumerate(activities, 1):
            lines.append("\t".join((str(number), name, _cell(story, first), _cell(story, last), who)))
    return "\n".join(lines)


def _cell(story: Story, days: int) -> str:
    day = story.day(story.working_day(days))
    return f"{day.day}/{day.month}/{day.year}"


def _report(story: Story, staff: Staff, strategy: Strategy) -> None:
    """What is done or goes on is reported with evidence; what is moved or cancelled is decided."""
    told = {line[0]: line for lines in PLAN.values() for line in lines}
    for activity in queries.activities(strategy):
        _name, first, last, who, state, note = told[activity.name]
        at = story.office_hour(min(last, -1), story.at(-120))
        if state in REPORTABLE:
            _progress(activity, (state, note, who), staff, (at, story.told_at))
        elif state is not S:
            with at_instant(at):
                services.follow_up(activity, _follow_up(story, activity, state, note, first), staff.communications)
    db.session.flush()


def _progress(
    activity: Activity, told: tuple[ActivityState, str, str], staff: Staff, when: tuple[datetime, datetime]
) -> None:
    (state, note, who), (at, latest) = told, when
    author = staff.liaisons.get(who, staff.communications)
    words = note or ("Se hizo en las fechas del cronograma." if state is D else "Está en marcha, como se planeó.")
    percent = {U: 60, P: 75}.get(state)
    with at_instant(at):
        proofs = (_proof(activity),) if state in (D, P) else ()
        row = services.report(activity, Told(state, words, percent=percent, proofs=proofs), None, author)
    if activity.name in VERIFIED:
        result, found = VERIFIED[activity.name]
        with at_instant(min(at + timedelta(days=6), latest)):
            services.verify(row, result, found, None, staff.control)


def _proof(activity: Activity) -> Proof:
    """A short record as a file for what control looks at, an address for the rest."""
    about = f"Acta: {activity.name[:1].lower()}{activity.name[1:]}"
    if activity.name not in VERIFIED:
        return Proof(about, url="https://www.demostracion.example/rendicion/actas")
    text = f"{about}.\n\nDocumento de demostración. No es de una entidad real.\n"
    return Proof(about, upload=FileStorage(BytesIO(text.encode()), "acta.txt"))


def _follow_up(story: Story, activity: Activity, state: ActivityState, note: str, first: int) -> services.FollowUp:
    moved = 14 if state is R else 0
    starts_on, ends_on = activity.starts_on, activity.ends_on
    if moved:
        starts_on = ends_on = story.day(story.working_day(first + moved))
    return services.FollowUp(state, note, tuple(activity.departments), starts_on, ends_on)
