"""From a file to the public pages and back: all or nothing, once, and withdrawn in view of everybody."""

from io import BytesIO

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from participa.accounts.models import Role
from participa.extensions import db
from participa.history import queries, services, tables
from participa.history.models import HistoryKind, HistoryLoad, HistoryRow, LoadState
from participa.search import services as finding
from participa.shared.clock import at_instant, now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import history as make_history
from tests.factories.history import line, loaded, table

QUESTION, SPACE, COMMITMENT = HistoryKind


def send(client, data: bytes, kind: str = "preguntas", key: str = "k" * 22, source: str = "Sistema viejo"):
    form = {"kind": kind, "source": source, "form_key": key, "file": (BytesIO(data), "tabla.csv")}
    return client.submit("/historia/gestion/", form)


def amount(of: type) -> int:
    return db.session.scalar(select(func.count()).select_from(of)) or 0


def test_from_the_template_to_the_search_and_out_again(client, context):
    client.sign_in(make.user(Role.ADMIN))
    blank = client.get("/historia/gestion/plantillas/preguntas.csv").data
    rows = [line(QUESTION, f"p{number}", f"¿Cuándo hay teleférico {number}?", "Habrá en 2020.") for number in (1, 2)]
    data = blank.rstrip(b"\r\n") + b"\r\n" + "\r\n".join(rows).encode()
    preview = send(client, data).location
    assert client.get("/historia/2019").status_code == 404  # nothing is public yet
    assert "teleférico 1" in client.get(preview).text
    done = client.submit(f"{preview}/confirmar", page=preview)
    load = db.session.scalars(select(HistoryLoad)).one()
    assert (done.status_code, load.state, load.added, load.cells) == (303, LoadState.LOADED, 2, [])
    year = client.get("/historia/2019").text
    assert "teleférico 1" in year
    assert "Cargado de un sistema anterior" in year
    one = client.get(f"/historia/2019/{load.rows[0].id}").text
    assert load.sha256 in one
    finding.reconcile()
    assert "teleférico" in client.get("/buscar/?q=teleferico&clase=historia").text
    again = send(client, data, key="o" * 22)
    assert again.status_code == 422
    assert "ya estaban publicadas" in again.text
    done = client.submit(f"{preview}/retirar", {"reason": "Eran de otra entidad."}, preview)
    assert done.status_code == 303
    assert client.get("/historia/2019").status_code == 404
    assert client.get(f"/historia/2019/{load.rows[0].id}").status_code == 404
    assert "No encontramos nada" in client.get("/buscar/?q=teleferico").text
    told = client.get("/historia/").text
    assert "Eran de otra entidad." in told
    assert load.sha256 in told
    assert send(client, data, key="z" * 22).status_code == 303  # what was withdrawn may come again


def test_a_file_with_one_wrong_row_loads_nothing_and_the_page_says_where(client, context):
    client.sign_in(make.user(Role.ADMIN))
    answer = send(client, table(QUESTION, line(QUESTION, "a"), line(QUESTION, "b", "Llámeme al 310 456 7890")))
    assert answer.status_code == 422
    assert "Fila 3" in answer.text
    assert "posible teléfono" in answer.text
    assert "456" not in answer.text
    assert 'value="Sistema viejo"' in answer.text
    assert (amount(HistoryLoad), amount(HistoryRow)) == (0, 0)


def test_the_same_form_twice_is_one_load_and_a_load_is_confirmed_once(context):
    admin = make.user(Role.ADMIN)
    read = make_history.tables.read(QUESTION, table(QUESTION, line(QUESTION, "a")), make_history.TODAY)
    with unit_of_work():
        first = services.bring(QUESTION, "Viejo", read, admin, "f" * 22)
        assert services.bring(QUESTION, "Viejo", read, admin, "f" * 22) is first
    with unit_of_work():
        services.confirm(first.id, admin)
    for verb in (services.confirm, services.discard):
        with pytest.raises(Conflict), unit_of_work():
            verb(first.id, admin)
    assert amount(HistoryRow) == 1


