"""The doors of a question to the rooms above it: panels of its three pages, and the news of its steps. Rooms say it
here, so that none is imported from below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from participa.accounts.models import User
from participa.questions.models import Question, QuestionMove
from participa.questions.queries.public import PublicQuestion


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template, which reads what it shows from `panel.data`."""

    template: str
    data: Mapping[str, object] = field(default_factory=dict)


PublicPanels: TypeAlias = Callable[[PublicQuestion], list[Panel]]
AuthorPanels: TypeAlias = Callable[[Question, str], list[Panel]]
StaffPanels: TypeAlias = Callable[[Question, User], list[Panel]]
Listener: TypeAlias = Callable[[QuestionMove], None]
LinkListener: TypeAlias = Callable[[int], None]
Part = TypeVar("Part")
_public: list[PublicPanels] = []
_author: list[AuthorPanels] = []
_staff: list[StaffPanels] = []
_listeners: list[Listener] = []
_link_listeners: list[LinkListener] = []


def register_public(panels: PublicPanels) -> None:
    """Add panels to the public page of a question, which is the same for everybody and cached."""
    _add(_public, panels)


def register_author(panels: AuthorPanels) -> None:
    """Add panels to the page that who asked opens with the follow code, which forms of a panel send along."""
    _add(_author, panels)


def register_staff(panels: StaffPanels) -> None:
    """Add panels to the page of the team, as this person may see them."""
    _add(_staff, panels)


def listen(listener: Listener) -> None:
    """Hear each step of a question once it is taken, inside its transaction."""
    _add(_listeners, listener)


def listen_to_links(listener: LinkListener) -> None:
    """Hear the row number of each question that has just joined another one or left it, inside its transaction."""
    _add(_link_listeners, listener)


def public_panels(question: PublicQuestion) -> list[Panel]:
    return [panel for panels in _public for panel in panels(question)]


def author_panels(question: Question, code: str) -> list[Panel]:
    return [panel for panels in _author for panel in panels(question, code)]


def staff_panels(question: Question, person: User) -> list[Panel]:
    return [panel for panels in _staff for panel in panels(question, person)]


def tell(step: QuestionMove) -> None:
    for listener in _listeners:
        listener(step)


def tell_link(question_id: int) -> None:
    for listener in _link_listeners:
        listener(question_id)


def _add(registry: list[Part], part: Part) -> None:
    if part not in registry:
        registry.append(part)
