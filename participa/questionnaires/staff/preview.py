"""The questionnaire as a citizen will see it, page by page. Nothing of what is typed is kept."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participa.questionnaires import queries
from participa.questionnaires.blueprint import staff_bp as bp
from participa.questionnaires.engine import answering, branching, carrying, ordering, showing
from participa.questionnaires.engine.definition import Definition
from participa.questionnaires.engine.phrasing import all_said
from participa.questionnaires.forms.keeping import ConfirmForm
from participa.questionnaires.models import QuestionnaireVersion
from participa.questionnaires.staff.marks import ONE, readers
from participa.shared.forms import new_form_key

BACK = "atras"


@dataclass(frozen=True)
class Walk:
    """Where a preview stands: its page, counted from 0 (none after the last), what was typed and what to mend."""

    page: int | None
    answers: answering.Answers
    seed: str
    errors: dict[str, str]


@bp.route(f"{ONE}/vista-previa", methods=["GET", "POST"])
@readers
def preview(questionnaire_id: int) -> ResponseReturnValue:
    version = queries.latest_version(questionnaire_id)
    definition = version.definition
    if request.method == "GET":
        walk = Walk(branching.first_page(definition, {}), {}, new_form_key(), {})
    else:
        walk = _step(definition)
    return _page(version, definition, walk), 422 if walk.errors else 200


def _step(definition: Definition) -> Walk:
    """What the button asks for, after reading the page that was sent."""
    carried = carrying.read(definition, request.form.get(carrying.FIELD, ""), new_form_key())
    page = request.form.get("page", 0, type=int)
    items = branching.page_items(definition, carried.answers, page)
    names = {item.name for item in items}
    earlier = {name: value for name, value in carried.answers.items() if name not in names}
    answers = {**earlier, **answering.read(items, request.form.to_dict(flat=False))}
    if moved := request.form.get("mover"):
        return Walk(page, ordering.move(items, answers, moved, carried.seed), carried.seed, {})
    if request.form.get("ir") == BACK:
        before = branching.page_before(definition, answers, page)
        return Walk(page if before is None else before, answers, carried.seed, {})
    if errors := answering.check(definition, items, answers):
        return Walk(page, answers, carried.seed, errors)
    return Walk(branching.page_after(definition, answers, page), answers, carried.seed, {})


def _page(version: QuestionnaireVersion, definition: Definition, walk: Walk) -> str:
    items = branching.page_items(definition, walk.answers, walk.page) if walk.page is not None else ()
    return render_template(
        "questionnaires/staff/preview.html",
        questionnaire=version.questionnaire,
        definition=definition,
        walk=walk,
        shown=showing.show(items, walk.answers, walk.errors, walk.seed),
        has_errors=bool(walk.errors),
        is_first=walk.page is None or branching.page_before(definition, walk.answers, walk.page) is None,
        carried=carrying.write(walk.answers, walk.seed),
        said=all_said(definition, branching.dropped(definition, walk.answers)),
        form=ConfirmForm(formdata=None),
    )
