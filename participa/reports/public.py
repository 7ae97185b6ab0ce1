"""Pages for everybody: the published reports, each version with its files, and the check of a file that was given."""

import hashlib
import re

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from participa.accounts import access
from participa.reports import building, showing_owed
from participa.reports.blueprint import bp
from participa.reports.forms import CheckForm, ListForm
from participa.reports.kinds import all_kinds
from participa.reports.models import FileState, KeptReport, KeptVersion, ReportFile
from participa.reports.queries import kept
from participa.shared import files
from participa.shared.downloads import as_file
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid, NotFound
from participa.shared.paging import asked_page
from participa.shared.report import web

NOT_YET = "Este archivo se está haciendo. Vuelva en unos minutos."
WITHDRAWN = "Esta versión se retiró. Su página dice por qué."
NO_FILE = "Ese informe no tiene un archivo así."
NO_DIGEST = "Escriba la huella de 64 letras y números, o elija el archivo."
GONE = 410
DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1024 * 1024


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The published reports, as the address narrows them."""
    form = ListForm.asked(request.args, _labels(), kept.public_years())
    page = kept.published(asked_page(), form.year, form.kind)
    values = {"page": page, "form": form, "asked": form.address(), "labels": _all_labels()}
    return render_template("reports/index.html", **values)


def _labels() -> dict[str, str]:
    """What each kind with a published report is called."""
    public = kept.public_kinds()
    return {name: label for name, label in _all_labels().items() if name in public}


def _all_labels() -> dict[str, str]:
    return {kind.name: kind.label for kind in all_kinds()}


@bp.get("/calendario")
@access.public_cached
def calendar() -> ResponseReturnValue:
    """What is owed, what is late and what was published."""
    shown = showing_owed.shown(request.args.get("anio", type=int), lambda year: url_for(".calendar", anio=year))
    return render_template("reports/calendar.html", **shown)


@bp.get("/<slug>")
@access.public_cached
def detail(slug: str) -> ResponseReturnValue:
    """The newest version of a report."""
    report = kept.public_by_slug(slug)
    return _page(report, report.public_versions[-1])


@bp.get("/<slug>/versiones/<int:number>")
@access.public_cached
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version as it was published."""
    report = kept.public_by_slug(slug)
    return _page(report, kept.public_version(report, number))


def _page(report: KeptReport, version: KeptVersion) -> ResponseReturnValue:
    said = building.read(version) if version.is_readable else None
    page = render_template(
        "reports/detail.html",
        report=report,
        kind=building.kind(report),
        version=version,
        newest=report.public_versions[-1],
        shown=web.page(said) if said else None,
        activities=kept.activities_of(report),
    )
    return page, 200 if said else GONE


@bp.get("/<slug>.<any(pdf, docx, xlsx, csv, json):extension>")
@access.public
def file(slug: str, extension: str) -> ResponseReturnValue:
    """The newest version as a file."""
    report = kept.public_by_slug(slug)
    return _file(report, report.public_versions[-1], extension)


@bp.get("/<slug>/versiones/<int:number>.<any(pdf, docx, xlsx, csv, json):extension>")
@access.public
def version_file(slug: str, number: int, extension: str) -> ResponseReturnValue:
    """One version as a file."""
    report = kept.public_by_slug(slug)
    return _file(report, kept.public_version(report, number), extension)


def _file(report: KeptReport, version: KeptVersion, extension: str) -> ResponseReturnValue:
    if not version.is_readable:
        raise NotFound(WITHDRAWN)
    name = f"{report.slug}-v{version.number}"
    if extension == "json":
        body = kept.document_of(version).encode()
        return body, 200, as_file("application/json", f"{name}.json")
    made = next((one for one in version.files if one.format.value == extension), None)
    if made is None:
        raise NotFound(NO_FILE)
    if made.state is not FileState.DONE or made.file is None:
        raise NotFound(NOT_YET)
    return files.send(made.file, name, is_public=True)


@bp.route("/verificar", methods=["GET", "POST"])
@access.public
@files.takes_uploads
@keeps_text(CheckForm)
def check() -> ResponseReturnValue:
    """Say whether a file, or the digest of one, is that of a published report. Nothing of it is kept."""
    form = CheckForm()
    if not form.validate_on_submit():
        return render_template("reports/check.html", form=form, found=None), 422 if form.errors else 200
    try:
        digest = _digest(form)
    except Invalid as refusal:
        form.refuse("digest", refusal.message)
        return render_template("reports/check.html", form=form, found=None), refusal.status
    found = [_told(*one) for one in kept.with_digest(digest)]
    return render_template("reports/check.html", form=form, found=found, digest=digest)


def _digest(form: CheckForm) -> str:
    """That of the file, when there is one. Raises Invalid for words that are no digest."""
    upload: FileStorage | None = form.upload.data
    if upload is not None and upload.filename:
        sum_of = hashlib.sha256()
        while chunk := upload.stream.read(CHUNK):
            sum_of.update(chunk)
        return sum_of.hexdigest()
    typed = "".join((form.digest.data or "").split()).lower()
    if not DIGEST.fullmatch(typed):
        raise Invalid(NO_DIGEST)
    return typed


def _told(version: KeptVersion, made: ReportFile | None) -> dict[str, object]:
    slug, number = version.report.slug, version.number
    return {
        "version": version,
        "format": made.label if made else "Datos (JSON)",
        "url": url_for(".version", slug=slug, number=number),
        "is_newest": version is version.report.newest,
    }
