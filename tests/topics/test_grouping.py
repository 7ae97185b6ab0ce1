"""Nominations that say the same go together; every step can be undone and is public."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.errors import Closed, Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from participa.topics import services
from participa.topics.models import Nomination, Standing, StepKind, TopicGroup
from participa.topics.queries import groups as queries
from tests import factories as make
from tests.factories import topics
from tests.pages import PageClient


def test_a_nomination_stays_readable_under_its_topic(context: None, client: PageClient) -> None:
    call = topics.call()
    row = topics.nomination(call, words="Que arreglen el puente")
    topics.topic(call, "Puentes y vías", [row.number])
    page = client.get(f"/temas/{call.slug}/tema/1").text
    assert "Que arreglen el puente" in page
    assert "El equipo creó el grupo" in page
    assert "Entró una postulación" in page


def test_the_same_click_twice_makes_one_topic(context: None) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    row = topics.nomination(call)
    first = topics.topic(call, "Vías", [row.number], moderator)
    assert topics.topic(call, "Vías", [row.number], moderator).id == first.id
    assert len(queries.of_call(call)) == 1


def test_what_somebody_else_has_just_grouped_is_not_taken_away(context: None) -> None:
    call = topics.call()
    row = topics.nomination(call)
    topics.topic(call, "Vías", [row.number])
    with pytest.raises(Conflict, match="ya está en «Vías»"):
        topics.topic(call, "Puentes", [row.number])
    assert [group.title for group in queries.of_call(call)] == ["Vías"]


def test_taking_out_undoing_and_grouping_again_all_leave_their_trace(context: None) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    one, other = topics.nomination(call), topics.nomination(call)
    group = topics.topic(call, "Vías", [one.number, other.number], moderator)
    with unit_of_work():
        services.take_out(group, one, moderator)
        services.take_out(group, one, moderator)
        services.rename(group, "Vías rurales", moderator, group.revision)
        services.undo(group, moderator)
        services.undo(group, moderator)
    again = topics.topic(call, "Caminos", [one.number, other.number], moderator)
    assert [step.kind for step in queries.steps(group)] == [
        *(StepKind.MADE, StepKind.JOINED, StepKind.JOINED, StepKind.LEFT),
        *(StepKind.RENAMED, StepKind.LEFT, StepKind.UNDONE),
    ]
    assert again.number == 2
    assert queries.sizes([group, again]) == {group.id: (0, 0), again.id: (2, 0)}
    assert db.session.get_one(Nomination, one.id).words == one.words


def test_what_is_not_public_joins_no_topic(context: None) -> None:
    call = topics.call()
    row = topics.nomination(call, Standing.WAITING)
    group = topics.topic(call, "Vías", [row.number])
    assert queries.members([group])[group.id] == []


def test_a_title_that_somebody_else_changed_is_not_written_over(context: None) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    group = topics.topic(call, "Vías", actor=moderator)
    seen = group.revision
    with unit_of_work():
        services.rename(group, "Vías rurales", moderator, seen)
    with pytest.raises(Conflict), unit_of_work():
        services.rename(group, "Caminos", moderator, seen)


def test_once_people_vote_topics_stay_as_they_are(context: None) -> None:
    call, moderator = topics.call(), make.user(Role.MODERATOR)
    group = topics.topic(call, "Vías", actor=moderator)
    topics.topic(call, "Agua", actor=moderator)
    topics.vote(call)
    for act in (
        lambda: services.rename(group, "Caminos", moderator, group.revision),
        lambda: services.undo(group, moderator),
        lambda: services.make(call, "Luz", [], moderator),
    ):
        with pytest.raises(Closed), unit_of_work():
            act()


def test_control_reads_and_does_not_group(context: None) -> None:
    call = topics.call()
    with pytest.raises(Forbidden):
        topics.topic(call, "Vías", actor=make.user(Role.CONTROL))
    assert db.session.scalars(select(TopicGroup)).all() == []


def test_staff_group_on_the_desk(context: None, client: PageClient) -> None:
    call = topics.call()
    one, other = topics.nomination(call), topics.nomination(call)
    client.sign_in(make.user(Role.MODERATOR))
    desk = f"/temas/gestion/{call.slug}"
    form = {"nominations": [one.number, other.number], "into": 0, "title": "Vías"}
    assert client.submit(desk + "/agrupar", form, desk).status_code == 303
    assert "Vías" in client.get(f"/temas/gestion/{call.slug}").text
    late = client.submit(desk + "/agrupar", form | {"title": "Puentes"}, desk)
    assert late.status_code == 409
    assert "La agrupó otra persona" in late.text
