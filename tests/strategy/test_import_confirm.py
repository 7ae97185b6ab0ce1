"""The last steps: a draft is made, or the next version, and an import is undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Department
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.models import Activity, ImportDraft, ImportState, Strategy, StrategyState
from tests import factories as make
from tests.strategy.wizard import FERIA, FORO, PUBLISHED, ROW, hidden, strategies, text, upload

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
