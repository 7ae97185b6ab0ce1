"""The page of the big screen, for the citizens at its address and for who presents it in the hall."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import segno
from flask import current_app, render_template, url_for

from participa.config import Settings
from participa.hearings import published, screen
from participa.hearings.live_files import PREFIX
from participa.hearings.screen import Sign, Theme
from participa.shared.clock import now

RENEW_SECONDS = 10
NEXT_SIGN = {Sign.NONE: Sign.RIGHT, Sign.RIGHT: Sign.LEFT, Sign.LEFT: Sign.NONE}
NEXT_THEME = {Theme.LIGHT: Theme.DARK, Theme.DARK: Theme.LIGHT}
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Look:
    """What the address says of how the screen looks. `renews`: the page without scripts asks again by itself."""

    theme: Theme
    sign: Sign
    renews: bool

    def address(self, code: str) -> str:
        renews = "si" if self.renews else None
        return url_for(".screen", code=code, tema=self.theme.value, senas=self.sign.value, actualizar=renews)


def look(asked: Mapping[str, str]) -> Look:
    """What an address asks for; a word that is not known is as if it were not there."""
    theme, sign = _chosen(asked.get("tema"), Theme.LIGHT), _chosen(asked.get("senas"), Sign.NONE)
    return Look(theme, sign, asked.get("actualizar") == "si")


def _chosen(word: str | None, usual: Word) -> Word:
    try:
        return type(usual)(word or usual)
    except ValueError:
        return usual


def page(code: str, asked: Mapping[str, str], **of_presenter: Any) -> str:
    """The screen of a hearing. Raises NotFound or NoResultFound."""
    state, chosen = published.state(code), look(asked)
    address = _phones(code)
    return render_template(
        "hearings/screen.html",
        code=code,
        face=screen.face(state),
        told=_age(datetime.fromisoformat(state["at"])),
        theme=chosen.theme,
        sign=chosen.sign,
        renews=RENEW_SECONDS if chosen.renews else 0,
        options=_options(code, chosen),
        root=PREFIX,
        address=address.partition("://")[2],
        qr_uri=segno.make_qr(address, error="m").png_data_uri(scale=1, border=4),
        **of_presenter,
    )


def stream(code: str) -> str:
    """Where the screen of the hall hears of each change, or empty when the set-up has no process for it."""
    settings: Settings = current_app.extensions["settings"]
    return f"{PREFIX}{code}/eventos" if settings.live_stream else ""


def _options(code: str, chosen: Look) -> list[tuple[str, str, str]]:
    dark = "Fondo oscuro" if chosen.theme is Theme.LIGHT else "Fondo claro"
    themed = replace(chosen, theme=NEXT_THEME[chosen.theme])
    signed = replace(chosen, sign=NEXT_SIGN[chosen.sign])
    renewed = replace(chosen, renews=not chosen.renews)
    alone = "Dejar de actualizar" if chosen.renews else f"Actualizar sola cada {RENEW_SECONDS} segundos"
    return [
        (dark, themed.address(code), "t"),
        ("Espacio para lengua de señas", signed.address(code), "s"),
        (alone, renewed.address(code), ""),
    ]


def _age(at: datetime) -> str:
    seconds = max(int((now() - at).total_seconds()), 0)
    return f"Datos de hace {seconds} s" if seconds < 120 else f"Datos de hace {seconds // 60} min"


def _phones(code: str) -> str:
    """The whole address that phones open."""
    settings: Settings = current_app.extensions["settings"]
    if settings.public_url:
        return settings.public_url + url_for("hearings.phones", code=code)
    return url_for("hearings.phones", code=code, _external=True)
