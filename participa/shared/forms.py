"""The base of every form: Spanish messages, trimmed text, a key that makes a retry harmless."""

import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget, Select, html_params

from participa.shared.clock import BOGOTA, local
from participa.shared.html import to_line, to_plain

DAY_WORDS = "Escriba la fecha. Por ejemplo: 2026-08-04."
MOMENT_WORDS = "Escriba la fecha y la hora. Por ejemplo: 2026-08-04 09:00."


def trimmed(value: object) -> object:
    return to_plain(value) if isinstance(value, str) else value


def trimmed_line(value: object) -> object:
    return to_line(value) if isinstance(value, str) else value


class Line(StringField):
    """A line of text: trimmed, at most `most` characters."""

    def __init__(self, label: str, validators: Sequence[Any] = (), most: int = 200, **options: Any) -> None:
        limit = Length(max=most, message=f"Escriba {most} caracteres o menos.")
        super().__init__(label, [*validators, limit], filters=[trimmed_line], **options)
        self.most = most


class Words(TextAreaField):
    """Several lines of text: trimmed, at most `most` characters; the words are kept as typed."""

    def __init__(self, label: str, validators: Sequence[Any] = (), most: int = 2000, **options: Any) -> None:
        limit = Length(max=most, message=f"El texto pasa de {most} caracteres. Acórtelo o envíe el resto aparte.")
        super().__init__(label, [*validators, limit], filters=[trimmed], **options)
        self.most = most


class Day(DateField):
    """A day; what is not one is answered with `words`."""

    def __init__(self, label: str, validators: Sequence[Any] = (), words: str = DAY_WORDS, **options: Any) -> None:
        super().__init__(label, list(validators), invalid_value_message=words, **options)  # type: ignore[call-arg] # newer than its types


class Whole(IntegerField):
    """A whole number; what is not one is answered with `words`."""

    def __init__(self, label: str, validators: Sequence[Any] = (), words: str = "", **options: Any) -> None:
        super().__init__(label, list(validators), invalid_value_message=words or None, **options)  # type: ignore[call-arg] # the same


_option: Callable[[Choice], Markup] = Select.render_option  # type: ignore[assignment]  # stubs of an older version


class OptionList(Select):
    """A list of options written once for all who are shown the same one. Every label is text and never HTML."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        options = tuple((choice.value, str(choice.label), choice.selected) for choice in field.iter_choices())
        given = {name: True for name in self.validation_attrs if getattr(field.flags, name)}
        asked = {"name": field.name, "id": field.id, **given, **attributes}
        return _written(tuple(asked.items()), options)


@lru_cache(maxsize=200)
def _written(attributes: Sequence[tuple[str, Any]], options: Sequence[tuple[str, str, bool]]) -> Markup:
    lines = "".join(_option(Choice(*option, render_kw={})) for option in options)
    return Markup(f"<select {html_params(**dict(attributes))}>{lines}</select>")  # noqa: S704 - escaped there


class OneOf(SelectField):
    """One of a list that is folded until it is opened; without groups."""

    widget: Any = OptionList()


class Upload(FileField):
    """A file to be kept by participa.shared.files. Its page is marked `files.takes_uploads`, its form multipart.

    `data` is None when no file was chosen. What it may be is decided by its content, when it is kept.
    """

    def __init__(self, label: str, validators: Sequence[Any] = (), is_required: bool = False, **options: Any) -> None:
        first = [FileRequired(message="Elija el archivo.")] if is_required else []
        super().__init__(label, [*first, *validators], **options)


class WallClock(DateTimeLocalField):
    """A date and hour as the clock on a wall in Colombia shows them; `data` is an aware instant.

    Raises ValidationError outside `first_year` and `last_year`, both allowed.
    """

    words = MOMENT_WORDS
    first_year, last_year = 2000, 2100

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.words) from None
        if self.data is not None:
            self.data = self.data.replace(tzinfo=BOGOTA)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.first_year <= self.data.year <= self.last_year:
            raise ValidationError("Revise el año.")

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class Boxes(SelectMultipleField):
    """Several choices, all in view."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FormKey(HiddenField):
    """Made with the page. The same key twice is a retry, not a second submission."""

    def __init__(self, **options: Any) -> None:
        shape = Regexp(r"^[A-Za-z0-9_-]{16,64}$", message="Recargue la página: falta un dato del formulario.")
        super().__init__("", [shape], default=new_form_key, **options)


def new_form_key() -> str:
    """128 random bits, safe in a form."""
    return secrets.token_urlsafe(16)


class BaseForm(FlaskForm):
    """Every form of the site."""

    class Meta(FlaskForm.Meta):
        locales = ("es",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A file is read only by a field that takes files, and nothing but a form is a form."""
            if type(formdata) is not object:  # what stands for «as the request brings it» is a bare object
                return formdata
            if not form.is_submitted():
                return None
            takes_files = {field.name for field in form if isinstance(field, FileField)}
            sent: MultiDict[str, Any] = MultiDict(request.form)
            for name in takes_files & request.files.keys():
                sent.setlist(name, request.files.getlist(name))
            return sent or None

    def refuse(self, name: str, message: str) -> None:
        """Show a refusal of the domain beside the field that can mend it."""
        target: Field = self[name]
        target.errors = [*target.errors, message]
