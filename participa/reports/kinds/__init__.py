"""The kinds of report. Each module of this package builds one and registers it; the workflow treats all alike.

To add one: write `participa/reports/kinds/<name>.py` with a `Kind` and `register(KIND)` at its end, and import it in
`participa/reports/__init__.py`. `build` reads with the queries of other rooms and decides nothing about the looks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from participa.accounts.models import Role
from participa.events.models import Event
from participa.improvement.models import ImprovementPlan
from participa.shared.errors import NotFound
from participa.shared.report.model import Prose, Report

WRITERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER)


class Scope(StrEnum):
    """What a report is about: a space, a year, a cuatrimestre, a session on commitments or a plan."""

    EVENT = "event"
    YEAR = "year"
    TERM = "term"
    SESSION = "session"
    PLAN = "plan"


SCOPE_LABELS = {
    Scope.EVENT: "De un espacio de diálogo",
    Scope.YEAR: "Del año",
    Scope.TERM: "De un cuatrimestre",
    Scope.SESSION: "De un encuentro sobre compromisos",
    Scope.PLAN: "De un plan de mejoramiento",
}
TERM_LABELS = {1: "enero a abril", 2: "mayo a agosto", 3: "septiembre a diciembre"}


@dataclass(frozen=True)
class Subject:
    """What one report is about. `year` is always there: that of the space or of the plan, where those are given.

    `event` comes with Scope.EVENT and Scope.SESSION, `term` (1 to 3, cuatrimestres of Colombia's calendar) with
    Scope.TERM, and `plan` with Scope.PLAN. What the scope does not ask for is absent.
    """

    scope: Scope
    year: int
    event: Event | None = None
    term: int = 0
    plan: ImprovementPlan | None = None

    @property
    def key(self) -> str:
        """Stands for it: a kind has one report of each subject."""
        if self.event is not None:
            return f"{self.scope.value}:{self.event.id}"
        if self.plan is not None:
            return f"{self.scope.value}:{self.plan.id}"
        return f"{self.scope.value}:{self.year}:{self.term}"

    @property
    def name(self) -> str:
        """How people call it: the title of the space or of the plan, «2026» or «mayo a agosto de 2026»."""
        if self.event is not None:
            return self.event.title
        if self.plan is not None:
            return self.plan.title
        return f"{TERM_LABELS[self.term]} de {self.year}" if self.term else str(self.year)


@dataclass(frozen=True)
class Texts:
    """The texts that the team may write, by key: what was written, or the draft of this moment where nobody wrote."""

    by_key: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        """The text of a block; «» where there is none. Raises nothing."""
        return self.by_key.get(key, "")

    def prose(self, key: str) -> tuple[Prose, ...]:
        """The block of the text, ready for the report; nothing when it is empty: `*texts.prose("conclusions")`."""
        return (Prose(self[key], key),) if self[key] else ()


@dataclass(frozen=True)
class TextBlock:
    """A text of the report that the team may write. `draft` is what it says until then: words, or made of the data."""

    key: str
    label: str
    hint: str = ""
    draft: Callable[[Subject], str] | str = ""

    def drafted(self, subject: Subject) -> str:
        return self.draft if isinstance(self.draft, str) else self.draft(subject)


def always(_subject: Subject) -> bool:
    return True


def nothing(_subject: Subject) -> list[str]:
    return []


@dataclass(frozen=True)
class Kind:
    """One kind of report. `name` is a short Spanish word with hyphens, kept for ever; `label`, its name for people.

    `describe` says in a sentence what it tells. `build` reads the data of now: its `title`, `address`, `number` and
    `reason` are set by the workflow. `roles` write it; `approvers` approve it, never who wrote. `activity_words` are
    pieces of the names of the activities that it fulfils, in lower case without accents. `is_for` says whether a
    subject has this report at all; `lacks`, in whole sentences, what it misses before it should be published.
    """

    name: str
    label: str
    scope: Scope
    describe: str
    build: Callable[[Subject, Texts], Report]
    texts: tuple[TextBlock, ...] = ()
    roles: tuple[Role, ...] = WRITERS
    approvers: tuple[Role, ...] = (Role.APPROVER,)
    activity_words: tuple[str, ...] = ()
    is_for: Callable[[Subject], bool] = always
    lacks: Callable[[Subject], list[str]] = nothing

    def title_of(self, subject: Subject) -> str:
        """«Preguntas y respuestas: Audiencia pública 2026»."""
        return f"{self.label}: {subject.name}"

    def drafts(self, subject: Subject) -> dict[str, str]:
        return {block.key: block.drafted(subject) for block in self.texts}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind. Raises ValueError for another with the same name."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"Two kinds of report are called {kind.name}.")


def all_kinds() -> list[Kind]:
    """Every kind, in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises NotFound."""
    if name not in _kinds:
        raise NotFound("No hay un informe con ese nombre.")
    return _kinds[name]


def of_scope(scope: Scope) -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.scope is scope]
