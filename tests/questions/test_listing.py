"""The public list by pages, filters and orders; each page must be whole, in its order, and the same for everybody."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from participa.extensions import db
from participa.questions import rules
from participa.questions.models import Kind, Question, Status, Visibility
from participa.questions.models.question import OPEN_STATUS
from participa.questions.queries import listing
from participa.questions.queries.listing import Order, Standing, Wanted
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
MONDAY = datetime(2026, 8, 3, 15, tzinfo=UTC)
PAGE = "/preguntas/"


@pytest.fixture
def many():
    """Forty-five public questions, an hour apart; some at the same instant."""
    return [make.public_question(at=MONDAY + timedelta(hours=number // 2)).radicado for number in range(45)]


def radicados(page: listing.Page) -> list[str]:
    return [question.radicado for question in page.items]


def walk(wanted: Wanted) -> list[listing.Page]:
    """Every page from the first to the last."""
    pages = [listing.published(wanted)]
    while pages[-1].after:
        pages.append(listing.published(wanted, after=pages[-1].after))
    return pages


@pytest.mark.parametrize("order", [Order.LATEST, Order.OLDEST, Order.DUE])
def test_each_question_is_on_one_page_in_order(many, order):
    pages = walk(Wanted(order=order))
    assert [len(page.items) for page in pages] == [20, 20, 5]
    shown = [radicado for page in pages for radicado in radicados(page)]
    assert shown == (many[::-1] if order is Order.LATEST else many)


@pytest.mark.parametrize("order", [Order.LATEST, Order.OLDEST, Order.DUE])
def test_the_way_back_is_the_same_way(many, order):
    wanted = Wanted(order=order)
    pages = walk(wanted)
    for earlier, later in pairwise(pages):
        assert radicados(listing.published(wanted, before=later.before)) == radicados(earlier)
    assert pages[0].before is None


def test_the_last_answers_come_first_and_only_answers(many):
    answered = [make.public_question(status=Status.PUBLISHED, published_at=now(), answered_at=now()) for _ in range(3)]
    found = listing.published(Wanted(order=Order.ANSWERED))
    assert radicados(found) == [question.radicado for question in reversed(answered)]


def test_a_new_question_moves_nobody_to_another_page(many):
    first = listing.published(Wanted())
    second = radicados(listing.published(Wanted(), after=first.after))
    make.public_question()
    assert radicados(listing.published(Wanted(), after=first.after)) == second


def test_the_list_is_narrowed_by_each_filter(client):
    topic, office, space = make.topic("Vías"), make.department("Salud"), make.event()
    other = make.public_question(at=datetime(2024, 2, 1, tzinfo=UTC))
    first = datetime(2026, 1, 1, 5, tzinfo=UTC)  # the first minute of 2026 in Colombia
    wanted = {"topic_id": topic.id, "kind": Kind.COMPLAINT}
    found = make.public_question(space, at=first, department_id=office.id, **wanted)
    make.public_question(at=first - timedelta(minutes=1))
    for word in (f"tema={topic.id}", f"oficina={office.id}", f"espacio={space.slug}", "anio=2026", "tipo=queja"):
        html = client.get(f"{PAGE}?{word}").get_data(as_text=True)
        assert found.radicado in html
        assert other.radicado not in html
        assert html.count('class="thread"') == 1


def test_overdue_are_those_whose_day_has_passed():
    late = make.public_question(at=now() - timedelta(days=90))
    make.public_question()
    make.public_question(at=now() - timedelta(days=90), status=Status.PUBLISHED, answered_at=now())
    wanted = Wanted(standing=Standing.OVERDUE, today=today())
    assert radicados(listing.published(wanted)) == [late.radicado]


def test_amounts_are_counted_up_to_a_bound(client, many, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 40)
    assert listing.published(Wanted()).amount == listing.Amount(40, is_more=True)
    assert "Más de 40 preguntas" in client.get(PAGE).get_data(as_text=True)
    monkeypatch.setattr(listing, "MOST_COUNTED", 45)
    assert listing.published(Wanted()).amount == listing.Amount(45)


# Words of very many questions are looked for along the list


@pytest.fixture
def common(monkeypatch):
    """Any word is one of very many questions, and the list is looked through in short stretches."""
    monkeypatch.setattr(listing, "FEW_FOUND", 1)
    monkeypatch.setattr(listing, "WINDOWS", (4, 30))
    monkeypatch.setattr(listing, "MOST_EXAMINED", 30)


def test_common_words_find_the_same_as_rare_ones(common, monkeypatch):
    for number in range(24):
        body = "¿Y las vías dañadas?" if number % 3 else "¿Y el parque?"
        make.public_question(at=MONDAY + timedelta(hours=number), body=body)
    make.public_question(body="La vía reservada", visibility=Visibility.WAITING)
    wanted = Wanted(words="via dañada")
    along = radicados(listing.published(wanted))
    monkeypatch.setattr(listing, "FEW_FOUND", 100)
    assert along == radicados(listing.published(wanted))
    assert len(along) == 16


def test_a_search_that_stops_says_so_and_goes_on_until_the_end(client, common):
    for number in range(70):
        body = "¿Y el acueducto?" if number in (1, 68) else "¿Y el parque?"
        make.public_question(at=MONDAY + timedelta(hours=number), body=body)
    wanted = Wanted(words="acueducto")
    pages = walk(wanted)
    assert [len(page.items) for page in pages] == [1, 0, 1]
    assert [page.is_cut for page in pages] == [True, True, False]
    assert "Seguir buscando" in client.get(f"{PAGE}?q=acueducto").get_data(as_text=True)
    back = listing.published(wanted, before=pages[2].before)
    while not back.items:
        assert back.is_cut
        back = listing.published(wanted, before=back.before)
    assert radicados(back) == radicados(pages[0])


# Addresses


def test_one_list_has_one_address(client):
    topic = make.topic("Vías")
    make.public_question(topic_id=topic.id)

    def canonical(query: str) -> str:
        return re.search(r'rel="canonical" href="([^"]*)"', client.get(PAGE + query).get_data(as_text=True)).group(1)

    assert canonical("").endswith("/preguntas/")
    assert canonical("?q=&tema=&estado=&orden=&nada=1").endswith("/preguntas/")
    assert canonical(f"?orden=antiguas&tema={topic.id}") == canonical(f"?tema={topic.id}&x=&orden=antiguas")


def test_a_search_by_words_is_not_for_search_engines(client):
    html = client.get(f"{PAGE}?q=nombre").get_data(as_text=True)
    assert 'name="robots" content="noindex"' in html
    assert 'rel="canonical"' not in html


def test_a_question_that_waits_is_no_place_to_go_on_from(client):
    assert client.get(f"{PAGE}?despues={make.question().radicado}").status_code == 404


def test_the_indexes_say_the_same_words_as_the_rules():
    assert f"status IN ({', '.join(repr(str(status)) for status in rules.OPEN)})" == OPEN_STATUS


# Many at one instant, and new ones that come while somebody reads

FIRST_PAGES = 3


@pytest.fixture
def tied():
    """Forty-five answered or open questions of three instants and due dates: every place of the list is a tie."""
    made = []
    for number in range(45):
        at = MONDAY + timedelta(days=number % 3)
        made.append(make.public_question(at=at, published_at=at, answered_at=at, status=Status.ASSIGNED).radicado)
    return made


@pytest.mark.parametrize("order", list(Order))
def test_among_ties_no_question_is_skipped_or_doubled_in_both_directions(tied, order):
    pages = walk(Wanted(order=order))
    shown = [radicado for page in pages for radicado in radicados(page)]
    assert sorted(shown) == sorted(tied)
    back = [pages[-1]]
    while back[-1].before:
        back.append(listing.published(Wanted(order=order), before=back[-1].before))
    assert [radicados(page) for page in reversed(back)] == [radicados(page) for page in pages]


@pytest.mark.parametrize("order", list(Order))
def test_what_comes_while_somebody_reads_skips_and_doubles_nobody(tied, order):
    wanted, shown, after = Wanted(order=order), [], ""
    for turn in range(20):
        page = listing.published(wanted, after=after)
        shown += radicados(page)
        for days in range(-1, 4):  # before all, at each of the instants, after all
            at = MONDAY + timedelta(days=days)
            if turn < FIRST_PAGES:
                make.public_question(at=at, published_at=at, answered_at=at, status=Status.ASSIGNED)
        after = page.after
        if not after:
            break
    assert len(shown) == len(set(shown))
    assert set(tied) <= set(shown)


def test_what_is_withheld_or_answered_while_somebody_reads_skips_nobody(tied):
    wanted = Wanted(order=Order.DUE)
    first = listing.published(wanted)
    last = db.session.scalars(select(Question).where(Question.radicado == radicados(first)[-1])).one()
    with unit_of_work():
        last.status = Status.PUBLISHED  # no longer among those that fall due, and still a place to go on from
    rest, after = [], first.after
    while after:
        page = listing.published(wanted, after=after)
        rest, after = rest + radicados(page), page.after
    assert sorted(radicados(first) + rest) == sorted(tied)
