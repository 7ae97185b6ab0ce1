"""Everything public is found on one page, and nothing else: what is withdrawn is gone before the index hears of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from participa.accounts.models import Role
from participa.commitments.models import CommitmentState
from participa.documents import services as documents
from participa.events.models import EventState
from participa.extensions import db
from participa.history import services as history
from participa.history.models import HistoryKind
from participa.improvement.models import PlanState
from participa.questions.models import WithholdReason
from participa.reports import services as reports
from participa.reports.queries import kept
from participa.search import queries, services
from participa.search.sources import BY_CODE, SOURCES
from participa.shared import search
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import StrategyState
from tests import factories as make
from tests.factories import documents as make_documents
from tests.factories import history as make_history
from tests.factories import improvement as make_improvement
from tests.factories import reports as make_reports
from tests.factories.commitments import commitment

TEXT = "Las vías del corregimiento quedaron sin alcantarillado."


@dataclass(frozen=True)
class Thing:
    """Something public, and what takes it off the public pages, if anything may."""

    hide: Callable[[], None] | None = None


def of_question() -> Thing:
    row = make.public_question(body=TEXT)
    return Thing(lambda: make.withhold(row, WithholdReason.R1))


def of_commitment() -> Thing:
    commitment(text=TEXT)
    commitment(CommitmentState.REGISTERED, text=TEXT)  # not public: never found
    return Thing()


def of_event() -> Thing:
    make.event(EventState.CONVENED, title="Mesa de alcantarillado")
    make.event(EventState.DRAFT, title="Mesa de alcantarillado")
    return Thing()


def of_activity() -> Thing:
    """A later version of the year takes the place of the one in force."""
    first = make.strategy(year=2050)
    make.activity(first, name=TEXT)

    def replace() -> None:
        with unit_of_work():
            first.state = StrategyState.CLOSED
            db.session.add(first)
        make.strategy(year=2050)

    return Thing(replace)


def of_document() -> Thing:
    author = make.user(Role.APPROVER)
    row = make_documents.document(author, text=TEXT)
    make_documents.draft(author, text=TEXT)
    return Thing(lambda: within(lambda: documents.withdraw(row, "Tenía un error.", author)))


def of_report() -> Thing:
    space = make.event(EventState.HELD, title="Feria del alcantarillado")
    row = make_reports.public_report("preguntas-y-respuestas", make_reports.of_space(space))
    boss = make.user(Role.APPROVER)
    return Thing(lambda: within(lambda: reports.withdraw(kept.by_slug(row.slug), 1, "Tenía un error.", boss)))


def of_plan() -> Thing:
    make_improvement.plan(PlanState.DRAFT, title="Corregir el alcantarillado")
    make_improvement.published(title="Corregir el alcantarillado")
    return Thing()


def of_history() -> Thing:
    admin = make.user(Role.ADMIN)
    load = make_history.loaded(admin, HistoryKind.QUESTION, make_history.line(HistoryKind.QUESTION, "k1", TEXT))
    return Thing(lambda: within(lambda: history.withdraw(load.id, "Era de otra entidad.", admin)))


MAKERS = {
    "preguntas": of_question,
    "compromisos": of_commitment,
    "espacios": of_event,
    "actividades": of_activity,
    "documentos": of_document,
    "informes": of_report,
    "planes": of_plan,
    "historia": of_history,
}


def within(act: Callable[[], object]) -> None:
    with unit_of_work():
        act()


@pytest.fixture(autouse=True)
def from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_reached", {})


def page(client, q: str, **asked: str) -> str:
    return client.get("/buscar/", query_string={"q": q, **asked}).get_data(as_text=True).split("<main")[1]


def titles(words: str, code: str = "", year: int | None = None) -> list[str]:
    found = queries.find(words, BY_CODE.get(code), year, 1)
    return [hit.card.title for hit in found.hits]


def test_every_kind_is_tested():
    assert set(MAKERS) == {source.code for source in SOURCES}


@pytest.mark.parametrize("code", MAKERS)
def test_what_is_public_is_found_and_what_is_withdrawn_is_not(client, context, code):
    thing = MAKERS[code]()
    services.reconcile()
    shown = page(client, "alcantarillados", clase=code)
    assert shown.count("<mark>") >= 1
    assert "1 resultado<" in shown  # and neither the draft beside it
    source = BY_CODE[code]
    assert f'aria-current="page">{source.many}' in shown
    card = queries.find("alcantarillado", source, None, 1).hits[0].card
    with client.application.test_request_context():
        address = client.application.url_for(card.endpoint, **card.values)
    assert client.get(address).status_code == 200
    if thing.hide is None:
        return
    thing.hide()
    assert "No encontramos nada" in page(client, "alcantarillado", clase=code)  # before the index hears of it
    services.reconcile()
    left = select(SearchEntry.id).where(SearchEntry.kind == source.kind, SearchEntry.ref == card.ref)
    assert list(db.session.scalars(left)) == []


def test_accents_plurals_and_capitals_do_not_matter_and_hostile_words_stay_words(client, context):
    make.public_question(body="¿Cuándo pavimentan las VÍAS <b>veredales</b>?")
    for typed in ("via", "Vías", "veredal pavimentan", "pavim"):  # the last one is not finished
        assert "pavimenta" in page(client, typed)
    shown = page(client, "veredales")
    assert "&lt;b&gt;<mark>veredales</mark>&lt;/b&gt;" in shown
    for typed in ('"', "vía AND", "NEAR(", "zzkquestion <script>", "' OR 1=1", "* vía:*", "\x00"):
        assert client.get("/buscar/", query_string={"q": typed}).status_code == 200


def test_words_that_were_hidden_find_nothing_even_while_the_index_still_has_them(context):
    row = make.public_question(body="Zacarías tapó la cuneta de la calle.")
    make.answer(row, "Se limpió la cuneta.")
    with unit_of_work():
        entry = db.session.scalars(select(SearchEntry).where(SearchEntry.kind == "question")).one()
        search.put("question", row.id, "secretisimo", day=entry.day)
    assert titles("secretisimo") == []
    services.rebuild()
    assert titles("cuneta")


def test_a_year_and_a_kind_narrow_and_a_number_is_found_exactly(client, context):
    old = make_history.line(HistoryKind.COMMITMENT, "c1", "Arreglar el puente viejo.")
    make_history.loaded(make.user(Role.ADMIN), HistoryKind.COMMITMENT, old)
    row = make.public_question(body="¿Y el puente nuevo?")
    services.reconcile()
    assert len(titles("puente")) == 2
    assert titles("puente", year=2019) == ["Arreglar el puente viejo."]
    assert titles("puente", "preguntas") == ["¿Y el puente nuevo?"]
    assert titles("puente", "preguntas", 2019) == []
    assert "¿Y el puente nuevo?" in page(client, row.radicado)
    assert "Cómo buscar" in page(client, "")
    odd = page(client, "puente", clase="inventada", anio="abc")
    assert "2 resultados" in odd


def test_many_are_turned_page_by_page_latest_first_and_more_than_can_be_ordered_says_so(client, context, monkeypatch):
    for day in range(1, 24):
        kind = HistoryKind.SPACE
        line = f"e{day};2019-12-{day:02};Feria {day:02};Feria;Plaza;3;;Se vendió todo."
        make_history.loaded(admin(), kind, line)
    services.reconcile()
    assert titles("feria")[:2] == ["Feria 23", "Feria 22"]
    assert "Feria</mark> 03" in page(client, "feria", pagina="2")
    assert client.get("/buscar/?q=feria&pagina=3").status_code == 404
    monkeypatch.setattr(queries, "MOST", 10)
    found = queries.find("feria", None, None, 1)
    assert (found.amount, found.is_more, found.counts, len(found.hits)) == (10, True, None, 10)
    assert found.hits[0].card.title == "Feria 23"


def admin():
    return make.user(Role.ADMIN)


def test_the_index_is_mended_and_a_second_time_there_is_nothing_to_do(app: Flask, context):
    make.event(EventState.CONVENED, title="Mesa de riego")
    services.reconcile()
    entry = db.session.scalars(select(SearchEntry).where(SearchEntry.kind == "event")).one()
    with unit_of_work():
        search.put("event", entry.ref, "otra cosa", day=date(2001, 1, 1))
        search.put("event", 987_654, "fantasma", day=None)
    runner = app.test_cli_runner()
    told = runner.invoke(args=["search", "rebuild", "--anew"])
    assert told.exit_code == 0, told.output
    assert "Espacios de diálogo: 2 corregidos" in told.output
    assert titles("riego") == ["Mesa de riego"]
    assert titles("fantasma") == []
    assert set(services.rebuild().values()) == {0}


def test_an_index_of_other_stems_is_mended_in_few_minutes(context, monkeypatch: pytest.MonkeyPatch):
    """As after a change of how the stems are made: every row is different, and more than one slice goes in a minute."""
    places = [make.event(EventState.CONVENED, title="Mesa de evaluaciones").id for _ in range(3)]
    services.reconcile()
    with unit_of_work():
        for place in places:
            search.put("event", place, "otra cosa", day=date(2001, 1, 1))
    monkeypatch.setattr(services, "SOURCES", (replace(BY_CODE["espacios"], at_once=1),))
    services.reconcile()
    assert titles("evaluación") == ["Mesa de evaluaciones"] * 3


@pytest.mark.parametrize("code", MAKERS)
def test_what_a_room_writes_is_what_the_search_compares_with(context, code):
    """Otherwise it would be written again every minute, for ever."""
    MAKERS[code]()
    services.rebuild()
    assert set(services.rebuild().values()) == {0}
