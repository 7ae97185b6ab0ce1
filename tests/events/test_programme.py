"""The agenda, the route, the activities, the documents and the memorias of a space."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from participa.accounts.models import Role
from participa.events import doors, queries, services
from participa.events.models import DocumentKind, Event, EventState, EventType, NewDocument, RouteMoment
from participa.extensions import db
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.strategy.models import StrategyState
from tests import factories as make
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")


def agenda_of(event: Event) -> list[tuple[str, int]]:
    return [(item.title, item.minutes) for item in queries.agenda(event)]


def with_three_points(event: Event) -> None:
    author = make.user(Role.COMMUNICATIONS)
    for title, minutes in (("Saludo", 10), ("Informe", 60), ("Preguntas", 90)):
        services.add_item(event, title, minutes, "Moderación", author)


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(kept, "PNG")
    return kept.getvalue()


def photo(**values: object) -> NewDocument:
    given = {
        "upload": make.a_file(picture(), "plaza.png"),
        "alt_text": "Personas sentadas en la plaza.",
        "is_image_authorized": True,
    }
    return NewDocument(DocumentKind.PHOTO, "La plaza llena", **(given | values))


def test_points_go_up_and_down_and_stay_at_the_ends():
    event, author = make.event(EventState.DRAFT), make.user(Role.APPROVER)
    with_three_points(event)
    first, _second, third = queries.agenda(event)
    services.shift(event, third, -1, author)
    assert [title for title, _ in agenda_of(event)] == ["Saludo", "Preguntas", "Informe"]
    services.shift(event, first, -1, author)
    services.shift(event, first, 1, author)
    assert [title for title, _ in agenda_of(event)] == ["Preguntas", "Saludo", "Informe"]
    services.remove_line(event, first, author)
    assert [title for title, _ in agenda_of(event)] == ["Preguntas", "Informe"]


def test_the_second_click_adds_no_second_point():
    event, author = make.event(EventState.DRAFT), make.user(Role.COMMUNICATIONS)
    for _ in range(2):
        services.add_item(event, "Saludo", 10, "Alcaldía", author)
        services.add_step(event, RouteMoment.BEFORE, "Invitar", "Comunicaciones", author)
    assert agenda_of(event) == [("Saludo", 10)]
    assert len(queries.route(event)) == 1


def test_a_point_that_another_person_changed_is_not_overwritten_unseen():
    event, author = make.event(EventState.DRAFT), make.user(Role.COMMUNICATIONS)
    with_three_points(event)
    item = queries.agenda(event)[0]
    seen = item.mark
    services.change_item(event, item, "Bienvenida", 10, "Alcaldía", author, seen)
    with pytest.raises(services.Changed):
        services.change_item(event, item, "Apertura", 10, "Alcaldía", author, seen)
    assert agenda_of(event)[0] == ("Bienvenida", 10)


def test_the_route_reads_before_during_after_whatever_the_order_of_writing():
    event, author = make.event(EventState.DRAFT), make.user(Role.COMMUNICATIONS)
    for moment in (RouteMoment.AFTER, RouteMoment.BEFORE, RouteMoment.DURING):
        services.add_step(event, moment, f"Tarea {moment}", "Planeación", author)
    assert [step.moment for step in queries.route(event)] == list(RouteMoment)


@pytest.mark.parametrize("state", [EventState.HELD, EventState.CLOSED, EventState.CANCELLED])
def test_the_agenda_of_what_was_held_stays(state):
    with pytest.raises(Closed):
        with_three_points(make.event(state))


def test_the_page_of_the_team_says_when_the_agenda_does_not_fit(client):
    event = make.event(EventState.DRAFT, starts_at=now(), ends_at=now() + timedelta(hours=2))
    with_three_points(event)
    db.session.commit()
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = client.get(f"/espacios/gestion/{event.slug}/orden-del-dia").get_data(as_text=True)
    assert "Los puntos suman 160 minutos y el espacio dura 120. Sobran 40." in page


def test_the_public_page_gives_each_point_its_hour(client):
    event = make.event(starts_at=now() + timedelta(days=3), ends_at=now() + timedelta(days=3, hours=3))
    with_three_points(event)
    db.session.commit()
    page = client.get(f"/espacios/{event.slug}").get_data(as_text=True)
    for words in ("Orden del día", "Informe", "60 minutos"):
        assert words in page


def test_a_space_fulfils_one_activity_or_more():
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    first, second = event.activities[0], make.activity()
    services.add_activity(event, second, author)
    services.add_activity(event, second, author)
    assert event.activities == [first, second]
    assert queries.of_activity(second) == [event]
    services.remove_activity(event, first, author)
    with pytest.raises(Invalid, match="al menos una"):
        services.remove_activity(event, second, author)
    with pytest.raises(Conflict):
        services.add_activity(event, make.activity(of=make.strategy(StrategyState.DRAFT)), author)


def test_an_audiencia_is_not_held_without_its_report():
    event, author = make.event(EventState.UNDER_WAY), make.user(Role.APPROVER)
    with pytest.raises(Invalid, match="informe"):
        services.move(event, EventState.HELD, author)
    given = NewDocument(DocumentKind.REPORT, "Informe", url="https://informes.example/i.pdf", published_on=today())
    services.add_document(event, given, "k" * 22, author)
    services.move(event, EventState.HELD, author)
    assert event.state is EventState.HELD


def test_another_space_is_held_without_a_report():
    event = make.event(EventState.UNDER_WAY, type=EventType.FORO)
    services.move(event, EventState.HELD, make.user(Role.MODERATOR))
    assert event.state is EventState.HELD


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (NewDocument(DocumentKind.CALL, "Convocatoria"), "archivo o escriba un enlace"),
        (NewDocument(DocumentKind.REPORT, "Informe", url="https://informes.example/i.pdf"), "desde qué día"),
    ],
)
def test_a_document_needs_what_makes_it_useful(given, message):
    with pytest.raises(Invalid, match=message):
        services.add_document(make.event(), given, "k" * 22, make.user(Role.COMMUNICATIONS))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"alt_text": ""}, "Describa"),
        ({"is_image_authorized": False}, "autorizaron"),
        ({"upload": None}, "Suba un archivo"),
        ({"upload": make.a_file()}, "imagen"),
    ],
)
def test_a_photo_needs_its_words_and_the_authorisation(change, message):
    event = make.event(EventState.HELD)
    with pytest.raises(Invalid, match=message):
        services.add_document(event, photo(**change), "k" * 22, make.user(Role.COMMUNICATIONS))
    assert queries.documents(event) == []


def test_the_same_form_again_keeps_one_document():
    event, author = make.event(EventState.HELD), make.user(Role.COMMUNICATIONS)
    first = services.add_document(event, photo(), "k" * 22, author)
    assert services.add_document(event, photo(), "k" * 22, author) is first
    assert len(queries.documents(event)) == 1


def test_memorias_come_after_the_beginning_and_before_the_closing():
    author = make.user(Role.COMMUNICATIONS)
    for state in (EventState.CONVENED, EventState.CLOSED, EventState.CANCELLED):
        with pytest.raises(Closed):
            services.add_document(make.event(state), photo(), "k" * 22, author)
    with pytest.raises(Forbidden):
        services.write_memoria(make.event(EventState.HELD), "", "Acta.", make.user(Role.MODERATOR))


def test_a_removed_photo_leaves_the_disk_too():
    event, author = make.event(EventState.HELD), make.user(Role.COMMUNICATIONS)
    kept = services.add_document(event, photo(), "k" * 22, author)
    stored = kept.file
    db.session.commit()
    assert files.read(stored)
    services.remove_document(event, kept, author)
    assert (queries.documents(event), db.session.get(files.StoredFile, stored.id)) == ([], None)


def test_who_appears_in_a_photo_may_ask_for_it_after_the_closing():
    event, author = make.event(EventState.CLOSED), make.user(Role.COMMUNICATIONS)
    shown = make.kept_document(event, DocumentKind.PHOTO, alt_text="Personas en la plaza.")
    acta = make.memoria(event)
    services.remove_document(event, shown, author)
    with pytest.raises(Closed):
        services.remove_document(event, acta, author)
    assert queries.documents(event) == [acta]


def test_closing_says_all_that_is_missing_and_waits_for_it():
    event, author = make.event(EventState.ANSWERING), make.user(Role.APPROVER)
    asked = make.question(event)
    with pytest.raises(Invalid) as refusal:
        services.move(event, EventState.CLOSED, author)
    assert "memorias" in refusal.value.message
    assert "Falta publicar la respuesta de 1 pregunta." in refusal.value.message
    services.write_memoria(event, "", "Se habló de vías.", author)
    assert doors.lacks_to_close(event) == ["Falta publicar la respuesta de 1 pregunta."]
    asked.status = "published"
    db.session.flush()
    services.move(event, EventState.CLOSED, author)
    assert event.state is EventState.CLOSED


def test_the_team_reads_what_is_missing_before_it_tries(client):
    event = make.event(EventState.ANSWERING)
    client.sign_in(make.user(Role.APPROVER))
    page = client.get(f"/espacios/gestion/{event.slug}").get_data(as_text=True)
    assert "Faltan las memorias" in page
    assert f"/{event.slug}/cerrar" not in page


def test_a_photo_is_uploaded_described_and_seen_by_everybody(client):
    event = make.event(EventState.HELD)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    address = f"/espacios/gestion/{event.slug}/memorias/foto"
    hidden = parse(client.get(address).get_data(as_text=True)).hidden
    typed = {"title": "La plaza", "alt_text": "Personas en la plaza.", "is_image_authorized": "y"}
    answer = client.post(address, data=hidden | typed | {"upload": (BytesIO(picture()), "plaza.png")})
    assert answer.status_code == 303
    page = client.get(f"/espacios/{event.slug}").get_data(as_text=True)
    assert 'alt="Personas en la plaza."' in page
    number = queries.documents(event)[0].id
    shown = client.get(f"/espacios/{event.slug}/documentos/{number}")
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert event.title in client.get("/espacios/memorias").get_data(as_text=True)


def test_the_file_of_a_draft_is_for_the_team(client):
    event = make.event(EventState.DRAFT)
    document = make.kept_document(event, DocumentKind.CONTEXT)
    assert client.get(f"/espacios/{event.slug}/documentos/{document.id}").status_code == 404
    client.sign_in(make.user(Role.CONTROL))
    assert client.get(f"/espacios/gestion/{event.slug}/documentos/{document.id}").status_code == 200


def test_a_document_is_not_handed_over_by_another_space(client):
    document, other = make.kept_document(make.event(EventState.DRAFT), DocumentKind.CONTEXT), make.event()
    assert client.get(f"/espacios/{other.slug}/documentos/{document.id}").status_code == 404


@pytest.mark.parametrize(("days", "words"), [(20, "Informe publicado a tiempo"), (3, "con poco tiempo")])
def test_the_team_is_told_whether_the_report_came_early(client, days, words):
    event = make.event()
    make.report(event, published_on=event.day - timedelta(days=days))
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = client.get(f"/espacios/gestion/{event.slug}/documentos").get_data(as_text=True)
    assert words in page
