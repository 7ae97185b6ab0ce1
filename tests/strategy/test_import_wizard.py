"""The import of a cronograma, step by step."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Department, Role
from participa.accounts.queries import find_department
from participa.extensions import db
from participa.shared import jobs
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.forms import MOST_LETTERS
from participa.strategy.importing import from_json, read_document, summary, to_json
from participa.strategy.importing.plan import WarningCode
from participa.strategy.models import Activity, ImportDraft, ImportState, Strategy, StrategyState
from participa.strategy.services.imports import pesos
from tests import factories as make
from tests.strategy.documents.blocks import Table
from tests.strategy.documents.seeds import ALL, ITAGUI, seed
from tests.strategy.documents.writers import as_xlsx
from tests.strategy.test_importing_files import locked_book, pdf, zipped
from tests.strategy.wizard import IMPORT, Wizard, hidden, text, typed, upload

ROW = "1\tRealizar la audiencia\t1/03/2030\t3/03/2030\tOficina Jurídica –"
FORO = "2\tConvocar el foro de juventud\t4/03/2030\t4/03/2030\tOficina de Juventud"
FERIA = "3\tMontar la feria de servicios\t5/03/2030\t5/03/2030\tComité de rendición de cuentas"
PUBLISHED = StrategyState.PUBLISHED


def strategies() -> int:
    return db.session.scalar(select(func.count()).select_from(Strategy)) or 0


@pytest.fixture
def wizard(app, context, database):
    return Wizard(app)


@pytest.fixture
def admin(app, context, database):
    return Wizard(app, Role.ADMIN)


@pytest.fixture
def workbook():
    return as_xlsx([Table([["No.", "ACTIVIDAD", "FECHA", "RESPONSABLE"], ["1", "Abrir", "4/03/2030", "Oficina"]])])


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


# Step 3


def test_the_check_shows_totals_warnings_by_cell_and_other_lines(wizard):
    wizard.begin("PLAN 2030\n" + make.cronograma(ROW))
    page = wizard.page()
    for shown in ("ETAPA DE DIALOGO", "cae en domingo", "termina en guion", "Línea 1: PLAN 2030", ">Responsable<"):
        assert shown in page
    assert strategies() == 0


def test_a_row_is_mended_in_its_place_and_its_warnings_go(wizard):
    wizard.begin(make.cronograma(ROW))
    form = wizard.page(query="?editar=0")
    assert "Corregir la fila" in form
    answer = wizard.row(0, starts_on="2030-03-04", ends_on="2030-03-06", responsible_text="Oficina Jurídica", code="7")
    assert answer.location.endswith("#fila-0")
    page = wizard.page()
    assert "Corregida" in page
    assert "cae en domingo" not in page
    assert "termina en guion" not in page
    wizard.confirm()
    one = db.session.scalars(select(Activity)).one()
    assert (one.code, str(one.starts_on), one.responsible_text) == ("7", "2030-03-04", "Oficina Jurídica")


def test_a_new_date_is_checked_again(wizard):
    wizard.begin(make.cronograma(FORO))
    wizard.row(0, starts_on="2030-03-03", ends_on="2030-03-03")
    assert "cae en domingo" in wizard.page()


def test_a_date_in_words_is_read_again(wizard):
    wizard.begin(make.cronograma(FORO))
    wizard.row(0, date_text="Segundo y tercer cuatrimestre")
    assert "Segundo y tercer cuatrimestre de 2030" in wizard.page()
    wizard.confirm()
    one = db.session.scalars(select(Activity)).one()
    assert (one.periods, one.schedule_kind, one.starts_on) == (["2030-C2", "2030-C3"], "set", None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": " "}, "Escriba la actividad"),
        ({"starts_on": "2030-03-09", "ends_on": "2030-03-01"}, "es anterior a la inicial"),
        ({"starts_on": "mañana"}, "Escriba la fecha"),
        ({"code": "9" * 33}, "32 caracteres o menos"),
        ({"section": "99"}, "no es"),
    ],
)
def test_a_row_that_cannot_be_is_shown_again_with_what_was_typed(wizard, values, said):
    wizard.begin(make.cronograma(FORO))
    answer = wizard.row(0, **({"responsible_text": "Lo que escribí"} | values))
    assert answer.status_code == 422
    assert "Lo que escribí" in text(answer)
    assert "<title>Error:" in text(answer)
    assert wizard.draft.edits == {}


def test_a_row_is_left_out_and_taken_back(wizard):
    wizard.begin(make.cronograma(ROW, FORO))
    wizard.drop(0)
    assert "Volver a poner" in wizard.page(query="?ver=quitadas")
    assert "<dt>Filas quitadas</dt><dd>1 fila</dd>" in wizard.page("confirmar")
    wizard.drop(0, "0")
    wizard.drop(1)
    wizard.confirm()
    assert [one.name for one in db.session.scalars(select(Activity))] == ["Realizar la audiencia"]


def test_a_row_goes_to_another_section_or_to_none(wizard):
    wizard.begin(make.cronograma(ROW) + "\n\n" + make.cronograma(FORO, section="ETAPA DE EVALUACION"))
    wizard.row(0, section="2")
    wizard.row(1, section="0")
    page = wizard.page()
    assert page.index("Sin sección</th>") < page.index("Convocar el foro") < page.index("Realizar la audiencia")
    wizard.confirm()
    sections = {one.name: one.section.label for one in db.session.scalars(select(Activity))}
    assert sections == {
        "Realizar la audiencia": "ETAPA DE EVALUACION",
        "Convocar el foro de juventud": "Sin sección",
    }


def test_without_any_row_nothing_is_imported(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.drop(0)
    answer = wizard.client.get(f"{wizard.at}/confirmar")
    assert answer.location == f"{wizard.at}/revisar"
    assert "No hay actividades para importar" in wizard.page()


def test_unknown_offices_are_created_by_the_administration(admin):
    make.department("Oficina Jurídica")
    admin.begin(make.cronograma(ROW, FORO, FERIA))
    page = admin.page()
    assert "Oficina de Juventud" in page
    assert "no son dependencias y quedan como texto: Comité de rendición de cuentas" in page
    admin.client.submit(f"{admin.at}/revisar", {"offices": ["Oficina de Juventud"]})
    assert find_department("Oficina de Juventud") is None
    admin.confirm()
    linked = {one.name: [office.name for office in one.departments] for one in db.session.scalars(select(Activity))}
    assert linked["Convocar el foro de juventud"] == ["Oficina de Juventud"]
    assert linked["Realizar la audiencia"] == ["Oficina Jurídica"]


def test_communications_is_told_who_creates_offices(wizard):
    wizard.begin(make.cronograma(FORO))
    assert "Solo Administración crea dependencias" in wizard.page()
    wizard.client.submit(f"{wizard.at}/revisar", {"offices": ["Oficina de Juventud"]})
    assert wizard.draft.offices == []


def test_all_offices_are_linked_with_all(wizard):
    offices = [make.department("Oficina A"), make.department("Oficina B")]
    wizard.begin(make.cronograma("1\tAbrir\t4/03/2030\t4/03/2030\tTodas las dependencias"))
    wizard.confirm()
    assert db.session.scalars(select(Activity)).one().departments == offices


def test_many_rows_come_in_pages(wizard):
    rows = [f"{number}\tActividad {number}\t4/03/2030\t4/03/2030\tOficina" for number in range(1, 121)]
    wizard.begin(make.cronograma(*rows))
    assert "Actividad 51<" not in wizard.page()
    assert "Actividad 51<" in wizard.page(query="?pagina=2")
    assert "Página 3 de 3" in wizard.page(query="?pagina=99")


@pytest.mark.parametrize("query", ["?pagina=x&editar=y&ver=z", "?editar=999999", "?pagina=-5"])
def test_odd_addresses_of_the_check_are_no_fault(wizard, query):
    wizard.begin(make.cronograma(ROW))
    assert "Realizar la audiencia" in wizard.page(query=query)


def test_a_row_that_is_not_there_is_refused(wizard):
    wizard.begin(make.cronograma(ROW))
    for address in ("filas/7", "filas/7/quitar"):
        assert wizard.client.submit(f"{wizard.at}/{address}", {}, page=f"{wizard.at}/revisar").status_code == 409


# Steps 4 and 5


def test_a_confirmed_import_becomes_a_draft(wizard):
    wizard.begin(**upload(make.cronograma(ROW).encode()))
    assert "Borrador de la versión 1" in wizard.page("confirmar")
    assert wizard.confirm().location == f"{wizard.at}/resultado"
    assert "Se importaron 1 actividad" in wizard.page("resultado")
    strategy = db.session.scalars(select(Strategy)).one()
    assert (strategy.state, strategy.source_name) == (StrategyState.DRAFT, "cronograma.txt")
    assert strategy.title == "Estrategia de rendición de cuentas 2030"
    assert wizard.draft.source == b""


def test_confirming_twice_is_once(wizard):
    wizard.begin(make.cronograma(ROW))
    page = wizard.page("confirmar")
    sent = {"seal": hidden(page, "seal"), "csrf_token": hidden(page, "csrf_token")}
    for _ in range(2):
        answer = wizard.client.post(f"{wizard.at}/confirmar", data=sent)
        assert answer.status_code == 303
    assert strategies() == 1


def test_what_changed_after_the_page_is_shown_again_first(wizard):
    wizard.begin(make.cronograma(ROW, FORO))
    page = wizard.page("confirmar")
    wizard.drop(0)
    answer = wizard.confirm(seal=hidden(page, "seal"))
    assert answer.status_code == 200
    assert "Algo cambió" in text(answer)
    assert strategies() == 0


def test_the_same_document_again_changes_nothing_and_says_so(wizard):
    for _ in range(2):
        wizard.begin(make.cronograma(ROW))
        wizard.confirm()
    assert "ya estaba importado" in wizard.page("resultado")
    assert strategies() == 1


def test_the_same_document_is_known_although_it_was_mended(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.row(0, responsible_text="Oficina Jurídica")
    wizard.confirm()
    wizard.begin(make.cronograma(ROW))
    assert "Este documento ya está importado" in wizard.page()
    wizard.confirm()
    assert strategies() == 1


def test_a_changed_document_shows_the_difference_and_becomes_the_next_version(wizard):
    first = make.imported(make.cronograma(ROW, FORO), state=PUBLISHED)
    old = {one.code: one for one in queries.activities(first)}
    wizard.begin(make.cronograma("9" + FORO[1:].replace("4/03/2030", "6/03/2030"), FERIA))
    page = wizard.page("confirmar")
    for shown in ("Qué cambia frente a la versión 1", "6 de marzo de 2030", "Montar la feria", "Realizar la audiencia"):
        assert shown in page
    wizard.confirm()
    second = queries.find_present("Villa Ejemplo", 2030)
    assert second.id == first.id
    new = db.session.scalars(select(Strategy).where(Strategy.version == 2)).one()
    assert (new.replaces_id, new.state) == (first.id, StrategyState.DRAFT)
    by_name = {one.name: one for one in queries.activities(new)}
    foro, feria = by_name["Convocar el foro de juventud"], by_name["Montar la feria de servicios"]
    assert (foro.replaces_id, foro.slug) == (old["2"].id, old["2"].slug)
    assert feria.replaces_id is None
    assert feria.slug not in {one.slug for one in old.values()}


def test_what_was_written_by_hand_stays_with_the_activity(wizard):
    first = make.imported(make.cronograma(FORO), state=PUBLISHED)
    (one,) = queries.activities(first)
    with unit_of_work():
        one = db.session.merge(one)
        one.meta_pdm, one.ods, one.budget = "Meta 4", [16], 5_000_000
    wizard.begin(make.cronograma(FORO, FERIA))
    wizard.confirm()
    kept = db.session.scalars(select(Activity).where(Activity.replaces_id == one.id)).one()
    assert (kept.meta_pdm, kept.ods, kept.budget) == ("Meta 4", [16], 5_000_000)


def test_a_row_that_is_rewritten_continues_the_one_with_its_number(wizard):
    first = make.imported(make.cronograma(ROW, FORO), state=PUBLISHED)
    old = {one.code: one.id for one in queries.activities(first)}
    wizard.begin(make.cronograma(ROW, FORO.replace("Convocar el foro de juventud", "Convocar el foro de la juventud")))
    wizard.confirm()
    new = db.session.scalars(select(Activity).where(Activity.name == "Convocar el foro de la juventud")).one()
    assert new.replaces_id == old["2"]


# Undo


def test_an_import_is_undone_as_if_it_had_never_been(wizard):
    first = make.imported(make.cronograma(ROW), state=PUBLISHED)
    wizard.begin(make.cronograma(ROW, FORO))
    wizard.confirm()
    assert strategies() == 2
    wizard.undo()
    assert "Se deshizo" in wizard.page("resultado")
    assert db.session.scalars(select(Strategy)).all() == [db.session.get_one(Strategy, first.id)]
    assert len(queries.activities(first)) == 1
    wizard.undo()
    assert strategies() == 1


def test_after_the_undo_the_same_document_can_be_imported_again(wizard):
    for _ in range(2):
        wizard.begin(make.cronograma(ROW))
        wizard.confirm()
        assert wizard.draft.is_new
        wizard.undo()
    assert strategies() == 0


def late(wizard, strategy):
    draft = db.session.get_one(ImportDraft, wizard.draft.id)
    draft.imported_at = now() - timedelta(hours=25)


def published(wizard, strategy):
    services.publish(strategy, actor=None)


def touched(wizard, strategy):
    queries.activities(strategy)[0].name = "Otra cosa"


def linked(wizard, strategy):
    queries.activities(strategy)[0].departments = [db.session.scalars(select(Department)).first()]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (late, "Ya pasaron 24 horas"),
        (published, "ya no es un borrador"),
        (touched, "alguien cambió esta versión"),
        (linked, "alguien cambió esta versión"),
    ],
)
def test_an_import_that_went_on_is_not_undone(wizard, act, said):
    make.department("Oficina suelta")
    wizard.begin(make.cronograma(ROW))
    wizard.confirm()
    page = wizard.page("resultado")
    with unit_of_work():
        act(wizard, db.session.scalars(select(Strategy)).one())
    answer = wizard.client.post(f"{wizard.at}/deshacer", data={"csrf_token": hidden(page, "csrf_token")})
    assert answer.status_code == 303
    assert said in wizard.page("resultado")
    assert strategies() == 1
    assert wizard.draft.state is ImportState.IMPORTED


def test_an_import_from_which_something_hangs_is_not_undone(wizard):
    wizard.begin(make.cronograma(ROW))
    wizard.confirm()
    (one,) = queries.activities(db.session.scalars(select(Strategy)).one())
    make.event(activity=one)
    wizard.undo()
    assert "ya cuelgan espacios" in wizard.page("resultado")
    assert strategies() == 1
    assert wizard.draft.state is ImportState.IMPORTED


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
