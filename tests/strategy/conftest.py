"""Who imports, and a workbook to import."""

import pytest

from participa.accounts.models import Role
from tests.strategy.documents.blocks import Table
from tests.strategy.documents.writers import as_xlsx
from tests.strategy.wizard import Wizard


@pytest.fixture
def wizard(app, context, database):
    return Wizard(app)


@pytest.fixture
def admin(app, context, database):
    return Wizard(app, Role.ADMIN)


@pytest.fixture
def workbook():
    return as_xlsx([Table([["No.", "ACTIVIDAD", "FECHA", "RESPONSABLE"], ["1", "Abrir", "4/03/2030", "Oficina"]])])
