"""Only what the list of public fields names is told, and nothing of a table with personal data can be on the list."""

from collections.abc import Iterable
from datetime import date

import pytest
from sqlalchemy import Connection, String, Table, Text, select, update
from sqlalchemy.types import Enum

from participa.extensions import Base, db
from participa.open_data import dumping
from participa.open_data.fields import Field, FieldKind, Resource, Row, Undeclared, Wanted
from participa.open_data.resources import RESOURCES
from participa.questions.models import Asker
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.world.database import undone
from tests.world.house import House

# Of whom a row is, or how to reach that person. A column with one of these names makes its table one of them.
TELLS_WHO = {
    *("email", "contact_mail", "phone", "document", "document_number", "first_names", "last_names", "full_name"),
    *("recipient", "password_hash", "device", "code_digest", "token", "author_name", "neighbourhood"),
}
# Tables of which fields are told although a column of theirs has such a name: that column is not the one.
ALSO_PUBLIC = {
    "question": "code_digest is of the follow code; the words are public",
    "improvement_finding": "document is the paper of a control body",
    "report_version": "document is what the report says",
    "topic_nomination": "code_digest is of the follow code; only amounts are told",
}
CANARY = "canario"


def personal_tables() -> set[str]:
    """Tables that say who somebody is, by the names of their columns."""
    return {table.name for table in Base.metadata.sorted_tables if TELLS_WHO & {*table.columns.keys()}} - {*ALSO_PUBLIC}


def offences(resources: Iterable[Resource]) -> list[str]:
    """Fields that are told from a table with personal data, or from a column that there is not."""
    known = {f"{table.name}.{column.key}" for table in Base.metadata.sorted_tables for column in table.columns}
    personal, never = personal_tables(), TELLS_WHO - {"document"}
    return [
        f"{resource.name}.{field.name}: {column}"
        for resource in resources
        for field in resource.fields
        for column in field.columns
        for table, _, name in [column.partition(".")]
        if table in personal or name in never or column not in known
    ]


def read_askers(_wanted: Wanted, after: int, _most: int) -> list[Row]:
    """A reader that tells who asked."""
    found = select(Asker).where(Asker.question_id > after).order_by(Asker.question_id)
    return [(one.question_id, {"quien": one.first_names}) for one in db.session.scalars(found)]


WHO = Field("quien", FieldKind.TEXT, "Quién preguntó.", (Asker.first_names,))
LEAKING = Resource("quienes", "Quiénes", "Quiénes preguntaron.", (WHO,), read_askers, "questions.index")


def everything(resources: Iterable[Resource]) -> str:
    """All that the tables tell, whole."""
    return "\n".join(str(row) for resource in resources for row in dumping.every_row(resource))


def mark_persons(connection: Connection) -> int:
    """Write a canary into each text of the tables with personal data; how many columns took it."""
    return sum(marked(connection, Base.metadata.tables[name]) for name in sorted(personal_tables()))


def marked(connection: Connection, table: Table) -> int:
    taken = 0
    for column in table.columns:
        is_words = isinstance(column.type, String | Text) and not isinstance(column.type, Enum)
        if is_words and not column.primary_key and not column.unique and column.name != "cell":
            taken += takes_canary(connection, table, column.name)
    return taken


def takes_canary(connection: Connection, table: Table, column: str) -> bool:
    """Whether the database let the canary in: triggers keep some texts, and some are too short."""
    savepoint = connection.begin_nested()
    try:
        done = connection.execute(update(table).values({column: CANARY}))
    except Exception:
        savepoint.rollback()
        return False
    savepoint.commit()
    return done.rowcount > 0


def test_no_field_is_told_from_a_table_of_persons():
    assert offences(RESOURCES) == []


def test_a_field_of_a_person_is_seen():
    assert offences([LEAKING]) == ["quienes.quien: asker.first_names"]


def test_the_tables_of_persons_are_known():
    known = {"asker", "user_account", "registration", "observation_contact", "guest", "outgoing_mail"}
    assert known <= personal_tables()
    assert {*ALSO_PUBLIC} <= {*Base.metadata.tables}


def test_a_row_with_a_value_that_no_field_names_is_refused():
    offices = next(one for one in RESOURCES if one.name == "dependencias")
    with pytest.raises(Undeclared):
        offices.told({"numero": 1, "nombre": "Gobierno", "activa": True, "correo": "alguien@demostracion.example"})


def test_nothing_personal_comes_out(app: UnitOfWorkFlask, house: House):
    """Each text that says who somebody is becomes a canary; it sings in a reader that leaks, and in no other."""
    with undone(house.connection), app.app_context():
        assert mark_persons(house.connection) > 20
        assert CANARY in everything([LEAKING])
        assert CANARY not in everything(RESOURCES)


def test_each_field_is_filled_somewhere(app: UnitOfWorkFlask, house: House):
    """In the seeded world every table has rows: otherwise these guards would look at nothing."""
    with undone(house.connection), app.app_context():
        rows = {one.name: one.read(Wanted("", date(2026, 11, 21)), 0, 5) for one in RESOURCES}
    assert [name for name, found in rows.items() if not found] == []
