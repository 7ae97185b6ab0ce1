from collections.abc import Collection
from typing import Any

from wtforms import FileField as _FileField
from wtforms import Form
from wtforms import MultipleFileField as _MultipleFileField
from wtforms.fields import Field
from wtforms.validators import DataRequired

class FileField(_FileField): ...
class MultipleFileField(_MultipleFileField): ...

class FileRequired(DataRequired):
    def __call__(self, form: Form, field: Field) -> None: ...  # type: ignore[override]

class FileAllowed:
    def __init__(self, upload_set: Collection[str], message: str | None = None) -> None: ...
    def __call__(self, form: Form, field: Field) -> None: ...

class FileSize:
    def __init__(self, max_size: int, min_size: int = 0, message: str | None = None) -> None: ...
    def __call__(self, form: Form, field: Field) -> None: ...

file_required = FileRequired
file_allowed = FileAllowed
file_size = FileSize
