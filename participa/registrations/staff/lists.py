"""The list of each space: filters in the address, names looked for in the body, and the list to take along."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.events import queries as events
from participa.events.models import Event, EventState
from participa.registrations import exports, queries, rules, services
from participa.registrations.forms.staff import DeskForm, SearchForm
from participa.registrations.models import (
    ATTENDS_LABELS,
    REGISTRATION_CHANNEL_LABELS,
    REGISTRATION_STATE_LABELS,
    Attends,
    Registration,
    RegistrationChannel,
    RegistrationState,
)
from participa.registrations.public.registering import receipt_page
from participa.registrations.queries import staff
from participa.registrations.queries.staff import Wanted
from participa.registrations.staff.blueprint import bp
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Closed
from participa.shared.paging import asked_page

KEEPERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER)
EXPORTERS = (Role.COMMUNICATIONS, Role.APPROVER)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"xlsx": (WORKBOOK, exports.as_workbook), "csv": ("text/csv; charset=utf-8", exports.as_csv)}
TONES = {
    RegistrationState.REGISTERED: "info",
    RegistrationState.CONFIRMED: "good",
    RegistrationState.WAITING: "warn",
    RegistrationState.OFFERED: "progress",
    RegistrationState.CANCELLED: "neutral",
}
Choice = TypeVar("Choice", bound=StrEnum)


@bp.get("/")
@access.staff(*KEEPERS)
def index() -> ResponseReturnValue:
    """The spaces with their numbers."""
    found = staff.spaces(now(), asked_page())
    return render_template(
        "registrations/staff/index.html",
        found=found,
        rows=staff.numbers(list(found.items)),
        url_for_page=lambda page: url_for(".index", pagina=page if page > 1 else None),
    )


@bp.get("/<slug>")
@access.staff(*KEEPERS)
def space(slug: str) -> ResponseReturnValue:
    """The people of a space."""
    event, wanted = events.by_slug(slug), _wanted()
    found = staff.people(event, wanted, asked_page())
    address: dict[str, Any] = {
        name: request.args[name] for name in ("estado", "modo", "canal") if request.args.get(name)
    }
    return render_template(
        "registrations/staff/space.html",
        **_of_space(event, SearchForm(formdata=None)),
        found=found,
        people=found.items,
        wanted=wanted,
        views=_views(event, wanted),
        url_for_page=lambda page: url_for(".space", slug=slug, **address, pagina=page if page > 1 else None),
    )


@bp.post("/<slug>/buscar")
@access.staff(*KEEPERS)
def search(slug: str) -> ResponseReturnValue:
    """The people whose name, document or contact holds these words. The reading is written down."""
    event, form = events.by_slug(slug), SearchForm()
    people = staff.search(event, form.words.data or "") if form.validate() else []
    services.note_read(people, access.signed_in(), "search")
    page = render_template(
        "registrations/staff/space.html",
        **_of_space(event, form),
        found=None,
        people=people,
        wanted=Wanted(),
        views=_views(event, None),
    )
    return page, 422 if form.errors else 200


def _of_space(event: Event, form: SearchForm) -> dict[str, Any]:
    """What the page of a space shows besides the people."""
    return {
        "event": event,
        "form": form,
        "seats": queries.seats(event),
        "attends_labels": ATTENDS_LABELS,
        "channels": REGISTRATION_CHANNEL_LABELS,
        "tones": TONES,
        "may_choose_questions": rules.may_choose_questions(access.signed_in()),
        "may_export": rules.may_export(access.signed_in()),
        "calls": staff.still_to_phone(event),
        "open_needs": staff.numbers([event])[0].needs,
    }


def _wanted() -> Wanted:
    return Wanted(_one_of(RegistrationState, "estado"), _one_of(Attends, "modo"), _one_of(RegistrationChannel, "canal"))


def _one_of(choices: type[Choice], name: str) -> Choice | None:
    return next((choice for choice in choices if choice.value == request.args.get(name)), None)


def _views(event: Event, wanted: Wanted | None) -> list[tuple[str, str, int, bool]]:
    """The groups of the list by state; without `wanted` none is the present one."""
    numbers = queries.counts(event).by_state
    state = wanted.state if wanted else None
    every = ("Todas", url_for(".space", slug=event.slug), sum(numbers.values()), wanted is not None and state is None)
    return [
        every,
        *(
            (label, url_for(".space", slug=event.slug, estado=one.value), numbers.get(one, 0), one is state)
            for one, label in REGISTRATION_STATE_LABELS.items()
        ),
    ]


@bp.route("/<slug>/nueva", methods=["GET", "POST"])
@access.staff(*KEEPERS)
@keeps_text(DeskForm)
def new(slug: str) -> ResponseReturnValue:
    """Register somebody who is at the desk or on the phone; the receipt is shown, to be printed or read aloud."""
    event, form = events.by_slug(slug), DeskForm()
    form.offer(event)
    form.ask(queries.extra.version_of(event), form.form_key.data or "", request.form.to_dict(flat=False))
    if not form.moves and form.validate_on_submit():
        channel, author = form.channel.data, access.signed_in()
        try:
            receipt = services.register(event, form.application(), form.form_key.data or "", channel, author)
        except Closed as refusal:
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return receipt_page(event, receipt, "registrations/staff/receipt.html"), 201
    page = render_template("registrations/staff/new.html", form=form, event=event, seats=queries.seats(event))
    return page, 422 if form.is_submitted() and not form.moves else 200


@bp.get("/<slug>/llamar")
@access.staff(*KEEPERS)
def calls(slug: str) -> ResponseReturnValue:
    """Whom to phone, because no mail reaches them."""
    event = events.by_slug(slug)
    return _calls_page(event, staff.to_phone(event), shown=False)


def _calls_page(event: Event, people: list[Registration], shown: bool) -> str:
    phoned = staff.phoned(event, people)
    return render_template(
        "registrations/staff/calls.html", event=event, people=people, phoned=phoned, states=EventState, shown=shown
    )


@bp.post("/<slug>/llamar")
@access.staff(*KEEPERS)
def calls_shown(slug: str) -> ResponseReturnValue:
    """The same with the telephones; the reading is written down."""
    event = events.by_slug(slug)
    people = staff.to_phone(event)
    services.note_read(people, access.signed_in(), "phone")
    return _calls_page(event, people, shown=True)


@bp.post("/<slug>/lista.<any(xlsx, csv):kind>")
@access.staff(*EXPORTERS)
def export(slug: str, kind: str) -> ResponseReturnValue:
    """The whole list as a file; the reading is written down."""
    event = events.by_slug(slug)
    people = staff.all_of(event)
    services.note_read(people, access.signed_in(), "export")
    mime, write = FILES[kind]
    name = f'attachment; filename="inscripciones-{event.slug}.{kind}"'
    return write(people), 200, {"Content-Type": mime, "Content-Disposition": name}
