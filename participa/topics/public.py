"""Pages for citizens: calls, nominations, supports, the result of the vote and what became of each topic."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import after_this_request, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from sqlalchemy.exc import SQLAlchemyError

from participa.accounts import access
from participa.config import Settings
from participa.extensions import db
from participa.questions import services as questions
from participa.shared import guess_throttle, qr
from participa.shared.addresses import LARGEST
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.topics import counting, services, telling
from participa.topics.blueprint import bp
from participa.topics.forms import FollowForm, NominateForm, SupportForm
from participa.topics.models import KEEP_BACK_LABELS, Nomination, TopicCall
from participa.topics.phases import Phase, phase_of
from participa.topics.queries import agenda, calls, fates, groups, nominations, votes
from participa.topics.services import Receipt

__all__ = ["bp"]

NUMBER = f"<int(max={LARGEST}):number>"
WRONG_CODE = "No encontramos una postulación con ese código. Compárelo con su comprobante e intente otra vez."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """Every call, and what people said that they need to know."""
    found, at = calls.published(asked_page()), now()
    made = votes.of_calls(found.items)
    return render_template(
        "topics/index.html",
        calls=found,
        phases={call.id: phase_of(call, made.get(call.id), at) for call in found.items},
        figures_of=calls.figures(found.items),
        surveys=votes.needs_of_information(),
        url_for_page=lambda page: url_for(".index", pagina=page),
    )


@bp.get("/<slug>")
@access.public
def call(slug: str) -> ResponseReturnValue:
    """One call: what it is for, its topics and its nominations."""
    found, at = calls.public(to_line(slug)), now()
    device = questions.greet()
    vote, topics = votes.find(found), groups.of_call(found)
    counted = votes.find_counted(vote)
    tally = counted.tally if counted else None
    if tally is not None and tally.is_told:
        topics.sort(key=lambda group: tally.place_of(group.code))
    return render_template(
        "topics/call.html",
        call=found,
        vote=vote,
        tally=tally,
        counted=counted,
        phase=phase_of(found, vote, at),
        phases=Phase,
        topics=topics,
        sizes=groups.sizes(topics),
        fates=fates.of_groups(topics),
        loose=nominations.loose(found, asked_page()),
        figures=calls.figures([found])[found.id],
        reasons=[(KEEP_BACK_LABELS[reason], total) for reason, total in nominations.kept_back_reasons(found) if reason],
        supported=services.supported(found, device.name),
        takes=found.takes(at),
        decisions=agenda.decisions(found),
        announced=telling.ANNOUNCED[vote.rule] if vote else "",
        url_for_page=lambda page: url_for(".call", slug=found.slug, pagina=page),
    )


@bp.route("/<slug>/postular", methods=["GET", "POST"])
@access.public
@keeps_text(NominateForm)
def nominate(slug: str) -> ResponseReturnValue:
    """Nominate a topic. Nothing is asked of the person."""
    found, form = calls.public(to_line(slug)), NominateForm()
    form.offer(nominations.places())
    if not form.validate_on_submit():
        return _form_page(found, form), 422 if form.is_submitted() else 200
    proposal = services.Proposal(form.words.data or "", form.why.data or "", form.place.data or "")
    receipt = services.nominate(found, proposal, form.form_key.data or "")
    if receipt.differs:
        form.renew()
        return _form_page(found, form, receipt), 409
    _offer_alike(found, receipt)
    return _receipt_page(found, receipt), 201


def _form_page(call: TopicCall, form: NominateForm, earlier: Receipt | None = None) -> str:
    is_open = call.takes(now()) or form.is_submitted()
    return render_template("topics/nominate.html", call=call, form=form, earlier=earlier, is_open=is_open)


def _receipt_page(call: TopicCall, receipt: Receipt, alike: Sequence[nominations.Alike] = ()) -> str:
    address = _follow_address()
    return render_template(
        "topics/receipt.html",
        call=call,
        receipt=receipt,
        follow_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
        alike=alike,
        form=SupportForm(formdata=None),
    )


def _offer_alike(call: TopicCall, receipt: Receipt) -> None:
    """Show similar nominations on the receipt, once it is on the disk; it goes as it was if the search fails."""
    page, number, words = partial(_receipt_page, call, receipt), receipt.nomination_id, receipt.words

    @after_this_request
    def _with_others(response: Response) -> Response:
        try:
            found = nominations.similar(call, words, besides=number) if response.status_code == 201 else []
            if found:
                response.set_data(page(found))
        except SQLAlchemyError:
            db.session.rollback()
            current_app.logger.exception("The receipt went without the nominations that resemble")
        return response


def _follow_address() -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("topics.follow")
    return settings.public_url + path if settings.public_url else url_for("topics.follow", _external=True)


@bp.post(f"/<slug>/postulaciones/{NUMBER}/apoyo")
@access.public
def support(slug: str, number: int) -> ResponseReturnValue:
    """Support a nomination with this device, or take the support back."""
    found, form = calls.public(to_line(slug)), SupportForm()
    nomination, device = nominations.public_of_call(found, number), questions.greet()
    verb = services.withdraw if form.withdraw.data else services.support
    verb(nomination, device.name)
    return redirect(_where(found, nomination, request.form.get("volver", "")), 303)


def _where(call: TopicCall, nomination: Nomination, back: str) -> str:
    """The page of its topic when it was there that the person tapped; else the call."""
    place = groups.membership(nomination)
    anchor: dict[str, Any] = {"slug": call.slug, "_anchor": f"p-{nomination.number}"}
    if place is not None and back == "tema":
        return url_for(".topic", number=place.group.number, **anchor)
    return url_for(".call", **anchor)


@bp.get(f"/<slug>/tema/{NUMBER}")
@access.public
def topic(slug: str, number: int) -> ResponseReturnValue:
    """One topic: its nominations, its place in the vote, its history and what became of it."""
    found = calls.public(to_line(slug))
    group, device = groups.one(found, number), questions.greet()
    vote = votes.find(found)
    tally = votes.find_tally(vote) if group.ended_at is None else None
    return render_template(
        "topics/topic.html",
        call=found,
        group=group,
        vote=vote,
        tally=tally,
        members=groups.members_page(group, asked_page()),
        fate=fates.of_groups([group])[group.id],
        steps=groups.steps(group),
        supported=services.supported(found, device.name),
        takes=found.takes(now()),
        url_for_page=lambda page: url_for(".topic", slug=found.slug, number=number, pagina=page),
    )


@bp.get("/<slug>/resultado")
@access.public_cached
def result(slug: str) -> ResponseReturnValue:
    """How the votes were counted, in words and in tables; before the end, which rule will decide."""
    found = calls.public(to_line(slug))
    vote, topics = votes.find(found), groups.of_call(found)
    counted = votes.find_counted(vote)
    tally = counted.tally if counted else None
    titles = {group.code: group.title for group in topics}
    return render_template(
        "topics/result.html",
        call=found,
        vote=vote,
        counted=counted,
        tally=tally,
        titles=titles,
        numbers={group.code: group.number for group in topics},
        order=[code for tied in tally.order for code in tied] if tally else [],
        said=telling.told(counted.tally, titles, counted.shows_scores) if counted else [],
        marked=telling.without_marked(counted, titles) if counted else [],
        duels=counting.pairs(tally) if tally else [],
        announced=telling.ANNOUNCED[vote.rule] if vote else "",
        decisions=agenda.decisions(found),
    )


@bp.route("/seguir", methods=["GET", "POST"])
@access.public
@keeps_text(FollowForm)
def follow() -> ResponseReturnValue:
    """How a nomination goes, for who has its code."""
    form = FollowForm()
    if not form.validate_on_submit():
        return render_template("topics/follow.html", form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("follow")
    nomination = nominations.find_by_code(form.code.data or "")
    if nomination is None:
        guess_throttle.note_wrong("follow")
        form.refuse("code", WRONG_CODE)
        return render_template("topics/follow.html", form=form), 422
    return _followed(nomination)


def _followed(nomination: Nomination) -> str:
    place, vote = groups.membership(nomination), votes.find(nomination.call)
    group = place.group if place else None
    return render_template(
        "topics/followed.html",
        nomination=nomination,
        call=nomination.call,
        group=group,
        vote=vote,
        tally=votes.find_tally(vote),
        fate=fates.of_groups([group])[group.id] if group else None,
        phase=phase_of(nomination.call, vote, now()),
    )
