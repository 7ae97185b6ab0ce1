"""A report goes from draft to public with two people, keeps what it said and tells what it changes."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.documents.queries import news
from participa.extensions import db
from participa.reports import building, services
from participa.reports.kinds import Scope, Subject, kind_of
from participa.reports.models import KeptReport, ReportState
from participa.reports.queries import kept
from participa.shared.errors import Closed, Conflict, Forbidden, NotFound
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import reports
from tests.reports.conftest import NAME

YEAR = Subject(Scope.YEAR, 2026)
TEAM = "/informes/gestion"
pytestmark = pytest.mark.usefixtures("counting", "context")


def doing(act, *values):
    with unit_of_work():
        return act(*values)


def intro(report: KeptReport) -> str:
    return building.texts_of(kept.by_slug(report.slug))["intro"]


def fresh(report: KeptReport) -> KeptReport:
    db.session.expire_all()
    return kept.by_slug(report.slug)


def test_a_suggested_text_follows_the_data_until_somebody_writes_it():
    author = make.user(Role.MODERATOR)
    report = reports.begun(NAME, YEAR, author)
    assert intro(report) == "Hasta hoy hay 0 en la lista."
    make.event()
    assert intro(report) == "Hasta hoy hay 1 en la lista."
    doing(services.write_text, report, "intro", "Esto se hizo.", author)
    make.event()
    assert intro(report) == "Esto se hizo."
    doing(services.write_text, report, "intro", "", author)
    assert intro(report) == "Hasta hoy hay 2 en la lista."


def test_a_subject_has_one_report_of_a_kind_and_an_unknown_subject_none():
    first, second = reports.begun(NAME, YEAR), reports.begun(NAME, YEAR)
    assert first.id == second.id
    with pytest.raises(Forbidden):
        doing(services.begin, kind_of(NAME), YEAR, make.user(Role.LIAISON))
    for key in ("year:1999:0", "year:2026:2", "term:2026:1", "event:7", "year", "year:x:0"):
        with pytest.raises(NotFound):
            building.subject_named(Scope.YEAR, key)
    assert building.subject_named(Scope.YEAR, "year:2026:0") == YEAR


def test_who_wrote_or_sent_a_report_does_not_approve_it_and_who_approves_approves_what_was_read():
    writer, sender, other = (make.user(Role.APPROVER) for _ in range(3))
    report = reports.submitted(reports.begun(NAME, YEAR, writer, intro="Esto se hizo."), sender)
    digest = report.coming.digest
    for person in (writer, sender):
        with pytest.raises(Forbidden):
            doing(services.approve, report, digest, person)
    with pytest.raises(Forbidden):
        doing(services.approve, report, digest, make.user(Role.COMMUNICATIONS))
    with pytest.raises(services.Changed):
        doing(services.approve, report, "0" * 64, other)
    with pytest.raises(Closed):
        doing(services.publish, report, other)
    doing(services.approve, report, digest, other)
    doing(services.approve, report, digest, other)
    assert fresh(report).state is ReportState.APPROVED


def test_a_returned_report_is_a_draft_again_with_the_note_and_its_copy_is_gone():
    report = reports.submitted(reports.begun(NAME, YEAR))
    approver = make.user(Role.APPROVER)
    with pytest.raises(services.Unfit):
        doing(services.give_back, report, "", approver)
    doing(services.give_back, report, "Falta decir de qué año es.", approver)
    again = fresh(report)
    assert (again.state, again.note, again.versions) == (ReportState.DRAFT, "Falta decir de qué año es.", [])
    make.event()
    sent = reports.submitted(again)
    assert (sent.coming.number, sent.note) == (1, "")
    assert '"number":1' in kept.document_of(sent.coming)


def test_nobody_sends_what_another_person_changed_meanwhile():
    report = reports.begun(NAME, YEAR)
    seen = building.look(report)
    doing(services.write_text, report, "intro", "Otra cosa.", make.user(Role.MODERATOR))
    with pytest.raises(services.Changed):
        doing(services.submit, report, seen, "", make.user(Role.MODERATOR))
    with pytest.raises(services.Changed):
        doing(services.write_text, report, "intro", "Tarde.", make.user(Role.MODERATOR), seen.revision)


def test_what_is_public_says_what_was_frozen_and_a_correction_follows_with_its_reason(client):
    make.event()
    report = reports.public_report(NAME, YEAR)
    make.event()
    page = client.get(f"/informes/{report.slug}").text
    assert "Hasta hoy hay 1 en la lista." in page
    body = client.get(f"/informes/{report.slug}.json").data
    digest = sha256(body).hexdigest()
    assert digest == report.newest.digest
    assert digest in page
    assert json.loads(body)["blocks"][0]["text"] == "Hasta hoy hay 1 en la lista."
    doing(services.reopen, report, make.user(Role.MODERATOR))
    with pytest.raises(services.Unfit):
        reports.submitted(fresh(report))
    sent = reports.submitted(fresh(report), reason="Faltaba un espacio.")
    assert "Hasta hoy hay 1 en la lista." in client.get(f"/informes/{report.slug}").text
    second = reports.published(reports.approved(sent))
    assert [one.number for one in second.public_versions] == [1, 2]
    now_says, before = (client.get(f"/informes/{report.slug}{path}").text for path in ("", "/versiones/1"))
    assert "Hasta hoy hay 2 en la lista." in now_says
    assert "Faltaba un espacio." in now_says
    assert "Hasta hoy hay 1 en la lista." in before
    assert "Hay una versión más nueva" in before


def test_the_team_is_told_when_the_data_say_something_else_by_now(client):
    make.event()
    report = reports.public_report(NAME, YEAR)
    client.sign_in(make.user(Role.APPROVER))
    address = f"{TEAM}/{report.slug}"
    assert "Los datos cambiaron" not in client.get(address).text
    make.event()
    assert "Los datos cambiaron desde la versión 1" in client.get(address).text


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE report_version SET document = '{}'",
        "UPDATE report_version SET digest = 'f'",
        "UPDATE report_version SET published_at = NULL",
        "UPDATE report_version SET approved_by_id = 1",
        "DELETE FROM report_version",
        "UPDATE kept_report SET slug = 'otra'",
        "DELETE FROM kept_report",
    ],
)
def test_the_database_refuses_to_rewrite_what_is_public(act: str):
    make.user(Role.ADMIN)
    reports.public_report(NAME, YEAR)
    with pytest.raises(IntegrityError, match="is refused"), unit_of_work():
        db.session.execute(text(act))


def test_a_draft_can_be_discarded_and_what_was_public_never():
    author = make.user(Role.MODERATOR)
    draft = reports.begun(NAME, YEAR, author, intro="Esto se hizo.")
    doing(services.discard, draft, author)
    assert kept.find(NAME, YEAR.key) is None
    report = reports.public_report(NAME, YEAR)
    doing(services.reopen, report, author)
    with pytest.raises(Conflict):
        doing(services.discard, report, author)


def test_who_wrote_a_discarded_draft_may_approve_the_one_that_another_person_begins():
    person = make.user(Role.APPROVER)
    doing(services.discard, reports.begun(NAME, YEAR, person, intro="Esto se hizo."), person)
    approved = reports.approved(reports.submitted(reports.begun(NAME, YEAR)), person)
    assert approved.state is ReportState.APPROVED


def test_a_withdrawn_version_is_read_by_nobody_and_its_page_says_why(client):
    report, approver = reports.public_report(NAME, YEAR), make.user(Role.APPROVER)
    path = f"/informes/{report.slug}"
    assert news.find_item(path) is not None
    with pytest.raises(services.Unfit):
        doing(services.withdraw, report, 1, "", approver)
    with pytest.raises(services.Unfit):
        doing(services.withdraw, report, 1, "Salía el correo persona@ejemplo.example.", approver)
    doing(services.withdraw, report, 1, "Mostraba un dato reservado.", approver)
    page = client.get(path)
    assert page.status_code == 410
    assert "Mostraba un dato reservado." in page.text
    assert "Hasta hoy hay" not in page.text
    assert report.newest.digest in page.text
    assert client.get(f"{path}.json").status_code == 404
    assert news.find_item(path) is None
    corrected = reports.corrected(fresh(report), reason="Ya no muestra ese dato.")
    assert corrected.newest.number == 2
    assert client.get(path).status_code == 200


def test_a_text_with_personal_data_is_refused_and_kept_on_the_page(client):
    report = reports.begun(NAME, YEAR)
    client.sign_in(make.user(Role.MODERATOR))
    address = f"{TEAM}/{report.slug}/textos/intro"
    answer = client.submit(address, {"texto-text": "Escriba a persona@ejemplo.example."})
    assert answer.status_code == 422
    assert "Escriba a persona@ejemplo.example." in answer.text
    assert fresh(report).texts == []
