"""A small kind of report that counts the spaces, as the data are when it is read."""

import pytest
from sqlalchemy import func, select

from participa.events.models import Event
from participa.extensions import db
from participa.reports import kinds
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts
from participa.shared.clock import now
from participa.shared.report.model import Figure, Figures, Heading, Report, amount, said, table

NAME = "conteo"


def spaces() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def suggested(_subject: Subject) -> str:
    return f"Hasta hoy hay {spaces()} en la lista."


def build(subject: Subject, texts: Texts) -> Report:
    blocks = (
        *texts.prose("intro"),
        Heading("Cuántos", 2, "cuantos"),
        Figures("cifras", "Cifras", (Figure("Espacios", amount(spaces()), "Se cuentan todos."),)),
        table("tabla", "Espacios del año", ("Dato", "Valor"), [(said("Espacios"), amount(spaces()))]),
    )
    return Report(NAME, f"Conteo de {subject.name}", "Municipio de Prueba", "Lo que hay.", now(), blocks)


KIND = Kind(
    name=NAME,
    label="Conteo de espacios",
    scope=Scope.YEAR,
    describe="Cuántos espacios hay.",
    build=build,
    texts=(TextBlock("intro", "Presentación", "Diga qué es.", suggested),),
    activity_words=("informe de resultados",),
)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """The kind, known to the site for one test."""
    monkeypatch.setitem(kinds._kinds, NAME, KIND)
    return KIND
