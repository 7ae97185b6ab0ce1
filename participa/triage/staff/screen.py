"""The page of the queue, put together, and the way back to it after each act."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.accounts.models import User
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions.models import Question
from participa.questions.queries import links, terms
from participa.questions.queries import staff as catalogues
from participa.shared.business_days import TrafficLight, WorkCalendar, business_days_left, traffic_light
from participa.shared.clock import now, today
from participa.shared.errors import Conflict, Invalid
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.shared.templating import hour
from participa.triage import queries, rules, services
from participa.triage.forms import ActForm, AssignForm, BatchForm, GroupForm, KeysForm, PublishForm, WithholdForm
from participa.triage.models import DID_LABELS, Did, TriageStep
from participa.triage.staff.hints import Hints, choices_of, hints_of

Forms = dict[str, ActForm]
NAMES: dict[type[ActForm], str] = {
    PublishForm: "publish",
    WithholdForm: "withhold",
    AssignForm: "assign",
    GroupForm: "group",
}
TONES = {TrafficLight.GREEN: "progress", TrafficLight.AMBER: "warn", TrafficLight.RED: "bad"}


def opened(radicado: str) -> Question:
    """The question of an address. Raises NoResultFound."""
    return catalogues.question(to_line(radicado), access.signed_in())


def taken(radicado: str) -> Question:
    """The same, locked for a change."""
    return catalogues.question_to_change(radicado, access.signed_in())


def left_behind() -> Question | None:
    """The question from which the form was sent, locked; None when there was none."""
    found = queries.lock([to_line(request.form.get("pregunta", ""))[:16]])
    return found[0] if found else None


def current() -> Question | None:
    """The question that this person has, with all that the page shows."""
    held = queries.held_by(access.signed_in(), now())
    return opened(held) if held else None


def at(question: Question | None) -> Response:
    """The page, at this question."""
    if question is None:
        return redirect(url_for("triage.queue"), 303)
    return redirect(url_for("triage.queue", pregunta=question.radicado, _anchor="pregunta"), 303)


def after(question: Question) -> Response:
    """Stay while the question still lacks a decision; otherwise take the next free one."""
    person = access.signed_in()
    db.session.flush()
    if queries.is_waiting(question, person):
        return at(question)
    services.let_go(question, person)
    return at(services.take_next(person, question))


def kept(question: Question) -> ResponseReturnValue:
    """What the page says that keeps a locked question by itself: until when, or who has it."""
    try:
        services.take(question, access.signed_in())
    except services.Taken as refusal:
        return {"words": refusal.message}, 409
    lease = queries.find_lease(question.id)
    return {"words": f"La tiene usted hasta las {hour(lease.until)}" if lease else ""}


def acted(
    radicado: str, form: ActForm, did: Callable[[], Did], verb: Callable[[Question], None]
) -> ResponseReturnValue:
    """Do it and go on; what the person can mend is shown on the form, with all that was typed."""
    question = taken(radicado)
    offer(form, question)
    if form.validate():
        try:
            services.act(question, access.signed_in(), did(), lambda: verb(question))
        except (Conflict, Invalid) as refusal:
            form.form_errors = [*form.form_errors, refusal.message]
            form.now_seen(question)
        else:
            return after(question)
    return show(opened(radicado), failed=form)


def offer(form: ActForm, question: Question) -> ActForm:
    """The form with its lists."""
    if isinstance(form, AssignForm):
        form.offer(catalogues.topics_for(question), catalogues.active_departments())
    return form


def show(
    question: Question | None,
    failed: ActForm | None = None,
    batch: BatchForm | None = None,
    ticked: Sequence[str] = (),
) -> ResponseReturnValue:
    """The page; with a form that failed, as status 422."""
    person, instant, calendar = access.signed_in(), now(), current_calendar()
    refused = failed or batch
    page = render_template(
        "triage/queue.html",
        question=question,
        failed=refused,
        has_errors=refused is not None,
        batch=batch or BatchForm(formdata=None),
        ticked=ticked,
        progress=queries.progress(person, today(), calendar),
        undo=undo_of(person, instant),
        keys=KeysForm(formdata=None, are_on=queries.keys_are_on(person)),
        person_id=person.id,
        **(_at_hand(question, failed, person, instant) if question else {}),
        **_behind(person, instant, calendar),
    )
    return page, 200 if refused is None else 422


def _at_hand(question: Question, failed: ActForm | None, person: User, instant: datetime) -> dict[str, Any]:
    """The question before the eyes, who has it, what helps to decide and what may be decided."""
    lease, hints = queries.find_lease(question.id), hints_of(question)
    return {
        "lease": lease,
        "is_mine": rules.is_mine(lease, person, instant),
        "is_taken": rules.is_taken(lease, person, instant),
        "hints": hints,
        "forms": forms_of(question, hints, failed),
        "members": links.members(question.id),
        "term": term_of(question, current_calendar()),
        "handing_over": terms.transfer_warning(question, today(), current_calendar()),
    }


def _behind(person: User, instant: datetime, calendar: WorkCalendar) -> dict[str, Any]:
    """What waits, a page of it, with who has each."""
    found = queries.waiting(person, asked_page())
    leases = queries.leases([row.id for row in found.items], instant)
    rows = [(row, term_of(row, calendar), leases.get(row.id)) for row in found.items]
    return {"found": found, "rows": rows, "page_url": page_url}


def page_url(number: int) -> str:
    """A page of the list, with the same question before the eyes."""
    return url_for("triage.queue", pregunta=request.args.get("pregunta"), pagina=number, _anchor="esperan")


def forms_of(question: Question, hints: Hints, failed: ActForm | None) -> Forms:
    """The forms of what is still to be decided, by name, with the one that failed in the place of its fresh twin.

    It is shown also when somebody else decided meanwhile: nothing typed is lost.
    """
    made: Forms = {}
    if rules.lacks_publication(question):
        made["publish"] = PublishForm.fresh(question)
        made["withhold"] = WithholdForm.fresh(question)
    if rules.lacks_office(question):
        made["assign"] = _assign_form(question, hints)
        made["group"] = GroupForm.fresh(question)
    if failed is not None:
        made[NAMES[type(failed)]] = failed
    if isinstance(group := made.get("group"), GroupForm):
        group.offer(choices_of(hints))
    return made


def _assign_form(question: Question, hints: Hints) -> AssignForm:
    """The form with what is known so far: the office that the person named, or else the suggested one."""
    office, topic = hints.suggestion.department, hints.suggestion.topic
    values = {
        "kind": question.kind,
        "topic": question.topic_id or (topic.id if topic else 0),
        "department": question.department_id or question.asked_department_id or (office.id if office else 0),
    }
    form = AssignForm.fresh(question, **values)
    offer(form, question)
    return form


def term_of(question: Question, calendar: WorkCalendar) -> tuple[int, str]:
    """Business days left and the tone of that."""
    left = business_days_left(today(), question.due_on, calendar)
    return left, TONES[traffic_light(left)]


def undo_of(person: User, at_instant: datetime) -> dict[str, object] | None:
    """What can be undone now: the act, its words, and for how many seconds more."""
    steps = queries.last_act(person, at_instant)
    if not steps:
        return None
    left = rules.UNDO - (at_instant - steps[0].at)
    return {
        "act": steps[0].act_key,
        "words": words_done(steps),
        "seconds": max(1, int(left.total_seconds())),
        "later": services.TOO_LATE[steps[0].did],
    }


def words_done(steps: Sequence[TriageStep]) -> str:
    if len(steps) > 1:
        return f"{len(steps)} preguntas agrupadas"
    return f"Pregunta {steps[0].question.radicado} {DID_LABELS[steps[0].did]}"


def words_undone(steps: Sequence[TriageStep]) -> str:
    if len(steps) > 1:
        return f"Se deshizo: {len(steps)} preguntas salieron del grupo y nadie recibió aviso."
    return f"Se deshizo. La pregunta {steps[0].question.radicado} quedó como estaba."
