"""What the spaces of the story say in full: agenda, route, documents, memorias, and a series of four."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from participa.accounts.models import User
from participa.events import queries, services
from participa.events.models import (
    DocumentKind,
    Event,
    EventDetails,
    EventState,
    EventType,
    Modality,
    NewDocument,
    RouteMoment,
    Stop,
)
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.strategy.models import Activity

SITE = "https://www.demostracion.example"


@dataclass(frozen=True)
class Programme:
    """What is written of a space beside its date: fields, agenda in minutes, and the day of its report."""

    fields: dict[str, Any] = field(default_factory=dict)
    agenda: tuple[tuple[str, int, str], ...] = ()
    report_day: int | None = None
    minutes_text: str = ""


ROUTE = (
    (RouteMoment.BEFORE, "Invitar por la emisora, con carteles y por las juntas.", "Oficina de Comunicaciones"),
    (RouteMoment.BEFORE, "Publicar el informe y un resumen en lenguaje sencillo.", "Secretaría de Planeación"),
    (RouteMoment.DURING, "Anotar cada pregunta y cada compromiso.", "Equipo de audiencia"),
    (RouteMoment.DURING, "Entregar la encuesta antes de terminar.", "Oficina de Control Interno"),
    (RouteMoment.AFTER, "Publicar las respuestas escritas en quince días hábiles.", "Todas las oficinas"),
    (RouteMoment.AFTER, "Contar cada cuatrimestre cómo van los compromisos.", "Secretaría de Planeación"),
)  # fmt: skip
PROGRAMMES = {
    "audiencia": Programme(
        {
            "scope": "Se presenta la gestión del año. Lo que se concluya no obliga, pero se explican las razones.",
            "address": "Carrera 5 con calle 12, barrio Centro",
            "map_url": "https://mapas.demostracion.example/coliseo",
            "capacity_in_room": 120,
            "capacity_online": 300,
            "accessibility": ("lsc", "ramp", "captions", "toilet", "child_care"),
            "accessibility_other": "Si necesita otro apoyo, dígalo al inscribirse. Tenemos una semana para prepararlo.",
            "topics": ("Vías y transporte", "Agua potable", "Salud", "Dinero público"),
            "goals": ("Pavimentar 12 km de vías", "Agua potable en 8 veredas", "Bajar la espera de citas a 5 días"),
        },
        (
            ("Ingreso y refrigerio", 15, "Equipo de audiencia"),
            ("Saludo e instalación", 15, "Despacho del alcalde"),
            ("Qué se hizo y en qué se gastó", 45, "Secretarías de Planeación y Hacienda"),
            ("Preguntas que llegaron antes", 40, "Moderación"),
            ("Preguntas de viva voz", 50, "Moderación"),
            ("Compromisos y cierre", 15, "Oficina de Control Interno"),
        ),
        report_day=-14,
    ),
    "vias": Programme(
        {
            "address": "Calle 8 # 3-40",
            "capacity_in_room": 60,
            "accessibility": ("ramp",),
            "topics": ("Vías urbanas", "Vías rurales", "Transporte escolar"),
        },
        (
            ("Avance de las obras", 60, "Secretaría de Infraestructura"),
            ("Mesas por zona", 120, "Moderación"),
            ("Acuerdos", 60, "Moderación"),
        ),
        minutes_text=(
            "Asistieron vecinos de seis barrios y cuatro veredas.\n\n"
            "Se revisaron las obras de este año. La gente pidió arreglar primero la vía a la vereda El Mirador.\n\n"
            "La Secretaría de Infraestructura se comprometió a publicar el orden de las obras."
        ),
    ),
    "salud": Programme(
        {
            "address": "Avenida del Río, frente a la plaza de mercado",
            "capacity_in_room": 80,
            "accessibility": ("lsc", "ramp", "captions"),
            "topics": ("Citas médicas", "Urgencias", "Medicinas"),
        },
        (("Cómo está el hospital", 45, "Secretaría de Salud"), ("Preguntas", 90, "Moderación")),
    ),
}  # fmt: skip
ZONES = (
    ("Comuna 1", "Salón comunal El Prado", "Calle 3 # 10-15", 14),
    ("Comuna 2", "Colegio La Esperanza, patio cubierto", "Carrera 9 # 20-04", 16),
    ("Comuna 3", "Casa de la Cultura, salón principal", "Calle 8 # 3-40", 20),
    ("Corregimiento San Antonio", "Caseta comunal", "Plaza principal del corregimiento", 23),
)
MOVED = "Comuna 3"
MOVED_BECAUSE = "La Casa de la Cultura tiene ese día el festival de música."


def furnish(story: Story, key: str, event: Event, author: User) -> None:
    """Write what a space says before it is convened."""
    told = PROGRAMMES.get(key)
    if told is None:
        return
    services.edit(event, told.fields, author)
    for item in told.agenda:
        services.add_item(event, *item, author)
    for moment, text, responsible in ROUTE:
        services.add_step(event, moment, text, responsible, author)
    if told.report_day is not None:
        report = NewDocument(
            DocumentKind.REPORT,
            "Informe de gestión en lenguaje sencillo",
            url=f"{SITE}/informe-de-gestion.pdf",
            published_on=story.day(told.report_day),
        )
        services.add_document(event, report, f"demostracion-informe-{key}", author)


def remember(key: str, event: Event, author: User) -> None:
    """Write the memorias of a space that was held."""
    told = PROGRAMMES.get(key)
    if told is None or not told.minutes_text:
        return
    services.write_memoria(event, "https://envivo.demostracion.example/grabaciones/vias", told.minutes_text, author)
    photo = NewDocument(
        DocumentKind.PHOTO,
        "Dibujo de la jornada",
        upload=FileStorage(BytesIO(drawing()), "jornada.png"),
        alt_text="Dibujo: varias personas reunidas frente a las montañas del municipio.",
        is_image_authorized=True,
    )
    services.add_document(event, photo, f"demostracion-foto-{key}", author)


def hold_series(story: Story, staff: Staff, activity: Activity, method: tuple[str, str]) -> None:
    """Four diálogos zonales made in one go; all are convened, and one of them gets another date."""
    author = staff.communications
    first = story.working_day(ZONES[0][3])
    common = EventDetails(
        type=EventType.REUNION_ZONAL,
        modality=Modality.PRESENCIAL,
        title="Diálogos zonales",
        objective="Contar qué se hizo en cada zona y acordar qué obras pequeñas van primero.",
        starts_at=story.at(first, 15),
        ends_at=story.at(first, 17),
        methodology=method[0],
        rules=method[1],
        capacity_in_room=40,
        accessibility=("ramp", "child_care"),
        topics=("Obras pequeñas", "Vías", "Parques"),
    )
    stops = [_stop(story, *zone) for zone in ZONES]
    with at_instant(story.at(-6, 9)):
        made = services.create_series(activity, common, stops, "demostracion-dialogos-zonales", author)
    for event in queries.of_series(made.id, drafts=True):
        with at_instant(story.at(-5, 10)):
            services.move(event, EventState.CONVENED, author)
        if event.title.endswith(MOVED):
            day = story.working_day(ZONES[2][3] + 8)
            with at_instant(story.at(-1, 9)):
                services.reschedule(event, story.at(day, 15), story.at(day, 17), author, MOVED_BECAUSE)


def cancel_broadcast(story: Story, staff: Staff, activity: Activity, method: tuple[str, str]) -> None:
    """A virtual space that was cancelled, with its reason."""
    day = story.working_day(-40)
    details = EventDetails(
        type=EventType.VIRTUAL,
        modality=Modality.VIRTUAL,
        title="Transmisión en vivo sobre impuestos",
        objective="Explicar en qué se gastan los impuestos.",
        starts_at=story.at(day, 18),
        ends_at=story.at(day, 19),
        stream_url="https://envivo.demostracion.example/impuestos",
        methodology=method[0],
        rules=method[1],
    )
    author = staff.communications
    with at_instant(story.at(-60, 9)):
        event = services.create(activity, details, author)
    with at_instant(story.at(-58, 9)):
        services.move(event, EventState.CONVENED, author)
    with at_instant(story.at(-44, 15)):
        services.move(
            event, EventState.CANCELLED, author, "El tema pasa a la audiencia pública, donde caben más personas."
        )


def _stop(story: Story, label: str, place: str, address: str, days: int) -> Stop:
    day = story.working_day(days)
    return Stop(label, place, address, story.at(day, 15), story.at(day, 17))


def drawing() -> bytes:
    """A small picture, drawn: the demonstration shows nobody."""
    sheet = Image.new("RGB", (960, 600), "#dcebea")
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((700, 60, 820, 180), fill="#f3b33d")
    pen.polygon([(0, 420), (220, 200), (430, 420)], fill="#0c5a61")
    pen.polygon([(260, 420), (560, 150), (960, 420)], fill="#0d464c")
    pen.rectangle((0, 420, 960, 600), fill="#f1eadc")
    for place, colour in enumerate(("#0b2b2f", "#f3b33d", "#0c5a61", "#9c1f1b", "#0d4d86", "#14613a", "#744600")):
        left = 90 + place * 115
        pen.ellipse((left, 400, left + 60, 460), fill=colour)
        pen.rounded_rectangle((left - 12, 468, left + 72, 590), 30, fill=colour)
    kept = BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()
