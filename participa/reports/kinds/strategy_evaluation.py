"""The evaluation report of the strategy: the six minimum indicators of the Manual Único, and the questions."""

from collections.abc import Iterator

from participa.office_reports.whole import Whole
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections import commitments, evaluations, fulfilment, questions, spaces
from participa.reports.kinds.sections.telling import page, part, report_of
from participa.reports.queries import indicators, wholes
from participa.shared.clock import today
from participa.shared.report.model import Block, Heading, Note, Prose, Report, said, table
from participa.shared.templating import counted
from participa.strategy.models import Strategy

HOW = "Nadie escribe estas cifras a mano. Salen de las mismas páginas públicas que cualquiera puede leer."


def build(subject: Subject, texts: Texts) -> Report:
    """Everything of the year of the subject, as the data are today."""
    return report_of(KIND, subject, list(_blocks(subject.year, texts)))


def _blocks(year: int, texts: Texts) -> Iterator[Block]:
    period, strategy = indicators.year_of(year), indicators.find_strategy(year)
    held, evaluated, found = indicators.spaces(period), indicators.evaluated(period), wholes.of_year(year)
    promised, asked = indicators.promised(year), indicators.answered(period, today())
    yield Heading("En pocas palabras", 2, "resumen")
    yield from texts.prose("summary")
    yield from _strategy(strategy, texts)
    yield from spaces.held(held)
    yield from spaces.groups(held)
    yield from _informed(found, "groups", "grupos-informados", "Grupos que informaron las dependencias")
    yield from spaces.goals(held)
    yield from evaluations.blocks(evaluated)
    yield from _informed(found, "observations", "observaciones-informadas", "Lo que recogieron las dependencias")
    yield from commitments.blocks(promised, year)
    yield from _fulfilled(strategy)
    yield from questions.blocks(asked)
    yield from part(texts, "conclusions", "Conclusiones", "conclusiones")
    yield from part(texts, "improvements", "Qué se propone mejorar", "mejoras")
    yield Note(HOW)


def _informed(found: list[Whole], name: str, table_name: str, caption: str) -> Iterator[Block]:
    """What the offices wrote in a part of their published internal reports; nothing when no report has it."""
    rows = [
        (said(whole.event.title, page("office_reports.detail", slug=whole.event.slug)), said(office), said(words))
        for whole in found
        for told in whole.parts
        if told.name == name
        for office, words in told.typed
    ]
    if rows:
        yield table(table_name, caption, ("Espacio", "Dependencia", "Qué informó"), rows)


def _strategy(strategy: Strategy | None, texts: Texts) -> Iterator[Block]:
    yield Heading("La estrategia", 2, "estrategia")
    yield from texts.prose("strategy")
    if strategy is not None:
        where = page("strategy.schedule", year=strategy.year)
        yield Note(f"{strategy.title}, versión {strategy.version}.", where)


def _fulfilled(strategy: Strategy | None) -> Iterator[Block]:
    if strategy is None:
        yield Heading("Cumplimiento de las actividades", 2, "cumplimiento")
        yield Prose(fulfilment.NO_STRATEGY)
        return
    found = indicators.fulfilled(strategy, today())
    yield from fulfilment.blocks(found, strategy)


def _summary(subject: Subject) -> str:
    """The year in some sentences, with its figures."""
    year, period = subject.year, indicators.year_of(subject.year)
    held, asked = indicators.spaces(period), indicators.answered(period, today()).whole
    strategy, promised = indicators.find_strategy(year), indicators.promised(year).whole
    told = [f"En {year} la entidad realizó {counted(held.total, 'espacio de diálogo', 'espacios de diálogo')}."]
    if strategy is not None:
        whole = indicators.fulfilled(strategy, today()).whole
        told.append(f"Cumplió {whole.value} de {whole.of} actividades de la estrategia.")
    received, answers = counted(asked.received, "pregunta", "preguntas"), asked.answered_in_time
    told.append(f"Recibió {received} y respondió {answers} a tiempo.")
    told.append(f"Hizo {counted(promised.promised, 'compromiso público', 'compromisos públicos')}.")
    return " ".join(told)


def _objective(subject: Subject) -> str:
    strategy = indicators.find_strategy(subject.year)
    return strategy.objective if strategy else fulfilment.NO_STRATEGY


def _lacks(subject: Subject) -> list[str]:
    evaluated = indicators.evaluated(indicators.year_of(subject.year))
    pending = sum(one.without_answer for one in evaluated)
    if not pending:
        return []
    words = counted(pending, "recomendación", "recomendaciones")
    return [f"Falta decir qué se hizo con {words} de las evaluaciones."]


KIND = Kind(
    name="evaluacion-de-la-estrategia",
    label="Informe de evaluación de la estrategia",
    scope=Scope.YEAR,
    describe="Los indicadores mínimos del Manual Único y las preguntas de la ciudadanía, de todo el año.",
    build=build,
    texts=(
        TextBlock("summary", "En pocas palabras", "Lo que más importa del año, en pocas frases.", _summary),
        TextBlock("strategy", "La estrategia", "Qué buscaba la estrategia y si lo logró.", _objective),
        TextBlock("conclusions", "Conclusiones", "Qué salió bien y qué no. Diga por qué."),
        TextBlock("improvements", "Qué se propone mejorar", "Lo que entra al plan de mejoramiento."),
    ),
    activity_words=(
        *("informe de evaluacion", "analizar la implementacion de la estrategia", "informe final del proceso"),
        *("evaluacion y retroalimentacion", "informe general de la rendicion", "informe general de rendicion"),
        *("resultados del informe", "seguimiento al cronograma"),
        *("seguimiento al cronograma", "los resultados del informe"),
    ),
    lacks=_lacks,
)
register(KIND)
