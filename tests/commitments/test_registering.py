"""Registering: what was promised is written down, corrected while nobody reads it, and published for good."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.commitments import doors, services, sources
from participa.commitments.drafting import NewCommitment
from participa.commitments.models import (
    Commitment,
    CommitmentEntry,
    CommitmentKind,
    CommitmentState,
    CommitmentStep,
    EntryKind,
    Origin,
)
from participa.commitments.queries import staff as queries
from participa.extensions import db
from participa.shared.clock import today
from participa.shared.errors import Closed, Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.commitments import liaison_of

KEY = "una-clave-de-formulario"


def draft(**values) -> NewCommitment:
    day = today()
    if "lead_id" not in values:
        values["lead_id"] = make.department().id
    given = {
        "text": "Pavimentar la vía de la vereda El Encanto",
        "how_known": "Hay acta de entrega.",
        "promised_on": day,
        "due_on": day + timedelta(days=200),
    }
    return NewCommitment(**(given | values))


def register(new: NewCommitment, author=None, form_key: str = KEY) -> Commitment:
    author = author or make.user(Role.MODERATOR)
    with unit_of_work():
        return services.register(new, author, form_key)


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_it_waits_registered_with_a_code_of_the_year(context):
    author = make.user(Role.MODERATOR)

    one = register(draft(), author)

    assert (one.code, one.state, one.percent) == (f"C-{today().year}-00001", CommitmentState.REGISTERED, 0)
    assert one.first_due_on is None
    assert one.created_by_id == author.id


def test_codes_follow_each_other_by_kind(context):
    codes = [register(draft(), form_key=f"{KEY}-{number}").code[-5:] for number in range(3)]
    action = register(draft(kind=CommitmentKind.ACTION), form_key=f"{KEY}-accion")

    assert codes == ["00001", "00002", "00003"]
    assert action.code == f"M-{today().year}-00001"


def test_the_same_form_is_registered_once(context):
    new = draft()

    assert register(new).id == register(new).id
    assert count(Commitment) == 1


def test_a_promise_makes_one_commitment(context):
    source = sources.of_live_promise(7)
    first = register(draft(origin=Origin.HEARING, source=source))

    with pytest.raises(Conflict, match=first.code):
        register(draft(source=source), form_key=f"{KEY}-otra")
    assert queries.from_source(source).id == first.id


@pytest.mark.parametrize("role", [Role.CONTROL, Role.ADMIN])
def test_who_may_not_register_is_refused(context, role):
    with pytest.raises(Forbidden):
        register(draft(), make.user(role))


def test_its_parts_are_kept_in_order(context):
    lead, other, event = make.department(), make.department(), make.event()
    question = make.question()
    steps = [("Contratar la obra", today() + timedelta(days=30)), ("Terminar la obra", None)]

    one = register(
        draft(
            lead_id=lead.id,
            office_ids=[other.id, lead.id],
            partners=["Gobernación", "Gobernación", "Invías"],
            steps=steps,
            event_id=event.id,
            question_ids=[question.id],
        )
    )

    read = queries.by_code(one.code.lower())
    assert [office.department_id for office in read.offices] == [other.id]  # who leads is no second office
    assert [partner.name for partner in read.partners] == ["Gobernación", "Invías"]
    assert [(step.position, step.text, step.due_on) for step in read.steps] == [
        (1, "Contratar la obra", steps[0][1]),
        (2, "Terminar la obra", None),
    ]
    assert [link.question_id for link in read.questions] == [question.id]


def test_a_change_writes_the_parts_again_and_leaves_where_it_comes_from(context):
    author, first, second = make.user(Role.MODERATOR), make.department(), make.department()
    steps = [("Uno", None), ("Dos", None), ("Tres", None)]
    new = draft(office_ids=[first.id], partners=["Invías"], steps=steps, source="live-promise:1", origin=Origin.HEARING)
    one = register(new, author)

    with unit_of_work():
        other = replace(
            new,
            text="Otra cosa",
            office_ids=[second.id],
            partners=[],
            steps=[("Dos", date(2030, 1, 2))],
            source=None,
            origin=Origin.HAND,
        )
        services.change(one, other, author)

    read = queries.by_code(one.code)
    assert (read.text, read.source, read.origin) == ("Otra cosa", "live-promise:1", Origin.HEARING)
    assert [office.department_id for office in read.offices] == [second.id]
    assert read.partners == []
    assert [(step.text, step.due_on) for step in read.steps] == [("Dos", date(2030, 1, 2))]
    assert count(CommitmentStep) == 1


def test_who_was_late_with_a_change_is_told(context):
    author = make.user(Role.MODERATOR)
    one = register(draft(), author)
    seen = one.revision
    with unit_of_work():
        services.change(one, draft(text="Lo del primero"), author, seen)

    with pytest.raises(services.Changed), unit_of_work():
        services.change(one, draft(text="Lo del segundo"), author, seen)
    assert queries.by_code(one.code).text == "Lo del primero"


def test_a_liaison_changes_what_the_own_office_answers_for_only(context):
    one = register(draft())
    other, own = make.user(Role.LIAISON, department=make.department()), liaison_of(one)

    with pytest.raises(Forbidden), unit_of_work():
        services.change(one, draft(), other)
    with unit_of_work():
        services.change(one, draft(lead_id=one.lead_id, text="Con sus palabras"), own)
    assert queries.by_code(one.code).text == "Con sus palabras"


def test_a_discarded_one_is_gone_and_its_promise_free_again(context):
    author = make.user(Role.MODERATOR)
    new = draft(source="live-promise:1", steps=[("Uno", None)], partners=["Invías"], question_ids=[make.question().id])
    one = register(new, author)

    with unit_of_work():
        services.discard(one, author)

    assert (count(Commitment), count(CommitmentStep)) == (0, 0)
    again = register(new, author, f"{KEY}-otra")
    assert again.code.endswith("00002")  # a number is never given twice


def test_publishing_keeps_the_first_date_and_opens_the_history(context):
    one = register(draft(steps=[("Uno", today() + timedelta(days=50)), ("Dos", today() + timedelta(days=20))]))
    approver, heard = make.user(Role.APPROVER), []
    doors.listen(heard.append)
    try:
        with unit_of_work():
            services.publish(one, approver)
        with unit_of_work():
            services.publish(one, approver)  # a second click
        entry = db.session.scalars(select(CommitmentEntry)).one()
    finally:
        doors._listeners.remove(heard.append)

    read = queries.by_code(one.code)
    assert (read.state, read.first_due_on) == (CommitmentState.PUBLISHED, read.due_on)
    assert read.next_step_on == today() + timedelta(days=20)
    assert (read.published_by_id, entry.kind, entry.author_id) == (approver.id, EntryKind.PUBLISHED, approver.id)
    assert [news.id for news in heard] == [entry.id]


def test_who_registered_it_does_not_publish_it(context):
    approver = make.user(Role.APPROVER)
    one = register(draft(), approver)

    with pytest.raises(Forbidden, match="Otra persona"), unit_of_work():
        services.publish(one, approver)
    assert not queries.by_code(one.code).is_public


def test_who_corrected_it_does_not_publish_it_either(context):
    approver, one = make.user(Role.APPROVER), register(draft())
    with unit_of_work():
        services.change(one, draft(text="Pavimentar otra vía de la vereda"), approver)

    with pytest.raises(Forbidden, match="Otra persona"), unit_of_work():
        services.publish(one, approver)
    with unit_of_work():
        services.publish(one, make.user(Role.APPROVER))
    assert queries.by_code(one.code).is_public


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.LIAISON, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN])
def test_only_who_approves_publishes(context, role):
    one = register(draft())

    with pytest.raises(Forbidden), unit_of_work():
        services.publish(one, make.user(role))


def test_what_is_public_is_neither_changed_nor_discarded(context):
    one, team = make.commitment(), make.user(Role.MODERATOR)

    with pytest.raises(Closed), unit_of_work():
        services.change(one, draft(), team)
    with pytest.raises(Closed), unit_of_work():
        services.discard(one, team)
