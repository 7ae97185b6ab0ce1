"""The list of the team, and what was promised and waits to be registered."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments import rules, services
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.forms.registering import JoinForm, ListForm, SetAsideForm
from participa.commitments.models import Commitment
from participa.commitments.queries import listing, promises, waiting
from participa.commitments.queries import staff as queries
from participa.commitments.queries.listing import View, Wanted
from participa.commitments.queries.promises import Promise, PromiseKind
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, standing_of
from participa.events import queries as events
from participa.shared.addresses import row_number
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.html import to_line
from participa.shared.paging import asked_page

KINDS = '<any("' + '", "'.join(PromiseKind) + '"):kind>'
OF_PROMISE = f"/por-registrar/{KINDS}/<int:number>"


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every commitment, that of the own office first."""
    person, wanted = access.signed_in(), _wanted()
    form = ListForm(request.args).offer(((one.id, one.name) for one in listing.offices()), listing.years())
    counts = listing.counts(wanted)
    found = listing.page(wanted, person, asked_page())
    return render_template(
        "commitments/staff/index.html",
        form=form,
        found=found,
        rows=[(one, _chip(one)) for one in found],
        views=_views(wanted, counts),
        is_narrow=any(_address(wanted).values()),
        waiting=sum(waiting.counts(person).values()) if rules.may_register(person) else 0,
        may_register=rules.may_register(person),
        page_url=lambda number: url_for(".index", **_address(wanted), ver=wanted.view.value, pagina=number),
        space=events.by_slug(wanted.event_slug) if wanted.event_slug else None,
    )


def _chip(row: Commitment) -> tuple[str, str]:
    standing = standing_of(row, today())
    return STANDING_LABELS[standing], STANDING_TONES[standing]


def _wanted() -> Wanted:
    args = request.args
    return Wanted(
        day=today(),
        view=args.get("ver", View.ALL, View),
        words=to_line(args.get("q", ""))[:100],
        office_id=args.get("dependencia", None, row_number),
        event_slug=to_line(args.get("espacio", "")),
        year=args.get("anio", None, row_number),
    )


def _address(wanted: Wanted) -> dict[str, Any]:
    """What narrows the list, but the group."""
    return {
        "q": wanted.words or None,
        "dependencia": wanted.office_id,
        "espacio": wanted.event_slug or None,
        "anio": wanted.year,
    }


def _views(wanted: Wanted, counts: Mapping[View, int]) -> list[tuple[str, str, int, bool]]:
    """The groups that hold something, and the one that is open."""
    shown = [view for view in View if view is View.ALL or counts[view] or view is wanted.view]
    address = _address(wanted)
    return [
        (listing.view_label(view), url_for(".index", **address, ver=view.value), counts[view], view is wanted.view)
        for view in shown
    ]


@bp.get("/por-registrar")
@access.staff(*rules.REGISTRARS)
def to_register() -> ResponseReturnValue:
    """What was promised and no commitment names yet."""
    person = access.signed_in()
    slug = to_line(request.args.get("espacio", ""))
    space = events.by_slug(slug) if slug else None
    kind = request.args.get("de", None, PromiseKind)
    counts = waiting.counts(person, space.id if space else None)
    found = waiting.page(person, kind, space.id if space else None, asked_page())
    return render_template(
        "commitments/staff/to_register.html",
        found=found,
        views=_waiting_views(kind, counts, slug),
        space=space,
        may_decide=rules.may_decide(person),
        page_url=lambda number: url_for(".to_register", de=kind, espacio=slug or None, pagina=number),
    )


WAITING_VIEWS = {
    PromiseKind.HEARING: "En audiencias",
    PromiseKind.ANSWER: "En respuestas",
    PromiseKind.RECOMMENDATION: "Recomendaciones",
}


def _waiting_views(
    chosen: PromiseKind | None, counts: Mapping[PromiseKind, int], slug: str
) -> list[tuple[str, str, int, bool]]:
    every = ("Todo", url_for(".to_register", espacio=slug or None), sum(counts.values()), chosen is None)
    kinds = [
        (label, url_for(".to_register", de=kind.value, espacio=slug or None), counts.get(kind, 0), kind is chosen)
        for kind, label in WAITING_VIEWS.items()
    ]
    return [every, *kinds]


@bp.get("/por-registrar/descartadas")
@access.staff(*rules.REGISTRARS)
def set_aside() -> ResponseReturnValue:
    """What was said to be no commitment, with the reason."""
    found = waiting.decided(access.signed_in(), asked_page())
    page_url = lambda number: url_for(".set_aside", pagina=number)  # noqa: E731 - as the component takes it
    return render_template("commitments/staff/set_aside.html", found=found, page_url=page_url)


@bp.route(f"{OF_PROMISE}/no-es", methods=["GET", "POST"])
@access.staff(*rules.DECIDERS)
@keeps_text(SetAsideForm)
def not_one(kind: str, number: int) -> ResponseReturnValue:
    """Say, with the reason, that a promise is no commitment."""
    promise, form = _promise(kind, number), SetAsideForm()
    if form.validate_on_submit():
        services.set_aside(promise, form.reason.data or "", access.signed_in())
        flash("Quedó anotado que no es un compromiso.", "success")
        return redirect(url_for(".to_register"), 303)
    page = render_template("commitments/staff/not_one.html", form=form, promise=promise)
    return page, 422 if form.errors else 200


@bp.post(f"{OF_PROMISE}/es-el-mismo")
@access.staff(*rules.DECIDERS)
def join(kind: str, number: int) -> ResponseReturnValue:
    """Say that a promise is a commitment that is there already."""
    form = JoinForm()
    commitment = queries.by_code(to_line(form.code.data or ""))
    services.join(_promise(kind, number), commitment, access.signed_in())
    flash(f"Quedó unida al compromiso {commitment.code}. Quien preguntó sabrá de sus pasos.", "success")
    return redirect(url_for(".detail", code=commitment.code), 303)


def _promise(kind: str, number: int) -> Promise:
    return promises.promise(PromiseKind(kind), number, access.signed_in())
