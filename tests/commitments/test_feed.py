"""The Atom feeds, of each commitment and of all: a program can read them and nothing hidden is in them."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from participa.commitments.models import Agreement, CommitmentKind, CommitmentState, Completion
from participa.shared.clock import now
from tests import factories as make
from tests.factories import commitments as given

pytestmark = pytest.mark.usefixtures("context")
ALL = "/compromisos/atom.xml"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = '<script>alert(1)</script> & "comillas" ]]> \ufffe fin'


def read(client, path: str = ALL) -> ElementTree.Element:
    response = client.get(path)
    assert response.mimetype == "application/atom+xml"
    return ElementTree.fromstring(response.data)  # noqa: S314 - made by ourselves


def texts(feed: ElementTree.Element, path: str) -> list[str]:
    return [each.text or "" for each in feed.findall(f"a:entry/a:{path}", NAMES)]


def of(commitment) -> str:
    return f"/compromisos/{commitment.code}/atom.xml"


def test_without_commitments_it_is_still_a_feed(client):
    feed = read(client)
    assert feed.find("a:id", NAMES).text.endswith("/compromisos/")
    assert texts(feed, "title") == []


def test_each_step_and_each_verification_is_an_entry_the_latest_first(client):
    commitment = make.commitment()
    given.progress(commitment, 40, text="Se afirmó la vía.", at=now() - timedelta(days=2))
    given.check(commitment, Completion.LIMITED, agreement=Agreement.DISAGREES, note="No hay obra.")
    feed = read(client, of(commitment))
    assert texts(feed, "title") == [
        f"{commitment.code}. Lo verificó Control Interno: avance bajo",
        f"{commitment.code}. Avance: de 0 % a 40 %",
    ]
    told = texts(feed, "content")
    assert "Control Interno no coincide con lo informado." in told[0]
    assert "Se afirmó la vía." in told[1]
    assert len(set(texts(feed, "id"))) == 2
    assert feed.find("a:entry/a:link", NAMES).get("href").endswith(f"/compromisos/{commitment.code}")


def test_the_feed_of_one_tells_nothing_of_another(client):
    one, other = make.commitment(), make.commitment()
    given.progress(one, 10)
    given.progress(other, 20)
    assert all(one.code in title for title in texts(read(client, of(one)), "title"))
    assert len(texts(read(client), "title")) == 2


def test_actions_are_in_their_own_feed_and_not_among_the_promises(client):
    action = make.commitment(kind=CommitmentKind.ACTION)
    given.progress(action, 10)
    assert texts(read(client), "title") == []
    assert len(texts(read(client, of(action)), "title")) == 1


def test_what_is_not_public_has_no_feed(client):
    assert client.get(of(make.commitment(CommitmentState.REGISTERED))).status_code == 404


def test_nobody_is_named(client):
    commitment = make.commitment()
    person = given.liaison_of(commitment)
    given.progress(commitment, 10, author=person)
    assert person.name not in client.get(of(commitment)).get_data(as_text=True)


def test_hostile_words_stay_words(client):
    commitment = make.commitment(text=HOSTILE)
    given.progress(commitment, 10, text=HOSTILE)
    [content] = texts(read(client, of(commitment)), "content")
    assert "<script>" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_a_feed_ends(client):
    commitment = make.commitment()
    for percent in range(1, 36):
        given.progress(commitment, percent)
    assert len(texts(read(client, of(commitment)), "title")) == 30
    assert texts(read(client), "title")[0].endswith("de 34 % a 35 %")
