"""The eight destinations, the figures of the year, and what machines read."""

import json
import re
from dataclasses import replace

import pytest
from defusedxml import ElementTree

from participa.commitments.queries import board
from participa.events.models import EventState
from participa.portal import overview
from participa.portal.destinations import DESTINATIONS
from participa.portal.pictures import FOLDER
from participa.questions.models import Visibility
from participa.questions.queries import figures
from participa.reports.queries import indicators
from participa.shared.clock import today
from participa.shared.linked_data import block
from participa.shared.report.model import Figures
from tests import factories as make
from tests.security.markup import injected

LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def linked(page: str) -> dict[str, object]:
    return json.loads(LINKED.search(page)[1])


def locations(body: bytes) -> list[str]:
    return [node.text for node in ElementTree.fromstring(body).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_each_short_address_leads_to_a_page_that_opens(client):
    assert [one.letter for one in DESTINATIONS] == list("ABCDEFGH")
    listed = client.get("/participa").get_data(as_text=True)
    for destination in DESTINATIONS:
        assert f"/participa/{destination.word}" in listed
        answer = client.get(f"/participa/{destination.word}")
        if answer.status_code != 200:
            assert answer.status_code == 308, destination
            answer = client.get(answer.location)
        assert answer.status_code == 200, destination
    assert client.get("/participa/otra").status_code == 404


def test_the_front_page_and_the_menu_lead_to_the_eight(client, app):
    page = client.get("/").get_data(as_text=True)
    with app.test_request_context():
        addresses = [app.url_for(destination.endpoint) for destination in DESTINATIONS]
    assert [address for address in addresses if f'href="{address}"' not in page] == []
    assert 'href="/participa"' in page


def test_the_channel_shows_what_is_open_today_and_nothing_else(client, context):
    receiving = make.event(title="Audiencia abierta")
    make.event(EventState.DRAFT, title="Borrador secreto")
    page = client.get("/participa/dialogo").get_data(as_text=True)
    assert f"/preguntas/nueva/{receiving.slug}" in page
    assert f"/inscripciones/{receiving.slug}" in page
    assert "Borrador secreto" not in page


def test_the_figures_of_the_year_are_those_of_the_public_pages(client, context):
    make.strategy(year=today().year)
    make.question()
    report = overview.of_year(today().year)
    told = {
        figure.label: figure.value.number for one in report.blocks if isinstance(one, Figures) for figure in one.figures
    }
    asked = indicators.answered(indicators.year_of(today().year), today()).whole
    assert told["Preguntas recibidas"] == asked.received == figures.whole().received == 1
    assert told["Compromisos"] == board.together(board.board(today().year)).promised
    page = client.get("/como-vamos").get_data(as_text=True)
    explained = client.get("/como-se-calcula").get_data(as_text=True)
    for label in told:
        assert label in page
        assert label in explained
    assert "<dt>Preguntas recibidas</dt><dd>1</dd>" in page


def test_what_a_chore_kept_is_what_was_counted_and_pages_read_it(app, database, client):
    with app.app_context():
        overview.keep()
        kept = overview.of_year(today().year)
        assert kept == overview.count(today().year, today())
        make.question()
        assert overview.of_year(today().year) == kept


def test_the_map_names_public_pages_alone(client, context):
    shown, hidden = make.event(title="Foro abierto"), make.event(EventState.DRAFT, title="Foro por abrir")
    listed, waiting = make.question(visibility=Visibility.PUBLIC), make.question()
    index = locations(client.get("/sitemap.xml").data)
    addresses = [place for part in index for place in locations(client.get(part).data)]
    told = "\n".join(addresses)
    assert f"/espacios/{shown.slug}" in told
    assert f"/espacios/{hidden.slug}" not in told
    assert f"/preguntas/{listed.radicado}" in told
    assert waiting.radicado not in told
    assert [place for place in addresses if client.get(place).status_code != 200] == []
    assert index[0] in client.get("/sitemap.xml").get_data(as_text=True)
    assert "/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_a_page_has_one_address_under_the_public_one(app, client, monkeypatch):
    settings = replace(app.extensions["settings"], public_url="https://cuentas.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    page = client.get("/espacios/memorias?orden=otro&anio=2026").get_data(as_text=True)
    assert '<link rel="canonical" href="https://cuentas.example/espacios/memorias?anio=2026">' in page
    assert 'property="og:image" content="https://cuentas.example/imagenes/' in page
    assert "https://cuentas.example/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_a_picture_is_drawn_once_and_only_for_what_is_public(app, client, context):
    event, draft = make.event(title="Foro con ñandú"), make.event(EventState.DRAFT)
    folder = app.extensions["settings"].data_dir / FOLDER
    before = set(folder.glob("*.png"))  # the folder is the house's: other tests draw in it
    answer = client.get(f"/imagenes/espacios/{event.slug}.png")
    assert answer.data.startswith(b"\x89PNG")
    [kept] = set(folder.glob("*.png")) - before
    written = kept.stat().st_mtime_ns
    assert client.get(f"/imagenes/espacios/{event.slug}.png").data == answer.data == kept.read_bytes()
    assert kept.stat().st_mtime_ns == written
    assert client.get(f"/imagenes/espacios/{draft.slug}.png").status_code == 404


def test_a_space_and_a_question_say_what_they_are_to_machines(client, context):
    event, question = (
        make.event(title="Foro «abierto»"),
        make.question(body="¿Cuánto costó el parque?", visibility=Visibility.PUBLIC),
    )
    told = linked(client.get(f"/espacios/{event.slug}").get_data(as_text=True))
    assert (told["@type"], told["name"]) == ("Event", "Foro «abierto»")
    assert told["url"].endswith(f"/espacios/{event.slug}")
    asked = linked(client.get(f"/preguntas/{question.radicado}").get_data(as_text=True))["mainEntity"]
    assert (asked["text"], asked["answerCount"]) == ("¿Cuánto costó el parque?", 0)


def test_a_withheld_text_is_told_to_no_machine(client, context):
    hidden = make.question(body="Palabra secreta", visibility=Visibility.WITHHELD)
    page = client.get(f"/preguntas/{hidden.radicado}").get_data(as_text=True)
    assert "Palabra secreta" not in page
    assert LINKED.search(page) is None


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b \u2028 «c» \"d\" 'e'"])
def test_no_text_ends_its_block_of_data(text):
    written = block("Thing", {"name": text, "empty": ""})
    assert injected(str(written)) == []
    assert json.loads(LINKED.fullmatch(str(written))[1])["name"] == text
    assert "empty" not in written


def test_text_in_any_other_script_is_still_seen():
    assert injected('<script type="application/ld+json" src="/x">{}</script>')
    assert injected("<script>alert(1)</script>")


def test_what_is_published_to_be_read_is_at_the_foot_and_on_the_map_of_each_page(client):
    foot = client.get("/").get_data(as_text=True).split('<footer class="foot">')[1]
    whole = client.get("/mapa-del-sitio").get_data(as_text=True).split("<main")[1].split("<footer")[0]
    for address in ("/documentos/", "/documentos/novedades", "/historia/", "/datos/"):
        assert f'href="{address}"' in foot
        assert f'href="{address}"' in whole


@pytest.mark.parametrize("address", ["/datos/", "/preguntas/"])
def test_a_page_with_more_in_its_head_still_has_its_one_address(client, address):
    page = client.get(address).get_data(as_text=True)
    assert f'<link rel="canonical" href="http://localhost{address}">' in page
