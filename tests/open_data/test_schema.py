"""A program that knows only the description asks everything, well and badly: the interface keeps its word."""

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from participa.open_data import description
from participa.open_data.fields import FieldKind
from participa.open_data.resources import RESOURCES
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.world.house import House

EXAMPLES = 15  # of each table and of each way of asking
PLAIN = {"Accept-Encoding": "identity"}
ADDRESS = "/datos/api/v1/openapi.json"


@pytest.fixture(scope="module")
def described(app: UnitOfWorkFlask, house: House) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi(ADDRESS, app)


def test_the_description_is_valid(described: schemathesis.BaseSchema):
    described.validate()
    assert described.raw_schema["openapi"] == "3.1.0"


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", ["/", *(f"/{one.name}" for one in RESOURCES)])
def test_the_interface_does_what_it_says(described: schemathesis.BaseSchema, path: str, mode: GenerationMode):
    operation = described[path]["GET"]
    if mode is GenerationMode.NEGATIVE and path == "/":
        return  # it takes nothing that could be wrong
    cases = operation.as_strategy(generation_mode=mode)

    @hypothesis.settings(max_examples=EXAMPLES, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(strategies.data())
    def ask(data: strategies.DataObject) -> None:
        data.draw(cases).call_and_validate(headers=PLAIN)

    ask()


def test_a_field_of_another_type_is_seen(app: UnitOfWorkFlask, house: House, monkeypatch: pytest.MonkeyPatch):
    """The guard itself, with a planted defect."""
    monkeypatch.setitem(description.SCHEMAS, FieldKind.WHOLE, {"type": "string"})
    wrong = schemathesis.openapi.from_wsgi(ADDRESS, app)["/dependencias"]["GET"]
    with pytest.raises(FailureGroup):
        wrong.Case().call_and_validate(headers=PLAIN)
