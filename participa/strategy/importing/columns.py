"""Which column holds what: header rows are recognised by the words that Colombian entities use for each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from participa.strategy.importing.folding import fold, looks_like_code
from participa.strategy.importing.grid import Row
from participa.strategy.importing.sections import is_section_label


class Column(StrEnum):
    """What a column of a cronograma says about an activity."""

    CODE = "code"
    NAME = "name"
    GOAL = "goal"
    INDICATOR = "indicator"
    RESPONSIBLE = "responsible"
    START = "start"
    END = "end"
    DATE = "date"
    SECTION = "section"


SYNONYMS: Mapping[Column, frozenset[str]] = {
    Column.CODE: frozenset({"no", "n", "#", "num", "numero", "nro", "item", "codigo", "cod", "id", "consecutivo"}),
    Column.NAME: frozenset(
        {"actividad", "actividades", "accion", "acciones", "actividades programadas", "actividad programada"}
        | {"descripcion", "descripcion de la actividad", "descripcion actividad", "nombre de la actividad"}
        | {"actividades a desarrollar", "actividad a desarrollar", "acciones a desarrollar", "tarea", "tareas"}
    ),
    Column.GOAL: frozenset(
        {"meta", "metas", "meta producto", "meta o producto", "meta de producto", "meta y producto", "producto"}
        | {"meta de producto indicador", "meta producto indicador", "productos", "entregable", "entregables"}
    ),
    Column.INDICATOR: frozenset({"indicador", "indicadores"}),
    Column.RESPONSIBLE: frozenset(
        {"responsable", "responsables", "responsable s", "dependencia responsable", "dependencias responsables"}
        | {"dependencia", "dependencias", "lider", "lideres", "area responsable", "responsable de la actividad"}
        | {"dependencia s responsable s", "dependencia lider", "oficina responsable", "secretaria responsable"}
    ),
    Column.START: frozenset(
        {"fecha inicial", "fecha inicio", "fecha de inicio", "fecha de inicial", "inicio", "desde", "fecha desde"}
    ),
    Column.END: frozenset(
        {"fecha final", "fecha fin", "fecha de fin", "fecha de finalizacion", "fecha finalizacion", "fin", "hasta"}
        | {"fecha de terminacion", "fecha terminacion", "fecha hasta", "final", "terminacion", "fecha de cierre"}
    ),
    Column.DATE: frozenset(
        {"fecha", "fechas", "fecha programada", "fechas programadas", "plazo", "fecha de realizacion"}
        | {"fecha de ejecucion", "fecha limite"}
    ),
    Column.SECTION: frozenset(
        {"componente", "subcomponente", "subcomponente proceso", "componente proceso", "elemento", "etapa", "fase"}
        | {"proceso", "linea", "eje", "momento"}
    ),
}
COLUMN_OF = {synonym: column for column, synonyms in SYNONYMS.items() for synonym in synonyms}


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one table: the place of each known one, and the heading of every place."""

    places: Mapping[Column, int]
    headings: tuple[str, ...]

    @property
    def section_label(self) -> str | None:
        """The section written inside the header row itself, in the place of the first heading."""
        first = self.headings[0]
        return first if 0 not in self.places.values() and is_section_label(first) else None

    def heading(self, index: int) -> str:
        named = self.headings[index] if index < len(self.headings) else ""
        return named or f"Columna {index + 1}"

    def column_at(self, index: int, cell: str) -> Column | None:
        """Return what a cell in that place says. A first column without heading holds codes or section labels."""
        known = next((column for column, place in self.places.items() if place == index), None)
        return known or (self._unnamed_first_column(cell) if index == 0 and self._first_is_unnamed else None)

    @property
    def _first_is_unnamed(self) -> bool:
        return not self.headings[0] or self.section_label is not None

    def _unnamed_first_column(self, cell: str) -> Column | None:
        guess = Column.CODE if looks_like_code(cell) else Column.SECTION
        return None if guess in self.places else guess


def recognise(cell: str) -> Column | None:
    """Return the column that a heading names, or None."""
    return COLUMN_OF.get(fold(cell))


def find_header(row: Row) -> ColumnMap | None:
    """Return the columns if this row is a header: it names the activity and at least one other column."""
    places: dict[Column, int] = {}
    for index, cell in row.filled:
        if column := recognise(cell):
            places.setdefault(column, index)
    return ColumnMap(places, row.cells) if Column.NAME in places and len(places) > 1 else None
