"""Answered aloud, handed to PQRSD, transferred with its document, private calendars and interruptions."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from sqlalchemy import select

from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.deadlines import rules, services
from participa.deadlines.models import LiveAnswer, Outage
from participa.deadlines.queries import marks
from participa.extensions import db
from participa.questions.models import Kind, Question, Status, TermKind, Visibility, WithholdReason
from participa.questions.models.redaction import parts_of
from participa.questions.queries import links
from participa.questions.services import classify, redact
from participa.shared import recording
from participa.shared.business_days import BaseReading
from participa.shared.clock import local, now, today
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, sign_in, team

STAFF, DESK = "/vencimientos/gestion", "/preguntas/gestion"


@pytest.fixture
def house(context):
    return team()


def in_space(**values) -> Question:
    return make.public_question(make.event(), **values)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def mark(client, house, question: Question, minute: str = "1:23:45", url: str = ""):
    sign_in(client, house[Role.MODERATOR])
    return client.submit(f"{STAFF}/preguntas/{question.radicado}/en-vivo", {"minute": minute, "url": url})


def test_an_answer_aloud_is_public_and_the_written_one_is_still_due(client, house):
    question = in_space()
    due_on, status = question.due_on, question.status
    assert mark(client, house, question, url="https://video.example/audiencia").status_code == 303
    db.session.refresh(question)
    assert (question.status, question.due_on, question.answered_at) == (status, due_on, None)
    page = text_of(client.get(f"/preguntas/{question.radicado}"))
    assert "minuto 1:23:45" in page
    assert "La respuesta escrita llega a más tardar el" in page
    assert 'href="https://video.example/audiencia"' in page
    assert question.radicado in text_of(client.get(f"{STAFF}/"))


def test_a_mark_taken_back_stays_in_the_history(client, house):
    question = in_space()
    mark(client, house, question)
    assert client.submit(f"{STAFF}/preguntas/{question.radicado}/en-vivo/quitar", page=f"{STAFF}/").status_code == 303
    assert marks.find_live(question.id) is None
    row = db.session.scalars(select(LiveAnswer)).one()
    assert row.ended_at is not None
    page = text_of(client.get(f"{DESK}/{question.radicado}"))
    assert "Respondida en vivo: 1:23:45" in page
    assert "Ya no figura en vivo" in page
    assert "minuto 1:23:45" not in text_of(client.get(f"/preguntas/{question.radicado}"))


def test_the_mark_of_a_withheld_question_leads_nobody_to_its_words(client, house):
    question = in_space(visibility=Visibility.WITHHELD)
    mark(client, house, question, url="https://video.example/audiencia")
    assert "video.example" not in text_of(client.get(f"/preguntas/{question.radicado}"))


def test_the_mark_of_a_redacted_question_leads_nobody_to_what_was_hidden(client, house):
    question = in_space(body="¿Por qué Ramona Pérez no tiene agua?")
    mark(client, house, question, url="https://video.example/audiencia")
    with unit_of_work():
        redact(question, house[Role.MODERATOR], parts_of(question.body, [("Ramona Pérez", WithholdReason.R1)]), NOTE)
    page = text_of(client.get(f"/preguntas/{question.radicado}"))
    assert "Ramona" not in page
    assert "video.example" not in page
    assert "1:23:45" not in page


def test_the_public_page_promises_no_day_that_is_gone(client, house):
    question = in_space(at=now() - timedelta(days=60))
    mark(client, house, question)
    page = text_of(client.get(f"/preguntas/{question.radicado}"))
    assert "minuto 1:23:45" in page
    assert "llega a más tardar" not in page
    assert "La respuesta escrita se debe desde el" in page


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("hora y media", ""),
        ("1:75:00", ""),
        ("-1:20", ""),
        ("24:00:01", ""),
        ("99:59:59", ""),
        ("1:23:45", "http://x.example"),
        ("1:23:45", "https://x.example\r\nSet-Cookie: a=b"),
    ],
)
def test_a_minute_or_an_address_that_is_none_is_refused_beside_its_field(client, house, typed, url):
    question = in_space()
    assert mark(client, house, question, typed, url).status_code == 422
    assert marks.find_live(question.id) is None


@pytest.mark.parametrize(("typed", "second"), [("1:23:45", 5025), ("23:45", 1425), ("90:00", 5400)])
def test_the_clock_of_a_recording(typed, second):
    assert recording.seconds_of(typed) == second


def test_only_a_question_of_a_space_is_answered_aloud(house):
    question = make.public_question()
    with pytest.raises(Forbidden), unit_of_work():
        services.mark_live(question, house[Role.MODERATOR], 60)


def test_a_complaint_waits_in_the_list_until_its_number_is_there(client, house):
    receipt = make.receipt(body="Me cobraron dos veces.", kind=Kind.COMPLAINT)
    question = db.session.get_one(Question, receipt.question_id)
    with unit_of_work():
        question.visibility = Visibility.PUBLIC
    sign_in(client, house[Role.MODERATOR])
    listed = f"{STAFF}/?ver=sin-pqrsd"
    assert question.radicado in text_of(client.get(listed))
    form = {"number": "PQ-2026-88", "handed_on": today().isoformat()}
    assert client.submit(f"{STAFF}/preguntas/{question.radicado}/pqrsd", form).status_code == 303
    client.get(listed)  # says once what was saved
    assert question.radicado not in text_of(client.get(listed))
    public = text_of(client.get(f"/preguntas/{question.radicado}"))
    assert "También pasó a PQRSD" in public
    assert "PQ-2026-88" not in public
    assert "PQ-2026-88" in text_of(client.submit("/preguntas/seguir", {"code": receipt.code}))


def test_a_complaint_is_not_handed_over_before_it_came(client, house):
    question = make.public_question(kind=Kind.COMPLAINT)
    sign_in(client, house[Role.MODERATOR])
    form = {"number": "PQ-1", "handed_on": (today() - timedelta(days=1)).isoformat()}
    assert client.submit(f"{STAFF}/preguntas/{question.radicado}/pqrsd", form).status_code == 422
    assert marks.find_handover(question.id) is None


def test_the_team_still_reads_the_number_of_what_is_no_complaint_any_more(client, house):
    question = make.public_question(kind=Kind.COMPLAINT)
    with unit_of_work():
        services.hand_over(question, house[Role.MODERATOR], "PQ-2026-88", today())
    with unit_of_work():
        question.kind = Kind.QUESTION
    sign_in(client, house[Role.APPROVER])
    panel = (
        text_of(client.get(f"{DESK}/{question.radicado}")).partition('<h2 id="pqrsd">')[2].partition("</section>")[0]
    )
    assert "PQ-2026-88" in panel
    assert "Es una queja" not in panel


def test_what_is_no_complaint_has_no_pqrsd_number(house):
    question = make.public_question()
    with pytest.raises(Forbidden), unit_of_work():
        services.hand_over(question, house[Role.MODERATOR], "1", today())


def transfer(client, house, question: Question, sent_on: date, file: tuple[bytes, str] = (b"Oficio.\n", "oficio.txt")):
    sign_in(client, house[Role.MODERATOR])
    form = {"entity": "Entidad nacional de vías", "sent_on": sent_on.isoformat(), "document_number": "OF-41"}
    form |= {"note": NOTE, "document": (BytesIO(file[0]), file[1])}
    return client.submit(f"{DESK}/{question.radicado}/paso/trasladar", {f"nota-{key}": form[key] for key in form})


def test_who_asked_downloads_the_copy_of_the_transfer_with_the_code_and_nobody_else(client, house):
    receipt = make.receipt(body="¿Cuándo arreglan la vía nacional?")
    question = db.session.get_one(Question, receipt.question_id)
    assert transfer(client, house, question, today()).status_code == 303
    page = text_of(client.submit("/preguntas/seguir", {"code": receipt.code}))
    assert "Descargar la copia" in page
    follow = "/preguntas/seguir"
    copy = client.submit("/vencimientos/copia-del-traslado", {"code": receipt.code}, page=follow)
    assert copy.status_code == 200, text_of(copy)
    assert copy.data == b"Oficio.\n"
    wrong = make.receipt()
    assert client.submit("/vencimientos/copia-del-traslado", {"code": wrong.code}, page=follow).status_code == 404


def test_a_file_that_is_not_what_it_says_stops_the_transfer(client, house):
    question = make.public_question()
    assert transfer(client, house, question, today(), (b"MZ\x90\x00\x03", "oficio.pdf")).status_code == 422
    assert links.find_transfer(question.id) is None


def test_a_transfer_after_the_five_days_is_allowed_and_the_delay_is_shown(client, house):
    question = make.public_question(at=now() - timedelta(days=30))
    assert transfer(client, house, question, today()).status_code == 303
    delay = rules.transfer_delay(question.base_on, BaseReading(question.base_reading), today(), current_calendar())
    assert delay > 5
    for page in (f"/preguntas/{question.radicado}", f"{DESK}/{question.radicado}"):
        assert f"{delay} días hábiles" in text_of(client.get(page))


def test_a_transfer_in_time_has_no_delay(client, house):
    question = make.public_question()
    transfer(client, house, question, today())
    assert "El traslado fue tardío" not in text_of(client.get(f"/preguntas/{question.radicado}"))


def test_no_transfer_is_dated_tomorrow(client, house):
    question = make.public_question()
    assert transfer(client, house, question, today() + timedelta(days=1)).status_code == 422


def test_the_private_calendar_shows_filing_numbers_and_dates_until_it_is_dropped(client, house):
    question = make.public_question(body="¿Por qué Ramona no tiene agua?")
    person = house[Role.APPROVER]
    with unit_of_work():
        token = services.new_calendar(person)
    address = f"/vencimientos/calendario/{token}.ics"
    answer = client.get(address)
    assert b"Ramona" not in answer.data
    assert "no-store" in answer.headers["Cache-Control"]
    (one,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert one.decoded("dtstart") == question.due_on
    assert question.radicado in str(one["summary"])
    with unit_of_work():
        other = services.new_calendar(person)
    assert client.get(address).status_code == 404
    with unit_of_work():
        services.drop_calendar(person)
    assert client.get(f"/vencimientos/calendario/{other}.ics").status_code == 404


def test_a_disabled_person_has_no_calendar_and_a_liaison_only_the_own_office(client, house):
    own = make.public_question(department_id=house.office.id, status=Status.ASSIGNED)
    other = make.public_question(department_id=house.other_office.id, status=Status.ASSIGNED)
    liaison = house[Role.LIAISON]
    with unit_of_work():
        token = services.new_calendar(liaison)
    body = text_of(client.get(f"/vencimientos/calendario/{token}.ics"))
    assert own.radicado in body
    assert other.radicado not in body
    with unit_of_work():
        liaison.is_active = False
    assert client.get(f"/vencimientos/calendario/{token}.ics").status_code == 404


def test_an_interruption_is_public_with_its_certificate(client, house):
    sign_in(client, house[Role.ADMIN])
    began = local(now() - timedelta(hours=5))
    form = {"began_at": began.strftime("%Y-%m-%dT%H:%M"), "what": "No se podía enviar preguntas."}
    assert client.submit(f"{STAFF}/interrupciones", form).status_code == 303
    assert "No se podía enviar preguntas." in text_of(client.get("/vencimientos/interrupciones"))
    outage = db.session.scalars(select(Outage)).one()
    ended = local(now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.submit(f"{STAFF}/interrupciones/{outage.id}", {"ended_at": ended}).status_code == 303
    assert "Sigue" not in text_of(client.get(f"/vencimientos/interrupciones/{outage.id}"))


def test_an_interruption_neither_ends_before_it_begins_nor_lies_ahead(house):
    admin, at = house[Role.ADMIN], now()
    for began, ended in ((at + timedelta(hours=1), None), (at, at - timedelta(hours=1))):
        with pytest.raises(Invalid), unit_of_work():
            services.note_outage(admin, began, ended, "Sin luz.")


def outages_of(*spans: tuple[int, int | None], actor) -> list[Outage]:
    """Interruptions by their hours before now."""
    at = now()
    with unit_of_work():
        return [
            services.note_outage(
                actor, at - timedelta(hours=first), None if last is None else at - timedelta(hours=last), "Sin luz."
            )
            for first, last in spans
        ]


def test_a_second_click_notes_no_second_interruption(client, house):
    sign_in(client, house[Role.ADMIN])
    began = local(now() - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    for _ in range(2):
        assert client.submit(f"{STAFF}/interrupciones", {"began_at": began, "what": "Sin luz."}).status_code == 303
    assert len(db.session.scalars(select(Outage)).all()) == 1


@pytest.mark.parametrize("second", [(6, 5), (12, 7), (12, None), (7, 3)])
def test_interruptions_do_not_overlap(house, second):
    outages_of((8, 4), actor=house[Role.ADMIN])
    with pytest.raises(Invalid, match="Ya hay una interrupción"):
        outages_of(second, actor=house[Role.ADMIN])


def test_nothing_is_noted_while_one_goes_on_nor_closed_over_another(house):
    goes_on, later = outages_of((20, 18), (8, None), actor=house[Role.ADMIN])
    with pytest.raises(Invalid, match="Ya hay una interrupción"):
        outages_of((3, 2), actor=house[Role.ADMIN])
    with pytest.raises(Invalid, match="Ya hay una interrupción"), unit_of_work():
        services.close_outage(goes_on, house[Role.ADMIN], now() - timedelta(hours=6))
    outages_of((12, 9), actor=house[Role.ADMIN])
    with unit_of_work():
        services.close_outage(later, house[Role.ADMIN], now() - timedelta(hours=1))


def test_a_term_that_moves_back_is_obeyed_by_calendars_too(client, house):
    question = make.public_question(status=Status.CLASSIFIED)
    sign_in(client, house[Role.MODERATOR])
    (before,) = Calendar.from_ical(client.get(f"{STAFF}/vencimientos.ics").data).walk("VEVENT")
    with unit_of_work():
        classify(question, house[Role.MODERATOR], question.kind, None, term=TermKind.INFORMATION_10)
    (after,) = Calendar.from_ical(client.get(f"{STAFF}/vencimientos.ics").data).walk("VEVENT")
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") < before.decoded("dtstart")
    assert after["sequence"] > before["sequence"]
