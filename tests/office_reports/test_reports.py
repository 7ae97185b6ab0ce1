"""Each office reports of a space; the team gives back, puts together and publishes."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.events.doors import lacks_to_close
from participa.extensions import db
from participa.hearings.models import LivePromise
from participa.office_reports import queries, services
from participa.office_reports.models import NewEvidence, OfficeReport, ReportMove, ReportState, ReportVersion
from participa.office_reports.queries import brought
from participa.questions.models import Visibility
from participa.shared.audit import AuditEntry
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import office_reports as some
from tests.factories.attendance import arrived, registered
from tests.factories.keep import keep
from tests.questions.team import team

HOME, TEAM = "/informes-internos", "/informes-internos/gestion"


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def event(house):
    return some.held(activity=make.activity(departments=(house.office,)), topics=["Vías"], goals=["Diez kilómetros"])


def page_of(event, office, more="") -> str:
    return f"{TEAM}/{event.slug}/{office.id}{more}"


def fields(report, **values):
    parts = dict.fromkeys(report.parts, "Se hizo la mesa.")
    typed = {"filled_as": "Profesional", "attendees": "40", "revision": str(report.revision)}
    return parts | typed | values


def mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_an_office_writes_hands_in_mends_and_everybody_reads_the_whole(client, house, event):
    some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER])
    client.sign_in(house[Role.LIAISON])
    write = page_of(event, house.office, "/escribir")
    report = queries.report_of(event, house.office.id)
    told = client.get(f"{TEAM}/{event.slug}", follow_redirects=True).get_data(as_text=True)
    assert "Enviar al equipo" in told
    assert client.submit(write, fields(report, outcome="Se priorizó la vía rural.", then="guardar")).status_code == 303
    assert (
        client.submit(
            write,
            {"then": "enviar", **fields(report, outcome="Se priorizó la vía.")}
            | {"revision": str(queries.report_of(event, house.office.id).revision)},
        ).status_code
        == 303
    )
    db.session.expire_all()
    assert queries.report_of(event, house.office.id).state is ReportState.SENT

    client.sign_in(house[Role.APPROVER])
    assert "Enviado" in client.get(f"{TEAM}/{event.slug}").get_data(as_text=True)
    page = page_of(event, house.office)
    assert client.submit(f"{page}/devolver", {"note": ""}, page).status_code == 422
    assert client.submit(f"{page}/devolver", {"note": "Falta decir cuándo."}, page).status_code == 303

    client.sign_in(house[Role.LIAISON])
    db.session.expire_all()
    report = queries.report_of(event, house.office.id)
    assert "Falta decir cuándo." in client.get(write).get_data(as_text=True)
    again = fields(report, outcome="Se priorizó la vía en abril.", then="enviar")
    assert client.submit(write, again).status_code == 303

    client.sign_in(house[Role.APPROVER])
    assert client.submit(f"{page}/incorporar", {}, page).status_code == 303
    whole = f"{TEAM}/{event.slug}/consolidado"
    assert client.submit(whole, {"summary": "Vinieron todas las veredas."}).status_code == 303
    assert client.get(f"{HOME}/{event.slug}").status_code == 404
    assert client.submit(f"{TEAM}/{event.slug}/publicar", {}, whole).status_code == 303
    public = client.get(f"{HOME}/{event.slug}").get_data(as_text=True)
    assert "Se priorizó la vía en abril." in public
    assert "Vinieron todas las veredas." in public
    assert "Se priorizó la vía rural." not in public
    assert house[Role.LIAISON].name not in public
    assert event.title in client.get(f"{HOME}/").get_data(as_text=True)
    assert [version.number for version in report.versions] == [1, 2]


def test_what_the_platform_knows_is_brought_apart_from_what_is_typed(house, event):
    asked = make.public_question(event, body="¿Cuándo arreglan la vía?", department_id=house.office.id)
    make.public_question(event, body="¿Y el hospital?", department_id=house.other_office.id)
    make.question(event=event, visibility=Visibility.WAITING, department_id=house.office.id)
    hearing = make.hearing(event=event)
    said = {"hearing_id": hearing.id, "author_id": house[Role.MODERATOR].id, "at": now()}
    keep(LivePromise(text="Arreglar la vía en abril", department_id=house.office.id, **said))
    keep(LivePromise(text="Abrir el hospital", department_id=house.other_office.id, **said))
    keep(LivePromise(text="Un error", department_id=house.office.id, struck_at=now(), **said))
    known = brought.lines(event, house.office.id)
    texts = {part: [line["text"] for line in lines] for part, lines in known.items()}
    assert event.activities[0].name in texts["activities"][1]
    assert event.title in texts["activities"][0]
    assert texts["topics"] == ["Tema: Vías", "Meta: Diez kilómetros"]
    assert [line["radicado"] for line in known["observations"]] == [asked.radicado]
    assert texts["commitments"] == ["Dicho en la audiencia: Arreglar la vía en abril"]
    assert "¿Cuándo" not in str(known)  # the words of a question may be hidden later


def test_the_platform_s_count_of_people_wins_and_a_few_are_not_told_to_everybody(client, house, event):
    for _ in range(3):
        arrived(registered(event))
    some.asked(event, house.office, actor=house[Role.APPROVER])
    some.sent(event, house[Role.LIAISON], attendees=None)
    consolidate_and_publish(event, house)
    assert "menos de 5" in client.get(f"{HOME}/{event.slug}").get_data(as_text=True)
    assert "menos de 5" in client.get(f"{HOME}/{event.slug}/consolidado.csv").get_data(as_text=True)
    client.sign_in(house[Role.CONTROL])
    assert ";3;" in client.get(f"{TEAM}/{event.slug}/consolidado.csv").get_data(as_text=True)


def consolidate_and_publish(event, house) -> None:
    with unit_of_work():
        report = queries.report_to_change(event, house.office.id)
        services.consolidate(report, house[Role.APPROVER], report.revision)
        services.publish(queries.call_of(event), house[Role.APPROVER])


def test_nothing_is_handed_in_with_a_part_empty(house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    report = queries.report_of(event, house.office.id)
    with pytest.raises(Invalid, match="Resultado de la participación"), unit_of_work():
        services.send(report, some.written(parts={"outcome": ""}), house[Role.LIAISON], None)
    with pytest.raises(Invalid, match="cuántas personas"), unit_of_work():
        services.send(queries.report_of(event, house.office.id), some.written(attendees=None), house[Role.LIAISON], 1)


def test_another_office_neither_reads_nor_writes(client, house, event):
    some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER])
    client.sign_in(house.stranger)
    for more in ("", "/escribir", "/soportes/nuevo"):
        assert client.get(page_of(event, house.office, more)).status_code == 403
    report = queries.report_of(event, house.office.id)
    sent = client.submit(
        page_of(event, house.office, "/escribir"), fields(report), page_of(event, house.other_office, "/escribir")
    )
    assert sent.status_code == 403
    for verb in (services.save, services.send):
        with pytest.raises(Forbidden), unit_of_work():
            verb(queries.report_of(event, house.office.id), some.written(), house.stranger, None)
    assert not queries.report_of(event, house.office.id).is_begun


def test_autosave_keeps_gives_the_revision_and_never_writes_over_another(client, house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    report, url = queries.report_of(event, house.office.id), page_of(event, house.office, "/guardado")
    seen = report.revision
    first, page = fields(report, filled_as="", attendees=""), page_of(event, house.office, "/escribir")
    client.sign_in(house[Role.LIAISON])
    told = client.submit(url, first, page)
    assert told.status_code == 200
    assert told.json["revision"] == seen + 1
    client.sign_in(house.colleague)
    refused = client.submit(url, first | {"outcome": "Otra cosa."}, page)
    assert refused.status_code == 409
    assert house[Role.LIAISON].name in refused.json["words"]
    db.session.expire_all()
    assert queries.report_of(event, house.office.id).outcome == "Se hizo la mesa."
    assert client.submit(page, first | {"outcome": "Otra cosa.", "then": "guardar"}).status_code == 409


def test_a_second_click_makes_one_version(house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    some.sent(event, house[Role.LIAISON])
    with unit_of_work():
        services.send(queries.report_of(event, house.office.id), some.written(), house[Role.LIAISON], None)
    assert len(db.session.scalars(select(ReportVersion)).all()) == 1
    with pytest.raises(Conflict), unit_of_work():
        services.save(queries.report_of(event, house.office.id), some.written("Otra"), house[Role.LIAISON], None)


def test_what_is_public_is_not_given_back(house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    some.sent(event, house[Role.LIAISON])
    consolidate_and_publish(event, house)
    with pytest.raises(Conflict), unit_of_work():
        services.give_back(queries.report_of(event, house.office.id), "No", house[Role.APPROVER], None)


def test_an_empty_whole_is_not_published(client, house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    client.sign_in(house[Role.APPROVER])
    refused = client.submit(f"{TEAM}/{event.slug}/publicar", {}, f"{TEAM}/{event.slug}/consolidado")
    assert refused.status_code == 422
    assert "al menos un informe" in refused.get_data(as_text=True)


def test_reports_are_asked_from_the_beginning_on_and_once(house, event):
    with pytest.raises(Closed):
        some.asked(make.event(), house.office)
    some.asked(event, house.office, actor=house[Role.APPROVER])
    some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER], due_on=today() + timedelta(days=3))
    assert len(queries.reports_of(event.id)) == 2
    assert queries.call_of(event).due_on == today() + timedelta(days=3)
    people = {house[Role.LIAISON].email, house.colleague.email, house.stranger.email}
    assert sorted(mail.recipient for mail in mails()) == sorted(people)


def test_a_liaison_begins_the_own_report_without_being_asked(client, house, event):
    client.sign_in(house[Role.LIAISON])
    page = f"{TEAM}/{event.slug}"
    assert "Empezar el informe" in client.get(page).get_data(as_text=True)
    assert client.submit(f"{page}/empezar", {}, page).headers["Location"].endswith("/escribir")
    assert client.submit(f"{page}/empezar", {}, page_of(event, house.office, "/escribir")).status_code == 303
    assert len(db.session.scalars(select(OfficeReport)).all()) == 1


def test_evidence_is_checked_by_content_and_a_photo_needs_words(client, house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    client.sign_in(house[Role.LIAISON])
    page = page_of(event, house.office, "/soportes/nuevo")
    photo = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "PNG")

    def add(data, name, **values):
        upload = {"upload": (BytesIO(data), name)}
        return client.submit(page, {"title": "La mesa", **values, **upload})

    assert add(photo.getvalue(), "mesa.png").status_code == 422
    assert add(b"<html><script>alert(1)</script>", "mesa.txt").status_code == 422
    kept = add(photo.getvalue(), "mesa.png", alt_text="Una mesa llena de gente.", is_public="y")
    assert kept.status_code == 303
    hidden = add(b"Lista de quienes vinieron\n", "lista.txt")
    assert hidden.status_code == 303
    shown, secret = queries.report_of(event, house.office.id).evidence
    some.sent(event, house[Role.LIAISON])
    assert client.get(f"{HOME}/{event.slug}/soportes/{shown.id}").status_code == 404
    consolidate_and_publish(event, house)
    assert client.get(f"{HOME}/{event.slug}/soportes/{shown.id}").status_code == 200
    assert client.get(f"{HOME}/{event.slug}/soportes/{secret.id}").status_code == 404
    assert client.get(page_of(event, house.office, f"/soportes/{secret.id}")).status_code == 200
    assert "Una mesa llena de gente." in client.get(f"{HOME}/{event.slug}").get_data(as_text=True)


def test_the_workbook_holds_one_line_an_office_and_no_formula(client, house, event):
    some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER])
    some.sent(event, house[Role.LIAISON], "=1+1")
    consolidate_and_publish(event, house)
    book = load_workbook(BytesIO(client.get(f"{HOME}/{event.slug}/consolidado.xlsx").data))
    rows = list(book.active.iter_rows())
    assert len(rows) == 2
    assert {cell.data_type for cell in rows[1]} <= {"s", "inlineStr"}
    assert "'=1+1" in client.get(f"{HOME}/{event.slug}/consolidado.csv").get_data(as_text=True)


def test_who_is_missing_is_reminded_once_at_each_stage(house, event):
    due = date(2031, 3, 10)
    with time_machine.travel(datetime(2031, 3, 1, 15, tzinfo=UTC), tick=False):
        some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER], due_on=due)
        some.sent(event, house.stranger)
    at = {}
    for day, hour in ((6, 15), (7, 11), (7, 15), (7, 16), (10, 15), (18, 15), (28, 15)):
        with time_machine.travel(datetime(2031, 3, day, hour, tzinfo=UTC), tick=False):
            services.remind_due()
        at[day, hour] = len([mail for mail in mails() if "/reminder/" in mail.key])
    assert at == {(6, 15): 0, (7, 11): 0, (7, 15): 2, (7, 16): 2, (10, 15): 4, (18, 15): 6, (28, 15): 6}
    assert house.stranger.email not in {mail.recipient for mail in mails() if "/reminder/" in mail.key}


def test_the_team_reminds_by_hand_at_most_once_a_day(client, house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    client.sign_in(house[Role.COMMUNICATIONS])
    for _ in range(2):
        client.submit(f"{TEAM}/{event.slug}/recordar", {}, f"{TEAM}/{event.slug}")
    assert len([mail for mail in mails() if "/reminder/" in mail.key]) == 2  # the two liaisons of the office


def test_a_space_does_not_close_while_an_office_that_was_asked_is_missing(house, event):
    assert not [one for one in lacks_to_close(event) if "informe" in one]
    some.asked(event, house.office, actor=house[Role.APPROVER])
    assert "Falta el informe de 1 dependencia." in lacks_to_close(event)
    some.sent(event, house[Role.LIAISON])
    assert "Falta el informe de 1 dependencia." not in lacks_to_close(event)


def test_an_office_asked_by_mistake_is_unasked_after_confirming_and_no_longer_blocks_closing(client, house, event):
    some.asked(event, house.other_office, actor=house[Role.APPROVER])
    client.sign_in(house[Role.COMMUNICATIONS])
    page = page_of(event, house.other_office, "/dejar-de-pedir")
    assert page in client.get(f"{TEAM}/{event.slug}").get_data(as_text=True)
    assert "¿Dejar de pedir" in client.get(page).get_data(as_text=True)
    assert [one for one in lacks_to_close(event) if "informe" in one]
    assert client.submit(page, {}, page).status_code == 303
    assert not [one for one in lacks_to_close(event) if "informe" in one]
    assert queries.find_report(event.id, house.other_office.id) is None
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "office_reports.unask")).one()
    assert told.detail["office"] == house.other_office.id
    assert len([mail for mail in mails() if "/unasked/" in mail.key]) == 1
    some.asked(event, house.other_office, actor=house[Role.APPROVER])
    assert len([mail for mail in mails() if "/asked/" in mail.key]) == 2  # asked again, told again


def test_what_an_office_began_is_not_unasked(client, house, event):
    some.asked(event, house.office, house.other_office, actor=house[Role.APPROVER])
    with unit_of_work():
        services.save(queries.report_of(event, house.office.id), some.written(), house[Role.LIAISON], None)
        proof = NewEvidence("Acta", url="https://soportes.example/acta")
        services.add_evidence(queries.report_of(event, house.other_office.id), proof, "k" * 22, house.stranger)
    client.sign_in(house[Role.APPROVER])
    shown = client.get(f"{TEAM}/{event.slug}").get_data(as_text=True)
    for office in (house.office, house.other_office):
        page = page_of(event, office, "/dejar-de-pedir")
        assert page not in shown
        assert client.submit(page, {}, f"{TEAM}/{event.slug}").status_code == 409
        assert queries.find_report(event.id, office.id) is not None
    with pytest.raises(Forbidden), unit_of_work():
        services.unask(queries.report_of(event, house.office.id), house[Role.LIAISON])


def test_what_was_handed_in_stays_as_it_was(house, event):
    some.asked(event, house.office, actor=house[Role.APPROVER])
    some.sent(event, house[Role.LIAISON])
    for statement in ("UPDATE office_report_version SET filled_as = ''", "DELETE FROM office_report_move"):
        with pytest.raises(IntegrityError), unit_of_work():
            db.session.execute(text(statement))
    assert db.session.scalar(select(ReportMove.to_state)) is ReportState.SENT
