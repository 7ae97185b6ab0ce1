"""The Atom feed: a program can read it, nothing hidden is in it, and it follows the filters of the list."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from participa.questions.models import Status, Visibility, WithholdReason
from participa.shared.clock import at_instant, now
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
FEED = "/preguntas/atom.xml"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = '<script>alert(1)</script> & "comillas" ]]> \ufffe fin'


def read(client, query: str = "") -> ElementTree.Element:
    response = client.get(FEED + query)
    assert response.mimetype == "application/atom+xml"
    return ElementTree.fromstring(response.data)  # noqa: S314 - made by ourselves


def titles(feed: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in feed.findall("a:entry/a:title", NAMES)]


def test_without_questions_it_is_still_a_feed(client):
    feed = read(client)
    assert feed.find("a:id", NAMES).text.endswith("/preguntas/")
    assert feed.find("a:updated", NAMES).text.endswith("Z")
    assert titles(feed) == []


def test_each_entry_has_what_the_format_asks_for(client):
    question = make.public_question(body="¿Cuándo abren?", topic_id=make.topic("Vías").id)
    make.answer(question, "Abre en marzo.")
    [entry] = read(client).findall("a:entry", NAMES)
    assert entry.find("a:id", NAMES).text == f"tag:localhost,2026:pregunta/{question.radicado}"
    assert entry.find("a:link", NAMES).get("href").endswith(f"/preguntas/{question.radicado}")
    assert entry.find("a:category", NAMES).get("term") == "Vías"
    content = entry.find("a:content", NAMES)
    assert (content.get("type"), "Abre en marzo." in content.text) == ("html", True)


def test_an_answer_brings_its_question_up_and_keeps_its_name(client):
    old = make.public_question(body="La antigua", at=datetime(2020, 3, 2, 15, tzinfo=UTC))
    make.public_question(body="La nueva", at=now() - timedelta(days=1))
    before = read(client).findall("a:entry/a:id", NAMES)[-1].text
    assert titles(read(client)) == ["La nueva", "La antigua"]
    make.answer(old, "Ya abrió.")
    feed = read(client)
    assert titles(feed) == ["La antigua", "La nueva"]
    assert feed.findall("a:entry/a:id", NAMES)[0].text == before


def test_hostile_words_stay_words(client):
    make.public_question(body=HOSTILE)
    feed = read(client)
    assert titles(feed)[0].startswith('<script>alert(1)</script> & "comillas" ]]>')
    content = feed.find("a:entry/a:content", NAMES).text
    assert "<script>" not in content
    assert "\ufffe" not in content


def test_what_is_not_public_is_not_told(client):
    make.question(body="Secreto en espera")
    question = make.public_question(body="Pública")
    make.answer(question, "Un borrador", is_public=False)
    told = client.get(FEED).get_data(as_text=True)
    assert "Secreto" not in told
    assert "Un borrador" not in told
    assert question.visibility is Visibility.PUBLIC


def test_it_follows_the_filters_and_not_the_words(client):
    topic = make.topic()
    make.public_question(body="Con tema", topic_id=topic.id, status=Status.ASSIGNED)
    make.public_question(body="Sin tema")
    assert titles(read(client, f"?tema={topic.id}")) == ["Con tema"]
    assert len(titles(read(client, "?q=Con+tema"))) == 2
    html = client.get(f"/preguntas/?tema={topic.id}&orden=antiguas&q=tema").get_data(as_text=True)
    assert f'type="application/atom+xml" title="Preguntas y respuestas" href="{FEED}?tema={topic.id}"' in html


def updates(feed: ElementTree.Element) -> dict[str, str]:
    """When each entry changed last, by its title."""
    entries = feed.findall("a:entry", NAMES)
    return {each.findtext("a:title", "", NAMES): each.findtext("a:updated", "", NAMES) for each in entries}


def test_who_keeps_entries_is_told_to_forget_a_text_that_was_withheld(client):
    long_ago = datetime(2020, 3, 2, 15, tzinfo=UTC)
    question = make.public_question(body="Dice dónde vive alguien", at=long_ago)
    make.public_question(body="La nueva", at=long_ago + timedelta(days=1))
    with at_instant(long_ago + timedelta(days=9)):
        make.withhold(question, WithholdReason.R1)
    feed = read(client)
    assert updates(feed)[f"Pregunta reservada {question.radicado}"] == "2020-03-11T15:00:00Z"
    assert titles(feed)[0] == f"Pregunta reservada {question.radicado}"
    assert feed.findtext("a:updated", "", NAMES) == "2020-03-11T15:00:00Z"


def test_a_text_withheld_long_after_comes_back_to_the_feed(client, monkeypatch):
    monkeypatch.setattr("participa.questions.listing.MOST_IN_FEED", 2)
    question = make.public_question(body="Muy antigua", at=datetime(2019, 3, 2, 15, tzinfo=UTC))
    for number in range(3):
        make.public_question(body=f"Nueva {number}", at=now() - timedelta(days=number + 1))
    assert "Muy antigua" not in titles(read(client))
    make.withhold(question, WithholdReason.R1)
    assert titles(read(client)) == [f"Pregunta reservada {question.radicado}", "Nueva 0"]
    assert titles(read(client, "?estado=respondidas")) == []


def test_a_question_that_shares_an_answer_changes_with_it(client):
    long_ago = datetime(2020, 3, 2, 15, tzinfo=UTC)
    answered = {"status": Status.PUBLISHED, "answered_at": long_ago + timedelta(days=5)}
    make.public_question(body="Del grupo", at=long_ago, published_at=answered["answered_at"], **answered)
    assert updates(read(client)) == {"Del grupo": "2020-03-07T15:00:00Z"}


def test_a_question_that_went_elsewhere_does_not_promise_an_answer(client):
    make.public_question(body="De la nación", status=Status.TRANSFERRED)
    [content] = [each.text for each in read(client).findall("a:entry/a:content", NAMES)]
    assert "Todavía no hay" not in content
    assert "En su página está por qué" in content


@pytest.mark.parametrize("at", ["body", "answer", "topic", "office"])
def test_no_letter_that_xml_does_not_know_leaves_in_any_place(client, at):
    unknown = [chr(code) for code in (*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)]
    odd = [chr(code) for code in (*range(0x7F, 0xA0), 0x2028, 0x202E, 0x1F600, 0x1FFFE, 0x10FFFF)]
    words = "a" + "".join(unknown + odd) + "]]><!--&#0;&nbsp;z"
    said = {name: words if at == name else "Sin nada raro" for name in ("body", "answer", "topic", "office")}
    office = make.department(said["office"])
    question = make.public_question(
        body=said["body"], topic_id=make.topic(said["topic"]).id, department_id=office.id, status=Status.PUBLISHED
    )
    make.answer(question, said["answer"])
    written = client.get(FEED).data.decode()
    assert [letter for letter in unknown if letter in written] == []
    [entry] = read(client).findall("a:entry", NAMES)
    told = entry.find("a:content", NAMES).text + "".join(titles(read(client)))
    told += entry.find("a:category", NAMES).get("term") + entry.find("a:author/a:name", NAMES).text
    assert "\U0001f600" in told
    assert "<!--" not in entry.find("a:content", NAMES).text
