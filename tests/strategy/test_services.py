"""Importing, moving and following up a strategy."""

from datetime import date

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.importing import read_plan
from participa.strategy.models import Activity, ActivityState, FollowUp, Section, Strategy, StrategyState
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
AUDIENCIA = "1\tRealizar la audiencia\t4/03/2030\t4/03/2030\tOficina Jurídica"
FORO = "2\tRealizar el foro\t5/03/2030\t6/03/2030\tSecretaría de Salud"
ENTITY = "Villa Ejemplo"


def plan_of(*rows, year=2030):
    return read_plan(make.cronograma(*rows), year)


def import_(*rows, actor=None, entity=ENTITY, year=2030):
    with unit_of_work():
        return services.import_plan(plan_of(*rows, year=year), entity, year, "Estrategia", actor)


def counts():
    return [db.session.scalar(select(func.count()).select_from(table)) for table in (Strategy, Section, Activity)]


def verbs_of(strategy):
    entries = select(AuditEntry.verb).where(
        AuditEntry.subject_kind == "strategy", AuditEntry.subject_id == str(strategy.id)
    )
    return list(db.session.scalars(entries.order_by(AuditEntry.id)))


def test_an_import_writes_a_draft_with_every_part():
    strategy = import_(AUDIENCIA, FORO).strategy
    activities = queries.activities(strategy)
    assert (strategy.state, strategy.version, strategy.year) == (StrategyState.DRAFT, 1, 2030)
    assert [(one.slug, one.name, one.ends_on) for one in activities] == [
        ("1-1", "Realizar la audiencia", date(2030, 3, 4)),
        ("1-2", "Realizar el foro", date(2030, 3, 6)),
    ]
    assert (activities[0].section.label, activities[0].section.elemento) == ("ETAPA DE DIALOGO", "dialogo")
    assert verbs_of(strategy) == ["strategy.import"]


def test_the_same_document_again_changes_nothing():
    first, before = import_(AUDIENCIA), counts()
    again = import_(AUDIENCIA)
    assert (again.strategy.id, first.is_new, again.is_new) == (first.strategy.id, True, False)
    assert counts() == before


def test_an_old_document_again_is_a_new_version_when_another_is_in_force():
    old = import_(AUDIENCIA).strategy
    make.imported(make.cronograma(FORO), state=StrategyState.PUBLISHED)
    back, twice = import_(AUDIENCIA), import_(AUDIENCIA)
    assert (old.version, back.is_new, back.strategy.version) == (1, True, 3)
    assert (twice.strategy.id, twice.is_new) == (back.strategy.id, False)


def test_the_same_document_for_another_year_or_entity_is_another_strategy():
    first = import_(AUDIENCIA)
    assert import_(AUDIENCIA, year=2031).strategy.id != first.strategy.id
    assert import_(AUDIENCIA, entity="Otra Villa").is_new


def test_another_document_of_the_year_is_the_next_version_and_leaves_the_published_one():
    published = make.imported(make.cronograma(AUDIENCIA), state=StrategyState.PUBLISHED)
    second = import_(AUDIENCIA, FORO).strategy
    assert (second.version, second.state) == (published.version + 1, StrategyState.DRAFT)
    assert (queries.of_year(2030).id, len(queries.activities(published))) == (published.id, 1)


def test_offices_are_linked_by_name_and_the_text_is_kept():
    legal, _health = make.department("Oficina Juridica"), make.department("Secretaría de Salud Departamental")
    activities = queries.activities(import_(AUDIENCIA, FORO).strategy)
    assert [[office.id for office in one.departments] for one in activities] == [[legal.id], []]
    assert [one.responsible_text for one in activities] == ["Oficina Jurídica", "Secretaría de Salud"]


def test_activities_above_any_section_are_kept_apart():
    table = make.cronograma(AUDIENCIA, "ETAPA DE INFORMACION\t\t\t\t", FORO).split("\n", 1)[1]
    strategy = make.imported(table)
    assert [(one.section.label, one.slug) for one in queries.activities(strategy)] == [
        ("Sin sección", "0-1"),
        ("ETAPA DE INFORMACION", "1-1"),
    ]


def test_cells_without_a_field_and_lines_without_a_row_are_kept():
    header = "CRONOGRAMA 2030\n\nActividad\tMeta\tIndicador\tResponsable\tObservaciones"
    strategy = make.imported(f"{header}\nRealizar el foro\tUn foro\tForos\tSalud\tEn la plaza")
    (activity,) = queries.activities(strategy)
    assert (activity.goal, activity.indicator, activity.extra) == (
        "Un foro",
        "Foros",
        [["Observaciones", "En la plaza"]],
    )
    assert strategy.unassigned_lines == [{"line": 1, "text": "CRONOGRAMA 2030"}]