def test_two_loads_of_the_same_rows_never_publish_a_row_twice(context):
    admin = make.user(Role.ADMIN)
    both = [make_history.brought(admin, QUESTION, line(QUESTION, "a"), line(QUESTION, key)) for key in "bc"]
    other = make_history.brought(admin, QUESTION, line(QUESTION, "a", "¿Otra cosa?"))
    with unit_of_work():
        assert services.confirm(both[0].id, admin).added == 2
    with unit_of_work():
        second = services.confirm(both[1].id, admin)
        assert (second.added, second.known) == (1, 1)
    with pytest.raises(Conflict), unit_of_work():
        services.confirm(other.id, admin)
    assert amount(HistoryRow) == 3


def test_only_administration_loads_and_a_withdrawal_needs_its_reason(context):
    admin, boss = make.user(Role.ADMIN), make.user(Role.APPROVER)
    load = loaded(admin, SPACE, line(SPACE, "e"))
    for person, reason, refusal in ((boss, "Porque sí.", Forbidden), (admin, " ", Invalid)):
        with pytest.raises(refusal), unit_of_work():
            services.withdraw(load.id, reason, person)
    with unit_of_work():
        services.withdraw(load.id, "Estaba mal.", admin)
    with pytest.raises(Conflict), unit_of_work():
        services.withdraw(load.id, "Estaba mal.", admin)


def test_what_nobody_confirms_is_forgotten_in_a_day_and_what_is_loaded_stays(context):
    admin = make.user(Role.ADMIN)
    loaded(admin, SPACE, line(SPACE, "e"))
    make_history.brought(admin, QUESTION, line(QUESTION, "a"))
    services.forget_old_previews()
    assert amount(HistoryLoad) == 2
    with at_instant(now() + services.KEPT_PREVIEW + services.KEPT_PREVIEW):
        services.forget_old_previews()
    assert [load.state for load in db.session.scalars(select(HistoryLoad))] == [LoadState.LOADED]


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE history_row SET text = 'otra cosa'",
        "UPDATE history_row SET day = '2001-01-01'",
        "UPDATE history_row SET outcome_on = NULL",
        "DELETE FROM history_row",
        "DELETE FROM history_load",
        "UPDATE history_load SET state = 'preview'",
        "UPDATE history_load SET sha256 = 'otra'",
    ],
)
def test_the_database_keeps_what_was_loaded(context, act):
    loaded(make.user(Role.ADMIN), QUESTION, line(QUESTION, "a"))
    with pytest.raises(DBAPIError), unit_of_work():
        db.session.execute(text(act))


def test_what_was_withdrawn_does_not_come_back(context):
    admin = make.user(Role.ADMIN)
    load = loaded(admin, QUESTION, line(QUESTION, "a"))
    with unit_of_work():
        services.withdraw(load.id, "Estaba mal.", admin)
    for act in ("UPDATE history_row SET withdrawn_at = NULL", "UPDATE history_load SET state = 'loaded'"):
        with pytest.raises(DBAPIError), unit_of_work():
            db.session.execute(text(act))


def test_few_people_stay_hidden_and_kinds_narrow_a_year(client, context):
    admin = make.user(Role.ADMIN)
    loaded(admin, SPACE, "e1;2018-05-05;Foro pequeño;Foro;Plaza;3;;", "e2;2018-05-06;Foro grande;Foro;Plaza;1200;;")
    loaded(admin, COMMITMENT, line(COMMITMENT, "c1", "Arreglar el parque."))
    shown = client.get("/historia/2018").text
    assert "Asistentes: menos de 5" in shown
    assert "Asistentes: 1.200" in shown
    assert "Arreglar el parque" not in shown
    assert [*queries.years()] == [2019, 2018]
    assert "no hay nada" in client.get("/historia/2018?clase=compromisos").text
    assert client.get("/historia/2017").status_code == 404


def test_a_long_table_is_read_while_others_may_write(client, context, monkeypatch):
    """Looking for persons in three megabytes takes seconds: nobody waits for the lock of the writers meanwhile."""
    client.sign_in(make.user(Role.ADMIN))
    held, read = [], tables.read

    def watched(*values):
        held.append(db.session().in_transaction())
        return read(*values)

    monkeypatch.setattr(tables, "read", watched)
    assert send(client, table(QUESTION, line(QUESTION, "p1"))).status_code == 303
    assert held == [False]
