"""What citizens see of dialogue spaces."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.accounts.models import Role
from participa.events import services
from participa.events.models import EventState
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.statements import statements


def text_of(response: object) -> str:
    return " ".join(response.get_data(as_text=True).split())


def test_the_list_shows_public_spaces_and_their_state(client, context):
    make.event(title="Foro de vías")
    make.event(EventState.CANCELLED, title="Mesa de salud")
    make.event(EventState.DRAFT, title="Borrador secreto")
    page = text_of(client.get("/espacios/"))
    assert [words for words in ("Foro de vías", "Mesa de salud", "Cancelado") if words not in page] == []
    assert "Borrador secreto" not in page


def test_the_empty_list_invites_to_ask(client):
    assert "Aún no hay espacios convocados" in text_of(client.get("/espacios/"))


@pytest.mark.parametrize("page", ["7", "0", "-1", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert client.get(f"/espacios/?pagina={page}").status_code == 404


def test_a_draft_is_not_found(client, context):
    assert client.get(f"/espacios/{make.event(EventState.DRAFT).slug}").status_code == 404


def test_the_page_says_when_where_and_how(client, context):
    nine = datetime(2031, 8, 4, 14, tzinfo=UTC)
    event = make.event(
        starts_at=nine,
        ends_at=nine + timedelta(hours=3),
        questions_close_at=nine,
        stream_url="https://envivo.example/audiencia",
    )
    page = text_of(client.get(f"/espacios/{event.slug}"))
    for words in (
        "lunes 4 de agosto de 2031, de 9:00 a. m. a 12:00 p. m.",
        "Auditorio municipal",
        'href="https://envivo.example/audiencia" rel="noopener nofollow"',
        "Intervenciones de tres minutos.",
        "cierran a las 9:00 a. m. del <strong>lunes 4 de agosto de 2031</strong>",
        f"/preguntas/nueva/{event.slug}",
        f"/preguntas/?espacio={event.slug}",
        event.activities[0].name,
    ):
        assert words in page


def test_after_the_window_the_page_still_invites_under_the_general_term(client, context):
    event = make.event(EventState.HELD)
    page = text_of(client.get(f"/espacios/{event.slug}"))
    assert "Le responderemos en el plazo general." in page
    assert f"/preguntas/nueva/{event.slug}" in page


def test_before_the_window_the_page_says_when_it_opens(client, context):
    event = make.event(questions_open_at=now() + timedelta(days=2))
    assert "abren el" in text_of(client.get(f"/espacios/{event.slug}"))


def test_a_space_without_a_sure_date_keeps_taking_questions(client, context):
    event = make.event(EventState.RESCHEDULED)
    page = text_of(client.get(f"/espacios/{event.slug}"))
    assert "Guardamos su pregunta para este espacio." in page
    assert "Ya cerraron" not in page


def test_a_cancelled_space_tells_why_and_does_not_invite(client, context):
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    with unit_of_work():
        services.move(event, EventState.CANCELLED, author, "Creció el río.")
    page = text_of(client.get(f"/espacios/{event.slug}"))
    assert [words for words in ("Este espacio se canceló", "Creció el río.") if words not in page] == []
    assert author.name not in page
    assert f"/preguntas/nueva/{event.slug}" not in page


def test_typed_text_is_never_markup(client, context):
    event = make.event(title="<b>Foro</b>", methodology="<script>alert(1)</script>")
    page = text_of(client.get(f"/espacios/{event.slug}"))
    assert "&lt;b&gt;Foro" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("address", ["/espacios/", "/espacios/gestion/"])
def test_the_lists_ask_the_database_the_same_for_one_and_three(client, app, database, address):
    with app.app_context():
        make.event()
        reader = make.user(Role.CONTROL)
    client.sign_in(reader)
    first = asked_for(client, database, address)
    with app.app_context():
        make.event()
        make.event()
    assert len(first) == len(asked_for(client, database, address)) > 0


def asked_for(client: object, database: object, address: str) -> list[str]:
    with statements(database) as asked:
        assert client.get(address).status_code == 200
    return asked
