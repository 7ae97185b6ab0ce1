"""The list of reports, a new one, its texts, what it says today and the activities that it fulfils."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.events import queries as events
from participa.reports import building, choosing, rules, services
from participa.reports.blueprint import staff_bp as bp
from participa.reports.forms import ActivitiesForm, BeginForm, TextForm
from participa.reports.kinds import SCOPE_LABELS, Kind, Scope, TextBlock, all_kinds, kind_of, of_scope
from participa.reports.models import REPORT_STATE_LABELS, KeptReport, ReportState
from participa.reports.queries import kept
from participa.reports.staff.showing import detail_page, preview_page
from participa.shared.edge import keeps_text
from participa.shared.errors import Forbidden, Invalid, NotFound
from participa.shared.paging import asked_page


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every report, what changed last first; of one state when the address says so."""
    wanted = request.args.get("estado", "")
    state = ReportState(wanted) if wanted in set(ReportState) else None
    page = kept.for_team(asked_page(), state=state)
    counts = kept.state_counts()
    views = [("Todos", url_for(".index"), sum(counts.values()), state is None)]
    views += [
        (label, url_for(".index", estado=one.value), counts.get(one, 0), one is state)
        for one, label in REPORT_STATE_LABELS.items()
    ]
    person = access.signed_in()
    may_begin = any(rules.writes(person, kind) for kind in all_kinds())
    labels = {kind.name: kind.label for kind in all_kinds()}
    values = {"page": page, "state": state, "views": views, "may_begin": may_begin, "labels": labels}
    return render_template("reports/staff/index.html", **values)


@bp.get("/nuevo")
@access.staff(*rules.READERS)
def new() -> ResponseReturnValue:
    """The kinds that this person may begin, also those of one space."""
    person, slug = access.signed_in(), request.args.get("espacio", "")
    event = events.by_slug(slug) if slug else None
    scopes = [Scope.EVENT, Scope.SESSION] if event else list(Scope)
    groups = [
        (SCOPE_LABELS[scope], [kind for kind in of_scope(scope) if rules.writes(person, kind)]) for scope in scopes
    ]
    begun = kept.of_event(event) if event else []
    return render_template("reports/staff/new.html", groups=_not_begun(groups, begun), event=event, begun=begun)


def _not_begun(groups: list[tuple[str, list[Kind]]], begun: list[KeptReport]) -> list[tuple[str, list[Kind]]]:
    """Without the kinds that the space has already, nor groups that are empty then."""
    names = {report.kind for report in begun}
    left = [(label, [kind for kind in kinds if kind.name not in names]) for label, kinds in groups]
    return [(label, kinds) for label, kinds in left if kinds]


@bp.route("/nuevo/<kind_name>", methods=["GET", "POST"])
@access.staff(*rules.WRITERS)
def begin(kind_name: str) -> ResponseReturnValue:
    """Choose what the report is about, and begin it."""
    kind = kind_of(kind_name)
    if not rules.writes(access.signed_in(), kind):
        raise Forbidden(services.NOT_WRITER)
    form = BeginForm(data={"about": request.args.get("de", "")})
    form.offer(choosing.subjects(kind))
    if not form.validate_on_submit():
        return render_template("reports/staff/begin.html", form=form, kind=kind), 422 if form.errors else 200
    report = services.begin(kind, building.subject_named(kind.scope, form.about.data), access.signed_in())
    flash("El borrador está listo. Revise los textos y envíelo a revisión.", "success")
    return redirect(url_for(".detail", slug=report.slug), 303)


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def detail(slug: str) -> ResponseReturnValue:
    """Where a report stands, its texts, its files and what comes next."""
    return detail_page(kept.by_slug(slug))


@bp.get("/<slug>/borrador")
@access.staff(*rules.READERS)
def preview(slug: str) -> ResponseReturnValue:
    """What waits for review as it was frozen, or the report with the data of now."""
    return preview_page(kept.by_slug(slug))


@bp.route("/<slug>/textos/<key>", methods=["GET", "POST"])
@access.staff(*rules.WRITERS)
@keeps_text(TextForm)
def text(slug: str, key: str) -> ResponseReturnValue:
    """Write a text of the report, which begins with the one that the data suggest."""
    report, person = kept.by_slug(slug), access.signed_in()
    block = _block(report, key)
    if not rules.may_write(person, building.kind(report), report):
        raise Forbidden(services.NOT_WRITER)
    if request.method == "GET":
        return _text_page(report, block, TextForm.fresh(report, text=building.texts_of(report)[key]))
    form = TextForm.sent()
    if not form.validate():
        return _text_page(report, block, form, 422)
    try:
        services.write_text(report, key, form.text.data or "", person, form.seen)
    except Invalid as refusal:
        form.refuse("text", refusal.message)
        if isinstance(refusal, services.Changed):
            form.now_seen(report)
        return _text_page(report, block, form, refusal.status)
    flash("Guardamos el texto.", "success")
    return redirect(url_for(".detail", slug=slug, _anchor="textos"), 303)


def _block(report: KeptReport, key: str) -> TextBlock:
    kind: Kind = building.kind(report)
    block = next((one for one in kind.texts if one.key == key), None)
    if block is None:
        raise NotFound(services.NO_TEXT)
    return block


def _text_page(report: KeptReport, block: TextBlock, form: TextForm, status: int = 200) -> ResponseReturnValue:
    suggested = replace(block, hint="").drafted(building.subject_of(report))
    values = {"report": report, "block": block, "form": form, "suggested": suggested}
    return render_template("reports/staff/text.html", **values), status


@bp.route("/<slug>/actividades", methods=["GET", "POST"])
@access.staff(*rules.WRITERS)
def activities(slug: str) -> ResponseReturnValue:
    """Say which activities of the strategy the report fulfils."""
    report, person = kept.by_slug(slug), access.signed_in()
    if not rules.may_link(person, building.kind(report)):
        raise Forbidden(services.NOT_WRITER)
    listed = choosing.activities(report)
    form = ActivitiesForm(data={"activities": [activity.id for activity in report.activities]})
    form.offer([(activity.id, f"{activity.strategy.year}. {activity.name}") for activity, _ in listed])
    if not form.validate_on_submit():
        likely = sum(is_likely for _, is_likely in listed)
        values = {"report": report, "form": form, "likely": likely}
        return render_template("reports/staff/activities.html", **values), 422 if form.errors else 200
    services.fulfils(report, form.activities.data or [], person)
    flash("Guardamos qué actividades cumple el informe.", "success")
    return redirect(url_for(".detail", slug=slug, _anchor="cumple"), 303)
