"""What did not go well enters the plan, with its cause."""

from collections.abc import Sequence
from dataclasses import dataclass

from participa.accounts.models import User
from participa.extensions import db
from participa.improvement import queries, rules
from participa.improvement.drafting import Found, NewFinding
from participa.improvement.models import EarlierCause, FindingOrigin, ImprovementFinding, ImprovementPlan
from participa.improvement.services.holding import check_words, digest_of, finding_in, hold
from participa.shared import audit, files
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Invalid

CHANGED = "Otra persona cambió este hallazgo mientras usted escribía. Compare y guarde otra vez."
TYPED = (FindingOrigin.CONTROL_BODY, FindingOrigin.INTERNAL_CONTROL)


def bring(plan: ImprovementPlan, chosen: Sequence[Found], author: User) -> int:
    """Take findings of other pages into the plan; how many are new. What is there already stays once.

    Raises Forbidden and Closed.
    """
    held = hold(plan, author)
    known = {finding.source for finding in held.findings}
    new = [found for found in chosen if found.source not in known]
    for found in new:
        finding = ImprovementFinding(
            plan=held,
            origin=found.origin,
            source=found.source,
            words=found.words,
            question_id=found.question_id,
            commitment_id=found.commitment_id,
            author_id=author.id,
            at=now(),
        )
        db.session.add(finding)
        db.session.flush()
        audit.record("improvement_finding_added", finding, author, plan=held.id, source=found.source)
    return len(new)


def add_finding(plan: ImprovementPlan, new: NewFinding, author: User, form_key: str) -> ImprovementFinding:
    """Type a finding. The same form key again is the first one.

    Raises Forbidden, Closed, Conflict for a key of another plan, or Invalid for what is missing and personal data.
    """
    held = hold(plan, author)
    digest = digest_of(form_key)
    if (earlier := queries.find_finding_by_form_key(digest)) is not None:
        return _of_this(held, earlier)
    _check(new)
    finding = ImprovementFinding(
        plan=held,
        origin=new.origin,
        form_key_digest=digest,
        words=new.words,
        body=new.body,
        document=new.document,
        document_on=new.document_on,
        url="" if new.upload else new.url,
        file=files.keep(new.upload) if new.upload else None,
        cause=new.cause,
        author_id=author.id,
        at=now(),
    )
    db.session.add(finding)
    db.session.flush()
    audit.record("improvement_finding_added", finding, author, plan=held.id)
    return finding


def _of_this(plan: ImprovementPlan, finding: ImprovementFinding) -> ImprovementFinding:
    if finding.plan_id != plan.id:
        raise Conflict("Recargue la página: este formulario ya se usó en otro plan.")
    return finding


def _check(new: NewFinding) -> None:
    if new.origin not in TYPED:
        raise Invalid("Las evaluaciones y las observaciones se traen de su página.")
    if new.origin is FindingOrigin.CONTROL_BODY:
        if not (new.body and new.document and new.document_on):
            raise Invalid("Escriba qué órgano de control, en qué documento y de qué fecha.")
        if not (new.url or new.upload):
            raise Invalid("Adjunte el documento o escriba su enlace.")
    check_words(new.words, new.cause)


@dataclass(frozen=True)
class Explained:
    """Why a finding happened. `words` may mend what the team typed; `reason` says why a public cause changes."""

    cause: str
    words: str = ""
    reason: str = ""


class Changed(Invalid):
    """Somebody else changed it since this person opened it."""


def write_cause(plan: ImprovementPlan, number: int, said: Explained, author: User, seen: int | None = None) -> None:
    """Say why a finding happened. The cause that is public stays readable with the reason for writing another.

    `seen` is the revision that the author opened. Raises Forbidden, Closed, Changed when there is another one, or
    Invalid without that reason and for personal data.
    """
    finding = finding_in(hold(plan, author), number)
    if seen is not None and seen != finding.revision:
        raise Changed(CHANGED)
    check_words(said.cause, said.words, said.reason)
    if said.words and rules.may_reword(finding):
        finding.words = said.words
    if finding.is_public and finding.cause != said.cause:
        _keep_earlier(finding, said.reason, author)
    finding.cause = said.cause
    db.session.flush()
    audit.record("improvement_cause_written", finding, author)


def _keep_earlier(finding: ImprovementFinding, reason: str, author: User) -> None:
    if not reason:
        raise Invalid("Escriba por qué cambia la causa. La anterior queda a la vista.")
    earlier = EarlierCause(
        finding_id=finding.id,
        number=finding.cause_number,
        text=finding.cause,
        reason=reason,
        at=now(),
        author_id=author.id,
    )
    db.session.add(earlier)
    db.session.flush()
    finding.cause_number += 1


def remove_finding(plan: ImprovementPlan, number: int, author: User) -> None:
    """Take away a finding without actions that nobody else read. Raises Forbidden, Closed and Conflict."""
    finding = finding_in(hold(plan, author), number)
    if finding.is_public:
        raise Closed("El hallazgo ya es público. No se quita.")
    if finding.actions:
        raise Conflict("Quite primero las acciones de este hallazgo.")
    stored = finding.file
    audit.record("improvement_finding_removed", finding, author, plan=finding.plan_id)
    db.session.delete(finding)
    db.session.flush()
    if stored:
        files.remove(stored)
