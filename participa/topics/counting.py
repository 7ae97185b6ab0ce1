"""How the votes are counted: Schulze and Borda with votelib, or the sum of the points. Ties stay ties.

Options are codes; votelib is given their places in the list, because it takes a text apart into its letters. Every
option is counted, also one that nobody put in order. What a vote does not order goes below what it does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from votelib.convert import RankedToCondorcetVotes, RankedToPositionalVotes
from votelib.evaluate.condorcet import CondorcetWinner, Schulze

from participa.topics.models import Rule

FEWEST = 5  # with fewer votes only their number is told
Order: TypeAlias = tuple[tuple[str, ...], ...]
Rankings: TypeAlias = Mapping[tuple[int, ...], int]


@dataclass(frozen=True)
class Tally:
    """A count. `order` is what the announced rule says, best first, those that tie together; `other` what the other
    rule would say (empty for points). `scores` are the points of each option; `duels[a][b]`, how many votes put a
    above b; `unbeaten` won against every other one; `circle` goes round: each beats the next, the last the first.
    `places` is how many options a vote could put in order; `ranks[a]`, how many votes put a in each place.
    """

    rule: Rule
    votes: int
    order: Order
    other: Order
    scores: Mapping[str, int]
    duels: Mapping[str, Mapping[str, int]]
    unbeaten: str = ""
    circle: tuple[str, ...] = ()
    places: int = 0
    ranks: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def is_told(self) -> bool:
        """Whether there are enough votes to tell more than their number."""
        return self.votes >= FEWEST

    @property
    def agrees(self) -> bool:
        """Whether the other rule says the same of the first place."""
        return not self.other or set(self.other[0]) == set(self.order[0])

    def place_of(self, option: str) -> int:
        """1 for the first; options that tie share a place."""
        above = 0
        for tied in self.order:
            if option in tied:
                return above + 1
            above += len(tied)
        raise KeyError(option)


@dataclass(frozen=True)
class _Places:
    """The points of each place, for votelib: the first of `top` places is worth `top`."""

    top: int

    def scores(self, ranked: int) -> list[int]:
        return [max(self.top - place, 0) for place in range(ranked)]


def count_rankings(options: Sequence[str], ballots: Iterable[Sequence[str]], places: int, rule: Rule) -> Tally:
    """Count votes that put options in order, best first; what is no option, or comes twice, is left out."""
    cast = Counter(_read(options, ballot) for ballot in ballots)
    cast.pop((), None)
    votes = cast.total()
    duels = _duels(len(options), cast)
    scores = _scores(len(options), cast, places)
    schulze, borda = _schulze(len(options), duels), by_score(scores)
    first, second = (schulze, borda) if rule is Rule.SCHULZE else (borda, schulze)
    winner = _unbeaten(duels) if len(options) > 1 else None
    return Tally(
        rule=rule,
        votes=votes,
        order=_named(options, first),
        other=_named(options, second),
        scores={option: scores[at] for at, option in enumerate(options)},
        duels=_named_duels(options, duels),
        unbeaten="" if winner is None else options[winner],
        circle=() if winner is not None else tuple(options[at] for at in _circle(schulze[0], duels)),
        places=places,
        ranks=_ranks(options, cast),
    )


def count_points(options: Sequence[str], ballots: Iterable[Mapping[str, int]]) -> Tally:
    """Add up the points that each option was given."""
    scores, votes = dict.fromkeys(options, 0), 0
    for ballot in ballots:
        given = {option: int(points) for option, points in ballot.items() if option in scores and int(points) > 0}
        votes += bool(given)
        for option, points in given.items():
            scores[option] += points
    order = by_score({at: scores[option] for at, option in enumerate(options)})
    return Tally(Rule.POINTS, votes, _named(options, order), (), scores, {})


def by_score(scores: Mapping[int, int]) -> list[list[int]]:
    """The most points first, those with the same together."""
    return [sorted(at for at in scores if scores[at] == score) for score in sorted(set(scores.values()), reverse=True)]


def _read(options: Sequence[str], ballot: Sequence[str]) -> tuple[int, ...]:
    known = {option: at for at, option in enumerate(options)}
    return tuple(known[option] for option in dict.fromkeys(ballot) if option in known)


def _duels(options: int, cast: Rankings) -> dict[tuple[int, int], int]:
    """How many votes put one option above another, for each pair. A vote without weight names those nobody ranked."""
    named: dict[Any, int] = {**cast, (frozenset(range(options)),): 0}
    counted = RankedToCondorcetVotes().convert(named)
    return {(a, b): counted.get((a, b), 0) for a in range(options) for b in range(options) if a != b}


def _scores(options: int, cast: Rankings, places: int) -> dict[int, int]:
    found = RankedToPositionalVotes(_Places(places)).convert(dict(cast)) if cast else {}
    return {at: int(found.get(at, 0)) for at in range(options)}


def _ranks(options: Sequence[str], cast: Rankings) -> dict[str, list[int]]:
    most = max(map(len, cast), default=0)
    ranks = {option: [0] * most for option in options}
    for ballot, votes in cast.items():
        for place, at in enumerate(ballot):
            ranks[options[at]][place] += votes
    return ranks


def _schulze(options: int, duels: Mapping[tuple[int, int], int]) -> list[list[int]]:
    """Who is beaten along no path of victories comes first, then the same among the rest.

    The paths are those of votelib; its own order is not used: it drops options that only tie.
    """
    paths = Schulze.widest_paths(dict(duels)) if options > 1 else {}
    left, order = set(range(options)), []
    while left:
        best = sorted(a for a in left if not any(paths.get((b, a), 0) > paths.get((a, b), 0) for b in left - {a}))
        order.append(best)
        left -= set(best)
    return order


def _unbeaten(duels: Mapping[tuple[int, int], int]) -> int | None:
    """The option that wins against every other one, if there is one."""
    return next(iter(CondorcetWinner().evaluate(dict(duels))), None)


def _circle(winners: Sequence[int], duels: Mapping[tuple[int, int], int]) -> list[int]:
    """A shortest way round from one of the first back to itself, each beating the next; empty when there is none."""
    beats: dict[int, list[int]] = {}
    for (a, b), votes in sorted(duels.items()):
        if votes > duels[b, a]:
            beats.setdefault(a, []).append(b)
    ways = [_way_back(winner, beats) for winner in winners]
    return min((way for way in ways if way), key=len, default=[])


def _way_back(start: int, beats: Mapping[int, Sequence[int]]) -> list[int]:
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for following in beats.get(way[-1], ()):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _named(options: Sequence[str], order: Iterable[Iterable[int]]) -> Order:
    return tuple(tuple(options[at] for at in tied) for tied in order)


def _named_duels(options: Sequence[str], duels: Mapping[tuple[int, int], int]) -> dict[str, dict[str, int]]:
    return {one: {other: duels[a, b] for b, other in enumerate(options) if a != b} for a, one in enumerate(options)}


def pairs(tally: Tally) -> list[tuple[str, str, int, int]]:
    """Each pair once, as the vote orders them: both options, and how many votes put each above the other."""
    order = [option for tied in tally.order for option in tied]
    if not tally.duels:
        return []
    return [(a, b, tally.duels[a][b], tally.duels[b][a]) for at, a in enumerate(order) for b in order[at + 1 :]]


def to_document(tally: Tally) -> dict[str, Any]:
    """The count as it is kept."""
    return {
        "rule": tally.rule.value,
        "votes": tally.votes,
        "order": [list(tied) for tied in tally.order],
        "other": [list(tied) for tied in tally.other],
        "scores": dict(tally.scores),
        "duels": {one: dict(others) for one, others in tally.duels.items()},
        "unbeaten": tally.unbeaten,
        "circle": list(tally.circle),
        "places": tally.places,
        "ranks": {option: list(row) for option, row in tally.ranks.items()},
    }


def from_document(kept: Mapping[str, Any]) -> Tally:
    """A count written by `to_document`."""
    return Tally(
        rule=Rule(kept["rule"]),
        votes=kept["votes"],
        order=tuple(tuple(tied) for tied in kept["order"]),
        other=tuple(tuple(tied) for tied in kept["other"]),
        scores=kept["scores"],
        duels=kept["duels"],
        unbeaten=kept["unbeaten"],
        circle=tuple(kept["circle"]),
        places=kept["places"],
        ranks=kept["ranks"],
    )
