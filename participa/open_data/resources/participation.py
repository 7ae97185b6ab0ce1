"""What people proposed, voted and answered, only in sums: from one to four people are not told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participa.evaluations import figures as evaluation_figures
from participa.evaluations.models import EVALUATION_DOOR_LABELS, Evaluation, EvaluationFigure
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.open_data import hiding
from participa.open_data.addresses import page
from participa.open_data.fields import (
    Field,
    FieldKind,
    Filter,
    Record,
    Resource,
    Row,
    Value,
    Wanted,
    address,
    begins,
    counted,
    of_year,
)
from participa.shared.suppression import protect_total
from participa.surveys.models import LEVEL_LABELS, SURVEY_STATE_LABELS, Survey, SurveyState
from participa.surveys.results.models import SurveySummary
from participa.surveys.results.queries import Table, TableKind, results_of
from participa.topics.models import CALL_USE_LABELS, CallState, Nomination, TopicCall, TopicGroup, TopicLink, TopicVote
from participa.topics.queries import fates, groups, votes

TEXT, WHOLE, INSTANT, DECIMAL = FieldKind.TEXT, FieldKind.WHOLE, FieldKind.INSTANT, FieldKind.DECIMAL
EACH = 100_000  # marks of one object: no survey has as many numbers
HIDDEN = "Vacío si son menos de cinco."
SURVEY_STATES = tuple(SURVEY_STATE_LABELS[state] for state in SurveyState if state is not SurveyState.DRAFT)
LEVELS, DOORS = tuple(LEVEL_LABELS.values()), tuple(EVALUATION_DOOR_LABELS.values())
FIELDS_OF_A_TOPIC = (
    Field("convocatoria", TEXT, "El código de la convocatoria.", (TopicCall.slug,)),
    Field("numero", WHOLE, "El número del tema en ella.", (TopicGroup.number,)),
    Field("titulo", TEXT, "El tema.", (TopicGroup.title,)),
    Field("uso", TEXT, "Qué se preguntó.", (TopicCall.use,), codes=tuple(CALL_USE_LABELS.values())),
    Field("abre", INSTANT, "Desde cuándo se postula.", (TopicCall.opens_at,)),
    Field("cierra", INSTANT, "Hasta cuándo se postula.", (TopicCall.closes_at,)),
    Field("postulaciones", WHOLE, "Cuántas postulaciones reúne.", (Nomination.id,)),
    Field("apoyos", WHOLE, f"Cuántos apoyos suman. {HIDDEN}", (Nomination.supports,), may_be_empty=True),
    Field("votos", WHOLE, f"Cuántas personas votaron en la convocatoria. {HIDDEN}", (TopicVote.tally,), True),
    Field("puesto", WHOLE, "El puesto en la votación. Los empates lo comparten.", (TopicVote.tally,), True),
    Field("que_paso", TEXT, "Dónde se trató y qué salió de ahí.", ("topic_link.words",), may_be_empty=True),
    address("La página del tema.", TopicGroup.number),
)
FIELDS_OF_A_SURVEY = (
    Field("codigo", TEXT, "Su parte de la dirección. No se repite.", (Survey.slug,)),
    Field("titulo", TEXT, "Su nombre.", (Survey.title,)),
    Field("para_que", TEXT, "Para qué se hizo.", (Survey.about,), may_be_empty=True),
    Field("estado", TEXT, "Cómo va.", (Survey.state,), codes=SURVEY_STATES),
    Field("control", TEXT, "Cómo se cuida una respuesta por persona.", (Survey.level,), False, LEVELS),
    Field("abre", INSTANT, "Desde cuándo se responde.", (Survey.opens_at,)),
    Field("cierra", INSTANT, "Hasta cuándo se responde.", (Survey.closes_at,)),
    Field("espacio", TEXT, "El código del espacio.", (Event.slug,), may_be_empty=True),
    Field("respuestas", WHOLE, f"Cuántas personas respondieron. {HIDDEN}", (SurveySummary.shown,), may_be_empty=True),
    Field("que_se_hizo", TEXT, "Qué se hizo con los resultados.", (Survey.outcome,), may_be_empty=True),
    address("La página de la encuesta.", Survey.slug),
)
FIELDS_OF_A_RESULT = (
    Field("encuesta", TEXT, "El código de la encuesta.", (Survey.slug,)),
    Field("grupo", TEXT, "El grupo, si la cifra es de uno solo.", (SurveySummary.shown,), may_be_empty=True),
    Field("pregunta", TEXT, "Lo que se preguntó.", (SurveySummary.shown,)),
    Field("respuesta", TEXT, "La opción.", (SurveySummary.shown,)),
    Field("medida", TEXT, "Qué cuenta el valor.", (SurveySummary.shown,)),
    Field("valor", WHOLE, "Cuántas personas. Vacío si está oculto.", (SurveySummary.shown,), may_be_empty=True),
    Field("promedio", TEXT, "El promedio, si la pregunta tiene uno.", (SurveySummary.shown,), may_be_empty=True),
    Field("de", WHOLE, f"De cuántas personas. {HIDDEN}", (SurveySummary.shown,), may_be_empty=True),
    Field("corte", INSTANT, "Cuándo se contó.", (SurveySummary.counted_at,), may_be_empty=True),
    address("La página de los resultados.", Survey.slug),
)
FIELDS_OF_AN_EVALUATION = (
    Field("espacio", TEXT, "El código del espacio.", (Event.slug,)),
    Field("inicio", INSTANT, "Cuándo empezó el espacio.", (Event.starts_at,)),
    Field("puerta", TEXT, "Cómo llegó la respuesta.", (EvaluationFigure.door,), False, DOORS),
    Field("nombre", TEXT, "El nombre corto de la pregunta. Es el mismo todos los años.", (EvaluationFigure.item,)),
    Field("pregunta", TEXT, "Lo que se preguntó.", (EvaluationFigure.words,)),
    Field("opcion", TEXT, "La opción.", (EvaluationFigure.labels,)),
    Field("personas", WHOLE, "Cuántas la eligieron. Vacío si está oculto.", (EvaluationFigure.counts,), True),
    Field("de", WHOLE, f"Cuántas respondieron. {HIDDEN}", (EvaluationFigure.answered,), may_be_empty=True),
    Field("promedio", DECIMAL, "El promedio de 1 a 5, si la pregunta lo tiene.", (EvaluationFigure.counts,), True),
    address("La página de la evaluación.", Event.slug),
)


def read_topics(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The topics that stand, of public calls."""
    found = select(TopicGroup).join(TopicGroup.call).where(TopicCall.state == CallState.PUBLISHED)
    found = found.where(TopicGroup.ended_at.is_(None), TopicGroup.id > after)
    if wanted.year is not None:
        first, last = of_year(wanted.year)
        found = found.where(TopicCall.opens_at >= first, TopicCall.opens_at < last)
    if wanted.since is not None:
        found = found.where(TopicCall.closes_at >= begins(wanted.since))
    vote = joinedload(TopicGroup.call).joinedload(TopicCall.vote).joinedload(TopicVote.survey)
    rows = list(db.session.scalars(found.options(vote).order_by(TopicGroup.id).limit(most)))
    sizes, became = groups.sizes(rows), fates.of_groups(rows)
    return [(one.id, _topic(one, wanted) | _size(*sizes[one.id], became[one.id]) | _voted(one)) for one in rows]


