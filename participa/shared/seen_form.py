"""A form about one row that carries the revision which the person saw: nobody acts on what has changed meanwhile."""

from typing import ClassVar, Protocol, Self

from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from participa.shared.forms import BaseForm

STALE_PAGE = "Recargue la página: falta un dato del formulario."


class Revised(Protocol):
    """A row that counts its changes."""

    @property
    def revision(self) -> int: ...


class SeenForm(BaseForm):
    """Several live on one page, so each has a prefix of its own."""

    prefix: ClassVar[str] = ""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired(message=STALE_PAGE)])

    @classmethod
    def fresh(cls, row: Revised, **values: object) -> Self:
        """The form as it is first shown, whatever other form was sent."""
        return cls(formdata=None, prefix=cls.prefix, data={"revision": row.revision, **values})

    @classmethod
    def sent(cls) -> Self:
        """The form as it was sent."""
        return cls(prefix=cls.prefix)

    @property
    def seen(self) -> int | None:
        """The revision of the row when the page was opened."""
        return self.revision.data

    def now_seen(self, row: Revised) -> None:
        """Let the form be sent again after the person has seen what changed meanwhile."""
        self.revision.raw_data = None
        self.revision.data = row.revision
