"""Who may open which page. A page without a mark is closed to everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from participa.accounts import sessions
from participa.accounts.models import Role, User
from participa.extensions import csrf, login_manager
from participa.shared import page_cache
from participa.shared.errors import Forbidden
from participa.shared.unit_of_work import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])
ALL_ROLES = frozenset(Role)


@dataclass(frozen=True)
class Mark:
    """How a page may be opened: `roles` is None for everybody."""

    roles: frozenset[Role] | None
    needs_second_factor: bool = True


def public(view: View) -> View:
    """Open to everybody, with or without an account."""
    return _mark(view, Mark(roles=None))


def public_cached(view: View) -> View:
    """Open to everybody and the same for everybody: kept in front of the application until the data change."""
    return public(cast(View, page_cache.cacheable(view)))


def staff(*roles: Role) -> Callable[[View], View]:
    """Open to the team with one of these roles; without roles, to the whole team."""
    return lambda view: _mark(view, Mark(frozenset(roles) or ALL_ROLES))


def half_signed_in(view: View) -> View:
    """Open to a member of the team who has given the password but not yet the second factor."""
    return _mark(view, Mark(ALL_ROLES, needs_second_factor=False))


def _mark(view: View, mark: Mark) -> View:
    view.__dict__["access_mark"] = mark
    return view


def mark_of(view: Callable[..., Any] | None) -> Mark | None:
    mark: Mark | None = getattr(view, "access_mark", None)
    return mark


def signed_in() -> User:
    """The member of the team who makes this request, as a real object. Raises Forbidden when there is none."""
    if not current_user.is_authenticated:
        raise Forbidden("Ingrese con su cuenta del equipo para continuar.")
    return cast(User, current_user._get_current_object())


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
    if request.method not in SAFE_METHODS:
        csrf.protect()
    return None


def _refusal(mark: Mark) -> Response | None:
    if not current_user.is_authenticated:
        return cast(Response, login_manager.unauthorized())
    user = signed_in()
    if mark.needs_second_factor and sessions.needs_second_factor(user):
        return redirect(url_for(sessions.second_factor_page(user)))
    if mark.needs_second_factor and user.must_change_password and request.endpoint not in PASSWORD_PAGES:
        return redirect(url_for(PASSWORD_PAGES[0]))
    if user.role not in cast(frozenset[Role], mark.roles):
        raise Forbidden("Su cuenta no tiene permiso para esta página.")
    return None


PASSWORD_PAGES = ("accounts.staff.password", "accounts.sign_out")


def init_app(app: Flask) -> None:
    """Install the guard and the loader of the signed-in person."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the guard checks, after it knows the page
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the token lives as long as its cookie: slow writers lose nothing
    login_manager.user_loader(sessions.find_user)
    login_manager.session_protection = None  # the login is kept on the server
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = "Ingrese con su cuenta del equipo para ver esa página."
    app.before_request(guard)
