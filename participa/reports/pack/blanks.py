"""The forms of a space without anything filled in, to print or to write on. They hold the data of nobody."""

from collections.abc import Iterable, Iterator, Sequence

from participa.differential.models import CONSENT_WORDS, QUESTIONS
from participa.evaluations import queries as evaluations
from participa.events.models import Event
from participa.office_reports.models import NUMBERED
from participa.questionnaires.engine.definition import Item, ItemType
from participa.questions.models import ANSWER_MEDIUM_LABELS, KIND_LABELS
from participa.questions.services import authorization_words
from participa.registrations.models import ATTENDS_LABELS, CAPACITY_AS_LABELS, NEED_KIND_LABELS
from participa.reports.kinds.minutes import signatures
from participa.reports.kinds.of_space import facts, settings, subtitle
from participa.shared.report.model import Block, Cell, Column, Heading, Points, Prose, Report, Table

BOX = "[   ]"
LINE = "_" * 40
ROWS, LINES = 20, 5
FREELY = "Escriba con letra clara. Deje en blanco lo que no quiera decir: le respondemos igual."
OF_DATA = "Autorizo a la entidad a usar estos datos solo para organizar este espacio (Ley 1581 de 2012)."
NO_NAMES = "Esta hoja no lleva nombre. Se suma con las demás y nadie sabe quién la llenó."
STEPS = "    ".join(f"{BOX} {step}" for step in range(1, 6))


def of_event(event: Event) -> list[Report]:
    """Each form with the name of the space; that of the evaluation only where there is one."""
    found = [
        _form(event, "formato-de-preguntas", "Formato de preguntas", _questions()),
        _form(event, "formato-de-inscripcion", "Formato de inscripción", _registration()),
        _form(event, "lista-de-asistencia", "Lista de asistencia", _attendance()),
        _form(event, "enfoque-diferencial", "Grupos a los que pertenece", _groups()),
        _form(event, "informe-de-dependencia", "Formato interno de reporte", _office()),
        _form(event, "formato-de-acta", "Formato de acta", _minutes(event)),
    ]
    evaluation = evaluations.find_of(event)
    if evaluation is not None:
        items = evaluation.survey.version.definition.to_answer
        found.append(_form(event, "formato-de-evaluacion", "Formato de evaluación", _evaluation(items)))
    return found


def _form(event: Event, name: str, title: str, blocks: Iterable[Block]) -> Report:
    """Dated when the space was convened, so that the same form is the same file."""
    at = event.convened_at or event.created_at
    told = (settings().entity.name, subtitle(event), at, tuple(blocks))
    return Report(name, f"{title}: {event.title}", *told, number=1)


def _blank(name: str, caption: str, rows: Iterable[tuple[str, str]]) -> Table:
    """Lines with their label and room to write, or boxes to tick."""
    columns = (Column("Dato"), Column("Escriba aquí"))
    return Table(name, caption, columns, tuple((Cell(label), Cell(room or LINE)) for label, room in rows))


def _long(*labels: str) -> Iterator[tuple[str, str]]:
    """Each label with several lines to write on."""
    for label in labels:
        yield label, LINE
        yield from (("", LINE) for _line in range(LINES - 1))


def _ticks(labels: Iterable[str]) -> str:
    return "    ".join(f"{BOX} {label}" for label in labels)


def _questions() -> Iterator[Block]:
    yield Prose(FREELY)
    yield _blank(
        "pregunta",
        "Su pregunta",
        (
            *_long("Mi pregunta o propuesta"),
            ("Es", _ticks(KIND_LABELS.values())),
            ("Tema, si lo sabe", ""),
            ("Oficina que debe responder, si la sabe", ""),
            ("Quiero la respuesta", _ticks(ANSWER_MEDIUM_LABELS.values())),
        ),
    )
    yield _blank(
        "quien-pregunta",
        "Sus datos, si quiere darlos",
        (
            *((label, "") for label in ("Nombres y apellidos", "Documento", "Correo, teléfono o dirección")),
            *((label, "") for label in ("Organización", "Barrio o vereda", "Fecha")),
            ("Autorización", f"{BOX} {authorization_words()}"),
            ("Edad", f"{BOX} Tengo menos de 18 años"),
        ),
    )


def _registration() -> Iterator[Block]:
    yield _blank(
        "inscripcion",
        "Inscripción",
        (
            ("Nombres y apellidos", ""),
            ("Correo o teléfono", ""),
            ("Voy a asistir", _ticks(ATTENDS_LABELS.values())),
            ("En calidad de", _ticks(CAPACITY_AS_LABELS.values())),
            ("Organización", ""),
            ("Barrio o vereda", ""),
            ("Quiero hablar", _ticks(("Sí", "No"))),
            ("Necesito", _ticks(NEED_KIND_LABELS.values())),
            ("Autorización", f"{BOX} {OF_DATA}"),
        ),
    )


def _attendance() -> Iterator[Block]:
    yield Prose(OF_DATA)
    heads = ("N.º", "Nombres y apellidos", "Organización", "Barrio o vereda", "Correo o teléfono", "Firma")
    rows = tuple((Cell(str(place)), *(Cell("") for _head in heads[1:])) for place in range(1, ROWS + 1))
    yield Table("asistencia", "Lista de asistencia", tuple(map(Column, heads)), rows)


def _groups() -> Iterator[Block]:
    yield Prose(NO_NAMES)
    rows = [(one.words, _ticks(one.offered.values())) for one in QUESTIONS]
    yield _blank("grupos", "Marque con una X", (*rows, ("Autorización", f"{BOX} {CONSENT_WORDS}")))


def _office() -> Iterator[Block]:
    yield _blank("dependencia", "Quién informa", ((label, "") for label in ("Dependencia", "Cargo", "Fecha")))
    yield _blank("partes", "Lo que hizo la dependencia", _long(*NUMBERED.values()))
    yield _blank("soportes", "Asistentes y soportes", (("Número de asistentes", ""), ("Soportes", "")))


def _minutes(event: Event) -> Iterator[Block]:
    yield facts(event)
    parts = ("Apertura", "Desarrollo", "Preguntas y respuestas", "Compromisos", "Conclusiones")
    yield _blank("acta", "Qué pasó", _long(*parts))
    yield signatures()


def _evaluation(items: Sequence[Item]) -> Iterator[Block]:
    yield Prose(NO_NAMES)
    yield Heading("Preguntas", 2, "preguntas")
    for place, item in enumerate(items, 1):
        yield Heading(f"{place}. {item.label}", 3, f"pregunta-{place}")
        if item.options:
            yield Points(tuple(f"{BOX} {option.label}" for option in item.options))
        else:
            yield Prose(STEPS if item.type in (ItemType.SCALE, ItemType.FACES) else "\n".join([LINE * 2] * 3))
