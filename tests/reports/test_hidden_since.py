"""What is hidden after a report was frozen is read by nobody any more, and the team is told to correct the report."""

import io
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import EventState
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Question, WithholdReason
from participa.questions.models.redaction import parts_of
from participa.reports import services
from participa.reports.kinds import Scope, Subject
from participa.reports.models import KeptReport, ReportState
from participa.reports.queries import evidence, kept, owing
from participa.reports.services import hiding
from participa.shared import jobs
from participa.shared.clock import today
from participa.shared.errors import Conflict
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import services as strategies
from participa.strategy.models import Decision
from tests import factories as make
from tests.factories import reports

pytestmark = pytest.mark.usefixtures("context")
KIND = "preguntas-y-respuestas"
BODY = "¿Cuándo arreglan la vía?\nMi vecino Fulgencio Peñaranda bota basura en el caño."
NAME, NOTE = "Fulgencio Peñaranda", "Nombra a otra persona."


@pytest.fixture
def asked():
    event = make.event(EventState.ANSWERING)
    return make.public_question(event, body=BODY)


@pytest.fixture
def report(asked) -> KeptReport:
    make.public_question(asked.event, body="¿Cuándo abre la biblioteca?")
    return reports.public_report(KIND, reports.of_space(asked.event))


def fresh(report: KeptReport) -> KeptReport:
    db.session.expire_all()
    return kept.by_slug(report.slug)


def redact(question: Question) -> None:
    with unit_of_work():
        held = db.session.get_one(Question, question.id)
        parts = parts_of(held.body, [(NAME, WithholdReason.R1)])
        assert questions.redact(held, make.user(Role.MODERATOR), parts, NOTE)


def read(client, path: str) -> str:
    """Everything that an address hands over, also inside a pack."""
    answer = client.get(path)
    if not path.endswith(".zip"):
        return answer.text
    with ZipFile(io.BytesIO(answer.data)) as pack:
        return "\n".join(pack.read(name).decode(errors="replace") for name in pack.namelist())


def test_a_report_that_says_what_was_hidden_is_withdrawn_at_once_wherever_it_is_read(client, asked, report):
    path = f"/informes/{report.slug}"
    places = (path, f"{path}/versiones/1", f"{path}.json", f"/informes/paquetes/{asked.event.slug}.zip")
    assert all(NAME in read(client, place) for place in places)
    redact(asked)
    services.look_at_reports_of_question(asked.id)
    for place in places:
        assert NAME not in read(client, place)
    page = client.get(path)
    assert page.status_code == 410
    assert "Mostraba un texto que después se reservó." in page.text
    assert client.get(f"{path}.csv").status_code == 404


def test_no_file_is_made_of_what_was_withdrawn(asked, report):
    number = report.newest.id
    redact(asked)
    services.look_for_hidden()
    services.make_report_files(number)
    services.make_left()
    assert all(file.file_id is None for file in fresh(report).newest.files)


def test_hiding_a_text_asks_for_the_look_and_the_chore_finds_what_it_lost(asked, report, monkeypatch):
    wanted = []
    monkeypatch.setattr(jobs, "soon", lambda act, *values: wanted.append((act.__name__, *values)))
    redact(asked)
    assert ("look_at_reports_of_question", asked.id) in wanted
    services.look_for_hidden()
    assert not fresh(report).newest.is_readable
    before = fresh(report).revision
    services.look_for_hidden()
    assert fresh(report).revision == before


def test_the_team_is_told_by_mail_on_the_desk_and_on_the_page(client, asked, report):
    approver = make.user(Role.APPROVER)
    redact(asked)
    services.look_for_hidden()
    sent = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key.startswith("report-hidden/"))).all()
    [mine] = [one for one in sent if one.recipient == approver.email]
    assert f"/informes/gestion/{report.slug}" in mine.body
    assert NAME not in mine.body + mine.subject
    client.sign_in(approver)
    assert "1 informe retirado por corregir" in client.get("/gestion/").text
    assert "Nadie puede leer la versión 1" in client.get(f"/informes/gestion/{report.slug}").text
    assert "Retirado" in client.get("/informes/gestion/").text


def test_the_corrected_version_says_nothing_of_it_and_stays(client, asked, report):
    redact(asked)
    services.look_for_hidden()
    corrected = reports.corrected(fresh(report), reason="Ya no sale un dato personal.")
    services.look_for_hidden()
    assert fresh(corrected).newest.is_readable
    page = client.get(f"/informes/{report.slug}")
    assert (page.status_code, NAME in page.text, "▒▒" in page.text) == (200, False, True)


def test_what_waits_for_its_approval_or_publication_goes_back_to_draft(asked):
    waiting = reports.approved(reports.submitted(reports.begun(KIND, reports.of_space(asked.event))))
    make.withhold(asked, WithholdReason.R3)
    with pytest.raises(Conflict, match="se reservó un texto"), unit_of_work():
        services.publish(waiting, make.user(Role.APPROVER))
    services.look_for_hidden()
    again = fresh(waiting)
    assert (again.state, again.coming, again.note) == (ReportState.DRAFT, None, hiding.NOTE)


def test_a_report_stays_when_another_question_still_says_the_same_words(asked):
    other = make.public_question(asked.event, body=BODY)
    report = reports.public_report(KIND, reports.of_space(asked.event))
    make.withhold(asked, WithholdReason.R3)
    services.look_for_hidden()
    assert fresh(report).newest.is_readable
    make.withhold(other, WithholdReason.R3)
    services.look_for_hidden()
    assert not fresh(report).newest.is_readable


def test_what_nobody_reads_counts_for_nothing_and_no_list_offers_it(client, asked, report):
    year, path = report.year, f"/informes/{report.slug}"

    def counted() -> tuple[int, int, bool]:
        owed = [one for one in owing.of_year(year, today()) if one.kind.name == KIND]
        [told] = [one for one in evidence.of_year(year) if one.endpoint == "reports.index"]
        return told.amount, sum(one.done is not None for one in owed), path in client.get(space).text

    space = f"/espacios/{asked.event.slug}"
    assert counted() == (1, 1, True)
    redact(asked)
    services.look_for_hidden()
    assert counted() == (0, 0, False)
    assert "Retirado" in client.get("/informes/").text


def test_a_report_of_another_space_stays(asked, report):
    elsewhere = make.public_question(make.event(EventState.ANSWERING), body="¿Cuándo abre el puesto de salud?")
    make.withhold(elsewhere, WithholdReason.R3)
    services.look_for_hidden()
    assert fresh(report).newest.is_readable


def test_an_observation_that_is_kept_back_later_takes_its_report_along():
    year = today().year
    draft = make.consulted(opens=-3, year=year)
    one = make.observation(draft, body=f"{NAME} no deja pasar.", key="formulario-uno-de-la-consulta")
    author, approver = make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    with unit_of_work():
        strategies.reply(db.session.merge(one), Decision.ACCEPTED, "Se agregó.", "", author)
        strategies.publish_reply(db.session.merge(one), approver)
    report = reports.public_report("observaciones-al-borrador", Subject(Scope.YEAR, year))
    services.look_for_hidden()
    assert fresh(report).newest.is_readable
    with unit_of_work():
        strategies.reply(db.session.merge(one), Decision.ACCEPTED, "Se agregó.", "Nombra a una persona", author)
    services.look_for_hidden()
    assert not fresh(report).newest.is_readable
