"""Reports of progress, their evidence and their verifications: `from tests.factories import tracking`."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage

from participa.accounts.models import Role, User
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import services
from participa.strategy.models import (
    Activity,
    ActivityReport,
    ActivityState,
    Proof,
    Told,
    Verification,
    VerificationResult,
)
from tests.factories.accounts import user

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
LINK = Proof("Acta de la mesa", url="https://www.demostracion.example/acta")


def upload(data: bytes = PDF, name: str = "acta.pdf") -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


def filed() -> Proof:
    """Evidence that is a file."""
    return Proof("Acta firmada de la mesa", upload=upload())


def report(
    of: Activity,
    state: ActivityState = ActivityState.DONE,
    *proofs: Proof,
    actor: User | None = None,
    key: str | None = None,
    **values: Any,
) -> ActivityReport:
    """A report as the site takes it; one of «done» brings a link unless other evidence is given."""
    proofs = proofs or ((LINK,) if state is ActivityState.DONE else ())
    told = Told(state, **({"text": "Se hizo la mesa con las juntas.", "proofs": proofs} | values))
    with unit_of_work():
        return services.report(of, told, key, actor)


def verification(
    of: ActivityReport,
    result: VerificationResult = VerificationResult.VERIFIED,
    note: str = "Se vio el acta.",
    by: User | None = None,
) -> Verification:
    actor = by or user(Role.CONTROL)
    with unit_of_work():
        return services.verify(of, result, note, None, actor)
