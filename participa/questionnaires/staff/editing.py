"""Writing a draft: its texts, its items and their order."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questionnaires import queries, rules, services
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.engine.definition import (
    ITEM_TYPE_LABELS,
    Definition,
    Item,
    ItemType,
    from_document,
    lacks,
)
from participa.questionnaires.engine.phrasing import when_shown
from participa.questionnaires.forms.items import ItemForm, KindForm, PlaceForm
from participa.questionnaires.forms.keeping import TextsForm
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.services.permission import ARCHIVED, FROZEN
from participa.questionnaires.staff.marks import ITEM, ONE, editors
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid, NotFound
from participa.shared.forms import BaseForm

NO_ITEM = "Esa pregunta ya no está en el cuestionario."


def draft(questionnaire_id: int) -> QuestionnaireVersion:
    """The draft of the address. Raises Conflict when there is none to open; what is sent is refused by its verb."""
    version = queries.latest_version(questionnaire_id)
    if request.method == "GET" and not rules.is_writable(version.questionnaire, version):
        raise Conflict(FROZEN if version.is_frozen else ARCHIVED)
    return version


def item_of(definition: Definition, name: str) -> Item:
    """Raises NotFound."""
    try:
        return definition.item(name)
    except KeyError:
        raise NotFound(NO_ITEM) from None


@bp.get(f"{ONE}/preguntas")
@editors
def organize(questionnaire_id: int) -> ResponseReturnValue:
    """The draft as it is being written."""
    version = draft(questionnaire_id)
    definition = version.definition
    return render_template(
        "questionnaires/staff/organize.html",
        version=version,
        questionnaire=version.questionnaire,
        definition=definition,
        places={item.name: place for place, item in enumerate(definition.items, 1)},
        type_labels=ITEM_TYPE_LABELS,
        when={item.name: when_shown(definition, item) for item in definition.items},
        removed=services.recently_removed(version, now()),
        lacks=lacks(definition),
        form=PlaceForm(formdata=None),
    )


@bp.route(f"{ONE}/textos", methods=["GET", "POST"])
@editors
def texts(questionnaire_id: int) -> ResponseReturnValue:
    """What is read before the first question and after the last."""
    version = draft(questionnaire_id)
    now_said = version.definition
    form = TextsForm(intro=now_said.intro, thanks=now_said.thanks, seen=services.texts_mark(now_said))
    if form.validate_on_submit():
        words = form.intro.data or "", form.thanks.data or ""
        try:
            services.write_texts(version, *words, access.signed_in(), form.seen.data or "")
            return _back(questionnaire_id, "Los textos quedaron guardados.")
        except Conflict as refusal:
            form.form_errors.append(refusal.message)
            form.seen.data = services.texts_mark(version.definition)
    page = render_template("questionnaires/staff/texts.html", form=form, questionnaire=version.questionnaire)
    return page, _status(form)


def _status(form: BaseForm) -> int:
    """409 when the person was not first, 422 when something is to be mended."""
    if form.form_errors:
        return Conflict.status
    return 422 if form.errors else 200


@bp.route(f"{ONE}/agregar", methods=["GET", "POST"])
@editors
def new_item(questionnaire_id: int) -> ResponseReturnValue:
    """First its type, then its words. `despues` names the item before it."""
    version, kind, after = draft(questionnaire_id), request.args.get("tipo", ""), request.args.get("despues", "")
    if kind not in set(ItemType):
        kinds = KindForm(request.args)
        return render_template(
            "questionnaires/staff/kind.html", form=kinds, questionnaire=version.questionnaire, after=after
        )
    form = ItemForm.shaped(ItemType(kind))
    if form.validate_on_submit():
        try:
            item = services.add_item(version, form.item(), access.signed_in(), after)
            return _back(questionnaire_id, "La pregunta quedó agregada.", item.name)
        except Conflict as refusal:
            form.form_errors.append(refusal.message)
    return _item_page(version, form, None)


@bp.route(ITEM, methods=["GET", "POST"])
@editors
def item(questionnaire_id: int, name: str) -> ResponseReturnValue:
    """Change an item. Who comes second is told, and keeps the text."""
    version = draft(questionnaire_id)
    present = _opened(version, name)
    form = ItemForm.shaped(present.type, present, services.mark(present))
    if form.validate_on_submit():
        try:
            services.change_item(version, form.item(), access.signed_in(), form.seen.data or "")
            return _back(questionnaire_id, "La pregunta quedó guardada.", name)
        except Conflict as refusal:
            form.form_errors.append(refusal.message)
            form.seen.data = services.mark(_opened(version, name))
        except Invalid as refusal:
            form.refuse("options" if "options" in form else "label", refusal.message)
    return _item_page(version, form, present)


def _opened(version: QuestionnaireVersion, name: str) -> Item:
    """The item of the page; for what is sent, also one that somebody took out meanwhile: its text comes back."""
    gone = [one["item"] for one in services.recently_removed(version, now()) if one["item"]["name"] == name]
    if request.method == "POST" and gone and all(one.name != name for one in version.definition.items):
        return from_document({"items": gone[-1:]}).items[0]
    return item_of(version.definition, name)


def _item_page(version: QuestionnaireVersion, form: ItemForm, present: Item | None) -> ResponseReturnValue:
    page = render_template(
        "questionnaires/staff/item.html",
        form=form,
        questionnaire=version.questionnaire,
        item=present,
        type_label=ITEM_TYPE_LABELS[form.type],
        is_note=form.type is ItemType.NOTE,
    )
    return page, _status(form)


@bp.post(f"{ITEM}/mover")
@editors
def move_item(questionnaire_id: int, name: str) -> ResponseReturnValue:
    """One place up or down, or to a place by its number."""
    version, form = draft(questionnaire_id), PlaceForm()
    if not form.validate_on_submit() or (form.way.data not in ("arriba", "abajo") and not form.place.data):
        return _back(questionnaire_id, "Escriba el número del puesto.", name, "warn")
    try:
        if form.place.data:
            services.move_item(version, name, form.place.data, access.signed_in())
        else:
            services.shift_item(version, name, form.way.data == "arriba", access.signed_in())
    except Conflict as refusal:
        return _back(questionnaire_id, refusal.message, name, "warn")
    return _back(questionnaire_id, "El orden quedó guardado.", name)


@bp.post(f"{ITEM}/duplicar")
@editors
def duplicate_item(questionnaire_id: int, name: str) -> ResponseReturnValue:
    copy = services.duplicate_item(draft(questionnaire_id), name, access.signed_in())
    return _back(questionnaire_id, "La copia quedó debajo.", copy.name)


@bp.post(f"{ITEM}/quitar")
@editors
def remove_item(questionnaire_id: int, name: str) -> ResponseReturnValue:
    try:
        services.remove_item(draft(questionnaire_id), name, access.signed_in())
    except Conflict as refusal:
        return _back(questionnaire_id, refusal.message, name, "warn")
    return _back(questionnaire_id, "La pregunta se quitó. Arriba puede deshacerlo.")


@bp.post(f"{ITEM}/devolver")
@editors
def put_back(questionnaire_id: int, name: str) -> ResponseReturnValue:
    """What was taken out goes back to its place."""
    try:
        back = services.put_back(draft(questionnaire_id), name, access.signed_in())
    except Conflict as refusal:
        return _back(questionnaire_id, refusal.message, tone="warn")
    return _back(questionnaire_id, "La pregunta volvió a su lugar.", back.name)


def _back(questionnaire_id: int, said: str, name: str = "", tone: str = "good") -> ResponseReturnValue:
    flash(said, tone)
    anchor = f"pregunta-{name}" if name else None
    return redirect(url_for(".organize", questionnaire_id=questionnaire_id, _anchor=anchor), 303)
