"""A refusal of a verification, said beside the field that can mend it."""

from participa.commitments.forms.verifying import CheckForm
from participa.commitments.services import Repeated, verifying
from participa.shared.errors import Invalid
from participa.shared.forms import new_form_key


def say(form: CheckForm, refusal: Invalid | Repeated) -> None:
    """Show it; after a form that made another verification, the next try is one of its own."""
    if isinstance(refusal, Repeated):
        form.form_errors.append(refusal.message)
        form.form_key.data, form.form_key.raw_data = new_form_key(), None
    elif isinstance(refusal, verifying.Dated):
        form.refuse("checked_on", refusal.message)
    elif isinstance(refusal, verifying.Unfit):
        form.refuse("note", refusal.message)
    else:
        form.refuse("upload" if form.upload.data else "url", refusal.message)