def _topic(one: TopicGroup, wanted: Wanted) -> dict[str, Value]:
    return {
        "convocatoria": one.call.slug,
        "numero": one.number,
        "titulo": one.title,
        "uso": one.call.use_label,
        "abre": one.call.opens_at,
        "cierra": one.call.closes_at,
        "pagina": page(wanted.site, "topics.topic", slug=one.call.slug, number=one.number),
    }


def _size(nominations: int, supports: int, fate: fates.Fate) -> dict[str, Value]:
    return {
        "postulaciones": nominations,
        "apoyos": protect_total(supports),
        "que_paso": fate.in_short or None,
    }


def _voted(one: TopicGroup) -> dict[str, Value]:
    """The order is told as soon as the result is; the number of votes, when it tells nothing of a few."""
    found = votes.find_counted(one.call.vote)
    if found is None or not found.tally.is_told:
        return {"votos": None, "puesto": None}
    return {"votos": found.votes, "puesto": found.tally.place_of(one.code)}


def read_surveys(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The surveys that are open or over."""
    rows = _surveys(wanted, after, most)
    return [(one.id, _survey(one, wanted)) for one in rows]


def _surveys(wanted: Wanted, after: int, most: int) -> list[Survey]:
    found = select(Survey).where(Survey.state != SurveyState.DRAFT, Survey.id > after)
    if wanted.year is not None:
        first, last = of_year(wanted.year)
        found = found.where(Survey.opens_at >= first, Survey.opens_at < last)
    if wanted.state is not None:
        found = found.where(Survey.state == SURVEY_STATE_OF[wanted.state])
    if wanted.since is not None:
        found = found.where(Survey.closes_at >= begins(wanted.since))
    return list(db.session.scalars(found.options(joinedload(Survey.event)).order_by(Survey.id).limit(most)))


def _survey(one: Survey, wanted: Wanted) -> dict[str, Value]:
    results = results_of(one)
    space = one.event if one.event is not None and one.event.is_public else None
    return {
        "codigo": one.slug,
        "titulo": one.title,
        "para_que": one.about or None,
        "estado": one.state_label,
        "control": one.level_label,
        "abre": one.opens_at,
        "cierra": one.closes_at,
        "espacio": space.slug if space else None,
        "respuestas": results.answers if results else None,
        "que_se_hizo": one.outcome or None,
        "pagina": page(wanted.site, "surveys.results", slug=one.slug),
    }


def read_results(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Every number of the results page of each survey: what the page hides has no value here."""
    found: list[Row] = []
    last = max(after // EACH - 1, 0)
    while len(found) < most and (rows := _surveys(wanted, last, 1)):
        last = rows[0].id
        found += counted(list(_results(rows[0], wanted)), last * EACH + 1, after)
    return found[:most]


def _results(survey: Survey, wanted: Wanted) -> Iterator[Record]:
    results = results_of(survey)
    if results is None or results.answers is None:
        return
    common: dict[str, Value] = {
        "encuesta": survey.slug,
        "pagina": page(wanted.site, "surveys.results", slug=survey.slug),
    }
    for table in results.tables:
        cut: dict[str, Value] = {"corte": table.cut or results.counted_at}
        yield from (common | cut | {"grupo": None} | line for line in _lines(table, table.title))
    for cross in results.crosses:
        cut = {"corte": cross.table.cut or results.counted_at, "grupo": cross.group_label}
        yield from (common | cut | line for line in _lines(cross.table, cross.item_label))


def _lines(table: Table, asked: str) -> Iterator[dict[str, Value]]:
    told: dict[str, Value] = {"pregunta": asked, "de": table.people, "valor": None, "promedio": None}
    if table.withheld is not None:
        yield told | {"respuesta": "Todas", "medida": "Personas"}
    for line in table.lines:
        for head, value in zip(table.columns, line.values, strict=False):
            yield told | {"respuesta": line.label, "medida": head, "valor": value}
        if line.mean:
            measure = "Promedio de puntos" if table.kind is TableKind.MEANS else "Puesto promedio"
            yield told | {"respuesta": line.label, "medida": measure, "promedio": line.mean}
    if table.mean:
        yield told | {"respuesta": "Todas", "medida": "Promedio", "promedio": table.mean}


def read_evaluations(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Every figure of the evaluation of each space, as its public page tells it."""
    found: list[Row] = []
    last = max(after // EACH - 1, 0)
    while len(found) < most and (one := _evaluation_after(wanted, last)):
        last = one.id
        found += counted(list(_figures(one, wanted)), last * EACH + 1, after)
    return found[:most]


def _evaluation_after(wanted: Wanted, last: int) -> Evaluation | None:
    hidden = (EventState.DRAFT, EventState.CANCELLED)
    found = select(Evaluation).join(Evaluation.event).where(Event.state.not_in(hidden), Evaluation.id > last)
    found = found.where(Evaluation.counted_at.is_not(None))
    if wanted.year is not None:
        first, end = of_year(wanted.year)
        found = found.where(Event.starts_at >= first, Event.starts_at < end)
    if wanted.since is not None:
        found = found.where(Evaluation.counted_at >= begins(wanted.since))
    doors = (joinedload(Evaluation.survey), joinedload(Evaluation.open_survey))
    whole = (joinedload(Evaluation.event), selectinload(Evaluation.figures), *doors)
    return db.session.scalars(found.options(*whole).order_by(Evaluation.id).limit(1)).first()


def _figures(one: Evaluation, wanted: Wanted) -> Iterator[Record]:
    common: dict[str, Value] = {
        "espacio": one.event.slug,
        "inicio": one.event.starts_at,
        "pagina": page(wanted.site, "evaluations.detail", slug=one.event.slug),
    }
    for door in evaluation_figures.of(one).doors:
        for item in door.items:
            asked: dict[str, Value] = {
                "puerta": EVALUATION_DOOR_LABELS[door.door],
                "nombre": item.name,
                "pregunta": item.words,
            }
            for choice in item.choices:
                told: dict[str, Value] = {
                    "opcion": choice.label,
                    "personas": choice.amount,
                    "de": item.answered,
                    "promedio": item.mean,
                }
                yield common | asked | told


SURVEY_STATE_OF = {label: state for state, label in SURVEY_STATE_LABELS.items()}
TOPICS = Resource(
    name="temas",
    title="Temas propuestos y votados",
    about="Los temas que propuso la gente, cómo quedaron en la votación y qué pasó con cada uno.",
    fields=FIELDS_OF_A_TOPIC,
    read=read_topics,
    page="topics.index",
    filters={
        Filter.YEAR: "El año en que abre la convocatoria.",
        Filter.SINCE: "Cierra ese día o después.",
    },
    hidden=(hiding.stamped(TopicLink.removed_at), hiding.questions),
)
SURVEYS = Resource(
    name="encuestas",
    title="Encuestas",
    about="Cada encuesta: para qué fue, cuándo se respondió y qué se hizo con los resultados.",
    fields=FIELDS_OF_A_SURVEY,
    read=read_surveys,
    page="surveys.index",
    filters={
        Filter.YEAR: "El año en que abre.",
        Filter.STATE: "Cómo va.",
        Filter.SINCE: "Cierra ese día o después.",
    },
    states=SURVEY_STATES,
)
RESULTS = Resource(
    name="resultados-de-encuestas",
    title="Resultados de las encuestas",
    about="Cada cifra de los resultados, sin respuestas de nadie. Menos de cinco personas no se cuentan.",
    fields=FIELDS_OF_A_RESULT,
    read=read_results,
    page="surveys.index",
    filters={Filter.YEAR: "El año en que abre la encuesta.", Filter.SINCE: "La encuesta cierra ese día o después."},
)
EVALUATIONS = Resource(
    name="evaluaciones",
    title="Evaluación de los espacios",
    about="Lo que dijo de cada espacio quien estuvo, solo en sumas. Menos de cinco personas no se cuentan.",
    fields=FIELDS_OF_AN_EVALUATION,
    read=read_evaluations,
    page="evaluations.index",
    filters={Filter.YEAR: "El año del espacio.", Filter.SINCE: "Se contó ese día o después."},
)
