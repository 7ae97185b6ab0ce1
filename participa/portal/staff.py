"""Pages for the team."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.portal import desk as desk_of
from participa.portal import navigation
from participa.portal.desk import READ_SPACES
from participa.shared import retention as kept
from participa.shared.clock import now, today

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff()
def desk() -> ResponseReturnValue:
    person = access.signed_in()
    next_event = events.find_next_public(now()) if person.role in READ_SPACES else None
    tasks = desk_of.tasks(person, today())
    reads_questions = navigation.may_open(person, "questions.staff.inbox")
    return render_template(
        "portal/staff/desk.html", tasks=tasks, next_event=next_event, reads_questions=reads_questions
    )


@bp.get("/conservacion")
@access.staff()
def retention() -> ResponseReturnValue:
    """The same rules for the team, with what each has erased."""
    rules = kept.rules()
    labels = {rule.key: f"{rule.form}. {rule.data}" for rule in rules}
    return render_template(
        "portal/staff/retention.html", rules=rules, records=kept.records(), latest=kept.latest(), labels=labels
    )
