"""That evidence was taken from the public is told, also where other evidence stays."""

import pytest

from participa.commitments.models import Commitment, CommitmentEvidence
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.commitments import progress

pytestmark = pytest.mark.usefixtures("context")


def with_two_pieces() -> Commitment:
    """Progress whose first piece is withdrawn and whose other one is there."""
    one = make.commitment()
    entry = progress(one, 40)
    with unit_of_work():
        other = {"url": "https://ejemplo.example/foto", "description": "Foto de la obra"}
        db.session.add(CommitmentEvidence(entry_id=entry.id, **other))
        entry.evidence[0].is_internal = True
    return one


def test_the_history_says_that_a_piece_is_no_longer_public(client):
    page = client.get(f"/compromisos/{with_two_pieces().code}").text
    assert "Foto de la obra" in page
    assert "Acta de obra" not in page
    assert "Otra parte de la evidencia la guarda la entidad; no es pública." in page


def test_the_data_say_how_many_are_kept_apart(client):
    told = client.get(f"/compromisos/{with_two_pieces().code}/historia.json").json["historia"][0]
    assert (len(told["evidencia"]), told["evidencia_no_publica"]) == (1, 1)
