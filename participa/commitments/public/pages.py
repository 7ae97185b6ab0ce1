"""What everybody reads: the list, each commitment, the board of offices and the one of territories."""

from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from participa.accounts import access
from participa.commitments import doors, story
from participa.commitments.blueprint import bp
from participa.commitments.disagreement import disagreement_of, verdict_of
from participa.commitments.forms.listing import ListForm, YearForm
from participa.commitments.models import Commitment, CommitmentKind
from participa.commitments.queries import birth, board
from participa.commitments.queries import public as queries
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, Standing, standing_of
from participa.config import Settings
from participa.events import queries as events
from participa.shared import files
from participa.shared.clock import today
from participa.shared.files import StoredFile
from participa.shared.html import to_line
from participa.shared.templating import counted
from participa.shared.templating import number as spelled


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What was promised, as the address narrows it."""
    form = asked_list(request.args)
    wanted, address = filters_of(form), form.address()
    after, before = (to_line(request.args.get(name, "")) for name in ("despues", "antes"))
    by_standing = board.counts(wanted)
    return render_template(
        "commitments/index.html",
        form=form,
        found=queries.page(wanted, after, before),
        by_standing=by_standing,
        rows=chart_rows(by_standing) if by_standing else [],
        amount=_amount(wanted, by_standing),
        space=events.by_slug_public(wanted.event_slug) if wanted.event_slug else None,
        standings=STANDING_LABELS,
        chosen=wanted.standing,
        address=address,
        others={name: value for name, value in address.items() if name != "estado"},
        canonical=whole("commitments.index", **address) if not (after or before or wanted.words) else "",
    )


@bp.get("/<code>")
@access.public_cached
def detail(code: str) -> ResponseReturnValue:
    """One commitment, or one action of an improvement plan, with its whole history."""
    commitment = queries.by_code(to_line(code))
    day = today()
    standing = standing_of(commitment, day)
    return render_template(
        "commitments/detail.html",
        commitment=commitment,
        is_promise=commitment.kind is CommitmentKind.PROMISE,
        standing_label=STANDING_LABELS[standing],
        standing_tone=STANDING_TONES[standing],
        verdict=_verdict(commitment),
        moves=story.moves_of(commitment),
        steps=story.steps_words(commitment),
        today=day,
        history=story.timeline_of(commitment, evidence_url),
        birth=birth.of(commitment),
        panels=doors.public_panels(commitment),
    )


def _verdict(commitment: Commitment) -> tuple[str, str] | None:
    """What those who looked at it say, in a word with its tone; None when nobody did."""
    if not commitment.checks:
        return None
    return verdict_of(commitment.checks[-1].agreement, bool(disagreement_of(commitment)))


@bp.get("/dependencias")
@access.public_cached
def offices() -> ResponseReturnValue:
    """How each office keeps its word, and how that is computed."""
    form = _asked_year()
    lines = board.board(form.year)
    return render_template(
        "commitments/board.html",
        form=form,
        lines=lines,
        whole=board.together(lines),
        rates=_rates(lines),
        standing=Standing,
    )


@bp.get("/territorios")
@access.public_cached
def territories() -> ResponseReturnValue:
    """How it goes in each place, without a map."""
    form = _asked_year()
    lines = board.territories(form.year)
    return render_template("commitments/territories.html", form=form, lines=lines, labels=STANDING_LABELS)


@bp.get("/evidencias/<string(length=32):name>")
@access.public
def evidence(name: str) -> ResponseReturnValue:
    """A file that shows that something is true. What is internal does not exist here."""
    stored, description = queries.evidence_of_file(name)
    return files.send(stored, description, inline=True, is_public=True)


def asked_list(asked: MultiDict[str, str]) -> ListForm:
    form = ListForm(asked)
    form.oficina.offer, form.territorio.offer, form.anio.offer = queries.offices, queries.places, offered_years
    form.espacio.offer = queries.spaces
    form.oficina.all_label = "Todas"
    form.validate()
    return form


def filters_of(form: ListForm) -> queries.Filters:
    standing = form.asked("estado")
    return queries.Filters(
        words=form.asked("q") or "",
        standing=Standing(standing) if standing else None,
        lead_id=form.asked("oficina"),
        place_id=form.asked("territorio"),
        event_slug=form.asked("espacio") or "",
        year=form.asked("anio"),
    )


def offered_years() -> list[tuple[int, str]]:
    return [(year, str(year)) for year in queries.years()]


def evidence_url(file: StoredFile) -> str:
    return url_for("commitments.evidence", name=file.name)


def whole(endpoint: str, **values: Any) -> str:
    """The address of a page with the name of the server."""
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + url_for(endpoint, **values)
    return url_for(endpoint, _external=True, **values)


def chart_rows(by_standing: dict[Standing, int]) -> list[dict[str, Any]]:
    total = sum(by_standing.values())
    return [{"label": STANDING_LABELS[one], "value": by_standing[one], "of": total} for one in Standing]


def _amount(wanted: queries.Filters, by_standing: dict[Standing, int] | None) -> str:
    """How many the list has, in words; very many are not counted to the last one."""
    if by_standing is not None:
        number = by_standing[wanted.standing] if wanted.standing else sum(by_standing.values())
        return counted(number, "compromiso", "compromisos")
    most = queries.FEW_FOUND if queries.has_many_words(wanted) else queries.MOST_COUNTED
    number = most + 1 if most == queries.FEW_FOUND else queries.count(wanted)
    return counted(number, "compromiso", "compromisos") if number <= most else f"Más de {spelled(most)} compromisos"


def _asked_year() -> YearForm:
    form = YearForm(request.args)
    form.anio.offer = offered_years
    form.validate()
    return form


def _rates(lines: list[board.Line]) -> list[dict[str, Any]]:
    """The bars of the board: of those that were decided, how many were fulfilled by their first date."""
    return [
        {"label": line.name, "value": line.figures.kept, "of": line.figures.decided}
        for line in lines
        if line.figures.decided
    ]
