"""Pages for citizens."""

from collections.abc import Sequence
from functools import partial

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from participa.accounts import access
from participa.calendar.queries import current_calendar
from participa.config import Settings
from participa.events import queries as events
from participa.events.models import Event, EventState
from participa.questions import device, doors, following, hall, likewise, linked, listing, openness, services
from participa.questions.blueprint import bp
from participa.questions.device import Arrival
from participa.questions.forms.citizens import AskForm
from participa.questions.models import WITHHOLD_REASON_LABELS
from participa.questions.queries import answers, links, terms
from participa.questions.queries import public as queries
from participa.questions.standing import standing_of
from participa.questions.submission import Receipt
from participa.shared import files, qr
from participa.shared.addresses import whole
from participa.shared.clock import now, today
from participa.shared.edge import keeps_text
from participa.shared.html import to_line

__all__ = ["bp", "following", "hall", "openness"]


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The list of questions and answers."""
    return listing.page(request.args)


@bp.get("/atom.xml")
@access.public_cached
def entries() -> ResponseReturnValue:
    """The same as a feed."""
    return listing.entries(request.args)


@bp.get("/<radicado>")
@access.public_cached
def detail(radicado: str) -> ResponseReturnValue:
    """One question with its answer, or the mark that a withheld one leaves."""
    question = queries.by_radicado(to_line(radicado))
    shared = _shared(question)
    return render_template(
        "questions/detail.html",
        question=question,
        shared_version=next(iter(queries.published_versions(shared[0].id)), None) if shared[0] else None,
        versions=[] if question.is_withheld else queries.published_versions(question.id),
        standing=standing_of(question.status, question.due_on, question.answered_at, today(), current_calendar()),
        event=events.by_slug_public(question.event_slug) if question.event_slug else None,
        shared=shared,
        changes=terms.changes(question.id),
        transfer=links.find_transfer(question.id),
        panels=doors.public_panels(question),
        reasons=WITHHOLD_REASON_LABELS,
        linked=_linked(question, shared[0]),
    )


def _linked(question: queries.PublicQuestion, shared: queries.PublicQuestion | None) -> Markup:
    settings: Settings = current_app.extensions["settings"]
    page = whole(url_for("questions.detail", radicado=question.radicado))
    return linked.data_of(question, shared, settings.entity.name, page)


def _shared(question: queries.PublicQuestion) -> tuple[queries.PublicQuestion | None, list[str]]:
    """The question whose answer also counts for this one, and the filing numbers that this one answers too."""
    link = None if question.is_withheld else links.find_link(question.id)
    leader = queries.find_by_radicado(link.leader.radicado) if link else None
    return leader, links.public_members(question.id)


@bp.get("/<radicado>/adjuntos/<string(length=32):name>")
@access.public
def attachment(radicado: str, name: str) -> ResponseReturnValue:
    """A file of a published answer that everybody may read. What is not public does not exist here."""
    found = answers.public_file(to_line(radicado), name)
    return files.send(found.file, found.words, inline=True, is_public=True)


@bp.get("/<radicado>/plazo")
@access.public_cached
def term(radicado: str) -> ResponseReturnValue:
    """How the due date of a question was counted: from which day, and each day that did not count."""
    question = queries.listed(to_line(radicado))
    return render_template(
        "questions/term.html", question=question, explained=terms.explain(question, current_calendar())
    )


@bp.route("/nueva", methods=["GET", "POST"])
@access.public
@keeps_text(AskForm)
def ask() -> ResponseReturnValue:
    """The general channel; before it, the spaces that take questions now."""
    if request.method == "GET" and "general" not in request.args:
        spaces = events.receiving(now())
        device.greet()
        if spaces:
            return render_template("questions/choose.html", spaces=spaces)
    return _ask(None)


@bp.route("/nueva/<slug>", methods=["GET", "POST"])
@access.public
@keeps_text(AskForm)
def ask_at(slug: str) -> ResponseReturnValue:
    """A question for a dialogue space. One for a cancelled space goes to the general channel: none is lost."""
    return _ask(queries.space(to_line(slug)))


def _ask(event: Event | None) -> ResponseReturnValue:
    form, came = AskForm(), _arrival()
    form.topic.offer, form.department.offer = queries.topics, queries.departments
    if not form.validate_on_submit():
        return _form_page(form, event), 422 if form.is_submitted() else 200
    open_space = None if event is None or event.state is EventState.CANCELLED else event
    receipt = services.receive(open_space, form.submission(), form.form_key.data or "", came)
    if receipt.differs:
        form.renew()
        return _form_page(form, event, receipt), 409
    likewise.offer(form.submission().body, receipt.radicado, event, partial(_receipt_page, receipt, event))
    return _receipt_page(receipt, event), 201


def _arrival() -> Arrival:
    return device.arrival(request.form.get("opened", ""), request.form.get("website", ""))


def _form_page(form: AskForm, event: Event | None, earlier: Receipt | None = None) -> str:
    return render_template(
        "questions/ask.html", form=form, event=event, earlier=earlier, at=now(), draft_key=_draft_key(event)
    )


def _receipt_page(receipt: Receipt, event: Event | None, others: Sequence[likewise.Alike] = ()) -> str:
    address = _follow_address()
    return render_template(
        "questions/receipt.html",
        receipt=receipt,
        event=event,
        follow_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
        others=others,
        draft_key=_draft_key(event),
    )


def _draft_key(event: Event | None) -> str:
    return f"pregunta-{event.slug if event else 'general'}"


def _follow_address() -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("questions.follow")
    return settings.public_url + path if settings.public_url else url_for("questions.follow", _external=True)
