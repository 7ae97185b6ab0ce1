"""Shape of what is typed to change a strategy by a new version."""

from wtforms.validators import DataRequired, InputRequired

from participa.shared.forms import BaseForm, Day, Line, Words
from participa.strategy.models import ApprovalRecord

WHY = "Escriba por qué cambia la estrategia. Lo verá la ciudadanía."


class NewVersionForm(BaseForm):
    """Why a new version is made."""

    reason = Words("¿Por qué cambia la estrategia?", [DataRequired(WHY)], most=1000)


class RecordForm(BaseForm):
    """Why a version changes the one before, and who approved it, by which act, and when."""

    change_reason = Words("Motivo del cambio", [DataRequired(WHY)], most=1000)
    approving_body = Line("Órgano que la aprobó", [DataRequired("Escriba qué órgano la aprobó.")])
    approval_act = Line("Acto de aprobación", [DataRequired("Escriba el acto y su número.")])
    approved_on = Day("Fecha de aprobación", [InputRequired("Escriba la fecha de aprobación.")])

    def record(self) -> ApprovalRecord:
        return ApprovalRecord(
            self.change_reason.data or "",
            self.approving_body.data or "",
            self.approval_act.data or "",
            self.approved_on.data,
        )
