"""The third step: each row is read, mended or left out before anything is written."""

import pytest
from sqlalchemy import select

from participa.accounts.queries import find_department
from participa.extensions import db
from participa.strategy.models import Activity
from tests import factories as make
from tests.strategy.wizard import FERIA, FORO, ROW, strategies, text

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
