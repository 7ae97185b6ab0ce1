"""Somebody of the team in a running installation: an account and the cookie of the open session."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from participa import create_app
from participa.accounts import sessions
from participa.accounts.models import Role
from participa.config import from_environment
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.parts.house import House


def signed_in(app: Flask, role: Role = Role.MODERATOR) -> tuple[int, str, str]:
    """The number of a new account, and the name and the value of its cookie. Within the context of the application."""
    person = make.user(role, email=f"{role}@entidad.example")
    with unit_of_work():
        ticket = sessions.open_for(person, second_factor=True)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    return person.id, app.config["SESSION_COOKIE_NAME"], signer.dumps({"_user_id": ticket, "_fresh": True})


def cookie_in(home: House, role: Role = Role.MODERATOR) -> dict[str, str]:
    """The same for a browser that visits this installation."""
    app = create_app(from_environment(home.environment))
    with app.app_context():
        _person, name, value = signed_in(app, role)
        db.session.remove()
        db.engine.dispose()
    return {"name": name, "value": value}
