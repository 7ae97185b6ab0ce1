"""The public list beside a plain reading of all questions: any filters, words, order and place give the same list."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from participa.events.models import Event
from participa.extensions import db
from participa.questions import rules
from participa.questions.models import Kind, Question, Status, Visibility, WithholdReason
from participa.questions.queries import listing
from participa.questions.queries.listing import Order, Standing, Wanted
from participa.shared import search
from participa.shared.clock import BOGOTA
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 8, 20)
WORDS = ("vías", "puente", "Colegio", "agua", "niñez", "salud", "pavimentación", "parque", "iluminación", "río")
STATUSES = (Status.RECEIVED, Status.ASSIGNED, Status.DRAFTING, Status.PUBLISHED, Status.TRANSFERRED, Status.GROUPED)
SHOWN = (Visibility.PUBLIC, Visibility.PUBLIC, Visibility.GROUPED, Visibility.WITHHELD, Visibility.WAITING)


@pytest.fixture
def dice():
    return random.Random(20260820)


def a_question(dice, topic_ids, office_ids, spaces) -> None:
    status, visibility = dice.choice(STATUSES), dice.choice(SHOWN)
    at = datetime(dice.choice((2024, 2025, 2026)), 1, 1, 4, tzinfo=UTC) + timedelta(hours=dice.choice((0, 1, 2, 900)))
    values = {
        "body": f"¿Qué pasa con {' y '.join(dice.sample(WORDS, 3))}?",
        "kind": dice.choice(list(Kind)),
        "topic_id": dice.choice(topic_ids),
        "department_id": dice.choice(office_ids),
        "status": status,
        "visibility": visibility,
        "due_on": TODAY + timedelta(days=dice.randrange(-2, 3)),
    }
    if visibility is Visibility.WITHHELD:
        values["withhold_reason"] = WithholdReason.R1
    if status is Status.PUBLISHED:
        values["published_at"] = values["answered_at"] = at + timedelta(days=dice.randrange(3))
    make.question(dice.choice(spaces), at=at, **values)


@pytest.fixture
def town(dice):
    topics, offices = [make.topic() for _ in range(2)], [make.department(f"Oficina {number}") for number in (1, 2)]
    topic_ids, office_ids = [None, *(one.id for one in topics)], [None, *(one.id for one in offices)]
    spaces = [None, make.event(), make.event()]
    for _ in range(90):
        a_question(dice, topic_ids, office_ids, spaces)
    slugs = ["", *(space.slug for space in spaces if space), "no-hay"]
    return topic_ids, office_ids, slugs


def any_wanted(dice, town) -> Wanted:
    topic_ids, office_ids, slugs = town
    typed = [*WORDS, "via", "pavi", "RIO", "colegios salud", "puente agua", "agua pu", "el de la", "¿?", "nada"]
    return Wanted(
        words=dice.choice(["", "", *typed]),
        topic_id=dice.choice(topic_ids) if dice.random() < 0.3 else None,
        department_id=dice.choice(office_ids) if dice.random() < 0.3 else None,
        event_slug=dice.choice(slugs) if dice.random() < 0.2 else "",
        standing=dice.choice([None, None, *Standing]),
        year=dice.choice([None, None, 2023, 2024, 2025, 2026]),
        kind=dice.choice(list(Kind)) if dice.random() < 0.2 else None,
        order=dice.choice(list(Order)),
        today=TODAY,
    )


def plainly(wanted: Wanted) -> list[str]:
    """The same list from all rows of the table, one condition after another."""
    rows = [row for row in db.session.query(Question) if row.visibility is not Visibility.WAITING and fits(row, wanted)]
    keys = {
        Order.LATEST: lambda row: (row.received_at, row.id),
        Order.OLDEST: lambda row: (row.received_at, row.id),
        Order.DUE: lambda row: (row.due_on, row.id),
        Order.ANSWERED: lambda row: (row.published_at, row.id),
    }
    falls = wanted.order in (Order.LATEST, Order.ANSWERED)
    return [row.radicado for row in sorted(rows, key=keys[wanted.order], reverse=falls)]


def fits(row: Question, wanted: Wanted) -> bool:
    is_open, is_answered = row.status in rules.OPEN, row.published_at is not None
    standings = {
        None: True,
        Standing.ANSWERED: is_answered,
        Standing.PENDING: is_open,
        Standing.OVERDUE: is_open and row.due_on < wanted.today,
    }
    orders = {Order.DUE: is_open, Order.ANSWERED: is_answered}
    slug = db.session.get_one(Event, row.event_id).slug if row.event_id else ""
    return (
        wanted.topic_id in (None, row.topic_id)
        and wanted.department_id in (None, row.department_id)
        and wanted.event_slug in ("", slug)
        and wanted.year in (None, row.received_at.astimezone(BOGOTA).year)
        and wanted.kind in (None, row.kind)
        and standings[wanted.standing]
        and orders.get(wanted.order, True)
        and says(row, wanted.words)
    )


def says(row: Question, words: str) -> bool:
    """Whether its public text has each word, the last one perhaps unfinished; common words count when alone."""
    if not words:
        return True
    typed = search.WORD.findall(search.fold(words))
    stems = [search.stem(word) for word in [word for word in typed if word not in search.COMMON] or typed]
    read = search.stems_of(row.body)
    is_read = row.visibility is not Visibility.WITHHELD and bool(stems)
    return is_read and all(each in read for each in stems[:-1]) and any(each.startswith(stems[-1]) for each in read)


def forwards(wanted: Wanted) -> tuple[list[str], list[str]]:
    """All of the list from its beginning, and where each page but the first began."""
    found, starts, page = [], [], listing.published(wanted)
    while True:
        found += [one.radicado for one in page.items]
        if page.after is None:
            return found, starts
        starts.append(page.after)
        page = listing.published(wanted, after=page.after)


def backwards(wanted: Wanted, start: str) -> list[str]:
    """What comes before a question, from the beginning of the list."""
    found: list[str] = []
    while start:
        page = listing.published(wanted, before=start)
        if page.before is None:  # the first page, perhaps longer than what is before
            whole = [one.radicado for one in page.items]
            return (whole[: whole.index(start)] if start in whole else whole) + found
        found = [one.radicado for one in page.items] + found
        start = page.before
    return found


@pytest.mark.parametrize(("few", "windows"), [(500, (500, 10_000)), (2, (7, 23))])
def test_any_list_is_the_plain_one(town, dice, monkeypatch, few, windows):
    monkeypatch.setattr(listing, "FEW_FOUND", few)
    monkeypatch.setattr(listing, "WINDOWS", windows)
    monkeypatch.setattr(listing, "MOST_EXAMINED", windows[-1])
    for _ in range(60):
        wanted = any_wanted(dice, town)
        expected = plainly(wanted)
        found, starts = forwards(wanted)
        assert found == expected, wanted
        if not wanted.words and starts:
            assert backwards(wanted, expected[-1]) == expected[:-1], wanted
        amount = listing.published(wanted).amount
        assert amount is None or amount.is_more or amount.number == len(expected), wanted
