"""What the law asks of a year, as reminders."""

from datetime import UTC, date, datetime

import pytest

from participa.accounts.models import Role
from participa.shared.clock import today
from participa.strategy.checklist import checklist
from participa.strategy.models import Activity, StrategyState
from tests import factories as make


def met(*names, published=None):
    return [one.is_met for one in checklist(2030, published, [Activity(name=name) for name in names])]


@pytest.mark.parametrize(
    ("day", "is_met"), [(date(2030, 1, 31), True), (date(2030, 2, 1), False), (date(2029, 12, 20), True), (None, False)]
)
def test_the_strategy_is_public_by_the_end_of_january(day, is_met):
    assert met(published=day)[0] is is_met


def test_the_mayor_convenes_twice():
    assert met("Reunión con ediles")[1] is False
    assert met("Reunión con ediles", "Mesa de VEEDURÍAS ciudadanas")[1] is True


def test_the_youth_audience_is_looked_for_by_its_words():
    assert met("Audiencia con Jóvenes")[2] is True
    assert met("Audiencia pública")[2] is False


def test_the_team_sees_the_reminders_and_may_publish_all_the_same(client, context):
    strategy = make.strategy(StrategyState.APPROVED, year=today().year)
    make.activity(strategy, name="Audiencia con jóvenes")
    client.sign_in(make.user(Role.APPROVER))
    url = f"/estrategia/gestion/{strategy.id}"
    page = client.get(url).get_data(as_text=True)
    reminders = page.split("Lo que pide la ley en el año")[1].split("Datos de la importación")[0]
    assert (reminders.count("Encontrado"), reminders.count("Por revisar")) == (1, 2)
    assert client.submit(f"{url}/publicar").status_code == 303


def test_a_version_published_later_keeps_the_day_of_the_first(client, context):
    make.strategy(StrategyState.CLOSED, year=2066, published_at=datetime(2066, 2, 1, 4, 0, tzinfo=UTC))
    later = make.strategy(StrategyState.PUBLISHED, year=2066, published_at=datetime(2066, 5, 1, tzinfo=UTC))
    client.sign_in(make.user(Role.CONTROL))
    page = client.get(f"/estrategia/gestion/{later.id}").get_data(as_text=True)
    assert "Encontrado" in page.split("Datos de la importación")[0]
