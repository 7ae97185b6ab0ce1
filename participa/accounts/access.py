"""Who may open which page. A page without a mark is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from participa.accounts import sessions, throttle
from participa.accounts.models import Role, User
from participa.accounts.throttle import Browser
from participa.extensions import csrf, login_manager
from participa.shared import page_cache
from participa.shared.edge import NEVER_REPEATED
from participa.shared.errors import Forbidden
from participa.shared.security import comes_from_elsewhere
from participa.shared.unit_of_work import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])
_links: list[Callable[[str], bool]] = []
_entrances: dict[str, tuple[str, str]] = {}
ALL_ROLES = frozenset(Role)
DEVICE_SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie


@dataclass(frozen=True)
class Mark:
    """How a page may be opened: `roles` is None for everybody; `link` names the kind of link that opens it too.

    `takes_foreign`: other programs send to it without a token, because what it is sent proves itself.
    """

    roles: frozenset[Role] | None
    needs_second_factor: bool = True
    link: str = ""
    takes_foreign: bool = False


def public(view: View) -> View:
    """Open to everybody, with or without an account."""
    return _mark(view, Mark(roles=None))


def public_cached(view: View) -> View:
    """Open to everybody and the same for everybody: kept in front of the application until the data change."""
    return public(cast(View, page_cache.cacheable(view)))


def public_foreign(view: View) -> View:
    """Open to everybody and to programs elsewhere: no cookie counts, only the secret that comes with the request."""
    return _mark(view, Mark(roles=None, takes_foreign=True))


def staff(*roles: Role) -> Callable[[View], View]:
    """Open to the team with one of these roles; without roles, to the whole team."""
    return lambda view: _mark(view, Mark(frozenset(roles) or ALL_ROLES))


def with_link(kind: str, *roles: Role) -> Callable[[View], View]:
    """Open to who holds a good link of this kind for the space of the address, and to the team with these roles."""
    return lambda view: _mark(view, Mark(frozenset(roles), link=kind))


def half_signed_in(view: View) -> View:
    """Open to a member of the team who has given the password but not yet the second factor."""
    return _mark(view, Mark(ALL_ROLES, needs_second_factor=False))


def _mark(view: View, mark: Mark) -> View:
    view.__dict__["access_mark"] = mark
    return view


def mark_of(view: Callable[..., Any] | None) -> Mark | None:
    mark: Mark | None = getattr(view, "access_mark", None)
    return mark


def know_links(is_good: Callable[[str], bool]) -> None:
    """Say how to tell whether this request brings a good link of a kind; the room that gives the links says it."""
    _links.append(is_good)


def enter_at(kind: str, endpoint: str, words: str) -> None:
    """Say where who holds no good link of a kind types its code, and the words that tell so: not at the sign-in."""
    _entrances[kind] = endpoint, words


def signed_in() -> User:
    """The member of the team who makes this request, as a real object. Raises Forbidden when there is none."""
    if not current_user.is_authenticated:
        raise Forbidden("Ingrese con su cuenta del equipo para continuar.")
    return cast(User, current_user._get_current_object())


def begin(user: User, second_factor: bool = False) -> None:
    """Sign in with a new login. What the browser brought, an earlier login too, is over."""
    sessions.end(session.get("_user_id", ""))
    session.clear()
    user.login_token = sessions.open_for(user, second_factor)
    login_user(user)


def finish(user: User) -> None:
    """Sign out: the login ends on the server, so its cookie is worth nothing from now on."""
    sessions.end(user.login_token)
    logout_user()
    session.clear()


def present_browser() -> Browser:
    """What the device cookie of this request says."""
    return throttle.browser_from(request.cookies.get(_device_cookie(), ""))


def remember(email: str, response: Response) -> Response:
    """Make this browser known to the owner of an account, who has just shown all that the sign-in asks for."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    value = throttle.cookie_of(present_browser().remembering(email))
    response.set_cookie(
        _device_cookie(), value, max_age=DEVICE_SECONDS, secure=is_secure, httponly=True, samesite="Lax"
    )
    return response


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def local_target(typed: str | None) -> str:
    """Where to go after the sign-in: a page of this site that opens with GET, or the desk. Never another site."""
    path = typed or ""
    if not path.startswith("/") or path.startswith("//") or any(sign < "!" or sign == "\\" for sign in path):
        return url_for(DESK)
    try:
        current_app.url_map.bind("").match(urlsplit(path).path, "GET")
    except HTTPException:
        return url_for(DESK)
    return path


