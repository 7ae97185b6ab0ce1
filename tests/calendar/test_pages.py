"""How terms are counted, for everybody, and the own days, for the team."""

from datetime import date

import pytest

from participa.accounts.models import Role
from participa.calendar import queries
from participa.shared.clock import today
from participa.shared.templating import long_day
from tests import factories as make


def text(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_page_tells_the_rules_and_the_worked_example(client, context):
    page = text(client, "/calendario/")
    assert "martes 29 de diciembre de 2020" in page
    assert "martes 8 de diciembre de 2020</time>: festivo: La Inmaculada Concepción" in page
    assert "desde la recepción" in page
    assert "no trabaja los sábados" in page
    for year in (today().year, today().year + 1):
        assert f"Festivos de {year}" in page


def test_the_page_lists_the_own_days_of_these_two_years(client, context):
    shown, past = first_monday(today().year + 1), first_monday(today().year - 1)
    make.own_day(shown, name="Fiesta del pueblo")
    make.own_day(past, name="Fiesta pasada")
    page = text(client, "/calendario/")
    assert f"{long_day(shown)}</time>: Fiesta del pueblo. No se trabaja. " in page
    assert "Fiesta pasada" not in page


def first_monday(year):
    """A Monday of February: never a holiday in Colombia."""
    return next(date(year, 2, day) for day in range(1, 8) if date(year, 2, day).weekday() == 0)


def test_the_calculator_names_each_skipped_day(client, context):
    page = text(client, "/calendario/?desde=2026-04-01&dias=5")
    assert "El último día es el viernes 10 de abril de 2026" in page
    for shown in (
        "festivo: Jueves Santo",
        "festivo: Viernes Santo",
        "domingo 5 de abril de 2026</time>: fin de semana",
    ):
        assert shown in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("desde=ayer&dias=15", "Escriba la fecha"),
        ("desde=2026-04-01&dias=0", "entre 1 y 365"),
        ("desde=2026-04-01&dias=muchos", "entre 1 y 365"),
        ("desde=1950-04-01&dias=15", "No hay calendario de festivos para el año 1950"),
        ("desde=", "Escriba la fecha"),
    ],
)
def test_the_calculator_says_what_it_cannot_count(client, context, query, said):
    assert said in text(client, f"/calendario/?{query}", 422)


@pytest.mark.parametrize("role", Role)
def test_the_whole_team_reads_the_calendar_and_only_admin_changes_it(client, context, role):
    day = make.own_day(date(2030, 3, 4))
    client.sign_in(make.user(role))
    page = text(client, "/calendario/gestion/")
    assert "lunes 4 de marzo de 2030" in page
    assert "Los plazos ya guardados no cambian" in page
    is_admin = role is Role.ADMIN
    assert (f"/calendario/gestion/{day.id}/quitar" in page) is is_admin
    assert client.get("/calendario/gestion/nuevo").status_code == (200 if is_admin else 403)
    assert client.get(f"/calendario/gestion/{day.id}/quitar").status_code == (200 if is_admin else 403)


TYPED = {"day": "2030-03-04", "kind": "closed", "name": "Día cívico", "legal_act": "", "reason": "Lo ordena el decreto"}
NEW = "/calendario/gestion/nuevo"


def test_admin_adds_a_day_and_takes_it_out_again(client, context):
    client.sign_in(make.user(Role.ADMIN))
    assert client.submit(NEW, TYPED).location == "/calendario/gestion/"
    (day,) = queries.days()
    page = text(client, "/calendario/gestion/")
    assert "Los plazos ya guardados no cambiaron" in page
    assert "Lo ordena el decreto" in page
    url = f"/calendario/gestion/{day.id}/quitar"
    assert "¿Quitar el lunes 4 de marzo de 2030?" in text(client, url)
    assert client.submit(url, {"reason": ""}).status_code == 422
    assert len(queries.days()) == 1
    assert client.submit(url, {"reason": "Se derogó"}).status_code == 303
    assert queries.days() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "2030-03-03"}, "ya no cuenta (domingo)"),
        ({"day": "2030-03-11"}, "ya está en la lista"),
        ({"day": "pronto"}, "Escriba la fecha"),
        ({"kind": "opened"}, "no es festivo entre semana"),
        ({"kind": "otro"}, "Error:"),
        ({"name": "  "}, "Escriba cómo se llama ese día"),
        ({"reason": ""}, "Escriba el motivo"),
    ],
    ids=str,
)
def test_a_day_that_does_not_fit_is_refused_and_the_rest_kept(client, context, change, said):
    make.own_day(date(2030, 3, 11))
    client.sign_in(make.user(Role.ADMIN))
    answer = client.submit(NEW, TYPED | change)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert said in page
    assert "Lo ordena el decreto" in page or change == {"reason": ""}
    assert len(queries.days()) == 1
