"""Reports of the seeded world: one in each state of the workflow, and a public one with two versions and its files."""

from sqlalchemy import select

from participa.accounts.models import Role, User
from participa.events.models import Event
from participa.extensions import db
from participa.reports import services
from participa.reports.models import FileState, KeptReport, ReportFormat
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.files import FileKind
from participa.shared.unit_of_work import unit_of_work
from tests.factories import reports as make
from tests.world.model import World

OF_CONTROL = "seguimiento-de-control-interno"


def plant(world: World) -> None:
    author = db.session.get_one(User, world.user[Role.MODERATOR])
    subject = make.of_space(db.session.scalars(select(Event).where(Event.slug == world.event["held"])).one())
    words = world.words("En esto quedó el espacio.")
    note(world, "draft", make.begun("acta", subject, author, conclusions=words))
    in_review = make.submitted(make.begun("resultados", subject, author, conclusions=words), author)
    waiting = make.submitted(make.begun("asistencia", subject, author, reading=words), author)
    note(world, "in_review", in_review)
    note(world, "approved", make.approved(waiting, approver(world)))
    note(world, "own", public(world, make.begun("preguntas-y-respuestas", subject, author, closing=words), author))
    plant_of_control(world)


def plant_of_control(world: World) -> None:
    """What internal control writes of two terms of the year before: a draft and a public one."""
    author, year = db.session.get_one(User, world.user[Role.CONTROL]), today().year - 1
    words = world.words("Se verificó lo reportado.")
    draft, other = (make.begun(OF_CONTROL, make.of_term(year, term), author, opinion=words) for term in (1, 2))
    note(world, "of_control", draft)
    public_one = make.approved(make.submitted(other, author), approver(world))
    note(world, "public_of_control", make.published(public_one, approver(world)))


def note(world: World, name: str, report: KeptReport) -> None:
    world.kept_report[name] = report.slug


def approver(world: World) -> User:
    return db.session.get_one(User, world.user[Role.APPROVER])


def public(world: World, draft: KeptReport, author: User) -> KeptReport:
    """With two versions, the files of the first, and one file of the second that could not be made."""
    first = make.published(make.approved(make.submitted(draft, author), approver(world)), approver(world))
    link(world, first, author)
    make_files(first)
    with unit_of_work():
        services.reopen(first, author)
    again = make.submitted(first, author, world.words("Se corrige una cifra.")[-900:])
    second = make.published(make.approved(again, approver(world)), approver(world))
    with unit_of_work():
        second.versions[-1].files[-1].state = FileState.FAILED
    return second


def link(world: World, report: KeptReport, author: User) -> None:
    with unit_of_work():
        services.fulfils(report, [world.activity["own"]["id"]], author)


def make_files(report: KeptReport) -> None:
    with unit_of_work():
        for file in report.versions[0].files:
            is_sheet = file.format in {ReportFormat.XLSX, ReportFormat.CSV}
            kind = FileKind.SHEET if is_sheet else FileKind.PDF
            stored = files.keep_made(f"{file.format} of a report".encode(), kind, "application/pdf", file.format.value)
            file.file_id, file.sha256, file.made_at, file.state = stored.id, stored.sha256, now(), FileState.DONE
