"""What everybody reads of commitments: the list, the page of each, the boards and the files."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from participa.accounts.models import Role
from participa.commitments import doors, services
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentKind,
    CommitmentOffice,
    CommitmentPartner,
    CommitmentState,
    Completion,
    EntryKind,
)
from participa.commitments.public import downloads
from participa.commitments.queries import board
from participa.commitments.queries import public as queries
from participa.commitments.services import counting, finding
from participa.commitments.standing import Standing
from participa.events.models import EventState
from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind
from participa.questions.queries.figures import find_kept
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import commitments as rows
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("context")
LIST = "/compromisos/"
MONTH = timedelta(days=30)


def overdue(**values) -> Commitment:
    day = today() - timedelta(days=5)
    return make.commitment(**({"due_on": day, "first_due_on": day} | values))


def rescheduled(of: Commitment, old, new, reason: str, **values) -> None:
    row = {"from_state": of.state, "state": of.state, "from_percent": 0, "percent": 0, "at": now()}
    dates = {"old_due_on": old, "new_due_on": new, "text": reason}
    keep(CommitmentEntry(commitment_id=of.id, kind=EntryKind.RESCHEDULED, **row, **dates, **values))


def place(name: str) -> KnownPlace:
    return keep(KnownPlace(kind=PlaceKind.VEREDA, name=name, key=name.lower()))


def listed(client: PageClient, **address) -> str:
    return client.open(LIST, query_string=address).text


# The list


def test_nobody_sees_what_is_not_published_and_no_action_of_a_plan(client: PageClient):
    make.commitment(CommitmentState.REGISTERED, text="Lo que nadie publicó")
    make.commitment(kind=CommitmentKind.ACTION, text="Lo que corrige un hallazgo")
    page = listed(client)
    assert "Lo que nadie publicó" not in page
    assert "Lo que corrige un hallazgo" not in page
    assert "Aún no hay compromisos publicados" in page


def test_the_list_says_how_each_goes_and_how_many(client: PageClient):
    make.commitment(text="Pavimentar"), overdue(text="Abrir el comedor"), overdue(text="Poner luz")
    page = listed(client)
    assert 'Todos <span class="count">3</span>' in page
    assert 'Vencido <span class="count">2</span>' in page
    assert "2 de 3 (67" in page  # the table beside the chart


def test_the_list_is_narrowed_by_all_that_it_offers(client: PageClient):
    vereda, event = place("El Mirador"), make.event(EventState.HELD)
    hacienda = make.department("Secretaría de Hacienda")
    wanted = overdue(text="Abrir el comedor", place_id=vereda.id, event_id=event.id, lead_id=hacienda.id, year=2024)
    make.commitment(text="Pavimentar la vía", code="C-2026-90000")
    finding.find_forgotten()
    addresses = [
        {"estado": "vencido"},
        {"oficina": hacienda.id},
        {"territorio": vereda.id},
        {"espacio": event.slug},
        {"anio": 2024},
        {"q": "comedores"},
        {"q": wanted.code.lower()},
    ]
    for address in addresses:
        page = listed(client, **address)
        assert "Abrir el comedor" in page, address
        assert "Pavimentar la vía" not in page, address
    whole = listed(client, territorio=0)
    assert "Pavimentar la vía" in whole
    assert "Abrir el comedor" not in whole


def test_the_spaces_where_something_was_promised_are_offered(client: PageClient):
    event, silent = make.event(EventState.HELD), make.event(EventState.HELD)
    make.commitment(event_id=event.id)
    offered = listed(client)
    assert f'value="{event.slug}"' in offered
    assert f'value="{silent.slug}"' not in offered


def test_a_filter_that_makes_no_sense_is_left_out(client: PageClient):
    make.commitment(text="Pavimentar")
    for address in ({"estado": "raro"}, {"oficina": "x"}, {"territorio": "-1"}, {"anio": "99999999999"}):
        assert "Pavimentar" in listed(client, **address)


def test_a_search_without_result_says_what_to_do(client: PageClient):
    make.commitment()
    page = listed(client, estado="cumplido")
    assert "Nada coincide con su búsqueda" in page
    assert f'href="{LIST}"' in page


def test_pages_follow_each_other_without_losing_any_and_keep_the_filters(client: PageClient):
    office = make.department()
    codes = [make.commitment(lead_id=office.id, published_at=now()).code for _ in range(45)]
    wanted = queries.Filters(lead_id=office.id)
    first = queries.page(wanted)
    second = queries.page(wanted, after=first.after or "")
    third = queries.page(wanted, after=second.after or "")
    assert [one.code for page in (first, second, third) for one in page.items] == codes[::-1]
    assert third.after is None
    back = queries.page(wanted, before=third.before or "")
    assert back.items == second.items
    assert queries.page(wanted, before=second.before or "").before is None
    page = listed(client, oficina=office.id, despues=first.after)
    assert f"despues={second.after}&amp;oficina={office.id}" in page


def test_a_page_that_begins_nowhere_is_not_found(client: PageClient):
    assert client.open(LIST, query_string={"despues": "C-1900-00001"}).status_code == 404


def test_the_old_date_stays_in_the_list(client: PageClient):
    day = today()
    make.commitment(first_due_on=day - MONTH, due_on=day + 3 * MONTH)
    assert "; nueva fecha: " in listed(client)


def test_the_last_verification_stands_beside_what_the_office_reports(client: PageClient):
    one = make.commitment()
    rows.check(one, agreement=Agreement.AGREES), rows.check(one, Completion.LIMITED, agreement=Agreement.DISAGREES)
    assert "Verificado: no coincide con lo informado" in listed(client)


# One of them


def test_the_page_tells_the_whole_story(client: PageClient):
    day = today()
    one = make.commitment(text="Pavimentar la vía", first_due_on=day - MONTH, due_on=day + MONTH, scope="La principal")
    keep(CommitmentOffice(commitment_id=one.id, department_id=make.department("Secretaría de Salud").id))
    keep(CommitmentPartner(commitment_id=one.id, name="Gobernación"))
    rows.step(one, text="Contratar el estudio", done_on=day), rows.step(one, text="Hacer la obra")
    rescheduled(one, day - MONTH, day + MONTH, "Las lluvias no dejaron")
    rows.progress(one, 40, text="El estudio quedó listo")
    rows.check(one, Completion.LIMITED, agreement=Agreement.PARTLY, note="Falta la obra")
    page = client.open(f"{LIST}{one.code}").text
    for words in (
        *("Pavimentar la vía", "La principal", one.how_known, "Secretaría de Salud", "Gobernación"),
        *("1 de 2 pasos", "Contratar el estudio", "Motivo: Las lluvias no dejaron", "El estudio quedó listo"),
        *("Acta de obra", "Falta la obra", "Control Interno lo verificó: avance bajo", '<progress value="40"'),
    ):
        assert words in page, words


def test_no_old_date_is_lost_however_often_it_moves(client: PageClient):
    day = today()
    dates = [day + number * MONTH for number in range(1, 5)]
    one = make.commitment(first_due_on=dates[0], due_on=dates[-1])
    for number, (old, new) in enumerate(zip(dates, dates[1:], strict=False)):
        rescheduled(one, old, new, f"Motivo número {number}")
    page = client.open(f"{LIST}{one.code}").text
    assert all(f'datetime="{each.isoformat()}"' in page for each in dates)
    assert all(page.count(f"Motivo número {number}") == 2 for number in range(3))  # when, and in the history


def test_the_history_of_what_is_overdue_says_that_its_date_is_over(client: PageClient):
    late = overdue(text="Abrir el comedor")
    page = client.open(f"{LIST}{late.code}").text
    assert "Falta cumplirlo" in page
    assert "La fecha ya pasó." in page


def test_nobody_is_named(client: PageClient):
    liaison = make.user(Role.LIAISON, make.department("Secretaría de Obras"), name="Cargo de enlace 77")
    control = make.user(Role.CONTROL, name="Cargo de control 88")
    one = make.commitment(lead_id=liaison.department_id)
    rows.progress(one, 10, liaison), rows.check(one, author_id=control.id)
    for address in (one.code, f"{one.code}/historia.json", "lista.json", "lista.csv", ""):
        text = client.open(f"{LIST}{address}").text
        assert "Cargo de enlace 77" not in text
        assert "Cargo de control 88" not in text
    assert "Secretaría de Obras" in client.open(f"{LIST}{one.code}").text


def test_an_action_is_read_with_its_own_words(client: PageClient):
    one = make.commitment(kind=CommitmentKind.ACTION, code="M-2026-00001")
    page = client.open(f"{LIST}{one.code}").text
    assert "Acción de mejora" in page
    assert "<h1>Compromiso" not in page


def test_what_is_registered_or_unknown_is_not_found(client: PageClient):
    hidden = make.commitment(CommitmentState.REGISTERED)
    for code in (hidden.code, "C-1900-00001"):
        assert client.open(f"{LIST}{code}").status_code == 404
        assert client.open(f"{LIST}{code}/historia.json").status_code == 404


def test_a_space_that_is_being_prepared_is_not_named(client: PageClient):
    event = make.event(EventState.DRAFT, title="Espacio en secreto")
    one = make.commitment(event_id=event.id)
    for address in ("", one.code, "lista.json"):
        assert "Espacio en secreto" not in client.open(f"{LIST}{address}").text
    assert queries.of_event(event) == []


def test_other_rooms_add_their_parts(client: PageClient, monkeypatch: pytest.MonkeyPatch):
    told = []
    monkeypatch.setattr(doors, "_public", [lambda one: told.append(one.code) or []])
    one = make.commitment()
    client.open(f"{LIST}{one.code}")
    assert told == [one.code]


# Evidence


def kept_file(of: Commitment, **values) -> str:
    with unit_of_work():
        stored = files.keep(a_file(b"El acta de la obra.\n"))
        row = {"from_state": of.state, "state": of.state, "from_percent": 0, "percent": 0, "at": now()}
        entry = CommitmentEntry(commitment_id=of.id, kind=EntryKind.PROGRESS, text="Va bien", **row)
        entry.evidence.append(CommitmentEvidence(file_id=stored.id, description="El acta", **values))
        db.session.add(entry)
        return stored.name


def test_evidence_is_handed_to_everybody(client: PageClient):
    name = kept_file(one := make.commitment())
    answer = client.open(f"{LIST}evidencias/{name}")
    assert answer.data == b"El acta de la obra.\n"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert f"evidencias/{name}" in client.open(f"{LIST}{one.code}").text


def test_internal_evidence_does_not_exist_for_the_public(client: PageClient):
    name = kept_file(one := make.commitment(), is_internal=True)
    assert client.open(f"{LIST}evidencias/{name}").status_code == 404
    for address in (one.code, f"{one.code}/historia.json"):
        page = client.open(f"{LIST}{address}").text
        assert name not in page
        assert "El acta" not in page


def test_evidence_of_what_is_not_published_does_not_exist(client: PageClient):
    name = kept_file(make.commitment(CommitmentState.REGISTERED))
    assert client.open(f"{LIST}evidencias/{name}").status_code == 404


# The boards


def test_the_board_counts_against_the_first_date(client: PageClient):
    office, day = make.department("Secretaría de Obras"), today()
    of = {"lead_id": office.id}
    make.commitment(CommitmentState.FULFILLED, **of, first_due_on=day, fulfilled_on=day)
    late = make.commitment(CommitmentState.FULFILLED, **of, first_due_on=day - MONTH, due_on=day, fulfilled_on=day)
    rescheduled(late, day - MONTH, day, "Otra fecha")
    make.commitment(CommitmentState.UNFULFILLED, **of), overdue(**of)
    make.commitment(**of), make.commitment(CommitmentState.NOT_VIABLE, **of)
    make.commitment(kind=CommitmentKind.ACTION, **of), make.commitment(CommitmentState.REGISTERED, **of)
    line = next(one for one in board.board() if one.id == office.id)
    assert (line.figures.promised, line.figures.decided, line.figures.slips) == (6, 4, 1)
    assert line.figures.of(Standing.FULFILLED_LATE) == 1
    assert line.figures.on_time_rate == 25
    page = client.open("/compromisos/dependencias").text
    assert "1 de 4 (25" in page
    assert f"oficina={office.id}" in page


def test_a_new_date_of_a_step_is_no_new_date_of_the_commitment():
    one = make.commitment()
    step = rows.step(one)
    rescheduled(one, step.due_on, today() + MONTH, "Otra fecha", step_id=step.id)
    assert board.together(board.board()).slips == 0


def test_the_board_of_a_year(client: PageClient):
    make.commitment(year=2024, lead_id=make.department("Secretaría de Antes").id)
    make.commitment(year=2026, lead_id=make.department("Secretaría de Ahora").id)
    page = client.open("/compromisos/dependencias", query_string={"anio": 2024}).text
    assert "Secretaría de Antes" in page
    assert "Secretaría de Ahora" not in page
    assert "No hay compromisos de ese año" in client.open("/compromisos/dependencias?anio=2025").text


def test_nothing_can_be_said_of_an_office_whose_dates_are_all_ahead(client: PageClient):
    make.commitment()
    assert board.board()[0].figures.on_time_rate is None
    assert "Todavía no" in client.open("/compromisos/dependencias").text


def test_territories_lead_to_their_lists(client: PageClient):
    vereda = place("El Mirador")
    overdue(place_id=vereda.id), make.commitment(place_id=None)
    lines = board.territories()
    assert [(one.id, one.name, one.figures.promised) for one in lines] == [
        (queries.WHOLE_MUNICIPALITY, "Todo el municipio", 1),
        (vereda.id, "El Mirador", 1),
    ]
    page = client.open("/compromisos/territorios").text
    assert f"territorio={vereda.id}" in page
    assert "territorio=0" in page


def test_very_many_are_counted_by_a_chore_and_read_the_same(client: PageClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(board, "MOST_READ", 2)
    vereda = place("El Mirador")
    overdue(place_id=vereda.id, year=2024), make.commitment(), make.commitment()
    office = board.board(2024)[0].id
    narrowed = [{}, {"year": 2024}, {"lead_id": office}, {"place_id": vereda.id}, {"place_id": 0, "year": 2024}]

    def read() -> list[object]:
        told = [board.counts(queries.Filters(**each)) for each in narrowed]
        return [*told, board.board(), board.board(2024), board.territories(), board.territories(2024)]

    before = read()
    assert all(any(counts.values()) for counts in before[:4])
    counting.keep_figures()
    assert find_kept(board.name_of(board.OFFICES, 2024)) is not None
    assert read() == before
    make.commitment()
    assert read() == before  # until the chore counts again
    page = listed(client, oficina=office, territorio=vereda.id)
    assert "1 compromiso" in page  # nobody kept both together: they are counted now


# Files


def test_the_table_in_text_opens_in_excel_and_holds_no_formula(client: PageClient):
    for number, text in enumerate(("=1+1", "@SUM(A1)", "+57 300", "Pavimentar; «la vía»\ncon luz")):
        make.commitment(text=text, code=f"C-2026-8000{number}", how_known="=cmd|'/c calc'!A1")
    body = client.open(f"{LIST}lista.csv").data
    assert body.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert [line["Código"] for line in table] == [f"C-2026-8000{number}" for number in (3, 2, 1, 0)]
    assert [line["Compromiso"] for line in table] == ["Pavimentar; «la vía»\ncon luz", "'+57 300", "'@SUM(A1)", "'=1+1"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for line in table for cell in line.values())


def test_the_workbook_holds_texts_only(client: PageClient):
    make.commitment(text="=1+1")
    sheet = load_workbook(io.BytesIO(client.open(f"{LIST}lista.xlsx").data)).active
    assert [cell.value for cell in sheet[1]] == downloads.writing.HEADINGS
    assert sheet["B2"].value == "=1+1"
    assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line if cell.value} == {"s"}


def test_the_data_say_what_the_list_says(client: PageClient):
    one = overdue(text="Abrir el comedor")
    make.commitment(text="Pavimentar")
    keep(CommitmentPartner(commitment_id=one.id, name="Gobernación"))
    (line,) = json.loads(client.open(f"{LIST}lista.json", query_string={"estado": "vencido"}).data)
    assert list(line) == downloads.writing.HEADINGS
    assert (line["Compromiso"], line["Cómo va"], line["Comparten"]) == ("Abrir el comedor", "Vencido", "Gobernación")
    assert line["Página"].endswith(f"/compromisos/{one.code}")


def test_a_file_that_would_be_too_long_says_what_to_do(client: PageClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "MOST_IN_FILE", 1)
    make.commitment(), make.commitment()
    answer = client.open(f"{LIST}lista.csv")
    assert answer.status_code == 422
    assert "Elija un año" in answer.text


def test_there_is_no_file_of_another_kind(client: PageClient):
    assert client.open(f"{LIST}lista.exe").status_code == 404


def test_one_commitment_as_data_with_its_history(client: PageClient):
    day = today()
    one = make.commitment(first_due_on=day, due_on=day + MONTH)
    rescheduled(one, day, day + MONTH, "Llovió")
    rows.progress(one, 40)
    rows.check(one, note="Falta la obra")
    told = json.loads(client.open(f"{LIST}{one.code}/historia.json").data)
    assert (told["codigo"], told["primera_fecha"], told["avance_informado"]) == (one.code, day.isoformat(), 40)
    moved, progress = told["historia"]
    assert (moved["fecha_anterior"], moved["texto"]) == (day.isoformat(), "Llovió")
    assert progress["evidencia"] == [{"que_muestra": "Acta de obra", "direccion": "https://ejemplo.example/acta"}]
    assert told["verificaciones"][0]["nota"] == "Falta la obra"


# Words, weight


def test_a_commitment_is_found_from_the_moment_it_is_published(client: PageClient):
    one = make.commitment(CommitmentState.REGISTERED, text="Construir el acueducto")
    assert "Construir el acueducto" not in listed(client, q="acueductos")
    with unit_of_work():
        services.publish(db.session.get_one(Commitment, one.id), make.user(Role.APPROVER))
    assert "Construir el acueducto" in listed(client, q="acueductos")


def test_words_of_an_action_find_nothing(client: PageClient):
    one = make.commitment(kind=CommitmentKind.ACTION, text="Ordenar el archivo")
    with unit_of_work():
        finding.keep_findable(db.session.get_one(Commitment, one.id))
    finding.find_forgotten()
    assert "Ordenar el archivo" not in listed(client, q=quote("archivo"))


def test_a_full_list_of_long_texts_stays_light(client: PageClient):
    for _ in range(queries.PER_PAGE + 5):
        make.commitment(text="Pavimentar la vía de la vereda. " * 60)
    assert len(client.open(LIST).data) < 60_000


def test_the_rows_are_those_of_the_database():
    """What the list shows of a row is read from the same columns as the page."""
    one = make.commitment()
    db.session.execute(update(Commitment).where(Commitment.id == one.id).values(next_step_on=today() - MONTH))
    (line,) = queries.page(queries.Filters()).items
    assert line.standing is Standing.AT_RISK


def test_a_step_that_nobody_reported_is_told_of_what_is_over(client: PageClient):
    over = make.commitment(CommitmentState.FULFILLED)
    rows.step(over)
    assert "no se informó que se hiciera" in client.get(f"/compromisos/{over.code}").text
    pending = make.commitment()
    rows.step(pending)
    assert "no se informó" not in client.get(f"/compromisos/{pending.code}").text


def test_each_page_leads_to_its_feed(client: PageClient):
    one = make.commitment()
    assert 'rel="alternate" type="application/atom+xml"' in client.get("/compromisos/").text
    assert f"/compromisos/{one.code}/atom.xml" in client.get(f"/compromisos/{one.code}").text.split("</head>")[0]
