"""What the pages of this room share: how a refusal is shown on its form."""

from flask import current_app, render_template
from werkzeug.wrappers import Response

from participa.accounts.throttle import WaitBeforeNextTry
from participa.shared.errors import Invalid, TooMany
from participa.shared.forms import BaseForm


def refused(template: str, form: BaseForm, refusal: Invalid | TooMany, field: str = "", **values: object) -> Response:
    """The same page with the refusal beside the field that can mend it, or above the form."""
    if field and not isinstance(refusal, TooMany):
        form.refuse(field, refusal.message)
    else:
        form.form_errors = [refusal.message]
    response = current_app.make_response((render_template(template, form=form, **values), refusal.status))
    if isinstance(refusal, WaitBeforeNextTry):
        response.headers["Retry-After"] = str(refusal.seconds)
    return response
