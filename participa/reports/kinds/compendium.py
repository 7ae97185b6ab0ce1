"""The compendium of a space: each question with its answer, and how the entity kept its term."""

from collections.abc import Iterator

from participa.questions.queries import compendium as queries
from participa.questions.queries import figures
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, asked, register
from participa.reports.kinds.of_space import facts, report, space_of, was_held
from participa.shared.clock import today
from participa.shared.report.model import Block, Heading, Report
from participa.shared.templating import counted, plain_day

NAME, LABEL = "preguntas-y-respuestas", "Preguntas y respuestas"


def build(subject: Subject, texts: Texts) -> Report:
    return report(NAME, LABEL, space_of(subject), _blocks(subject, texts))


def _blocks(subject: Subject, texts: Texts) -> Iterator[Block]:
    event = space_of(subject)
    told, numbers = queries.of_event(event.id), figures.of_space(event.id, today())
    yield from texts.prose("intro")
    yield Heading("El espacio", 2, "espacio")
    yield facts(event)
    yield Heading("En resumen", 2, "resumen")
    yield asked.sums(numbers.whole, len(told), sum(one.question.is_withheld for one in told))
    if numbers.whole.received:
        yield Heading("Por oficina", 2, "oficinas")
        yield from asked.by_office(numbers)
        yield Heading("Por tema", 2, "temas")
        yield from asked.by_topic(numbers)
    yield Heading("Cada pregunta con su respuesta", 2, "cada-pregunta")
    yield asked.whole(told)
    yield Heading("El plazo de cada una", 2, "plazo-de-cada-una")
    yield asked.terms(told)
    if texts["closing"]:
        yield Heading("Lo que sigue", 2, "sigue")
        yield from texts.prose("closing")
    yield Heading("Cómo se contó", 2, "cuenta")
    yield from asked.notes(event)


def lacks(subject: Subject) -> list[str]:
    """What still waits for its answer, or for somebody to look at it."""
    event = space_of(subject)
    numbers = figures.of_space(event.id, today()).whole
    unseen = numbers.received - len(queries.of_event(event.id))
    sentences = []
    if numbers.pending:
        verb = "Falta" if numbers.pending == 1 else "Faltan"
        sentences.append(f"{verb} {counted(numbers.pending, 'pregunta', 'preguntas')} por responder.")
    if unseen:
        verb = "espera revisión y no sale" if unseen == 1 else "esperan revisión y no salen"
        sentences.append(f"{counted(unseen, 'pregunta', 'preguntas')} {verb} en el informe.")
    return sentences


def _intro(subject: Subject) -> str:
    event = space_of(subject)
    received = figures.of_space(event.id, today()).whole.received
    return (
        f"Este documento reúne lo que la gente preguntó en «{event.title}», del {plain_day(event.starts_at)}.\n"
        f"El espacio recibió {counted(received, 'pregunta', 'preguntas')}. La ley pide responder cada una por escrito, "
        "en quince días hábiles, y publicar la respuesta."
    )


KIND = Kind(
    name=NAME,
    label=LABEL,
    scope=Scope.EVENT,
    describe="Cada pregunta del espacio con su respuesta, y cuántas salieron a tiempo.",
    build=build,
    texts=(
        TextBlock("intro", "Presentación", "Diga en pocas frases qué es este documento.", _intro),
        TextBlock(
            "closing",
            "Lo que sigue",
            "Qué pasa con las preguntas que faltan y con los compromisos.",
            "Cada pregunta tiene una página propia. Allí sale la respuesta cuando se publica y también si se corrige.",
        ),
    ),
    activity_words=("respuestas escritas", "publicacion de las respuestas", "resultados de las preguntas"),
    is_for=was_held,
    lacks=lacks,
)
register(KIND)
