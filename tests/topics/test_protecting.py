"""The numbers of a vote tell nobody what one to four people voted, also not beside the results of its survey."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from participa.extensions import db
from participa.shared.suppression import is_few
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Level, Response
from participa.topics.counting import count_points, count_rankings
from participa.topics.models import Rule, TopicCall
from participa.topics.protecting import Counted, kept, read
from participa.topics.queries import votes
from tests.factories import topics
from tests.pages import PageClient

FIRST, SECOND, THIRD = ["t1", "t2", "t3"], ["t2", "t3", "t1"], ["t3", "t1", "t2"]
DECLINED = "prefiere_no_responder"


def counted(good: Sequence[Any], bad: Sequence[Any] = ()) -> Counted:
    tallies = (
        count_rankings(FIRST, [one for one in cast if one], 3, Rule.SCHULZE) for cast in ([*good, *bad], good, bad)
    )
    return Counted(*tallies, answers=len(good) + len(bad), flagged=len(bad))


def decided(answers: Sequence[Any], marked: Sequence[Any] = (), level: Level = Level.CHECKED) -> TopicCall:
    """A call whose vote is over, with answers of which some look repeated."""
    call = topics.call(title="Temas de la audiencia")
    for title in topics.TITLES:
        topics.topic(call, title)
    vote = topics.vote(call, level=level)
    topics.answered(vote, answers)
    with unit_of_work():
        for said in marked:
            row = Response(id=secrets.token_hex(16), survey_id=vote.survey_id, version_id=vote.survey.version_id)
            row.answers, row.is_flagged = {votes.ITEM: said}, True
            db.session.add(row)
    topics.closed(vote)
    return call


def numbers_told(page: str) -> list[str]:
    """The whole numbers that people read."""
    main = page.split("<main", 1)[1].split("<footer")[0]
    return re.findall(r"\d+", re.sub(r"<[^>]*>", " ", main))


def page_of(client: PageClient, call: TopicCall) -> str:
    return client.get(f"/temas/{call.slug}/resultado").text


def test_a_place_that_two_people_gave_hides_the_points_and_the_pairs(context: None, client: PageClient) -> None:
    page = page_of(client, decided([FIRST] * 20 + [SECOND] * 2))
    assert "Lugar 1" in page
    assert "«Arreglo de vías» ganó a cada uno de los demás" in page
    for told in ("Prefieren el segundo", "Prefieren el primero", 'data-label="Puntos"'):
        assert told not in page


def test_many_in_each_place_are_told_in_full(context: None, client: PageClient) -> None:
    page = page_of(client, decided([FIRST] * 9 + [SECOND] * 6 + [THIRD] * 5))
    assert "Prefieren el primero" in page
    assert 'data-label="Puntos" class="num">43' in page


def test_two_who_prefer_not_to_answer_cannot_be_subtracted(context: None, client: PageClient) -> None:
    """The results of the survey tell how many answered."""
    call = decided([FIRST] * 9 + [SECOND] * 9 + [DECLINED] * 2)
    assert "18" not in numbers_told(page_of(client, call))
    assert "18 votos" not in client.get(f"/temas/{call.slug}").text


def test_fewer_than_five_votes_are_not_even_counted_in_public(context: None, client: PageClient) -> None:
    call = decided([FIRST] * 3 + [DECLINED] * 6)
    assert "3 votos" not in client.get(f"/temas/{call.slug}").text
    assert "menos de cinco votos" in page_of(client, call)


def test_a_checked_vote_is_told_with_and_without_the_marked_answers(context: None, client: PageClient) -> None:
    page = page_of(client, decided([FIRST] * 7 + [SECOND] * 6 + [THIRD] * 5, [THIRD] * 9 + [FIRST] * 5 + [SECOND] * 5))
    assert "19 respuestas quedaron marcadas" in page
    assert "Sin ellas, el primer lugar sería de «Arreglo de vías»" in page
    assert "Sin las marcadas" in page


def test_a_few_marked_answers_are_not_told_apart(context: None, client: PageClient) -> None:
    page = page_of(client, decided([FIRST] * 9 + [SECOND] * 6 + [THIRD] * 5, [SECOND] * 3))
    assert "Menos de cinco respuestas quedaron marcadas" in page
    assert 'data-label="Sin las marcadas"' not in page


def test_a_checked_vote_without_marked_answers_says_so(context: None, client: PageClient) -> None:
    assert "Ninguna respuesta quedó marcada" in page_of(client, decided([FIRST] * 9))
    assert "marcada como" not in page_of(client, decided([FIRST] * 9, level=Level.OPEN))


def test_when_nobody_voted_it_is_said(context: None, client: PageClient) -> None:
    page = page_of(client, decided([]))
    assert "Nadie votó" in page
    assert "Lugar 1" not in page


def test_when_everybody_declined_no_number_is_told(context: None, client: PageClient) -> None:
    page = page_of(client, decided([DECLINED] * 12))
    assert "menos de cinco votos" in page
    assert "12" not in numbers_told(page)


def test_two_topics_that_tie_are_not_told_as_a_victory(context: None, client: PageClient) -> None:
    page = page_of(client, decided([["t1", "t2", "t3"]] * 6 + [["t2", "t1", "t3"]] * 6))
    assert "Ningún tema ganó a todos los demás" in page
    assert "«Arreglo de vías» y «Agua potable» quedaron empatados en el primer lugar." in page
    assert "círculo:" not in page
    assert "Empatan" in page


ORDERS = [FIRST, SECOND, THIRD, ["t1"], ["t2", "t1"], None]
CAST = some.lists(some.tuples(some.sampled_from(ORDERS), some.integers(1, 12)), max_size=5)


@given(CAST, CAST)
def test_what_is_told_has_no_few(good: list[tuple[Any, int]], bad: list[tuple[Any, int]]) -> None:
    found = counted(*([order for order, times in side for _ in range(times)] for side in (good, bad)))
    assert found.votes is None or not is_few(found.answers - found.votes)
    for tally, answers, is_told in (
        (found.tally, found.answers, found.shows_scores),
        (found.clean, found.answers - found.flagged, found.shows_clean_scores),
        (found.marked, found.flagged, found.shows_clean_scores),
    ):
        rows = [[*row, answers - sum(row)] for row in tally.ranks.values()]
        assert not is_told or not any(is_few(amount) for row in rows for amount in row)
    sides = [votes for others in found.tally.duels.values() for votes in others.values()]
    assert not found.shows_duels or not any(map(is_few, sides))
    assert read(kept(found)) == found


def test_shared_points_are_counted_without_the_marked_ones() -> None:
    every, clean, marked = ([{"t1": 100}] * 12, [{"t1": 100}] * 7, [{"t1": 100}] * 5)
    tallies = [count_points(FIRST, cast) for cast in (every, clean, marked)]
    found = Counted(*tallies, answers=12, flagged=5)
    assert (found.votes, found.shows_scores, found.shows_clean_scores) == (12, True, True)
