"""The news by mail without an account: ask, confirm from the mailbox, stop.

Codes travel in bodies and after the #. The one exception is the address that mail programs send their own POST to
(RFC 8058): it can only carry its code in the query, which no log of ours keeps, and that code can only stop.
"""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.documents import services
from participa.documents.blueprint import bp
from participa.documents.forms import CodeForm, NewsForm
from participa.documents.models import NewsSubscriber
from participa.documents.queries import news as queries
from participa.shared import guess_throttle
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.html import to_line

MOST_NEWS = 12
WRONG_CODE = "No encontramos ese código. Compárelo con el correo e intente otra vez."
TOO_LATE = "Ese código no sirve o ya venció. Pida otra vez las novedades y le llega uno nuevo."


@bp.route("/novedades", methods=["GET", "POST"])
@access.public
@keeps_text(NewsForm)
def news() -> ResponseReturnValue:
    """What is new, and the form to get it by mail. The answer is the same whether the address was known or not."""
    form = NewsForm()
    if not form.validate_on_submit():
        page = render_template("documents/news.html", form=form, items=queries.latest_items(MOST_NEWS))
        return page, 422 if form.is_submitted() else 200
    if not form.fell_into_trap:
        services.subscribe(form.email.data or "")
    return render_template("documents/news_asked.html")


@bp.route("/novedades/confirmar", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def confirm_news() -> ResponseReturnValue:
    """The link of the first mail. Looking at it writes nothing, so that no program that opens links confirms."""
    form = CodeForm()
    subscriber = _found(form, services.confirm, TOO_LATE) if form.validate_on_submit() else None
    if subscriber is None:
        return render_template("documents/news_confirm.html", form=form), 422 if form.is_submitted() else 200
    return render_template("documents/news_stopped.html" if subscriber.stopped_at else "documents/news_confirmed.html")


@bp.route("/novedades/dejar", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def stop_news() -> ResponseReturnValue:
    """The link at the end of each mail."""
    form = CodeForm()
    subscriber = _found(form, services.stop, WRONG_CODE) if form.validate_on_submit() else None
    if subscriber is None:
        return render_template("documents/news_stop.html", form=form), 422 if form.is_submitted() else 200
    return render_template("documents/news_stopped.html")


@bp.get("/novedades/alto")
@access.public
def one_click() -> ResponseReturnValue:
    """The same address opened by a person: the page with the button. It stops nobody by itself."""
    form = CodeForm(formdata=None, data={"code": to_line(request.args.get("codigo", ""))[:60]})
    return render_template("documents/news_stop.html", form=form)


@bp.post("/novedades/alto")
@access.public_foreign
def one_click_stop() -> ResponseReturnValue:
    """What a mail program sends for its reader (RFC 8058): no cookie, no token, and only the power to stop.

    A wrong code is answered like a right one. Raises Invalid for a body that no such program sends.
    """
    if request.form.get("List-Unsubscribe") != "One-Click":
        raise Invalid("Abra el enlace del correo y oprima el botón para dejar de recibirlo.")
    services.stop(to_line(request.args.get("codigo", "")))
    return "", 204, {"Content-Type": "text/plain; charset=utf-8"}


def _found(form: CodeForm, verb: Callable[[str], NewsSubscriber | None], wrong: str) -> NewsSubscriber | None:
    """What a typed code does; a wrong one is counted, and the form says so."""
    guess_throttle.check("news")
    subscriber = verb(form.code.data or "")
    if subscriber is None:
        guess_throttle.note_wrong("news")
        form.refuse("code", wrong)
    return subscriber
