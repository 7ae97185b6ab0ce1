"""Which offices of the entity a responsible text names."""

from collections.abc import Iterable

from participa.strategy.importing.folding import fold


def named_in(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand whole in the text, whatever their case and accents, in the order of the text.

    A name inside a longer one that also stands there is left out: «Planeación» in «Secretaría de Planeación».
    """
    words = f" {fold(text)} "
    found: dict[int, str] = {}
    for name in sorted(names, key=lambda name: (-len(fold(name)), name)):
        wanted = f" {fold(name)} "
        while wanted.strip() and (place := words.find(wanted)) >= 0:
            found.setdefault(place, name)
            words = words[: place + 1] + "·" * (len(wanted) - 2) + words[place + len(wanted) - 1 :]
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))
