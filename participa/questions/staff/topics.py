"""The catalogue of topics, for the administration."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services
from participa.questions.forms.staff import TopicForm, TopicSwitchForm
from participa.questions.models import Topic
from participa.questions.queries import staff as queries
from participa.questions.staff.blueprint import bp
from participa.shared.errors import Invalid

NUMBER = f"<int(max={2**31 - 1}):topic_id>"  # the largest number of a row


@bp.get("/temas")
@access.staff(Role.ADMIN)
def topics() -> ResponseReturnValue:
    """All topics, and the form of a new one."""
    return _list(TopicForm())


@bp.post("/temas")
@access.staff(Role.ADMIN)
def add_topic() -> ResponseReturnValue:
    form, actor = TopicForm(), access.signed_in()
    if not form.validate():
        return _list(form)
    try:
        topic = services.add_topic(actor, form.name.data or "")
    except Invalid as refusal:
        form.refuse("name", refusal.message)
        return _list(form)
    return _back(f"Tema «{topic.name}» agregado.")


@bp.get(f"/temas/{NUMBER}")
@access.staff(Role.ADMIN)
def topic(topic_id: int) -> ResponseReturnValue:
    """One topic: rename it, stop offering it or offer it again."""
    found = queries.topic(topic_id)
    return _page(found, TopicForm(name=found.name))


@bp.post(f"/temas/{NUMBER}")
@access.staff(Role.ADMIN)
def rename_topic(topic_id: int) -> ResponseReturnValue:
    found, form, actor = queries.topic(topic_id), TopicForm(), access.signed_in()
    if not form.validate():
        return _page(found, form)
    try:
        services.rename_topic(found, actor, form.name.data or "")
    except Invalid as refusal:
        form.refuse("name", refusal.message)
        return _page(found, form)
    return _back(f"El tema se llama ahora «{found.name}».")


@bp.post(f"/temas/{NUMBER}/uso")
@access.staff(Role.ADMIN)
def switch_topic(topic_id: int) -> ResponseReturnValue:
    """Stop offering a topic in the forms, or offer it again."""
    found, form, actor = queries.topic(topic_id), TopicSwitchForm(), access.signed_in()
    if not form.validate():
        return _page(found, TopicForm(formdata=None, name=found.name))
    services.switch_topic(found, actor, form.is_active.data)
    return _back(f"Tema «{found.name}» {'en uso' if found.is_active else 'fuera de uso'}.")


def _list(form: TopicForm) -> ResponseReturnValue:
    page = render_template("questions/staff/topics.html", form=form, topics=queries.topics())
    return page, 422 if form.errors else 200


def _page(topic: Topic, form: TopicForm) -> ResponseReturnValue:
    page = render_template("questions/staff/topic.html", form=form, topic=topic)
    return page, 422 if form.errors else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("questions.staff.topics"), 303)
