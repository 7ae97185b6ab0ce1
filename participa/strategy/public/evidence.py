"""The files that show that what was reported is true."""

from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.shared import files
from participa.strategy import queries
from participa.strategy.public.blueprint import bp


@bp.get("/evidencias/<string(length=32):name>")
@access.public
def evidence(name: str) -> ResponseReturnValue:
    """A file of evidence of a public activity. What is internal does not exist here."""
    stored, description = queries.public_evidence_of_file(name)
    return files.send(stored, description, inline=True, is_public=True)
