"""When an item is shown: which earlier answers it looks at."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.accounts import access
from participa.questionnaires import services
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.engine.definition import Condition, Definition, Item
from participa.questionnaires.engine.phrasing import condition_words
from participa.questionnaires.forms.items import DropLookForm, EarlierForm, JoinForm, LookForm
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.staff.editing import draft, item_of
from participa.questionnaires.staff.marks import ITEM, editors
from participa.shared.errors import Invalid


@bp.route(f"{ITEM}/condicion", methods=["GET", "POST"])
@editors
def condition(questionnaire_id: int, name: str) -> ResponseReturnValue:
    """The condition in words; one more look at an earlier answer: first which question, then what was answered."""
    version = draft(questionnaire_id)
    definition = version.definition
    item = item_of(definition, name)
    looked_at = _looked_at(definition, name)
    form = LookForm.on(looked_at) if looked_at else None
    if form and form.validate_on_submit():
        try:
            services.add_test(version, name, form.test(), access.signed_in())
            return _back(questionnaire_id, name, "La condición quedó guardada.")
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
    return _page(version, item, form)


def _looked_at(definition: Definition, name: str) -> Item | None:
    """The earlier item that the address or the form names."""
    asked = request.form.get("item") or request.args.get("pregunta", "")
    return next((one for one in services.earlier(definition, name) if one.name == asked), None)


def _page(version: QuestionnaireVersion, item: Item, form: LookForm | None) -> ResponseReturnValue:
    definition = version.definition
    earlier = services.earlier(definition, item.name)
    choice = EarlierForm(request.args)
    choice.pregunta.choices = [SelectChoice(one.name, f"{_place(definition, one)}. {one.label}") for one in earlier]
    tests = item.condition.tests if item.condition else ()
    page = render_template(
        "questionnaires/staff/condition.html",
        questionnaire=version.questionnaire,
        item=item,
        earlier=earlier,
        choice=choice,
        form=form,
        looked_at=form.looked_at if form else None,
        tests=[(test, condition_words(definition, Condition((test,)))) for test in tests],
        join=JoinForm(formdata=None, needs="all" if not item.condition or item.condition.needs_all else "any"),
        drop=DropLookForm(formdata=None),
    )
    return page, 422 if form and form.errors else 200


def _place(definition: Definition, item: Item) -> int:
    return definition.items.index(item) + 1


@bp.post(f"{ITEM}/condicion/quitar")
@editors
def drop_test(questionnaire_id: int, name: str) -> ResponseReturnValue:
    form = DropLookForm()
    if not form.validate_on_submit():
        raise Invalid("Recargue la página: falta un dato del formulario.")
    services.drop_test(draft(questionnaire_id), name, form.test(), access.signed_in())
    return _back(questionnaire_id, name, "Esa parte de la condición se quitó.")


@bp.post(f"{ITEM}/condicion/unir")
@editors
def join_tests(questionnaire_id: int, name: str) -> ResponseReturnValue:
    form = JoinForm()
    if not form.validate_on_submit():
        raise Invalid("Recargue la página: falta un dato del formulario.")
    services.join_tests(draft(questionnaire_id), name, form.needs.data == "all", access.signed_in())
    return _back(questionnaire_id, name, "La condición quedó guardada.")


def _back(questionnaire_id: int, name: str, said: str) -> ResponseReturnValue:
    flash(said, "good")
    return redirect(url_for(".condition", questionnaire_id=questionnaire_id, name=name), 303)
