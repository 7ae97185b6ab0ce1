"""The front page and the pages that explain the house."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from participa.config import Entity
from participa.events.models import EventState
from participa.questions.models import WITHHOLD_REASON_LABELS
from participa.shared.clock import now
from participa.strategy.models import ActivityState
from tests import factories as make

PAGES = ["/", "/ayuda", "/tratamiento-de-datos", "/terminos", "/accesibilidad", "/mapa-del-sitio"]


def text_of(response: object) -> str:
    return " ".join(response.get_data(as_text=True).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_portal_opens_for_everybody_and_opens_no_session(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_on_the_first_day_the_front_page_invites_to_ask(client):
    page = text_of(client.get("/"))
    for words in ("No hay un espacio convocado", "Aún no hay respuestas publicadas", "/preguntas/nueva"):
        assert words in page


def test_the_front_page_shows_the_space_that_takes_questions(client, context):
    make.event(title="Foro de otro día", questions_open_at=now() + timedelta(days=1), starts_at=now())
    receiving = make.event(title="Audiencia de este mes")
    page = text_of(client.get("/"))
    assert "Recibe preguntas ahora" in page
    assert f"/preguntas/nueva/{receiving.slug}" in page
    assert page.index("Audiencia de este mes") < page.index("Foro de otro día")


def test_the_front_page_names_the_next_space_when_none_takes_questions(client, context):
    make.event(title="Foro de otro día", questions_open_at=now() + timedelta(days=1))
    page = text_of(client.get("/"))
    assert "Próximo espacio de diálogo" in page
    assert "Foro de otro día" in page


def test_the_front_page_hides_drafts(client, context):
    make.event(EventState.DRAFT, title="Borrador secreto")
    assert "Borrador secreto" not in text_of(client.get("/"))


def test_progress_leaves_out_what_was_cancelled(client, context):
    strategy = make.strategy(year=2031)
    for state in (ActivityState.DONE, ActivityState.SCHEDULED, ActivityState.CANCELLED):
        make.activity(strategy, state=state)
    assert "1 de 2 actividades cumplidas" in text_of(client.get("/"))


def test_the_terms_list_every_reason_to_withhold(client):
    page = text_of(client.get("/terminos"))
    assert [reason for reason in WITHHOLD_REASON_LABELS.values() if reason not in page] == []


def test_the_privacy_notice_names_who_answers_for_the_data(client):
    page = text_of(client.get("/tratamiento-de-datos"))
    for words in (Entity.name, Entity.address, "diez días hábiles", "quince días hábiles", "Superintendencia"):
        assert words in page


def test_health_tells_that_the_database_answers(client):
    answer = client.get("/salud")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert answer.json["pending_mails"] == 0
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_says_so_when_the_tables_are_away(client, database):
    database.execute(text("ALTER TABLE outgoing_mail RENAME TO away"))
    answer = client.get("/salud")
    assert answer.status_code == 503
    assert answer.json == {"status": "down"}


def test_health_tells_no_secret(client, settings):
    told = client.get("/salud").get_data(as_text=True)
    secrets = (settings.secret_key, settings.code_key, settings.database_url, str(settings.data_dir))
    assert [secret for secret in secrets if secret in told] == []
