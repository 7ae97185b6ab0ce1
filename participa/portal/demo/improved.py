"""The improvement plan of the story: what an evaluation and a control body found, why, and what is done about it."""

from dataclasses import dataclass, field

from participa.commitments import services as commitments
from participa.commitments.looking import Checked
from participa.commitments.models import Agreement, Commitment, Completion, Proof, Told
from participa.evaluations import queries as evaluations
from participa.events.models import Event
from participa.improvement import queries, services
from participa.improvement.drafting import NewAction, NewFinding, NewPlan
from participa.improvement.models import FindingOrigin, ImprovementPlan
from participa.improvement.services import Explained
from participa.portal.demo.calendar import Story
from participa.portal.demo.kept import Act
from participa.portal.demo.people import GOVERNMENT, TREASURY, Staff
from participa.strategy import queries as strategies
from participa.strategy.models import Strategy

ACTIVITY = "Acordar el plan de mejora para el año que viene"
TITLE = "Plan de mejoramiento de la rendición de cuentas"
WRITTEN, PUBLISHED = -17, -16
AUDITED = NewFinding(
    FindingOrigin.CONTROL_BODY,
    "El informe de gestión no dice cuánto costó cada obra.",
    body="Contraloría Municipal de ejemplo",
    document="Informe sobre la rendición de cuentas",
    url="https://www.demostracion.example/contraloria/informe.pdf",
    cause="Cada oficina lleva sus costos por aparte y con nombres distintos.",
)
WHY_UNHEARD = "Se contrató un solo micrófono porque el presupuesto se hizo para un salón pequeño."


@dataclass
class Writer:
    """Writes the plan and follows its first action."""

    story: Story
    staff: Staff
    activity_id: int
    event: Event
    plans: list[ImprovementPlan] = field(default_factory=list)

    @property
    def plan(self) -> ImprovementPlan:
        return queries.by_id(self.plans[0].id)

    @property
    def first_action(self) -> Commitment:
        return self.plan.findings[0].actions[0].commitment

    def write(self) -> None:
        author, year = self.staff.communications, self.story.today.year
        new = NewPlan(year, TITLE, self.activity_id, self.event.id)
        self.plans.append(services.create(new, author, "demostracion-plan-de-mejoramiento"))
        asked = queries.from_evaluation(evaluations.evaluation_of(self.event))
        services.bring(self.plan, [one.found for one in asked if "micrófonos" in one.words], author)
        services.write_cause(self.plan, self.plan.findings[0].id, Explained(WHY_UNHEARD), author)
        services.add_finding(self.plan, self._audited(), author, "demostracion-hallazgo-contraloria")
        for number, action in enumerate(self._actions()):
            finding = self.plan.findings[min(number, 1)]
            services.add_action(self.plan, finding.id, action, author, f"demostracion-accion-{number}-de-mejora")

    def _audited(self) -> NewFinding:
        return NewFinding(**{**AUDITED.__dict__, "document_on": self.story.day(-40)})

    def _actions(self) -> tuple[NewAction, ...]:
        offices, day = self.staff.offices, self.story.day
        return (
            NewAction(
                "Alquilar equipo de sonido para salones grandes.",
                "El contrato de sonido está firmado y se usó en un espacio.",
                offices[GOVERNMENT].id,
                day(-4),
                "Espacios con sonido completo",
                "Todos los que quedan del año",
                "Ninguno",
            ),
            NewAction(
                "Escribir el costo de cada obra en el informe de gestión.",
                "El informe trae una tabla con la obra, el costo y quién la hizo.",
                offices[TREASURY].id,
                day(35),
                "Obras con su costo publicado",
                "Todas",
                "3 de 20",
                (offices[GOVERNMENT].id,),
            ),
        )

    def publish(self) -> None:
        services.publish(self.plan, self.staff.approver, services.fingerprint(self.plan))

    def report(self) -> None:
        proof = Proof("Contrato de sonido firmado", url="https://www.demostracion.example/sonido", shows_result=True)
        told = Told("El sonido se contrató y ya se usó en un espacio.", 100, None, (proof,))
        commitments.report(self.first_action, told, "demostracion-sonido-contratado", self.staff.liaisons[GOVERNMENT])

    def look(self) -> None:
        note = "Se oyó bien desde la última fila."
        checked = Checked(self.story.day(-5), Completion.COMPLETE, Agreement.AGREES, note)
        commitments.verify(self.first_action, checked, "demostracion-sonido-verificado", self.staff.control)


def acts(story: Story, staff: Staff, strategy: Strategy, held: dict[str, Event]) -> list[Act]:
    """The plan is written, published the next day, and one of its actions is done and verified."""
    [activity] = [one for one in strategies.activities(strategy) if one.name == ACTIVITY]
    writer = Writer(story, staff, activity.id, held["salud"])
    return [
        (story.at(WRITTEN, 10), writer.write),
        (story.at(PUBLISHED, 10), writer.publish),
        (story.at(-7, 16), writer.report),
        (story.at(-5, 11), writer.look),
    ]


def plan(story: Story) -> ImprovementPlan:
    """The plan, once it was told."""
    [found] = queries.of_year(story.today.year)
    return found
