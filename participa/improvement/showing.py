"""A plan as its pages tell it: findings in their words of today, actions as they stand and as they were verified."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from participa.commitments.disagreement import disagreement_of, verdict_of
from participa.commitments.models import Commitment, CommitmentCheck
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, Standing, standing_of
from participa.events.models import Event
from participa.improvement.models import FindingOrigin, ImprovementAction, ImprovementFinding, ImprovementPlan
from participa.improvement.queries import Origins
from participa.questions.queries.public import PublicQuestion

RESERVED = "Esta observación quedó reservada. {reason}"
NOT_SHOWN = "Esta observación no está a la vista de todos."


@dataclass(frozen=True)
class ShownAction:
    """An action on a day of Colombia. `standing` is None while only the team reads it."""

    action: ImprovementAction
    standing: Standing | None

    @property
    def commitment(self) -> Commitment:
        return self.action.commitment

    @property
    def label(self) -> str:
        return STANDING_LABELS[self.standing] if self.standing else "Sin publicar"

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.standing] if self.standing else "neutral"

    @property
    def check(self) -> CommitmentCheck | None:
        """The last verification, whoever wrote it."""
        return self.commitment.checks[-1] if self.commitment.checks else None

    @property
    def disagreement(self) -> str:
        return disagreement_of(self.commitment)

    @property
    def verdict(self) -> str:
        """What those who looked at it say, in a word; "" when nobody did."""
        return verdict_of(self.check.agreement, bool(self.disagreement))[0] if self.check else ""

    @property
    def has_new_date(self) -> bool:
        first = self.commitment.first_due_on
        return first is not None and first != self.commitment.due_on


@dataclass(frozen=True)
class ShownFinding:
    """A finding; `quote` is the observation of a citizen as everybody reads it today, `space` the one evaluated."""

    finding: ImprovementFinding
    quote: PublicQuestion | None
    space: Event | None
    actions: list[ShownAction]

    @property
    def words(self) -> str:
        if self.finding.origin is not FindingOrigin.CITIZENS:
            return self.finding.words
        if self.quote is None:
            return NOT_SHOWN
        return RESERVED.format(reason=self.quote.reason_label) if self.quote.is_withheld else self.quote.body

    @property
    def radicado(self) -> str:
        return self.quote.radicado if self.quote else ""


@dataclass(frozen=True)
class Shown:
    """A plan with its findings, and how many of its public actions stand how."""

    plan: ImprovementPlan
    findings: list[ShownFinding]

    @property
    def actions(self) -> list[ShownAction]:
        return [action for finding in self.findings for action in finding.actions]

    @property
    def counts(self) -> list[tuple[Standing, int]]:
        """Those that there are, in the order of Standing."""
        counted = Counter(action.standing for action in self.actions)
        return [(one, counted[one]) for one in Standing if counted[one]]

    @property
    def done(self) -> int:
        return sum(action.standing in (Standing.FULFILLED, Standing.FULFILLED_LATE) for action in self.actions)

    @property
    def verified(self) -> int:
        """How many of them somebody other than the office looked at."""
        return sum(action.check is not None for action in self.actions)


def for_team(plan: ImprovementPlan, origins: Origins, day: date) -> Shown:
    return Shown(plan, [_finding(finding, origins, day, is_public=False) for finding in plan.findings])


def for_everybody(plan: ImprovementPlan, origins: Origins, day: date) -> Shown:
    """Without what was not published yet."""
    told = [finding for finding in plan.findings if finding.is_public]
    return Shown(plan, [_finding(finding, origins, day, is_public=True) for finding in told])


def of_actions(actions: list[ImprovementAction], day: date) -> list[ShownAction]:
    return [_action(action, day) for action in actions]


def _finding(finding: ImprovementFinding, origins: Origins, day: date, is_public: bool) -> ShownFinding:
    shown = [_action(action, day) for action in finding.actions if action.commitment.is_public or not is_public]
    quote, space = origins.quotes.get(finding.question_id or 0), origins.spaces.get(finding.id)
    return ShownFinding(finding, quote, space, shown)


def _action(action: ImprovementAction, day: date) -> ShownAction:
    return ShownAction(action, standing_of(action.commitment, day) if action.commitment.is_public else None)


COLUMNS = (
    *("Hallazgo", "Quién lo encontró", "Documento o radicado", "Causa", "Acción", "Código", "Responsable"),
    *("Fecha publicada primero", "Fecha de hoy", "Situación", "Avance informado (%)", "Verificado", "Coincide"),
    *("Indicador", "Línea de base", "Meta"),
)


def rows(shown: Shown) -> list[list[str]]:
    """The plan as lines of a table, one for each action."""
    return [_row(finding, action) for finding in shown.findings for action in finding.actions]


def _row(of: ShownFinding, action: ShownAction) -> list[str]:
    commitment, check = action.commitment, action.check
    return [
        *(of.words, of.finding.origin_label, _document(of), of.finding.cause),
        *(commitment.text, commitment.code, commitment.lead.name, _day(commitment.first_due_on)),
        *(_day(commitment.due_on), action.label, str(commitment.percent)),
        *(check.completion_label if check else "Sin verificar", action.verdict),
        *(action.action.indicator, action.action.baseline, action.action.target),
    ]


def _document(of: ShownFinding) -> str:
    found = of.finding
    if of.space:
        return of.space.title
    return of.radicado or ". ".join(part for part in (found.body, found.document, _day(found.document_on)) if part)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
