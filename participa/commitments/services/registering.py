"""A promise becomes a commitment: registered, corrected while nobody else reads it, and published for good."""

from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from participa.accounts.models import User
from participa.commitments import doors, rules
from participa.commitments.drafting import NewCommitment
from participa.commitments.models import (
    CODE_LETTERS,
    Commitment,
    CommitmentCounter,
    CommitmentEntry,
    CommitmentKind,
    CommitmentOffice,
    CommitmentPartner,
    CommitmentQuestion,
    CommitmentState,
    CommitmentStep,
    EntryKind,
)
from participa.commitments.queries import staff as queries
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid

NOT_YOURS = "Su cuenta no puede registrar este compromiso."
IS_PUBLIC = "El compromiso ya es público. Sus palabras no se cambian."
OWN = "Otra persona debe publicarlo: usted lo registró o lo corrigió."
AWAITED = "Una veeduría está invitada a verificar este compromiso. No se puede descartar."
CHANGED = "Otra persona cambió este compromiso mientras usted escribía. Mírelo en otra pestaña y compare."
LINKS = ("text", "scope", "how_known", "plan_goal", "priority", "promised_on", "due_on", "lead_id")
PLACES = ("event_id", "activity_id", "topic_id", "place_id")


class Taken(Conflict):
    """The promise is a commitment already; `commitment` tells which."""

    def __init__(self, commitment: Commitment) -> None:
        super().__init__(f"Esto ya se registró: es el compromiso {commitment.code}.")
        self.commitment = commitment


class Changed(Invalid):
    """Somebody else changed it since this person opened it."""


def register(new: NewCommitment, author: User, form_key: str) -> Commitment:
    """Register a commitment that only the team reads. The same form key again is the first one.

    Raises Forbidden, or Taken (a Conflict) when its source made another commitment already.
    """
    if not rules.may_register(author):
        raise Forbidden(NOT_YOURS)
    counter = _hold_counter(new.kind, today().year)
    digest = _digest_of(form_key)
    if (earlier := queries.find_by_form_key(digest)) is not None:
        return earlier
    if new.source and (taken := queries.from_source(new.source)) is not None:
        raise Taken(taken)
    commitment = Commitment(
        code=_next_code(counter),
        kind=new.kind,
        year=counter.year,
        origin=new.origin,
        source=new.source,
        form_key_digest=digest,
        created_at=now(),
        created_by_id=author.id,
    )
    db.session.add(commitment)
    _write(commitment, new)
    db.session.flush()
    audit.record("commitment_registered", commitment, author, code=commitment.code)
    return commitment


def change(commitment: Commitment, new: NewCommitment, author: User, seen: int | None = None) -> None:
    """Correct what is not public yet; where it comes from stays. `seen` is the revision that the author opened.

    Raises Forbidden, Closed once it is public, or Changed when somebody else was first.
    """
    held = _hold_registered(commitment, author)
    if seen is not None and seen != held.revision:
        raise Changed(CHANGED)
    _write(held, new)
    db.session.flush()
    audit.record("commitment_changed", held, author)


def discard(commitment: Commitment, author: User) -> None:
    """Take away one that never was public. Its source may be registered again.

    Raises Forbidden, Closed once it is public, or Conflict while an oversight body was invited to verify it.
    """
    held = _hold_registered(commitment, author)
    if queries.has_oversight(held):
        raise Conflict(AWAITED)
    audit.record("commitment_discarded", held, author, code=held.code)
    db.session.delete(held)
    db.session.flush()


def publish(commitment: Commitment, approver: User) -> None:
    """Let everybody read it: from now on its words and its first date stay. A second click changes nothing.

    Raises Forbidden for who may not approve and for who wrote any of it.
    """
    held = queries.hold(commitment)
    if held.is_public:
        return
    if not rules.may_publish(approver, held):
        raise Forbidden("Solo quien aprueba publica un compromiso.")
    if queries.wrote(approver, held):
        raise Forbidden(OWN)
    held.state, held.published_at, held.published_by_id = CommitmentState.PUBLISHED, now(), approver.id
    held.first_due_on, held.next_step_on = held.due_on, next_step_on(held)
    entry = CommitmentEntry(
        commitment=held,
        kind=EntryKind.PUBLISHED,
        from_state=CommitmentState.REGISTERED,
        state=CommitmentState.PUBLISHED,
        from_percent=0,
        percent=0,
        author=approver,
        at=now(),
    )
    db.session.add(entry)
    db.session.flush()
    audit.record("commitment_published", held, approver, code=held.code)
    doors.tell_entry(entry)


def next_step_on(commitment: Commitment) -> date | None:
    """The first day, of Colombia, among the steps that are not done."""
    return min((step.due_on for step in commitment.steps if step.due_on and not step.done_on), default=None)


def require_editable(commitment: Commitment, author: User) -> None:
    """Raises Closed once it is public, and Forbidden for who may not correct it."""
    if commitment.is_public:
        raise Closed(IS_PUBLIC)
    if not rules.may_edit(author, commitment):
        raise Forbidden(NOT_YOURS)


def _hold_registered(commitment: Commitment, author: User) -> Commitment:
    held = queries.hold(commitment)
    require_editable(held, author)
    return held


def _hold_counter(kind: CommitmentKind, year: int) -> CommitmentCounter:
    """The counter of a kind in a year. Who holds it is alone until the end of the request, so nothing is made twice."""
    of = sqlite if _settings().uses_sqlite else postgresql
    db.session.execute(of.insert(CommitmentCounter).values(kind=kind, year=year, last=0).on_conflict_do_nothing())
    wanted = select(CommitmentCounter).where(CommitmentCounter.kind == kind, CommitmentCounter.year == year)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()


def _next_code(counter: CommitmentCounter) -> str:
    counter.last += 1
    return f"{CODE_LETTERS[counter.kind]}-{counter.year}-{counter.last:05}"


def _digest_of(form_key: str) -> str:
    return follow_codes.form_key_digest(form_key, _settings().code_key)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _write(commitment: Commitment, new: NewCommitment) -> None:
    for name in (*LINKS, *PLACES):
        setattr(commitment, name, getattr(new, name))
    _write_offices(commitment, set(new.office_ids) - {new.lead_id})
    _write_partners(commitment, list(dict.fromkeys(new.partners)))
    _write_steps(commitment, new)
    _write_questions(commitment, set(new.question_ids))


def _write_offices(commitment: Commitment, wanted: set[int]) -> None:
    kept = [one for one in commitment.offices if one.department_id in wanted]
    added = sorted(wanted - {one.department_id for one in kept})
    commitment.offices = [*kept, *(CommitmentOffice(department_id=number) for number in added)]


def _write_partners(commitment: Commitment, wanted: list[str]) -> None:
    if [one.name for one in commitment.partners] != wanted:
        commitment.partners = [CommitmentPartner(name=name) for name in wanted]


def _write_steps(commitment: Commitment, new: NewCommitment) -> None:
    """Rows are kept and filled in again: their positions are unique while they change."""
    rows = commitment.steps[: len(new.steps)]
    rows += [CommitmentStep(position=at + 1) for at in range(len(rows), len(new.steps))]
    for row, (text, due_on) in zip(rows, new.steps, strict=True):
        row.text, row.due_on = text, due_on
    commitment.steps = rows


def _write_questions(commitment: Commitment, wanted: set[int]) -> None:
    kept = [one for one in commitment.questions if one.question_id in wanted]
    added = sorted(wanted - {one.question_id for one in kept})
    commitment.questions = [*kept, *(CommitmentQuestion(question_id=number) for number in added)]
