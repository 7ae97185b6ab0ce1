"""The browser that answers, by a random number in a signed cookie without any datum of the person.

Nothing of it is stored but a keyed digest that says that it answered a survey, and nothing once the survey closes.
"""

import secrets
from dataclasses import dataclass

from flask import after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from participa.shared.clock import now

DEVICE_SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie
FRESH_SECONDS = 10
HASTE_SECONDS = 4
SIXTEEN_BYTES = 16


@dataclass(frozen=True)
class Device:
    """A browser by a random name, and when it was given, in seconds since 1970."""

    name: str
    since: int

    @property
    def is_fresh(self) -> bool:
        return 0 <= _seconds() - self.since < FRESH_SECONDS


def greet() -> Device:
    """The browser that makes this request. One that brings no good cookie is given one with the answer."""
    if "survey_device" not in g:
        g.survey_device = _brought() or _new()
    device: Device = g.survey_device
    return device


def told(name: str) -> str:
    """What the browser says under the name of a cookie; empty when it has none."""
    return request.cookies.get(name, "")


def opened_now() -> str:
    """For a form: when it was opened, signed. It outlives the pages of the form."""
    signed: str = _signer("survey-form").dumps(_seconds())
    return signed


def is_hasty(opened: str) -> bool:
    """Whether it was open for less time than anybody needs. A form that says nothing is not suspected."""
    try:
        since: int = _signer("survey-form").loads(opened)
    except BadSignature:
        return False
    return 0 <= _seconds() - since < HASTE_SECONDS


def _brought() -> Device | None:
    try:
        name, since = _signer("survey-device").loads(told(cookie_name()))
    except (BadSignature, ValueError):
        return None
    return Device(name, since)


def _new() -> Device:
    device = Device(secrets.token_urlsafe(SIXTEEN_BYTES), _seconds())
    value = _signer("survey-device").dumps([device.name, device.since])
    hand_over(cookie_name(), value, DEVICE_SECONDS)
    return device


def hand_over(name: str, value: str, seconds: int) -> None:
    """Give the browser a cookie with the answer to this request."""

    @after_this_request
    def set_cookie(response: Response) -> Response:
        is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(name, value, max_age=seconds, secure=is_secure, httponly=True, samesite="Lax")
        return response


def cookie_name() -> str:
    return "__Host-surveys" if current_app.config["SESSION_COOKIE_SECURE"] else "surveys"


def _seconds() -> int:
    return int(now().timestamp())


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
