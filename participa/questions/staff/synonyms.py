"""Words that mean the same in this municipality: pasted as a list, changed, switched off; also during a hearing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services
from participa.questions.forms.words import SwitchForm, SynonymForm, SynonymsForm
from participa.questions.models import SynonymGroup
from participa.questions.queries import words as queries
from participa.questions.staff.blueprint import bp
from participa.shared.errors import Invalid
from participa.shared.templating import counted

NUMBER = f"<int(max={2**31 - 1}):group_id>"  # the largest number of a row


@bp.get("/sinonimos")
@access.staff(Role.MODERATOR, Role.ADMIN)
def synonyms() -> ResponseReturnValue:
    """The rows of synonyms, and the form to paste more."""
    return _list(SynonymsForm())


@bp.post("/sinonimos")
@access.staff(Role.MODERATOR, Role.ADMIN)
def add_synonyms() -> ResponseReturnValue:
    form = SynonymsForm()
    if not form.validate():
        return _list(form)
    try:
        added = services.add_synonyms(access.signed_in(), form.rows)
    except Invalid as refusal:
        form.refuse("words", refusal.message)
        return _list(form)
    return _back(f"{counted(added.new, 'fila nueva', 'filas nuevas')}.")


@bp.get(f"/sinonimos/{NUMBER}")
@access.staff(Role.MODERATOR, Role.ADMIN)
def synonym(group_id: int) -> ResponseReturnValue:
    """One row: change it, stop using it or use it again."""
    found = queries.synonym(group_id)
    return _page(found, SynonymForm(words=found.words))


@bp.post(f"/sinonimos/{NUMBER}")
@access.staff(Role.MODERATOR, Role.ADMIN)
def change_synonym(group_id: int) -> ResponseReturnValue:
    found, form = queries.synonym(group_id), SynonymForm()
    if not form.validate():
        return _page(found, form)
    try:
        services.change_synonyms(found, access.signed_in(), form.words.data or "")
    except Invalid as refusal:
        form.refuse("words", refusal.message)
        return _page(found, form)
    return _back("Fila guardada.")


@bp.post(f"/sinonimos/{NUMBER}/uso")
@access.staff(Role.MODERATOR, Role.ADMIN)
def switch_synonym(group_id: int) -> ResponseReturnValue:
    """Stop taking these words for the same, or begin again."""
    found, form = queries.synonym(group_id), SwitchForm()
    try:
        if form.validate():
            services.switch_synonyms(found, access.signed_in(), form.is_on.data)
    except Invalid as refusal:
        shown = SynonymForm(formdata=None, words=found.words)
        shown.refuse("words", refusal.message)
        return _page(found, shown)
    return _back(f"Fila {'en uso' if found.is_active else 'fuera de uso'}.")


def _list(form: SynonymsForm) -> ResponseReturnValue:
    page = render_template("questions/staff/synonyms.html", form=form, groups=queries.synonyms())
    return page, 422 if form.errors else 200


def _page(found: SynonymGroup, form: SynonymForm) -> ResponseReturnValue:
    return render_template("questions/staff/synonym.html", form=form, group=found), 422 if form.errors else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("questions.staff.synonyms"), 303)
