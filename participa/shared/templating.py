"""How dates, numbers and texts are written for people in Colombia."""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from flask import Flask, url_for
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from participa.config import Settings
from participa.shared import clock
from participa.shared.html import to_rich
from participa.shared.phone_numbers import dialable
from participa.shared.similarity.words import marked

MOST_PIECES = 500
DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def day_of(moment: date | datetime) -> date:
    """The calendar day in Colombia of a day or an instant."""
    return clock.local(moment).date() if isinstance(moment, datetime) else moment


def long_day(moment: date | datetime) -> str:
    """martes 4 de agosto de 2026"""
    day = day_of(moment)
    return f"{DAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]} de {day.year}"


def plain_day(moment: date | datetime) -> str:
    """4 de agosto de 2026"""
    day = day_of(moment)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def short_day(moment: date | datetime) -> str:
    """4 ago 2026"""
    day = day_of(moment)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def hour(at: datetime) -> str:
    """2:05 p. m., on the clock of Colombia"""
    moment = clock.local(at)
    half = "a. m." if moment.hour < 12 else "p. m."
    return f"{moment.hour % 12 or 12}:{moment.minute:02d} {half}"


def moment(at: datetime) -> str:
    """4 de agosto de 2026, 2:05 p. m."""
    return f"{plain_day(at)}, {hour(at)}"


def number(value: float) -> str:
    """1.234 — thousands with a point, decimals with a comma."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def counted(amount: int, one: str, many: str) -> str:
    """1 pregunta, 3 preguntas"""
    return f"{number(amount)} {one if amount == 1 else many}"


class SharedTemplate(Template):
    """A template whose macros know the globals of all templates and no others, so that they are made once.

    Asking each time whether whoever imports them has globals of its own took a millisecond of each page.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def pieces(app: Flask) -> Callable[..., Markup]:
    """`piece(template, macro, *things)`: what the macro makes of these things, made once for equal ones.

    For parts of pages that many pages repeat, such as a row of a list. The macro may look at its arguments alone: at
    no request, no clock and nothing else that changes. While templates are being written nothing is kept.
    """

    def make(template: str, macro: str, *things: Hashable) -> Markup:
        return Markup(getattr(app.jinja_env.get_template(template).module, macro)(*things))  # noqa: S704 - escaped there

    return make if app.jinja_env.auto_reload else lru_cache(maxsize=MOST_PIECES, typed=True)(make)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the templates their filters and the data of the entity."""
    version = app.extensions["asset_version"]

    @cache
    def asset(name: str) -> str:
        """The address of a static file; it changes with the content, so browsers may keep it for a year."""
        return url_for("static", filename=name, v=version)

    @cache
    def fixed(endpoint: str) -> str:
        return url_for(endpoint)

    def address(endpoint: str, **values: Any) -> str:
        """url_for, which builds the addresses without parts only once: each page has some twenty of them."""
        return url_for(endpoint, **values) if values or endpoint.startswith(".") else fixed(endpoint)

    app.jinja_env.template_class = SharedTemplate
    app.jinja_env.globals.update(piece=pieces(app))
    app.jinja_env.globals.update(url_for=address, asset=asset, entity=settings.entity, today=clock.today, now=clock.now)
    app.jinja_env.filters.update(
        long_day=long_day,
        plain_day=plain_day,
        short_day=short_day,
        hour=hour,
        moment=moment,
        number=number,
        counted=counted,
        rich=to_rich,
        marked=marked,
        dialable=dialable,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
