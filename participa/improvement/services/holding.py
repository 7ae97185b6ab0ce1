"""What every verb of the room does first."""

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.improvement import queries, rules
from participa.improvement.models import ImprovementFinding, ImprovementPlan, PlanState
from participa.shared import follow_codes, personal_data
from participa.shared.errors import Closed, Forbidden, Invalid, NotFound

NOT_TEAM = "Solo el equipo escribe el plan de mejoramiento."
IS_CLOSED = "El plan está cerrado. Ya no se cambia."


def hold(plan: ImprovementPlan, author: User) -> ImprovementPlan:
    """The plan, held until the end of the request. Raises Forbidden, or Closed once it is closed."""
    if author.role not in rules.EDITORS:
        raise Forbidden(NOT_TEAM)
    held = queries.to_change(plan.id)
    if held.state is PlanState.CLOSED:
        raise Closed(IS_CLOSED)
    return held


def finding_in(plan: ImprovementPlan, number: int) -> ImprovementFinding:
    """Raises NotFound for one of another plan."""
    found = next((finding for finding in plan.findings if finding.id == number), None)
    if found is None:
        raise NotFound("Ese hallazgo no está en este plan.")
    return found


def digest_of(form_key: str) -> str:
    settings: Settings = current_app.extensions["settings"]
    return follow_codes.form_key_digest(form_key, settings.code_key)


def check_words(*words: str) -> None:
    """Raises Invalid when they hold personal data: everybody will read them."""
    if found := personal_data.findings("\n".join(words)):
        raise Invalid(f"Quite los datos personales. El texto tiene {personal_data.described(found)}.")
