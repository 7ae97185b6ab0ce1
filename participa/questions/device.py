"""How a question comes in: from which device, over which network, how fast. What is known of it lives for a day.

The device is a random number in a signed cookie, without any datum of the person. It is given on the first page of
asking, so that a hall behind one address is many devices and not one.
"""

import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from flask import after_this_request, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from participa.shared.clock import now

DEVICE_SECONDS = 24 * 60 * 60
FRESH_SECONDS = 10  # a cookie younger than this may have been thrown away and asked for anew
HASTE_SECONDS = 3
SIXTEEN_BYTES = 16
HOME_PREFIX = 64  # of IPv6: what one house or hall is given


@dataclass(frozen=True)
class Device:
    """A browser by a random name, and when it was given, in seconds since 1970.

    One from a later instant was given before the clock was put back: it is not fresh.
    """

    name: str
    since: int

    @property
    def is_fresh(self) -> bool:
        return 0 <= _seconds() - self.since < FRESH_SECONDS


@dataclass(frozen=True)
class Arrival:
    """What tells a flood from a crowd. `network` is the address, of IPv6 its first 64 bits.

    `is_shared`: a tablet that many people use in turn. `browser` is what the browser says that it is.
    """

    device: Device
    network: str
    is_hasty: bool = False
    fell_into_trap: bool = False
    is_shared: bool = False
    browser: str = ""


def greet() -> Device:
    """The device that makes this request. One that brings no good cookie is given one with the answer."""
    if "asking_device" not in g:
        g.asking_device = _brought() or _new()
    device: Device = g.asking_device
    return device


def arrival(opened: str = "", trap: str = "", is_shared: bool = False) -> Arrival:
    """Of this request. `opened` is what the form says of when it was opened, `trap` what stands in its hidden field."""
    network, browser = _network(request.remote_addr or ""), request.user_agent.string
    return Arrival(greet(), network, _is_hasty(opened), bool(trap.strip()), is_shared, browser)


def opened_now() -> str:
    """For a form: when it was opened, signed. It outlives the corrections of the form."""
    signed: str = _signer("asking-form").dumps(_seconds())
    return signed


def _brought() -> Device | None:
    try:
        name, since = _signer("asking-device").loads(request.cookies.get(cookie_name(), ""))
    except (BadSignature, ValueError):
        return None
    return Device(name, since)


def _new() -> Device:
    device = Device(secrets.token_urlsafe(SIXTEEN_BYTES), _seconds())
    value = _signer("asking-device").dumps([device.name, device.since])

    @after_this_request
    def hand_over(response: Response) -> Response:
        is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            cookie_name(), value, max_age=DEVICE_SECONDS, secure=is_secure, httponly=True, samesite="Lax"
        )
        return response

    return device


def cookie_name() -> str:
    return "__Host-asking" if current_app.config["SESSION_COOKIE_SECURE"] else "asking"


def _network(address: str) -> str:
    try:
        found = ip_address(_without_port(address))
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, HOME_PREFIX), strict=False))


def _without_port(address: str) -> str:
    """The address alone: some proxies write «203.0.113.7:4711» or «[2001:db8::1]:4711»."""
    plain = address.strip()
    if plain.startswith("["):
        return plain[1:].partition("]")[0].partition("%")[0]
    is_ipv4 = plain.count(":") == 1
    return plain.partition(":")[0] if is_ipv4 else plain.partition("%")[0]


def _is_hasty(opened: str) -> bool:
    """Whether the form was open for less time than anybody needs. A form that says nothing is not suspected."""
    try:
        since: int = _signer("asking-form").loads(opened)
    except BadSignature:
        return False
    return 0 <= _seconds() - since < HASTE_SECONDS


def _seconds() -> int:
    return int(now().timestamp())


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
