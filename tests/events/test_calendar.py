"""The calendar: filters, months, appointments, posters, series, rescheduling."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pdfplumber
import pytest
import segno
from icalendar import Calendar

from participa.accounts.models import Role
from participa.events import doors, queries, services
from participa.events.models import Event, EventDetails, EventState, EventType, Modality, Stop
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient

NINE = datetime(2031, 8, 4, 14, tzinfo=UTC)  # nine o'clock in Colombia
pytestmark = pytest.mark.usefixtures("context")


def page_of(client: PageClient, address: str) -> str:
    return " ".join(client.get(address).get_data(as_text=True).split())


def on(starts_at: datetime, **values: object) -> Event:
    return make.event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **values)


def stops(*labels: str) -> list[Stop]:
    days = (NINE + timedelta(days=place) for place in range(len(labels)))
    return [
        Stop(label, f"Salón {label}", "", day, day + timedelta(hours=2))
        for label, day in zip(labels, days, strict=True)
    ]


def common() -> EventDetails:
    return EventDetails(
        EventType.REUNION_ZONAL,
        Modality.PRESENCIAL,
        "Diálogos zonales",
        NINE,
        NINE,
        methodology="Mesas.",
        rules="Turnos.",
    )


def drawn_modules(pdf: pdfplumber.PDF) -> set[tuple[int, int]]:
    """Row and column of each dark square on the white field of the QR, counted from its quiet border."""
    boxes = [(box["x0"], box["top"], box["width"]) for box in pdf.pages[0].rects]
    white = next(
        box for box in pdf.pages[0].rects if box["non_stroking_color"] in [(1,), (1, 1, 1)] and box["width"] > 50
    )
    inside = [box for box in boxes if white["x0"] < box[0] < white["x1"] and white["top"] < box[1] < white["bottom"]]
    one = min(width for _, _, width in inside)
    return {(round((top - white["top"]) / one) - 4, round((x - white["x0"]) / one) - 4) for x, top, _ in inside}


def test_the_list_narrows_by_type_modality_and_month(client):
    on(NINE, type=EventType.FORO, title="Foro de vías")
    on(NINE + timedelta(days=40), type=EventType.CABILDO, modality=Modality.VIRTUAL, title="Cabildo rural")
    for query, shown, hidden in (
        ("tipo=foro", "Foro de vías", "Cabildo rural"),
        ("modalidad=virtual", "Cabildo rural", "Foro de vías"),
        ("mes=2031-09", "Cabildo rural", "Foro de vías"),
    ):
        page = page_of(client, f"/espacios/?{query}")
        assert (shown in page, hidden in page) == (True, False), query
    assert "Ningún espacio coincide" in page_of(client, "/espacios/?tipo=panel")


@pytest.mark.parametrize("query", ["tipo=nada", "mes=2031-13", "mes=x", "mes=9999-12", "modalidad="])
def test_an_odd_filter_narrows_nothing(client, query):
    on(NINE, title="Foro de vías")
    assert "Foro de vías" in page_of(client, f"/espacios/?{query}")


def test_the_month_shows_its_spaces_on_their_day_in_colombia(client):
    on(datetime(2031, 9, 1, 1, tzinfo=UTC), title="Noche del 31")  # still August in Colombia
    make.event(EventState.DRAFT, title="Borrador secreto", starts_at=NINE, ends_at=NINE + timedelta(hours=1))
    page = page_of(client, "/espacios/mes?mes=2031-08")
    assert "Espacios de agosto de 2031" in page
    assert "Noche del 31" in page
    assert "Borrador secreto" not in page
    assert "/espacios/mes?mes=2031-07" in page
    assert "Noche del 31" not in page_of(client, "/espacios/mes?mes=2031-09")
    assert client.get("/espacios/mes?mes=9999-12").status_code == 404


def test_the_feed_is_read_by_calendars_and_cancels_what_was_cancelled(client):
    event = on(NINE, title="Audiencia; pública, con coma", stream_url="https://envivo.example/x")
    gone, author = on(NINE), make.user(Role.COMMUNICATIONS)
    make.event(EventState.DRAFT)
    with unit_of_work():
        services.move(gone, EventState.CANCELLED, author, "Creció el río.")
    answer = client.get("/espacios/calendario.ics")
    assert answer.mimetype == "text/calendar"
    found = {str(one["uid"]).split("@")[0]: one for one in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(found) == {f"espacio-{event.id}", f"espacio-{gone.id}"}
    one = found[f"espacio-{event.id}"]
    assert (str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend")) == (
        "Audiencia; pública, con coma",
        NINE,
        NINE + timedelta(hours=3),
    )
    other = found[f"espacio-{gone.id}"]
    assert (str(other["status"]), int(other["sequence"])) == ("CANCELLED", 1)
    assert "Creció el río." in str(other["description"])
    assert author.name not in answer.get_data(as_text=True)


def test_the_appointment_of_one_space(client):
    event = on(NINE)
    calendar = Calendar.from_ical(client.get(f"/espacios/{event.slug}/cita.ics").data)
    (one,) = calendar.walk("VEVENT")
    assert str(one["url"]) == f"http://localhost/espacios/{event.slug}"
    assert client.get(f"/espacios/{make.event(EventState.DRAFT).slug}/cita.ics").status_code == 404


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_the_poster_says_it_all_and_its_qr_opens_the_page(client, size, points):
    event = on(NINE, title="Audiencia “pública” – vías 🚧", address="Calle 5 # 4-20", accessibility=["lsc"])
    answer = client.get(f"/espacios/{event.slug}/cartel-{size}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pdfplumber.open(BytesIO(answer.data)) as pdf:
        assert (len(pdf.pages), (round(pdf.pages[0].width), round(pdf.pages[0].height))) == (1, points)
        text = " ".join(pdf.pages[0].extract_text().split())
        modules = drawn_modules(pdf)
    for words in (
        "Municipio de",
        "Audiencia «pública» - vías",
        "Lunes 4 de agosto de 2031",
        "9:00 a. m.",
        "Calle 5 # 4-20",
        "lengua de señas",
    ):
        assert words in text
    address = f"http://localhost/espacios/{event.slug}"
    expected = segno.make_qr(address, error="m").matrix
    assert modules == {(row, column) for row, line in enumerate(expected) for column, dark in enumerate(line) if dark}


def test_the_poster_of_a_cancelled_space_says_so(client):
    event = on(NINE, state=EventState.CANCELLED)
    with pdfplumber.open(BytesIO(client.get(f"/espacios/{event.slug}/cartel-a4.pdf").data)) as pdf:
        assert "se canceló" in pdf.pages[0].extract_text()
    assert client.get(f"/espacios/{event.slug}/cartel-a5.pdf").status_code == 404


def test_a_series_is_made_in_one_go_and_its_retry_doubles_nothing(client):
    activity, author = make.activity(), make.user(Role.COMMUNICATIONS)
    with unit_of_work():
        made = services.create_series(activity, common(), stops("Comuna 1", "Comuna 2", "Comuna 3"), "s" * 22, author)
        again = services.create_series(activity, common(), stops("Comuna 1", "Comuna 2", "Comuna 3"), "s" * 22, author)
    assert again is made
    events = queries.of_series(made.id, drafts=True)
    assert [event.title for event in events] == [f"Diálogos zonales: Comuna {number}" for number in (1, 2, 3)]
    assert {event.state for event in events} == {EventState.DRAFT}
    assert client.get(f"/espacios/series/{made.slug}").status_code == 404
    with unit_of_work():
        services.move(events[0], EventState.CONVENED, author)
    page = page_of(client, f"/espacios/series/{made.slug}")
    assert ("Comuna 1" in page, "Comuna 2" in page) == (True, False)


@pytest.mark.parametrize(
    ("given", "role", "error"),
    [
        (("Comuna 1",), Role.COMMUNICATIONS, Invalid),
        (("Comuna 1", "comuna 1"), Role.COMMUNICATIONS, Invalid),
        (("Comuna 1", "Comuna 2"), Role.MODERATOR, Forbidden),
    ],
)
def test_a_series_that_does_not_fit_makes_nothing(given, role, error):
    with pytest.raises(error):
        services.create_series(make.activity(), common(), stops(*given), "s" * 22, make.user(role))
    assert queries.for_team(None, 1).total == 0


def test_the_small_table_makes_the_series(client):
    activity = make.activity()
    client.sign_in(make.user(Role.COMMUNICATIONS))
    typed = {"type": "reunion_zonal", "modality": "presencial", "title": "Diálogos zonales"}
    for row, label in enumerate(("Comuna 1", "Comuna 2")):
        stop = {"label": label, "place": "Salón", "day": "2031-08-04", "starts": "09:00", "ends": "11:00"}
        typed |= {f"stops-{row}-{name}": value for name, value in stop.items()}
    address = f"/espacios/gestion/series/nueva/{activity.id}"
    wrong = client.submit(address, typed | {"stops-1-ends": "08:00", "stops-0-place": ""})
    assert wrong.status_code == 422
    for words in ("La hora de fin va después", "Complete esta fila", "Comuna 2"):
        assert words in wrong.get_data(as_text=True)
    assert client.submit(address, typed).status_code == 303
    assert queries.for_team(None, 1).total == 2


def test_a_new_date_is_given_in_the_same_step_and_the_old_one_stays_in_sight(client, monkeypatch):
    heard: list[doors.Move] = []
    monkeypatch.setattr(doors, "_listeners", [heard.append])
    event = on(NINE, questions_close_at=NINE, registration_closes_at=NINE - timedelta(days=1))
    client.sign_in(make.user(Role.COMMUNICATIONS))
    address = f"/espacios/gestion/{event.slug}/reprogramar"
    typed = {"note": "Creció el río.", "starts_at": "2031-08-11T10:00", "ends_at": "2031-08-11T13:00"}
    assert client.submit(address, typed | {"note": ""}).status_code == 422
    assert client.submit(address, typed).status_code == 303
    db.session.expire_all()
    kept = db.session.get_one(Event, event.id)
    later = timedelta(days=7, hours=1)
    assert (kept.state, kept.starts_at) == (EventState.CONVENED, NINE + later)
    assert kept.registration_closes_at == NINE - timedelta(days=1) + later
    assert kept.questions_close_at == NINE + later
    assert [(move.to, move.note) for move in heard] == [
        (EventState.RESCHEDULED, "Creció el río."),
        (EventState.CONVENED, ""),
    ]
    page = page_of(client, f"/espacios/{event.slug}")
    for words in ("Cambió la fecha", "lunes 4 de agosto de 2031, 9:00 a. m.", "Creció el río.", "lunes 11 de agosto"):
        assert words in page


def test_the_second_click_of_a_new_date_tells_nobody_again(monkeypatch):
    heard: list[doors.Move] = []
    monkeypatch.setattr(doors, "_listeners", [heard.append])
    event, author = on(NINE), make.user(Role.COMMUNICATIONS)
    later = NINE + timedelta(days=7)
    for _ in range(2):
        services.reschedule(event, later, later + timedelta(hours=3), author, "Creció el río.")
    assert (len(heard), len(queries.moves(event))) == (2, 2)


def test_a_new_date_is_a_future_one_of_a_convened_space():
    author, past = make.user(Role.COMMUNICATIONS), now() - timedelta(days=1)
    event = on(NINE)
    for starts_at in (past, NINE):
        with pytest.raises(Invalid, match="fecha nueva"):
            services.reschedule(event, starts_at, starts_at + timedelta(hours=3), author, "Motivo.")
    with pytest.raises(Conflict):
        services.reschedule(
            on(NINE, state=EventState.HELD), NINE + timedelta(days=1), NINE + timedelta(days=2), author, "M."
        )
    with pytest.raises(Forbidden):
        services.reschedule(event, NINE, NINE, make.user(Role.MODERATOR), "Motivo.")


def test_the_team_sees_the_page_of_a_draft_before_everybody(client):
    event = make.event(EventState.DRAFT, title="Foro en borrador")
    client.sign_in(make.user(Role.MODERATOR))
    page = page_of(client, f"/espacios/gestion/{event.slug}/vista-previa")
    assert ("Vista previa" in page, "Foro en borrador" in page) == (True, True)
