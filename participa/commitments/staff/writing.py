"""The form of a commitment as it is shown: what it begins with, what can be chosen, and what is advised of it."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from participa.accounts import access
from participa.accounts.models import Role
from participa.commitments import rules
from participa.commitments.drafting import NewCommitment
from participa.commitments.forms.registering import Choices, CommitmentForm, JoinForm, from_row
from participa.commitments.models import Commitment, Origin, Priority
from participa.commitments.queries import listing
from participa.commitments.queries.listing import Neighbours
from participa.commitments.queries.promises import Promise
from participa.commitments.verifiability import Advice, Told, advise
from participa.shared.clock import today


def fresh(promise: Promise | None, space_id: int = 0) -> CommitmentForm:
    """The form of a new one, filled in with what was promised."""
    data = _begin_with(promise, today())
    person = access.signed_in()
    if not data.get("lead") and person.role is Role.LIAISON:
        data["lead"] = person.department_id or 0
    if space_id and promise is None:
        data["event"] = space_id
    return _offered(CommitmentForm(formdata=None, data=data), promise=promise)


def _begin_with(promise: Promise | None, day: date) -> dict[str, Any]:
    """What the form begins with, on a day of Colombia."""
    if promise is None:
        return {"promised_on": day, "priority": Priority.MEDIUM}
    return {
        "text": promise.words,
        "promised_on": promise.promised_on,
        "lead": promise.office.id if promise.office else 0,
        "event": promise.event.id if promise.event else 0,
        "topic": promise.topic_id or 0,
        "questions": promise.question.radicado if promise.question else "",
        "priority": Priority.MEDIUM,
    }


def of_row(row: Commitment) -> CommitmentForm:
    return _offered(CommitmentForm(formdata=None, data=from_row(row)), row)


def sent(row: Commitment | None = None) -> CommitmentForm:
    return _offered(CommitmentForm(), row)


def _offered(form: CommitmentForm, row: Commitment | None = None, promise: Promise | None = None) -> CommitmentForm:
    offices = [(one.id, one.name) for one in listing.offices()]
    choices = Choices(offices, listing.spaces(), listing.activities(), listing.topics(), listing.places())
    if row is not None:
        _keep_chosen(choices, row)
    if promise is not None and promise.event is not None:
        _keep(choices.spaces, (promise.event.id, promise.event.title))
    return form.offer(choices)


def _keep_chosen(choices: Choices, row: Commitment) -> None:
    """What was chosen stays a choice although it is no longer offered."""
    _keep(choices.offices, (row.lead_id, row.lead.name))
    for shared in row.offices:
        _keep(choices.offices, (shared.department_id, shared.department.name))
    if row.event:
        _keep(choices.spaces, (row.event.id, row.event.title))
    if row.activity:
        _keep(choices.activities, (row.activity.id, listing.activity_label(row.activity)))
    if row.topic:
        _keep(choices.topics, (row.topic.id, row.topic.name))
    if row.place:
        _keep(choices.places, (row.place.id, row.place.name))


def _keep(choices: list[tuple[int, str]], one: tuple[int, str]) -> None:
    if one[0] not in {number for number, _ in choices}:
        choices.append(one)


def given(form: CommitmentForm, promise: Promise | None = None) -> NewCommitment:
    """What was written; without an activity, the one of its space."""
    origin: dict[str, Any] = (
        {"origin": promise.origin, "source": promise.source} if promise else {"origin": Origin.HAND}
    )
    if not form.activity.data and form.event.data:
        form.activity.data = listing.activity_of_space(form.event.data)
    return form.given(promise.promised_on if promise else today(), **origin)


def page(
    form: CommitmentForm, promise: Promise | None = None, row: Commitment | None = None, status: int = 200
) -> ResponseReturnValue:
    """The form beside what was promised, the advice and what is alike."""
    text = form.text.data or ""
    joins = promise is not None and promise.source is not None and rules.may_decide(access.signed_in())
    shown = render_template(
        "commitments/staff/form.html",
        form=form,
        promise=promise,
        row=row,
        advice=_advice(form) if text else [],
        alike=listing.alike(text, _near(form), [row.id] if row else []) if text else [],
        join_form=JoinForm(formdata=None) if joins else None,
        back=url_for(".detail", code=row.code) if row else url_for(".to_register" if promise else ".index"),
    )
    return shown, status


def _advice(form: CommitmentForm) -> list[Advice]:
    office = next(
        (str(label) for value, label, *_ in form.lead.iter_choices() if value and value == form.lead.data), ""
    )
    return advise(Told(form.text.data or "", form.how_known.data or "", office, form.due_on.data), today())


def _near(form: CommitmentForm) -> Neighbours:
    return Neighbours(_offered_one(form.lead), _offered_one(form.event), _offered_one(form.place))


def _offered_one(field: SelectField) -> int | None:
    """What was chosen, if it was offered: the form is shown again before it fits."""
    offered = {value for value, *_ in field.iter_choices()}
    return field.data if field.data and field.data in offered else None
