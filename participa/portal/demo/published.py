"""Documents and bulletins of the story: one was consulted and mended with what people said, another is open now."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from participa.documents import services
from participa.documents.models import DraftConsultation, DraftObservation, PaperKind, PublicDocument
from participa.documents.services import Writing
from participa.events.models import Event
from participa.extensions import db
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.strategy import queries as strategies
from participa.strategy.models import Decision, Strategy


@dataclass(frozen=True)
class Paper:
    """A document: when it came out, what it says, and the activity that it fulfils."""

    key: str
    kind: PaperKind
    title: str
    day: int
    text: str
    activity: str = ""
    space: str = ""
    is_prior: bool = False
    has_file: bool = False


PAPERS = (
    Paper(
        *("equipo", PaperKind.NORM, "Resolución que nombra el equipo de rendición de cuentas", -140),
        "Nombra una persona de cada oficina. Dice qué debe hacer el equipo y cada cuánto se reúne.",
        activity="Nombrar el equipo que lidera la rendición de cuentas",
        has_file=True,
    ),
    Paper(
        *("gasto", PaperKind.PRESENTATION, "En qué se gastó la plata del primer semestre", -82),
        "De cada cien pesos, cuarenta fueron para salud y educación, y veinticinco para vías.",
        activity="Publicar en qué se gastó la plata del primer semestre",
        has_file=True,
    ),
    Paper(
        *("vias", PaperKind.BULLETIN, "La mesa de vías ya tiene respuestas", -50),
        "La gente preguntó por ocho vías.\n\nLa oficina de Infraestructura respondió por escrito. "
        "Cada respuesta está en la página de preguntas.",
        space="vias",
    ),
    Paper(
        *("gestion", PaperKind.MANAGEMENT_REPORT, "Informe de gestión en lenguaje sencillo", -26),
        "Qué se prometió, qué se hizo, cuánto costó y qué falta. Lo esencial está en las dos primeras páginas.",
        activity="Publicar el informe de gestión en lenguaje sencillo",
        space="audiencia",
        is_prior=True,
        has_file=True,
    ),
    Paper(
        *("audiencia", PaperKind.BULLETIN, "Así será la audiencia pública de este año", -7),
        "Puede ir al coliseo o verla por internet.\n\nPregunte desde ya: lo que llegue antes se lee allí.",
        space="audiencia",
    ),
    Paper(
        *("reglas", PaperKind.OTHER, "Borrador de las reglas del encuentro con jóvenes", -3),
        "Proponemos cómo se habla, quién modera y cómo se recogen las ideas. Díganos qué cambiaría.",
        has_file=True,
    ),
)
CONSULTED, OPEN = "gestion", "reglas"
OPEN_PART, OPEN_WORDS = "Quién modera", "Que también modere una persona joven, no solo alguien de la alcaldía."
OBSERVED = (
    ("Costos", "Pongan cuánto costó cada obra, no solo el total.", Decision.ACCEPTED,
     "Se agregó una tabla con cada obra."),
    ("", "El informe es muy largo para leerlo en el teléfono.", Decision.PARTLY, "Se hizo un resumen de dos páginas."),
    ("Vías", "Faltan las vías que se van a hacer el otro año.", Decision.NOT_ACCEPTED,
     "El informe cuenta lo que ya pasó. Lo que viene está en el plan de acción."),
)  # fmt: skip
MENDED = "Agrega el costo de cada obra y un resumen, como lo pidió la ciudadanía."


@dataclass(frozen=True)
class Publisher:
    """Publishes for the team of the story."""

    story: Story
    staff: Staff
    activities: dict[str, int]
    spaces: dict[str, Event]

    def publish(self, paper: Paper) -> PublicDocument:
        with at_instant(self.story.at(paper.day, 8)):
            key = f"demostracion-documento-{paper.key}"
            document = services.begin(self.writing(paper), key, self.staff.communications)
            services.publish(document, 1, self.staff.communications)
        return document

    def writing(self, paper: Paper, why: str = "") -> Writing:
        space = self.spaces.get(paper.space)
        return Writing(
            kind=paper.kind,
            title=paper.title,
            year=self.story.day(paper.day).year,
            text=paper.text,
            activity_id=self.activities.get(paper.activity),
            event_id=space.id if space else None,
            is_prior_report=paper.is_prior,
            reason=why,
            uploads=(_file(paper),) if paper.has_file else (),
        )

    def consult(self, document: PublicDocument) -> None:
        """Observed for a week, replied by one person and published by another, and then mended."""
        with at_instant(self.story.at(-25, 9)):
            days = self.story.day(-25), self.story.day(-18)
            asked = services.consult(document, *days, self.staff.approver, "¿Qué le falta al informe?")
        for number, said in enumerate(OBSERVED):
            self._answer(asked, number, *said)
        with at_instant(self.story.at(-15, 9)):
            paper = next(one for one in PAPERS if one.key == CONSULTED)
            services.rewrite(document, self.writing(paper, MENDED), self.staff.communications)
            services.publish(document, 2, self.staff.communications)

    def _answer(
        self, asked: DraftConsultation, number: int, part: str, words: str, decision: Decision, reasons: str
    ) -> None:
        with at_instant(self.story.at(-24 + number, 15)):
            services.observe(asked, words, f"demostracion-observacion-informe-{number}", part)
        with at_instant(self.story.at(-16, 10 + number)):
            row = _observed(asked, number)
            services.reply(row, decision, reasons, "", self.staff.communications)
            services.publish_reply(row, self.staff.approver)

    def ask_now(self, document: PublicDocument) -> None:
        with at_instant(self.story.at(-2, 9)):
            days = self.story.day(-2), self.story.day(9)
            asked = services.consult(document, *days, self.staff.approver, "¿Qué regla cambiaría?")
        with at_instant(self.story.told_at - timedelta(minutes=30)):
            services.observe(asked, OPEN_WORDS, "demostracion-observacion-reglas", OPEN_PART)


def publish(story: Story, staff: Staff, strategy: Strategy, spaces: dict[str, Event]) -> None:
    """Each document on its day; the management report is consulted and comes out again with what people asked for."""
    activities = {one.name: one.id for one in strategies.activities(strategy)}
    publisher = Publisher(story, staff, activities, spaces)
    made = {paper.key: publisher.publish(paper) for paper in PAPERS}
    publisher.consult(made[CONSULTED])
    publisher.ask_now(made[OPEN])


def _file(paper: Paper) -> FileStorage:
    words = f"{paper.title}\n\n{paper.text}\n\nDocumento de demostración. No es de una entidad real.\n"
    return FileStorage(BytesIO(words.encode()), f"{paper.key}.txt")


def _observed(asked: DraftConsultation, number: int) -> DraftObservation:
    found = select(DraftObservation).where(DraftObservation.consultation_id == asked.id).order_by(DraftObservation.id)
    return list(db.session.scalars(found))[number]
