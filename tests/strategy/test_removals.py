"""What is taken out of a draft comes back whole and in its place, for a day; two people do not overwrite each other."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.models import Activity, Description, RemovedPart, SectionWords, StrategyState
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
ROWS = tuple(f"{n}\tActividad {n}\t4/03/2030\t5/03/2030\tOficina Jurídica" for n in (1, 2, 3))


def draft():
    return make.imported(make.cronograma(*ROWS), state=StrategyState.DRAFT)


def names(strategy):
    db.session.expire_all()
    return [one.name for one in queries.activities(strategy)]


def removed(strategy, place=1):
    with unit_of_work():
        return services.remove_activity(queries.activities(strategy)[place], None)


def put_back(kept):
    with unit_of_work():
        return services.put_back(kept, None)


def test_an_activity_comes_back_whole_and_in_its_place():
    strategy, office, group = draft(), make.department(), make.value_group()
    row = queries.activities(strategy)[1]
    words = Description(
        row.section_id,
        "Foro",
        departments=(office,),
        value_groups=(group,),
        etapas=("ejecucion",),
        budget=5,
        starts_on=date(2030, 3, 4),
    )
    with unit_of_work():
        services.describe(row, words, None)
    before = {column.key: getattr(row, column.key) for column in Activity.__table__.columns}
    kept = removed(strategy)
    assert names(strategy) == ["Actividad 1", "Actividad 3"]
    back = put_back(kept)
    assert names(strategy) == ["Actividad 1", "Foro", "Actividad 3"]
    after = db.session.get_one(Activity, back.id, populate_existing=True)
    assert {column.key: getattr(after, column.key) for column in Activity.__table__.columns} == before
    assert (after.departments, after.value_groups) == ([office], [group])
    assert db.session.scalar(select(RemovedPart)) is None


def test_the_place_is_made_when_others_moved_into_it():
    strategy = draft()
    kept = removed(strategy, 0)
    with unit_of_work():
        services.move_activity(queries.activities(strategy)[1], True, None)
        rows = queries.activities(strategy)
        rows[0].position = 1
    put_back(kept)
    assert names(strategy) == ["Actividad 1", "Actividad 3", "Actividad 2"]


def test_an_address_that_was_given_to_another_is_not_given_twice():
    strategy = draft()
    kept = removed(strategy, 2)
    with unit_of_work():
        added = services.add_activity(strategy, Description(strategy.sections[0].id, "Feria"), None)
        assert added.slug == "1-3"
    assert put_back(kept).slug == "1-4"


def test_the_address_of_the_version_before_is_kept():
    first = make.imported(make.cronograma(*ROWS), state=StrategyState.PUBLISHED)
    with unit_of_work():
        second = services.new_version(first, "Ajuste", None)
    assert put_back(removed(second)).slug == "1-2"


def test_a_section_comes_back_in_its_place_and_then_its_activities():
    strategy = draft()
    with unit_of_work():
        section = services.add_section(strategy, SectionWords("Cierre"), None)
        services.add_section(strategy, SectionWords("Final"), None)
        services.add_activity(strategy, Description(section.id, "Evaluar"), None)
    activity = removed(strategy, 3)
    with unit_of_work():
        kept = services.remove_section(queries.sections(strategy)[1], None)
    with pytest.raises(Conflict, match="sección"), unit_of_work():
        services.put_back(activity, None)
    put_back(kept)
    put_back(activity)
    db.session.expire_all()
    assert [one.label for one in queries.sections(strategy)][1:] == ["Cierre", "Final"]
    assert names(strategy)[-1] == "Evaluar"


def test_after_a_day_it_does_not_come_back_and_goes_with_the_next_removal():
    strategy = draft()
    kept = removed(strategy)
    with unit_of_work():
        db.session.execute(update(RemovedPart).values(removed_at=now() - timedelta(hours=24, seconds=1)))
    db.session.expire_all()
    assert queries.removed_parts(strategy, now() - services.UNDONE_WITHIN) == []
    with pytest.raises(Conflict, match="Ya pasó el día"), unit_of_work():
        services.put_back(kept, None)
    other = removed(strategy, 0)
    assert list(db.session.scalars(select(RemovedPart.id))) == [other.id]


def test_nothing_comes_back_into_what_is_published_nor_by_who_may_not_write():
    strategy = draft()
    kept = removed(strategy)
    with pytest.raises(Forbidden):
        services.put_back(kept, make.user(Role.LIAISON))
    with unit_of_work():
        strategy.state = StrategyState.PUBLISHED
    with pytest.raises(Conflict), unit_of_work():
        services.put_back(kept, None)


def test_the_page_undoes_with_a_button(client):
    strategy = draft()
    row = queries.activities(strategy)[1]
    client.sign_in(make.user(Role.COMMUNICATIONS))
    assert client.submit(f"/estrategia/gestion/actividades/{row.id}/quitar").status_code == 303
    organize = f"/estrategia/gestion/{strategy.id}/editar"
    page = client.get(organize).get_data(as_text=True)
    assert "Deshacer" in page
    number = db.session.scalar(select(RemovedPart.id))
    undo = f"/estrategia/gestion/quitadas/{number}/deshacer"
    assert client.submit(undo, page=organize).status_code == 303
    assert "volvió a su lugar" in client.get(organize).get_data(as_text=True)
    assert names(strategy) == ["Actividad 1", "Actividad 2", "Actividad 3"]
    assert client.submit(undo, page=organize).status_code == 404


# --- two people at the same time ---


def described(row, name):
    return Description(row.section_id, name)


def test_who_saves_over_the_change_of_another_is_told_first():
    row = queries.activities(draft())[0]
    seen = row.mark
    with unit_of_work():
        services.describe(row, described(row, "De la primera"), None, seen)
    with pytest.raises(services.Changed), unit_of_work():
        services.describe(row, described(row, "De la segunda"), None, seen)
    assert db.session.get_one(Activity, row.id, populate_existing=True).name == "De la primera"
    with unit_of_work():
        services.describe(row, described(row, "De la segunda"), None, row.mark)
    assert db.session.get_one(Activity, row.id, populate_existing=True).name == "De la segunda"


def test_the_form_keeps_what_was_typed_and_saves_when_sent_again(client):
    row, editor = queries.activities(draft())[0], make.user(Role.COMMUNICATIONS)
    address = f"/estrategia/gestion/actividades/{row.id}/describir"
    typed = {"name": "De la segunda", "section": row.section_id, "mark": row.mark}  # as the page was opened
    with unit_of_work():
        services.describe(row, described(row, "De la primera"), None)
    client.sign_in(editor)
    answer = client.submit(address, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Otra persona guardó cambios" in page
    assert "De la segunda" in page
    db.session.expire_all()
    assert row.mark in page
    assert client.submit(address, typed | {"mark": row.mark}).status_code == 303
    db.session.expire_all()
    assert row.name == "De la segunda"