def guard() -> Response | None:
    """Before each request: let in, ask to sign in, or refuse. What is not declared is refused."""
    if request.endpoint is None or request.endpoint == "static":
        return None  # unknown address (404, 405) or a file of the look
    mark = mark_of(current_app.view_functions.get(request.endpoint))
    if mark is None:
        raise Forbidden("Esta página no está abierta a nadie.")
    if mark.roles is not None:
        refusal = _refusal(mark)
        if refusal is not None:
            return refusal
    if request.method not in SAFE_METHODS and not mark.takes_foreign:
        refuse_forged()
    return None


def refuse_forged() -> None:
    """Raises CSRFError for what another site sent, even with a good token, and for what has no good token."""
    if comes_from_elsewhere():
        raise CSRFError("The request came from another site.")
    csrf.protect()


def _refusal(mark: Mark) -> Response | None:
    if mark.link and any(is_good(mark.link) for is_good in _links):
        return None
    if not current_user.is_authenticated:
        return _ask_for_code(mark.link) if mark.link in _entrances else ask_to_sign_in()
    user = signed_in()
    if mark.needs_second_factor and sessions.needs_second_factor(user):
        return redirect(url_for(sessions.second_factor_page(user), next=_here()))
    if mark.needs_second_factor and user.must_change_password and request.endpoint not in PASSWORD_PAGES:
        return redirect(url_for(PASSWORD_PAGES[0]))
    if user.role not in cast(frozenset[Role], mark.roles):
        raise Forbidden("Su cuenta no tiene permiso para esta página.")
    return None


def _ask_for_code(kind: str) -> Response:
    endpoint, words = _entrances[kind]
    flash(words, "info")
    return redirect(url_for(endpoint))


def ask_to_sign_in() -> Response:
    """To the sign-in and back here. What was typed when the login had just ended is kept on the page.

    A script of the page is only told: what the person sends afterwards is kept all the same.
    """
    if request.accept_mimetypes.best == "application/json":
        return make_response({"words": LOGIN_ENDED}, 401)
    login_just_ended = session.pop("_user_id", None) is not None
    if login_just_ended and request.method not in SAFE_METHODS and request.form and not comes_from_elsewhere():
        return make_response(_page_that_keeps_the_text(), 401)
    flash("Ingrese con su cuenta del equipo para ver esa página.", "info")
    return redirect(url_for("accounts.sign_in", next=_here()))


def _page_that_keeps_the_text() -> str:
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_REPEATED]
    return render_template("accounts/sign_in_again.html", fields=kept, action=request.path)


def _here() -> str | None:
    """The address of this page, to come back; None for what does not open with GET."""
    return request.full_path.rstrip("?") if request.method in SAFE_METHODS else None


DESK = "portal.staff.desk"
LOGIN_ENDED = "Su sesión terminó. Use «Guardar borrador» e ingrese otra vez"
PASSWORD_PAGES = ("accounts.staff.password", "accounts.sign_out")


def init_app(app: Flask) -> None:
    """Install the guard and the loader of the signed-in person."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard checks, after it knows the page
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the token lives as long as its cookie: slow writers lose nothing
    app.config["WTF_CSRF_SSL_STRICT"] = False  # refuse_forged looks at the origin; some browsers send no referrer
    login_manager.user_loader(sessions.find_user)
    login_manager.session_protection = None  # the login is kept on the server
    app.before_request(guard)
