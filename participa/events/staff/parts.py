"""The parts in which a space is written, and what is already there of each."""

from dataclasses import dataclass

from participa.events import queries, rules
from participa.events.forms import AccessForm, BasicsForm, MethodForm, PartForm, TopicsForm, WhenForm, WindowsForm
from participa.events.models import Event
from participa.shared.clock import now
from participa.shared.templating import counted


@dataclass(frozen=True)
class Part:
    """A form about some fields, its title and what it is for."""

    title: str
    lead: str
    form: type[PartForm]


PARTS = {
    "que-es": Part("Qué es", "El nombre, el tipo y para qué se hace.", BasicsForm),
    "fecha-y-lugar": Part("Fecha, lugar y cupos", "Cuándo, dónde y cuántas personas caben.", WhenForm),
    "como": Part("Cómo se hará", "La ley pide decirlo en la convocatoria.", MethodForm),
    "plazos": Part("Inscripciones y preguntas", "Desde cuándo y hasta cuándo. Todo es opcional.", WindowsForm),
    "temas": Part("Temas y grupos", "De qué se habla y a quiénes se invita.", TopicsForm),
    "accesibilidad": Part("Accesibilidad", "Qué ofrece para que todas las personas participen.", AccessForm),
}


@dataclass(frozen=True)
class Chapter:
    """A line of the index of a space: the page that changes it, what is there, and whether something is missing."""

    title: str
    endpoint: str
    summary: str
    part: str = ""
    is_missing: bool = False


def chapters(event: Event) -> list[Chapter]:
    """All that can be written of a space, in the order in which it is worth doing."""
    needed = {requirement.part for requirement in rules.requirements(event, now()) if not requirement.is_met}
    pages = [Chapter(part.title, "events.staff.edit", part.lead, name, name in needed) for name, part in PARTS.items()]
    return [*pages[:2], *_programme(event), *pages[2:], *_papers(event)]


def _programme(event: Event) -> list[Chapter]:
    items, steps = queries.agenda(event), queries.route(event)
    length = f"{counted(len(items), 'punto', 'puntos')}, {sum(item.minutes for item in items)} minutos."
    tasks, activities = (
        counted(len(steps), "tarea", "tareas"),
        counted(len(event.activities), "actividad", "actividades"),
    )
    return [
        Chapter("Orden del día", "events.staff.agenda", length),
        Chapter("Antes, durante y después", "events.staff.route", f"{tasks}."),
        Chapter("Actividades que cumple", "events.staff.activities", f"{activities} de la estrategia."),
    ]


def _papers(event: Event) -> list[Chapter]:
    papers = queries.documents(event)
    memorias = sum(paper.is_memoria for paper in papers)
    lacks_report = rules.needs_report(event) and not queries.has_report(event)
    amount = f"{counted(len(papers) - memorias, 'documento', 'documentos')}."
    found = [Chapter("Documentos e informe", "events.staff.documents", amount, is_missing=lacks_report)]
    if event.is_public:
        kept = f"{counted(memorias, 'documento o foto', 'documentos y fotos')}."
        found.append(Chapter("Memorias", "events.staff.memorias", kept))
    return found
