"""The import of a cronograma, step by step."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared import jobs
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.forms import MOST_LETTERS
from participa.strategy.importing import from_json, read_document, summary, to_json
from participa.strategy.importing.plan import WarningCode
from participa.strategy.models import Activity, ImportDraft, ImportState
from participa.strategy.services.imports import pesos
from tests import factories as make
from tests.strategy.documents.seeds import ALL, ITAGUI, seed
from tests.strategy.test_importing_files import locked_book, pdf, zipped
from tests.strategy.wizard import FORO, IMPORT, ROW, Wizard, hidden, strategies, text, typed, upload

# Step 1


def test_a_pasted_table_is_read_at_once_and_nothing_of_the_strategy_is_written(wizard):
    assert wizard.begin(make.cronograma(ROW)).status_code == 303
    assert wizard.draft.state is ImportState.READ
    assert wizard.client.get(wizard.at).location == f"{wizard.at}/columnas"
    assert strategies() == 0


def test_an_office_file_is_read_by_a_job_while_the_page_waits(wizard, workbook):
    queue = wizard.app.extensions["huey"]
    queue.flush()
    wizard.begin(**upload(workbook, "cronograma.xlsx"))
    waiting = wizard.client.get(wizard.at)
    assert waiting.headers["Refresh"] == "2"
    assert "Actualizar" in text(waiting)
    queue.execute(queue.dequeue())
    assert wizard.client.get(wizard.at).location == f"{wizard.at}/columnas"
    assert "Refresh" not in wizard.client.get(f"{wizard.at}/columnas").headers


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Elija un archivo o pegue la tabla"),
        ({"text": "   \n "}, "Elija un archivo o pegue la tabla"),
        ({"text": "hola"}, "No se encontró"),
        ({"text": "a" * (MOST_LETTERS + 1)}, "pasa de 100.000 letras"),
        (upload(b"", "vacio.xlsx"), "está vacío"),
        (upload(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "foto.xlsx"), "es una imagen o una foto"),
        (upload(b"\x00\x01\x02" * 50), "no parece texto"),
        (upload(b"Rar!\x1a\x07", "a.xlsx"), "carpeta comprimida"),
        (upload(locked_book(), "clave.xlsx"), "tiene contraseña"),
        ({"text": "x", "year": "20"}, "Escriba un año entre 1990 y 2099"),
        ({"text": "x", "year": "veinte"}, "Escriba un año"),
        ({"text": "x", "entity_name": " "}, "Escriba el nombre de la entidad"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_at_once_with_a_sentence(wizard, sent, said):
    answer = wizard.begin(**sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert strategies() == 0
    assert queries.imports_under_way(db.session.scalars(select(ImportDraft.owner_id)).first() or make.user()) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf(300), "páginas"),
        (zipped(**{"xl/workbook.xml": "x" * 60_000_000}), ""),
        (b"PK\x03\x04rest", "dañado"),
    ],
    ids=["300 pages", "bomb", "broken"],
)
def test_what_the_reader_refuses_comes_back_with_its_sentence(wizard, data, said):
    wizard.begin(**upload(data, "cronograma.pdf"), title="Mi título")
    wizard.read()
    assert wizard.draft.state is ImportState.REFUSED
    page = text(wizard.client.get(wizard.at))
    assert wizard.draft.problem in page
    assert said in page
    assert 'value="Mi título"' in page
    assert strategies() == 0


def test_a_wrong_extension_is_told_and_does_no_harm(wizard, workbook):
    wizard.begin(**upload(workbook, "cronograma.pdf"))
    wizard.read()
    assert "El nombre termina en «.pdf»" in wizard.page()


def test_a_file_of_more_than_ten_megabytes_is_refused(wizard):
    client = wizard.client
    fields = typed(csrf_token=hidden(text(client.get(IMPORT)), "csrf_token"))
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append('--x\r\nContent-Disposition: form-data; name="file"; filename="t.txt"\r\n\r\n' + "a\n" * 5_300_000)
    body = "\r\n".join([*parts, "--x--\r\n"]).encode()
    answer = client.post(IMPORT, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert "pesa más de 10 MB" in text(answer)


def test_a_refused_text_stays_on_the_page(wizard):
    assert "mi tabla sin encabezado" in text(wizard.begin("mi tabla sin encabezado"))


def test_formulas_and_control_characters_are_texts(wizard):
    wizard.begin(make.cronograma("1\t=HYPERLINK(A1)\x01\t4/03/2030\t4/03/2030\tOficina"))
    assert "es una fórmula" in wizard.page()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMUNICATIONS, Role.ADMIN}))
def test_others_do_not_see_the_import(client, context, role):
    assert client.sign_in(make.user(role)).get(IMPORT).status_code == 403


# Step 2


def test_columns_are_guessed_with_their_first_cells(wizard):
    wizard.begin(make.cronograma(ROW, FORO))
    page = wizard.page("columnas")
    for shown in ("FECHA INICIAL", "Realizar la audiencia<br>Convocar el foro", "Periodo" not in page and "Meta"):
        assert shown in page
    assert '<option selected value="name">Actividad</option>' in page


def test_columns_as_guessed_go_on_without_reading_again(wizard):
    wizard.begin(make.cronograma(ROW))
    answer = wizard.client.submit(f"{wizard.at}/columnas", chosen(wizard))
    assert answer.location == f"{wizard.at}/revisar"
    assert wizard.draft.choices == {}


def chosen(wizard, **changes):
    headings = ["code", "name", "starts_on", "ends_on", "responsible_text"]
    return {f"column_{place}": changes.get(name, name) for place, name in enumerate(headings)}


def test_a_column_that_is_changed_is_read_anew(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.client.submit(f"{wizard.at}/columnas", chosen(wizard, responsible_text="product"))
    (one,) = from_json(wizard.draft.plan).activities
    assert (one.goal, one.responsible_text) == ("Oficina Jurídica –", "")
    assert '<option selected value="product">Meta o producto</option>' in wizard.page("columnas")


def test_without_a_column_for_the_activity_it_does_not_go_on(wizard):
    wizard.begin(make.cronograma(ROW))
    answer = wizard.client.submit(f"{wizard.at}/columnas", chosen(wizard, name="product"))
    assert answer.status_code == 422
    assert "Diga cuál columna tiene la actividad" in text(answer)


def test_a_changed_column_of_a_file_is_read_by_a_job(wizard, workbook):
    wizard.begin(**upload(workbook, "a.xlsx"))
    wizard.read()
    columns = {"column_0": "code", "column_1": "name", "column_2": "schedule_text", "column_3": "product"}
    assert wizard.client.submit(f"{wizard.at}/columnas", columns).location == wizard.at
    assert wizard.draft.state is ImportState.WAITING
    wizard.read()
    assert from_json(wizard.draft.plan).activities[0].goal == "Oficina"


def test_a_list_without_headings_says_so(wizard):
    wizard.begin(seed("estrategia-2025.txt").decode(), year="2025")
    assert "no tiene títulos de columna" in wizard.page("columnas")


# People, time and jobs


def test_each_import_is_only_of_its_owner(wizard):
    wizard.begin(make.cronograma(ROW))
    other = Wizard(wizard.app, Role.ADMIN).client
    for step in ("", "/columnas", "/revisar", "/confirmar", "/resultado"):
        assert other.get(f"{wizard.at}{step}").status_code == 404
    assert "Importaciones sin terminar" not in text(other.get(IMPORT))
    assert "Importaciones sin terminar" in text(wizard.client.get(IMPORT))


def test_two_people_with_the_same_document_make_one_version(wizard):
    other = Wizard(wizard.app, Role.ADMIN)
    for one in (wizard, other):
        one.begin(make.cronograma(ROW))
    wizard.confirm()
    other.confirm()
    assert strategies() == 1
    assert not other.draft.is_new


def test_an_import_is_discarded(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.client.submit(f"{wizard.at}/descartar", {}, page=f"{wizard.at}/revisar")
    assert wizard.client.get(wizard.at).status_code == 404


def test_an_old_import_is_out_of_reach_and_then_purged(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.begin(make.cronograma(FORO))
    with unit_of_work():
        db.session.get_one(ImportDraft, wizard.draft.id).expires_at = now() - timedelta(minutes=1)
    assert wizard.client.get(wizard.at).status_code == 404
    services.purge_imports()
    assert db.session.scalar(select(func.count()).select_from(ImportDraft)) == 1


def test_what_no_job_read_is_read_by_the_chore(wizard, workbook):
    wizard.begin(**upload(workbook, "a.xlsx"))
    services.read_what_waits()
    assert wizard.draft.state is ImportState.WAITING  # the job has its chance first
    with unit_of_work():
        db.session.get_one(ImportDraft, wizard.draft.id).created_at = now() - timedelta(minutes=1)
    services.read_what_waits()
    assert wizard.draft.state is ImportState.READ


def test_a_reading_whose_worker_died_is_taken_up(wizard, workbook):
    wizard.begin(**upload(workbook, "a.xlsx"))
    with unit_of_work():
        draft = db.session.get_one(ImportDraft, wizard.draft.id)
        draft.state, draft.taken_at = ImportState.READING, now()
    wizard.read()
    assert wizard.draft.state is ImportState.READING  # somebody is at it
    with unit_of_work():
        db.session.get_one(ImportDraft, wizard.draft.id).taken_at = now() - timedelta(minutes=5)
    services.read_what_waits()
    assert wizard.draft.state is ImportState.READ


def test_a_file_that_kills_its_readers_is_given_up(wizard, workbook):
    wizard.begin(**upload(workbook, "a.xlsx"))
    with unit_of_work():
        draft = db.session.get_one(ImportDraft, wizard.draft.id)
        draft.state, draft.taken_at, draft.tries = ImportState.READING, now() - timedelta(minutes=5), 3
    services.read_what_waits()
    assert wizard.draft.state is ImportState.REFUSED
    assert "no se pudo leer" in text(wizard.client.get(wizard.at))


def test_the_chores_are_known():
    assert {services.read_what_waits, services.purge_imports} <= set(jobs._chores)


# Without pages


@pytest.mark.parametrize("name", ALL)
def test_a_plan_survives_the_database_whole(name):
    plan = read_document(seed(name), name)
    assert from_json(to_json(plan)) == plan


def test_each_kind_of_warning_names_its_cell():
    assert set(summary.CELLS) == set(WarningCode)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("$ 45.000.000", 45_000_000), ("1500", 1500), ("45.000.000,00", 45_000_000), ("por definir", None), ("", None)],
)
def test_pesos(written, amount):
    assert pesos(written) == amount


def test_a_real_document_goes_from_the_upload_to_the_draft(wizard):
    wizard.begin(**upload(seed(ITAGUI), "itagui.txt"), year="2020")
    page = wizard.page()
    assert "46" in page
    wizard.confirm()
    assert db.session.scalar(select(func.count()).select_from(Activity)) == 46


@pytest.mark.parametrize("query", ["?ver=avisos", "?ver=quitadas", "?pagina=9"])
def test_a_row_that_is_in_another_view_keeps_what_was_typed(app, context, query):
    wizard = Wizard(app)
    wizard.begin(make.cronograma(*(f"{n}\tHacer la obra {n}\t4/03/2030\t4/03/2030\tPrensa" for n in range(1, 61))))
    one = wizard.draft.plan["activities"][2]
    sent = {"name": "", "section": one["section_position"], "responsible_text": "La oficina de la plaza"}
    answer = wizard.client.submit(f"{wizard.at}/filas/2{query}", sent, page=f"{wizard.at}/revisar")
    assert answer.status_code == 422
    assert "Escriba la actividad." in text(answer)
    assert "La oficina de la plaza" in text(answer)
