"""What is sent beside the text of an answer."""

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage


@dataclass(frozen=True)
class Enclosed:
    """What was sent beside the text. None leaves things as they are.

    `ticked` says of each line of the checklist whether it was ticked; `kept` are the numbers of the files that stay.
    An empty promise is none.
    """

    ticked: dict[str, bool] | None = None
    kept: frozenset[int] | None = None
    upload: FileStorage | None = None
    upload_words: str = ""
    promise: str | None = None


NOTHING = Enclosed()
