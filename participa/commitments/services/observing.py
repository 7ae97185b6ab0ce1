"""«Esto no se ha cumplido»: an observation is a question, with its filing number, its term and its written answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import FileStorage

from participa.accounts.models import Role, User
from participa.commitments import rules
from participa.commitments.models import Commitment, CommitmentObservation, ObservationEvidence, PieceState
from participa.commitments.queries import observing as queries
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import Kind
from participa.questions.services import Arrival, Receipt, Submission
from participa.shared import audit, files
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.files import FileKind, StoredFile

KINDS = (FileKind.PICTURE, FileKind.PDF)
MOST_WAITING_FILES = 500  # that nobody has looked at; beyond, the disk belongs to who floods it
FULL = "Ahora no podemos recibir más archivos. Envíe su observación sin archivo o con un enlace."
ONLY_MODERATION = "Solo Moderación decide qué se publica de una observación."


@dataclass(frozen=True)
class Shown:
    """What somebody sends to show it: a file or an https address, and what it shows."""

    description: str
    upload: FileStorage | None = None
    url: str = ""


def observe(
    commitment: Commitment, submission: Submission, shown: Sequence[Shown], form_key: str, arrival: Arrival
) -> Receipt:
    """Receive an observation like any question. The same form key again gives the receipt of the first time.

    It says `differs` when the form now brings other words or another proof, which were not received.
    Raises Invalid for a file that cannot be kept; nothing was received then.
    """
    told = replace(submission, kind=Kind.OBSERVATION, department_id=commitment.lead_id, topic_id=commitment.topic_id)
    receipt = questions.receive(None, told, form_key, arrival)
    if receipt.is_repeat:
        return replace(receipt, differs=receipt.differs or not _is_same(receipt.question_id, shown))
    observation = CommitmentObservation(question_id=receipt.question_id, commitment_id=commitment.id)
    observation.evidence = [_piece(one) for one in shown]
    db.session.add(observation)
    db.session.flush()
    return receipt


def _is_same(question_id: int, shown: Sequence[Shown]) -> bool:
    """Whether the first time brought the same proof; of a file, that there was one with these words."""
    observation = queries.find(question_id)
    kept = observation.evidence if observation else []
    before = [(one.description, one.url, one.file_id is not None) for one in kept]
    return before == [(one.description, "" if one.upload else one.url, one.upload is not None) for one in shown]


def _piece(shown: Shown) -> ObservationEvidence:
    if shown.upload is not None:
        return ObservationEvidence(file=_kept(shown.upload, shown.description), description=shown.description)
    if not rules.is_safe_address(shown.url):
        raise Invalid("Escriba un enlace que empiece por https://.")
    return ObservationEvidence(url=shown.url, description=shown.description)


def _kept(upload: FileStorage, description: str) -> StoredFile:
    if queries.count_waiting_files() >= MOST_WAITING_FILES:
        raise Invalid(FULL)
    return files.keep(upload, KINDS, alt_text=description)


def decide(piece: ObservationEvidence, state: PieceState, reason: str, person: User) -> None:
    """Let everybody see a piece, or not, and say why. The same decision again changes nothing."""
    if person.role is not Role.MODERATOR:
        raise Forbidden(ONLY_MODERATION)
    if state is PieceState.WAITING or not reason.strip():
        raise Invalid("Elija qué hacer y escriba por qué.")
    if (piece.state, piece.reason) == (state, reason.strip()):
        return
    piece.state, piece.reason = state, reason.strip()
    piece.decided_at, piece.decided_by_id = now(), person.id
    db.session.flush()
    audit.record("commitment.observation_evidence", piece, person, state=state.value)
