"""The files of a version are made apart, once, whatever dies meanwhile, and anybody can check one."""

import io
from hashlib import sha256

import pytest
import time_machine
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.reports import building, services
from participa.reports.kinds import Scope, Subject
from participa.reports.models import FileState, KeptReport, KeptVersion, ReportFile, ReportFormat
from participa.reports.queries import kept
from participa.reports.services import making
from participa.shared.clock import now
from participa.shared.files import StoredFile
from participa.shared.report.model import Report
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import reports
from tests.reports.conftest import NAME

YEAR = Subject(Scope.YEAR, 2026)
pytestmark = pytest.mark.usefixtures("counting", "context")


def file_of(report: KeptReport, fmt: ReportFormat = ReportFormat.CSV) -> ReportFile:
    db.session.expire_all()
    files = kept.by_slug(report.slug).newest.files
    return next(one for one in files if one.format is fmt)


def test_every_format_is_made_and_handed_over_and_its_digest_is_known(client):
    make.event()
    report = reports.public_report(NAME, YEAR)
    path = f"/informes/{report.slug}"
    assert client.get(f"{path}.pdf").status_code == 404
    assert "se están haciendo" in client.get(path).text
    services.make_report_files(report.newest.id)
    page = client.get(path).text
    for fmt in ReportFormat:
        answer = client.get(f"{path}.{fmt}")
        digest = sha256(answer.data).hexdigest()
        assert (answer.status_code, digest) == (200, file_of(report, fmt).sha256)
        assert digest in page
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(f"{path}.pdf").data.startswith(b"%PDF")
    assert client.get(f"{path}/versiones/1.xlsx").status_code == 200
    assert client.get(f"{path}/versiones/2.xlsx").status_code == 404


def test_a_file_is_left_to_who_makes_it_until_that_one_must_be_dead():
    report = reports.public_report(NAME, YEAR)
    file_id = file_of(report).id
    assert making._take(file_id, now() + making.PATIENCE)
    assert not services.make_file(file_id)
    with time_machine.travel(now() + 2 * making.PATIENCE):
        services.make_left()
    made = file_of(report)
    assert (made.state, made.tries) == (FileState.DONE, 2)
    assert all(one.state is FileState.DONE for one in made.version.files)
    assert not services.make_file(file_id)


def test_who_comes_late_leaves_neither_row_nor_change():
    report = reports.public_report(NAME, YEAR)
    file_id, late = file_of(report).id, now() - making.PATIENCE
    assert making._take(file_id, late)
    assert services.make_file(file_id)
    digest, kept_files = file_of(report).sha256, db.session.scalar(select(func.count()).select_from(StoredFile))
    assert not making._keep(file_id, late, said_by(report), b"tarde")
    assert file_of(report).sha256 == digest
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == kept_files


def said_by(report: KeptReport) -> Report:
    return building.read(kept.by_slug(report.slug).newest)


def test_what_cannot_be_made_is_said_and_can_be_asked_for_again(client):
    report = reports.submitted(reports.begun(NAME, YEAR))
    broken = {"document": '{"format":99}', "digest": "f" * 64, "title": "Conteo", "cut_at": now()}
    by = {"submitted_by_id": make.user().id, "number": 1}
    with unit_of_work():
        db.session.execute(text("DELETE FROM report_version"))
        db.session.add(KeptVersion(report_id=report.id, **broken, **by))
    db.session.expire_all()
    public = reports.published(reports.approved(kept.by_slug(report.slug)))
    file_id = file_of(public).id
    for _ in range(making.MOST_TRIES):
        assert file_of(public).state is FileState.WAITING
        assert not services.make_file(file_id)
    assert file_of(public).state is FileState.FAILED
    assert not services.make_file(file_id)
    with unit_of_work():
        services.try_again(public, make.user(Role.COMMUNICATIONS))
    assert (file_of(public).state, file_of(public).tries) == (FileState.WAITING, 0)


@pytest.mark.parametrize("act", ["UPDATE report_file SET sha256 = 'f'", "DELETE FROM report_file"])
def test_the_database_refuses_to_change_a_made_file(act: str):
    report = reports.public_report(NAME, YEAR)
    services.make_file(file_of(report).id)
    done = f"{act} WHERE state = 'done'"
    with pytest.raises(IntegrityError, match="is refused"), unit_of_work():
        db.session.execute(text(done))
    with unit_of_work():
        left = update(ReportFile).where(ReportFile.state == FileState.WAITING).values(tries=1)
        assert db.session.execute(left).rowcount == 3


def test_anybody_learns_whether_a_file_is_the_published_one(client):
    report = reports.public_report(NAME, YEAR)
    services.make_file(file_of(report).id)
    path = f"/informes/{report.slug}"
    whole = client.get(f"{path}.csv").data
    page = "/informes/verificar"
    good = client.submit(page, {"upload": (io.BytesIO(whole), "otro-nombre.zip")})
    assert "Es el publicado" in good.text
    assert report.newest.title in good.text
    assert "No es igual" in client.submit(page, {"upload": (io.BytesIO(whole + b" "), "informe.zip")}).text
    typed = " ".join([report.newest.digest[:32].upper(), report.newest.digest[32:]])
    assert "Es el publicado" in client.submit(page, {"digest": typed}).text
    refused = client.submit(page, {"digest": "no es una huella"})
    assert refused.status_code == 422
    draft = reports.submitted(reports.begun(NAME, Subject(Scope.YEAR, 2025)))
    assert "No es igual" in client.submit(page, {"digest": draft.coming.digest}).text
