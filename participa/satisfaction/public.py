"""Pages for citizens: say whether the answer answers, and how often it does, by office."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questions.models import Question
from participa.satisfaction import queries, services
from participa.satisfaction.blueprint import bp
from participa.satisfaction.forms import OpinionForm
from participa.satisfaction.models import VERDICT_LABELS
from participa.shared import guess_throttle
from participa.shared import years as by_year
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid

__all__ = ["bp"]

WRONG_CODE = "No encontramos una pregunta con ese código. Ábrala otra vez con su código de seguimiento."


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """The rates of a year, by office; the last year unless another one is asked for."""
    rates = queries.rates()
    chosen = by_year.chosen(list(rates))
    return render_template(
        "satisfaction/index.html",
        years=by_year.views(list(rates), chosen, lambda one: url_for(".index", anio=one)),
        year=chosen,
        rates=rates[chosen] if chosen is not None else None,
        labels=VERDICT_LABELS,
    )


@bp.post("/decir")
@access.public
@keeps_text(OpinionForm)
def say() -> ResponseReturnValue:
    """Say yes, partly or no with the follow code; the last one counts."""
    form = OpinionForm()
    question = _find(form.code.data or "")
    if question is None:
        form.refuse("code", WRONG_CODE)
        return render_template("satisfaction/say.html", form=form, question=None), 422
    if not form.validate():
        return render_template("satisfaction/say.html", form=form, question=question), 422
    try:
        opinion = services.say(question, form.chosen, form.comment.data or "")
    except Invalid as refusal:
        form.refuse("verdict", refusal.message)
        return render_template("satisfaction/say.html", form=form, question=question), 422
    return render_template("satisfaction/said.html", form=form, question=question, opinion=opinion)


def _find(code: str) -> Question | None:
    """The question of a typed code; wrong ones are counted."""
    guess_throttle.check("follow")
    question = queries.find_by_code(code)
    if question is None:
        guess_throttle.note_wrong("follow")
    return question
