"""Loads of history, made by the verbs of the room."""

from datetime import date

from participa.accounts.models import User
from participa.history import services, tables
from participa.history.models import HistoryKind, HistoryLoad
from participa.shared.forms import new_form_key
from participa.shared.unit_of_work import unit_of_work

TODAY = date(2026, 11, 20)
SOURCE = "Sistema de PQRSD anterior"
TITLES = {kind: ";".join(column.title for column in columns) for kind, columns in tables.COLUMNS.items()}
ROWS = {
    HistoryKind.QUESTION: "{key};2019-11-05;{text};{outcome};2019-11-20;Secretaría de Hacienda;Vías",
    HistoryKind.SPACE: "{key};2019-12-04;{text};Audiencia pública;Coliseo;180;Secretaría de Gobierno;{outcome}",
    HistoryKind.COMMITMENT: "{key};2019-12-04;{text};Cumplido;2020-06-30;2020-05-12;Secretaría de Obras;{outcome}",
}


def table(kind: HistoryKind, *rows: str) -> bytes:
    """The file with its titles."""
    return "\n".join([TITLES[kind], *rows, ""]).encode()


def line(kind: HistoryKind, key: str, text: str = "¿Cuánto costó el puente?", outcome: str = "Costó poco.") -> str:
    """A row whose texts may hold anything."""
    quoted = {name: '"' + words.replace('"', '""') + '"' for name, words in (("text", text), ("outcome", outcome))}
    return ROWS[kind].format(key=key, **quoted)


def brought(admin: User, kind: HistoryKind, *rows: str, source: str = SOURCE) -> HistoryLoad:
    """A table that waits to be confirmed."""
    read = tables.read(kind, table(kind, *rows), TODAY)
    with unit_of_work():
        return services.bring(kind, source, read, admin, new_form_key())


def loaded(admin: User, kind: HistoryKind, *rows: str, source: str = SOURCE) -> HistoryLoad:
    """A table whose rows everybody reads."""
    load = brought(admin, kind, *rows, source=source)
    with unit_of_work():
        return services.confirm(load.id, admin)
