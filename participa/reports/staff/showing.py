"""What the pages of one report show: where it stands, what may be done with it and what it says."""

from dataclasses import dataclass, replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import User
from participa.reports import building, rules
from participa.reports.forms import StepForm
from participa.reports.kinds import Kind, TextBlock
from participa.reports.models import KeptReport
from participa.reports.queries import kept
from participa.shared.report import web


@dataclass(frozen=True)
class May:
    """What this person may do with this report now."""

    write: bool
    decide: bool
    give_back: bool
    publish: bool
    correct: bool
    link: bool
    discard: bool
    wrote: bool
    reviews: bool


@dataclass(frozen=True)
class ShownText:
    """A text block: what it says now, and whether somebody wrote it."""

    block: TextBlock
    text: str
    is_written: bool


def may(person: User, kind: Kind, report: KeptReport) -> May:
    wrote = kept.wrote(person, report)
    return May(
        write=rules.may_write(person, kind, report),
        decide=rules.may_decide(person, kind, report) and not wrote,
        give_back=rules.may_return(person, kind, report),
        publish=rules.may_publish(person, kind, report),
        correct=rules.may_correct(person, kind, report),
        link=rules.may_link(person, kind),
        discard=rules.may_discard(person, kind, report),
        wrote=wrote,
        reviews=rules.reviews(person, kind),
    )


def detail_page(report: KeptReport, form: StepForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of a report. `form` is a step that was refused."""
    kind, person, subject = building.kind(report), access.signed_in(), building.subject_of(report)
    texts, written = building.texts_of(report), {text.key for text in report.texts}
    page = render_template(
        "reports/staff/detail.html",
        report=report,
        kind=kind,
        subject=subject,
        texts=[ShownText(block, texts[block.key], block.key in written) for block in kind.texts],
        lacks=kind.lacks(subject),
        is_stale=is_stale(report),
        activities=kept.activities_of(report),
        may=may(person, kind, report),
        form=form or StepForm(formdata=None),
    )
    return page, status


def is_stale(report: KeptReport) -> bool:
    """Whether the data say something else than the version that waits, or than the one that everybody reads."""
    version = report.coming or report.newest
    return version is not None and building.has_changed(building.read(version), building.live(report))


def preview_page(report: KeptReport, form: StepForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The frozen version that waits, with the decision on it; without one, or on demand, the data of now."""
    kind, coming = building.kind(report), report.coming
    frozen = None if request.args.get("datos") == "hoy" else coming
    said = building.read(frozen) if frozen else replace(building.live(report), number=0)
    digest = {"digest": coming.digest} if coming else {}
    page = render_template(
        "reports/staff/preview.html",
        report=report,
        kind=kind,
        shown=web.page(said),
        said=said,
        coming=coming,
        is_live=frozen is None,
        is_stale=is_stale(report),
        may=may(access.signed_in(), kind, report),
        form=form or StepForm(formdata=None, data=digest),
    )
    return page, status
