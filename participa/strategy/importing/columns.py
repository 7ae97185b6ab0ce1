"""Which column holds what, by the words that Colombian entities use for each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from participa.strategy.importing.folding import fold, looks_like_code
from participa.strategy.importing.periods import Period
from participa.strategy.importing.sections import is_section_label


class Column(StrEnum):
    """What a column of a cronograma says about an activity. The value is its name outside."""

    CODE = "code"
    NAME = "name"
    GOAL = "product"
    INDICATOR = "indicator"
    RESPONSIBLE = "responsible_text"
    START = "starts_on"
    END = "ends_on"
    DATE = "schedule_text"
    SECTION = "section"
    STAGE = "stages"
    ELEMENT = "element"
    BUDGET = "budget"
    WEEK = "schedule_week"
    DAY = "schedule_day"
    YEAR = "schedule_year"


SYNONYMS: Mapping[Column, frozenset[str]] = {
    Column.CODE: frozenset(
        {"no", "n", "#", "num", "numero", "nro", "item", "items", "codigo", "cod", "id", "consecutivo"}
    ),
    Column.NAME: frozenset(
        {"espacio", "espacios", "espacio de dialogo", "espacio de participacion", "evento", "eventos", "mecanismo"}
        | {"nombre del espacio", "nombre del evento", "tema", "iniciativa", "compromiso", "compromisos"}
        | {"actividad", "actividades", "accion", "acciones", "actividades programadas", "actividad programada"}
        | {"descripcion", "descripcion de la actividad", "descripcion actividad", "nombre de la actividad"}
        | {"actividades a desarrollar", "actividad a desarrollar", "acciones a desarrollar", "tarea", "tareas"}
        | {"que", "que se hara", "que se va a hacer"}
    ),
    Column.GOAL: frozenset(
        {"meta", "metas", "meta producto", "meta o producto", "meta de producto", "meta y producto", "producto"}
        | {"meta de producto indicador", "meta producto indicador", "productos", "entregable", "entregables"}
        | {"producto esperado", "resultado", "resultados", "resultado esperado", "productos esperados"}
    ),
    Column.INDICATOR: frozenset({"indicador", "indicadores", "indicador de producto", "formula del indicador"}),
    Column.RESPONSIBLE: frozenset(
        {"responsable", "responsables", "responsable s", "dependencia responsable", "dependencias responsables"}
        | {"dependencia", "dependencias", "lider", "lideres", "area responsable", "responsable de la actividad"}
        | {"dependencia s responsable s", "dependencia lider", "oficina responsable", "secretaria responsable"}
        | {"encargado", "encargados", "encargada", "a cargo de", "quien", "quienes", "area", "areas", "oficina"}
        | {"unidad responsable", "unidad administrativa", "dependencia encargada", "proceso responsable"}
        | {"secretaria", "secretarias", "secretaria oficina", "secretaria dependencia", "cargo", "cargos"}
        | {"funcionario", "funcionarios", "cargo responsable"}
    ),
    Column.START: frozenset(
        {"fecha inicial", "fecha inicio", "fecha de inicio", "fecha de inicial", "inicio", "desde", "fecha desde"}
        | {"inicia", "inicial", "f inicio", "fecha ini", "comienzo", "fecha de comienzo"}
    ),
    Column.END: frozenset(
        {"fecha final", "fecha fin", "fecha de fin", "fecha de finalizacion", "fecha finalizacion", "fin", "hasta"}
        | {"fecha de terminacion", "fecha terminacion", "fecha hasta", "final", "terminacion", "fecha de cierre"}
        | {"termina", "finaliza", "finalizacion", "f fin", "f final", "fecha de culminacion", "culminacion"}
    ),
    Column.DATE: frozenset(
        {"fecha", "fechas", "fecha programada", "fechas programadas", "plazo", "fecha de realizacion", "plazos"}
        | {"fecha de ejecucion", "fecha limite", "cuando", "periodo", "periodos", "tiempo", "tiempo de ejecucion"}
        | {"cronograma", "programacion", "periodicidad", "frecuencia", "mes", "meses", "trimestre", "semestre"}
        | {"periodo de ejecucion", "plazo de ejecucion", "fecha o periodo", "termino", "cuatrimestre", "bimestre"}
        | {"tiempo estimado", "temporalidad", "mes de ejecucion", "fecha tentativa", "fecha estimada"}
        | {"fecha de cumplimiento", "fecha cumplimiento", "plazo de cumplimiento", "fecha limite de cumplimiento"}
    ),
    Column.SECTION: frozenset(
        {"componente", "subcomponente", "subcomponente proceso", "componente proceso", "elemento", "etapa", "fase"}
        | {"proceso", "linea", "eje", "momento", "elementos", "componentes", "subcomponentes", "etapas", "fases"}
        | {"linea estrategica", "linea de accion", "eje tematico", "estrategia", "dimension", "categoria"}
    ),
    Column.WEEK: frozenset({"semana", "semanas"}),
    Column.DAY: frozenset({"dia", "dias"}),
    Column.YEAR: frozenset({"ano", "vigencia"}),
    Column.BUDGET: frozenset({"presupuesto", "costo", "costos", "recursos", "recursos financieros", "valor estimado"}),
}
COLUMN_OF = {synonym: column for column, synonyms in SYNONYMS.items() for synonym in synonyms}
# A narrow column of a PDF breaks «RESPONSABL E».
SQUEEZED = {synonym.replace(" ", ""): column for synonym, column in COLUMN_OF.items() if len(synonym) > 5}
LONGEST_HEADING = 90
APART = re.compile(
    r"\b(?:avances?|observacion(?:es)?|evidencias?|seguimiento|cumplimiento|estado|pendientes?|corte|soportes?"
    r"|termino si|porcentaje|tipo|apoyo|corresponsables?|lugar|publico|grupos? de valor|elaboro|reviso|aprobo)\b"
)
# Keywords of longer headings, tried in this order.
KEYWORDS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.CODE,
        re.compile(
            r"(?:no|n|num|numero|nro|cod|codigo|id|item|#)(?: de)?(?: la)? (?:actividad|accion|orden|item|tarea)"
        ),
    ),
    (
        Column.START,
        re.compile(r"(?:.* )?fechas? (?:\w+ ){0,2}(?:inici\w*|desde|comienzo)|inicio (?:de|programado)\b.*"),
    ),
    (
        Column.END,
        re.compile(
            r"(?:.* )?fechas? (?:\w+ ){0,2}(?:fin|final\w*|terminacion|culminacion|cierre|hasta)"
            r"|fin (?:de|programado)\b.*"
        ),
    ),
    (
        Column.RESPONSIBLE,
        re.compile(r"(?:\w+ ){0,4}responsables?\b.{0,50}|(?:dependencias?|lider(?:es)?|areas?)\b.{0,40}"),
    ),
    (Column.INDICATOR, re.compile(r"indicador(?:es)?\b.{0,40}|formula\b.{0,40}")),
    (Column.GOAL, re.compile(r"(?:metas?|productos?|entregables?|resultados?)\b.{0,50}")),
    (
        Column.BUDGET,
        re.compile(r"(?:presupuesto|costos?|recursos)\b.{0,40}|valor (?:estimado|presupuestado|total).{0,20}"),
    ),
    (Column.SECTION, re.compile(r"(?:sub ?)?(?:componentes?|elementos?|etapas?|fases?|momentos?)\b.{0,60}")),
    (
        Column.DATE,
        re.compile(
            r"(?:fechas?|plazos?|periodos?|periodicidad|cronograma|tiempos?|programacion|vigencia)\b.{0,40}"
            r"|mes(?:es)? (?:de|programad\w+|propuest\w+|previst\w+|tentativ\w+|estimad\w+)\b.{0,30}"
        ),
    ),
    (
        Column.NAME,
        re.compile(
            r"(?:\w+ ){0,3}(?:actividad(?:es)?|accion(?:es)?|tareas?)(?: (?!responsable)\w+){0,7}|descripcion\b.{0,40}"
            r"|nombre (?:del?|de la) (?:espacio|evento|jornada|mecanismo)\b.{0,40}"
        ),
    ),
)
STAGE_WORDS = re.compile(r"(?:etapas?|fases?|momentos?)\b")
# Of several columns with the same meaning, that of the earliest words here is the one; the others are kept apart.
PREFERRED: Mapping[Column, tuple[frozenset[str], ...]] = {
    Column.NAME: (
        frozenset({"actividad", "actividades"}),
        frozenset({"accion", "acciones"}),
        frozenset({"espacio", "espacios", "evento", "eventos"}),
    ),
    Column.GOAL: (frozenset({"producto", "productos", "entregable", "entregables"}),),
    Column.RESPONSIBLE: (
        frozenset({"dependencia", "dependencias"}),
        frozenset({"responsable", "responsables", "lider", "lideres"}),
    ),
    Column.SECTION: (
        frozenset({"subcomponente", "subcomponentes"}),
        frozenset({"elemento", "elementos"}),
        frozenset({"componente", "componentes"}),
    ),
    Column.DATE: (frozenset({"fecha", "fechas"}),),
}
DONE = re.compile(r"(?:realizad|cumplid|ejecutad|desarrollad|logrado|alcanzad)\w*")  # what was made of the plan
WEAK_NAMES = frozenset({"descripcion", "tarea", "tareas", "que", "tema", "iniciativa", "mecanismo"}) | frozenset(
    {"espacio", "espacios", "espacio de dialogo", "espacio de participacion", "evento", "eventos"}
    | {"compromiso", "compromisos"}
)
FOREIGN = frozenset(
    {"version", "firma", "cedula", "documento de identidad", "telefono", "correo", "correo electronico"}
    | {"contratista", "codigo unspsc", "codigos unspsc", "modalidad de seleccion", "valor total estimado"}
)
HOURS = frozenset({"hora", "horas", "horario", "hora inicio", "hora de inicio", "hora inicial", "minutos", "duracion"})


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one table: the place of each known one, its marks, and the heading of every place.

    `periods`, `stages` and `elements` are the columns whose cells hold only a mark.
    """

    places: Mapping[Column, int]
    headings: tuple[str, ...]
    periods: Mapping[int, tuple[Period, ...]] = field(default_factory=dict)
    stages: Mapping[int, str] = field(default_factory=dict)
    elements: Mapping[int, str] = field(default_factory=dict)
    table: int = 0
    sheet: str = ""
    line: int = 0

    @property
    def section_label(self) -> str | None:
        """The section written inside the header row itself, in the place of the first heading."""
        first = self.headings[0]
        return first if 0 not in self.places.values() and 0 not in self.marks and is_section_label(first) else None

    @cached_property
    def marks(self) -> frozenset[int]:
        return frozenset((*self.periods, *self.stages, *self.elements))

    @property
    def width(self) -> int:
        return len(self.headings)

    def heading(self, index: int) -> str:
        named = self.headings[index] if index < len(self.headings) else ""
        return named or f"Columna {index + 1}"

    def column_at(self, index: int, cell: str) -> Column | None:
        """Return what a cell in that place says. A first column without heading holds codes or section labels."""
        known = self._by_place.get(index)
        return known or (self._unnamed_first_column(cell) if index == 0 and self._first_is_unnamed else None)

    @cached_property
    def _by_place(self) -> Mapping[int, Column]:
        return {place: column for column, place in self.places.items()}

    @cached_property
    def _first_is_unnamed(self) -> bool:
        return not self.headings[0] or self.section_label is not None

    def _unnamed_first_column(self, cell: str) -> Column | None:
        guess = Column.CODE if looks_like_code(cell) else Column.SECTION
        return None if guess in self.places else guess


def recognise(cell: str) -> Column | None:
    """Return the column that a heading names, or None."""
    words = fold(cell)
    if not words or len(words) > LONGEST_HEADING:
        return None
    return COLUMN_OF.get(words) or SQUEEZED.get(words.replace(" ", "")) or _by_keyword(words)


def is_exact(cell: str) -> bool:
    """True for the usual words of a heading; False for longer ones that only begin or end like one."""
    return fold(cell) in COLUMN_OF


def _by_keyword(words: str) -> Column | None:
    if APART.search(words):
        return None
    return next((column for column, form in KEYWORDS if form.fullmatch(words)), None)


def rank(column: Column, cell: str) -> int:
    """Return the place of a heading among those with the same meaning: the lowest is the best."""
    words, preferred = set(fold(cell).split()), PREFERRED.get(column, ())
    if any(DONE.fullmatch(word) for word in words):
        return len(preferred) + 1
    return next((place for place, group in enumerate(preferred) if words & group), len(preferred))
