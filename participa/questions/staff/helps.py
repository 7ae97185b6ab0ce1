"""The helps of the moderation: what like questions and suggestions are known by, and a switch."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services
from participa.questions.forms.words import SwitchForm
from participa.questions.queries import words as queries
from participa.questions.staff.blueprint import bp


@bp.get("/ayudas")
@access.staff(Role.MODERATOR, Role.ADMIN)
def helps() -> ResponseReturnValue:
    """What helps the moderation: places, synonyms, suggestions."""
    places, groups = queries.counts()
    is_on = queries.is_on(queries.SUGGESTIONS)
    return render_template("questions/staff/helps.html", places=places, groups=groups, is_on=is_on)


@bp.post("/ayudas/sugerencias")
@access.staff(Role.MODERATOR, Role.ADMIN)
def switch_suggestions() -> ResponseReturnValue:
    """Suggest office and topic, or stop. Nothing else changes."""
    form = SwitchForm()
    if form.validate():
        services.switch_help(access.signed_in(), queries.SUGGESTIONS, form.is_on.data)
        flash(f"Sugerencias {'encendidas' if form.is_on.data else 'apagadas'}.", "success")
    return redirect(url_for("questions.staff.helps"), 303)
