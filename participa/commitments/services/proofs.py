"""Evidence that is handed in: a file, checked by its content, or an https address; always with what it shows."""

import hashlib
from collections.abc import Sequence

from participa.commitments import rules
from participa.commitments.models import CommitmentEvidence, Proof
from participa.shared import files
from participa.shared.errors import Invalid
from participa.shared.files.inspection import inspect

DESCRIBE = "Describa qué muestra la evidencia."
NOT_HTTPS = "Escriba un enlace que empiece por https://."


def kept(proof: Proof) -> CommitmentEvidence:
    """The row of a piece of evidence, its file already on the disk. Raises Invalid with what to do."""
    check(proof)
    stored = files.keep(proof.upload, alt_text=proof.description) if proof.upload is not None else None
    return CommitmentEvidence(
        file=stored,
        url="" if stored else proof.url,
        description=proof.description,
        shows_result=proof.shows_result,
        is_internal=proof.is_internal,
    )


def check(proof: Proof) -> None:
    """Raises Invalid for a piece without words and for an address that is not safe."""
    if not proof.description:
        raise Invalid(DESCRIBE)
    if proof.upload is None and not rules.is_safe_address(proof.url):
        raise Invalid(NOT_HTTPS)


def are_same(evidence: Sequence[CommitmentEvidence], proofs: Sequence[Proof]) -> bool:
    """Whether these pieces were handed in before: the same words, marks, addresses and contents of files."""
    return [_of_row(one) for one in evidence] == [_of_proof(one) for one in proofs]


def _of_row(row: CommitmentEvidence) -> tuple[str, str, bool]:
    return row.description, row.file.sha256 if row.file else row.url, row.shows_result


def _of_proof(proof: Proof) -> tuple[str, str, bool]:
    return proof.description, _digest(proof) if proof.upload is not None else proof.url, proof.shows_result


def _digest(proof: Proof) -> str:
    """Of the content that would be kept; pictures are drawn again, always in the same way."""
    assert proof.upload is not None  # noqa: S101 - the caller looked
    data = proof.upload.stream.read(files.MAX_BYTES + 1)
    proof.upload.stream.seek(0)
    return hashlib.sha256(inspect(data, proof.upload.filename or "").data).hexdigest()
