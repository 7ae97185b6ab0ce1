"""No page of the room asks the database more often because there are more rows."""

import pytest
from sqlalchemy import Connection

from participa.accounts.models import Role
from participa.documents import queries, services
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import Decision
from tests import factories
from tests.factories import documents as make
from tests.pages import PageClient
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")


def test_lists_take_the_same_statements_for_few_and_for_many(client: PageClient, database: Connection):
    writer, approver = factories.user(Role.COMMUNICATIONS), factories.user(Role.APPROVER)
    row = make.consultation(make.document(writer))
    own = row.document.slug
    pages = ("", "atom.xml", own, f"{own}/observaciones", "novedades", "gestion/", f"gestion/{own}/observaciones")
    counts = []
    for amount in (2, 9):
        for _ in range(amount):
            make.document(writer, uploads=[factories.a_file()])
            make.observed(row)
            found = queries.observations(row, 1).items[-1]
            with unit_of_work():
                services.reply(found, Decision.ACCEPTED, "Se agrega.", "", writer)
                services.publish_reply(found, approver)
        client.sign_in(approver)
        counts.append({page: _taken(client, database, f"/documentos/{page}") for page in pages})
    assert counts[0] == counts[1]


def _taken(client: PageClient, database: Connection, address: str) -> int:
    with statements(database) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