@pytest.mark.parametrize("rows", [("texto suelto",), ("1\tAbrir\t" + "9" * 201 + "\t\tOficina",)])
def test_a_document_that_cannot_be_a_strategy_is_refused_whole(rows):
    before = counts()
    with pytest.raises(Invalid), unit_of_work():
        services.import_plan(plan_of(*rows), ENTITY, 2030, "Estrategia", None)
    assert counts() == before


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COMMUNICATIONS, Role.ADMIN}))
def test_others_do_not_import(role):
    with pytest.raises(Forbidden):
        services.import_plan(plan_of(AUDIENCIA), ENTITY, 2030, "Estrategia", make.user(role))


def test_a_strategy_is_approved_and_then_published_by_the_approver():
    strategy, approver = import_(AUDIENCIA).strategy, make.user(Role.APPROVER)
    with unit_of_work():
        services.move(strategy, StrategyState.APPROVED, approver)
        services.move(strategy, StrategyState.PUBLISHED, approver)
    assert strategy.approved_at is not None
    assert strategy.published_at is not None
    assert verbs_of(strategy) == ["strategy.import", "strategy.move", "strategy.move"]


def test_a_draft_is_not_published_at_once():
    with pytest.raises(Conflict, match="Borrador"):
        services.move(import_(AUDIENCIA).strategy, StrategyState.PUBLISHED, make.user(Role.APPROVER))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPROVER}))
def test_others_do_not_approve(role):
    with pytest.raises(Forbidden):
        services.move(import_(AUDIENCIA).strategy, StrategyState.APPROVED, make.user(role))


def test_publishing_a_version_closes_the_earlier_one_and_keeps_what_was_reported():
    first = make.imported(make.cronograma(AUDIENCIA), state=StrategyState.PUBLISHED)
    other = make.imported(make.cronograma(FORO), year=2031, state=StrategyState.PUBLISHED)
    (held,) = queries.activities(first)
    with unit_of_work():
        services.follow_up(held, FollowUp(ActivityState.PARTIAL, "", ()), make.user(Role.APPROVER))
    second = make.imported(make.cronograma(AUDIENCIA, FORO), state=StrategyState.PUBLISHED)
    assert [first.state, second.state, other.state] == [
        StrategyState.CLOSED,
        StrategyState.PUBLISHED,
        StrategyState.PUBLISHED,
    ]
    assert [one.state for one in queries.activities(second)] == [ActivityState.PARTIAL, ActivityState.SCHEDULED]
    assert queries.of_year(2030, first.version).id == first.id
    assert "strategy.supersede" in verbs_of(first)


def test_a_new_date_keeps_the_earlier_one_and_the_reason():
    activity = queries.activities(make.imported(make.cronograma(AUDIENCIA)))[0]
    change = FollowUp(ActivityState.RESCHEDULED, "Paro de transporte", (), date(2030, 4, 1), date(2030, 4, 2))
    with unit_of_work():
        services.follow_up(activity, change, make.user(Role.COMMUNICATIONS))
    assert (activity.starts_on, activity.ends_on) == (date(2030, 4, 1), date(2030, 4, 2))
    assert activity.replaced_dates == [(date(2030, 3, 4), date(2030, 3, 4))]
    assert activity.state_note == "Paro de transporte"


@pytest.mark.parametrize(
    "change",
    [
        FollowUp(ActivityState.CANCELLED, "", ()),
        FollowUp(ActivityState.RESCHEDULED, "", (), date(2030, 4, 1), date(2030, 4, 2)),
        FollowUp(ActivityState.RESCHEDULED, "Paro", ()),
    ],
)
def test_a_cancelled_or_moved_activity_needs_its_reason_and_dates(change):
    activity = queries.activities(make.imported())[0]
    with pytest.raises(Invalid):
        services.follow_up(activity, change, make.user(Role.APPROVER))


def test_a_closed_version_no_longer_changes():
    activity = queries.activities(make.imported(state=StrategyState.CLOSED))[0]
    with pytest.raises(Conflict):
        services.follow_up(activity, FollowUp(ActivityState.DONE, "", ()), make.user(Role.APPROVER))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPROVER, Role.COMMUNICATIONS}))
def test_others_do_not_follow_up(role):
    activity = queries.activities(make.imported())[0]
    with pytest.raises(Forbidden):
        services.follow_up(activity, FollowUp(ActivityState.DONE, "", ()), make.user(role))
