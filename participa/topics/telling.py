"""How the winner was found, in whole sentences that anybody can check."""

from collections.abc import Mapping, Sequence

from participa.shared.suppression import is_few
from participa.shared.templating import counted, number
from participa.topics.counting import Order, Tally
from participa.topics.models import Rule
from participa.topics.protecting import Counted

ANNOUNCED = {
    Rule.SCHULZE: (
        "Decide la cuenta uno contra uno. Comparamos cada tema con cada uno de los demás. "
        "Gana el que más votos ponen por encima del otro. Si hay un círculo, pesan más las victorias más amplias."
    ),
    Rule.BORDA: "Deciden los puntos de cada puesto. El primer puesto vale más que el segundo, y así hasta el último.",
    Rule.POINTS: "Decide la suma de los puntos que reparte cada persona.",
}
FEW_MARKED = "Menos de cinco respuestas quedaron marcadas como posibles repetidas. La cuenta sin ellas no se muestra."
FEW_APART = "La cuenta sin las respuestas marcadas no se muestra: dejaría ver qué votaron unas pocas personas."
ALL_COUNT = "Las marcadas también cuentan: vale el orden de todos los votos."
CHAINS = "Se comparan cadenas de victorias. Cada cadena vale lo que vale su victoria más estrecha."
TIE_STAYS = "El empate se muestra como es: nadie lo rompe por su cuenta."
OTHER_NAMES = {Rule.SCHULZE: "por puntos de cada puesto (Borda)", Rule.BORDA: "uno contra uno (Schulze)"}


def told(tally: Tally, titles: Mapping[str, str], with_points: bool = True) -> list[str]:
    """Sentences on the first place: who, why, whether it is a tie or a circle, and whether the other rule agrees.

    The points are left out where they would tell what a few people voted.
    """
    if not tally.is_told:
        return []
    first = tally.order[0]
    if len(titles) == 1:
        return [f"{_named(first, titles)} era el único tema."]
    return [*_first(tally, titles, with_points), *([TIE_STAYS] if len(first) > 1 else []), *_other(tally, titles)]


def without_marked(found: Counted, titles: Mapping[str, str]) -> list[str]:
    """What the count without the answers that look repeated says of the first place."""
    if not found.flagged:
        return ["Ninguna respuesta quedó marcada como posible repetida."]
    if not found.shows_clean:
        return [FEW_MARKED if is_few(found.flagged) else FEW_APART]
    clean = found.clean
    said = f"{number(found.flagged)} respuestas quedaron marcadas como posibles repetidas."
    if set(clean.order[0]) == set(found.tally.order[0]):
        return [said, "Sin ellas, el primer lugar es el mismo."]
    return [said, f"Sin ellas, el primer lugar sería de {_named(clean.order[0], titles)}.", ALL_COUNT]


def _first(tally: Tally, titles: Mapping[str, str], with_points: bool) -> list[str]:
    first = tally.order[0]
    if tally.rule is Rule.SCHULZE:
        return _duel_words(tally, titles)
    points = counted(tally.scores[first[0]], "punto", "puntos") if with_points else ""
    if len(first) > 1:
        return [f"{_named(first, titles)} empataron{f' con {points}' if points else ' en puntos'}."]
    return [f"{_named(first, titles)} reunió más puntos que los demás{f': {points}' if points else ''}."]


def _duel_words(tally: Tally, titles: Mapping[str, str]) -> list[str]:
    first = tally.order[0]
    if tally.unbeaten:
        return [f"{_named([tally.unbeaten], titles)} ganó a cada uno de los demás, uno contra uno."]
    said = ["Ningún tema ganó a todos los demás, uno contra uno."]
    if tally.circle:
        said.append(f"Las preferencias hacen un círculo: {_round(tally.circle, titles)}.")
    if len(first) > 1:
        return [*said, f"{_named(first, titles)} quedaron empatados en el primer lugar."]
    leads = f"{_named(first, titles)} queda primero: ningún tema tiene contra él una cadena más fuerte que la suya."
    return [*said, CHAINS, leads]


def _round(circle: Sequence[str], titles: Mapping[str, str]) -> str:
    """«A» ganó a «B», «B» ganó a «C» y «C» ganó a «A»"""
    pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
    wins = [f"«{titles[one]}» ganó a «{titles[other]}»" for one, other in pairs]
    return _joined(wins)


def _other(tally: Tally, titles: Mapping[str, str]) -> list[str]:
    """What the other count says, and which one decides."""
    if not tally.other:
        return []
    name = OTHER_NAMES[tally.rule]
    if tally.agrees:
        return [f"La cuenta {name} da el mismo primer lugar."]
    return [
        f"La cuenta {name} daría el primer lugar a {_named(tally.other[0], titles)}.",
        "Vale la regla que se anunció antes de abrir la votación.",
    ]


def _named(codes: Sequence[str], titles: Mapping[str, str]) -> str:
    return _joined([f"«{titles[code]}»" for code in codes])


def _joined(parts: Sequence[str]) -> str:
    """«a», «b» y «c»"""
    return " y ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def follows(order: Order, chosen: Sequence[str]) -> bool:
    """Whether what was chosen, in its order, are the first of the vote. Those that tie may come in any order."""
    left = list(chosen)
    for tied in order:
        taken, left = left[: len(tied)], left[len(tied) :]
        if not set(taken) <= set(tied):
            return False
    return not left
