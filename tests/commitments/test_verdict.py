"""One voice that agrees never hides another one that does not, wherever a verdict is told in a word."""

import csv
import io

import pytest

from participa.commitments.models import Agreement, Commitment, Completion
from tests import factories as make
from tests.factories.commitments import check

pytestmark = pytest.mark.usefixtures("context")


def contradicted() -> Commitment:
    """Internal control does not agree, and a body agrees afterwards."""
    one = make.commitment()
    check(one, Completion.NOT_BEGUN, agreement=Agreement.DISAGREES)
    check(one, Completion.NOT_BEGUN, body_name="Veeduría del Parque")
    return one


def listed(client, kind: str):
    return client.get(f"/compromisos/lista.{kind}")


def verdict(client) -> str:
    (line,) = csv.DictReader(io.StringIO(listed(client, "csv").data.decode("utf-8-sig")), delimiter=";")
    return line["Última verificación"]


@pytest.mark.parametrize("page", ["/compromisos/", "/compromisos/{code}"])
def test_a_later_voice_that_agrees_does_not_make_the_verdict_green(client, page):
    told = client.get(page.format(code=contradicted().code)).text
    assert "Verificado: hay desacuerdo" in told
    assert "Verificado: coincide" not in told


def test_the_files_say_it_as_well(client):
    contradicted()
    assert verdict(client) == "Hay desacuerdo"
    assert listed(client, "json").json[0]["Última verificación"] == "Hay desacuerdo"


def test_a_level_that_does_not_hold_the_percentage_is_a_disagreement(client):
    check(make.commitment(), Completion.COMPLETE)
    assert verdict(client) == "Hay desacuerdo"


def test_where_all_agree_the_verdict_says_so(client):
    one = make.commitment()
    check(one, Completion.NOT_BEGUN, agreement=Agreement.DISAGREES)
    check(one, Completion.NOT_BEGUN)
    assert verdict(client) == "Coincide con lo informado"
    assert "Verificado: coincide con lo informado" in client.get(f"/compromisos/{one.code}").text
