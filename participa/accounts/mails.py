"""Mails about an account. Nothing in the subject says whose it is."""

from flask import current_app, render_template

from participa.accounts.models import User
from participa.config import Settings
from participa.shared import mail
from participa.shared.forms import new_form_key


def is_available() -> bool:
    """Whether this installation sends mail."""
    settings: Settings = current_app.extensions["settings"]
    return bool(settings.mail_url)


def reset_code(user: User, code: str) -> None:
    body = render_template("accounts/mail/reset_code.txt", code=code, site=_site())
    mail.queue(f"reset-code:{new_form_key()}", user.email, "Su código para una clave nueva", body)


def password_changed(user: User) -> None:
    """Tell the owner, who may not be the one who did it."""
    if is_available():
        body = render_template("accounts/mail/password_changed.txt", site=_site())
        mail.queue(f"password-changed:{new_form_key()}", user.email, "Su clave cambió", body)


def _site() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url
