"""A new date, another office, an end, a new start: each with a public reason, and nothing of before is lost."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.commitments import services
from participa.commitments.models import CommitmentState, EntryKind, Told
from participa.commitments.standing import Standing, standing_of
from participa.shared.clock import today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.house import LINK, REASON, RESULT, house, now_of, refused, report
from tests.factories.commitments import step as make_step

pytestmark = pytest.mark.usefixtures("context")
KEY = "llave-del-formulario-2"
S = CommitmentState


def in_days(days: int):
    return today() + timedelta(days=days)


def reschedule(at, days, reason=REASON, key=None, author=None, step=None):
    with unit_of_work():
        return services.reschedule(at.commitment, in_days(days), reason, key, author or at.liaison, step)


@pytest.mark.parametrize("days", [200, 10])
def test_a_new_date_later_or_earlier_keeps_the_old_one_in_view(days):
    at = house()

    entry = reschedule(at, days)

    held = now_of(at)
    assert (held.due_on, held.first_due_on) == (in_days(days), in_days(90))
    assert (entry.old_due_on, entry.new_due_on, entry.text, entry.step_id) == (in_days(90), in_days(days), REASON, None)
    assert (held.state, held.percent) == (S.PUBLISHED, 0)


def test_a_step_gets_its_own_date_and_its_old_one_stays():
    at = house()
    step = make_step(at.commitment)

    entry = reschedule(at, 60, step=step)

    held = now_of(at)
    assert (held.steps[0].due_on, held.next_step_on, held.due_on) == (in_days(60), in_days(60), in_days(90))
    assert (entry.step_id, entry.old_due_on, entry.new_due_on) == (step.id, in_days(30), in_days(60))


def test_a_commitment_without_a_date_gets_its_first_one_with_a_reason():
    at = house(due_on=None, first_due_on=None)
    entry = reschedule(at, 45)
    assert (entry.old_due_on, now_of(at).due_on, now_of(at).first_due_on) == (None, in_days(45), None)


@pytest.mark.parametrize("reason", ["", "Hubo retrasos.", "retraso retraso retraso retraso"])
def test_a_date_does_not_move_without_a_reason_that_says_why(reason):
    at = house()
    with refused(Invalid, "Explique el motivo"):
        services.reschedule(at.commitment, in_days(120), reason, None, at.liaison)


def test_a_date_is_another_one_and_did_not_pass():
    at = house()
    with refused(Invalid, "ya es la fecha"):
        services.reschedule(at.commitment, in_days(90), REASON, None, at.liaison)
    with refused(Invalid, "no haya pasado"):
        services.reschedule(at.commitment, in_days(-1), REASON, None, at.liaison)


def test_a_step_stays_within_its_commitment():
    at = house()
    step = make_step(at.commitment, due_on=in_days(50))
    with refused(Invalid, "Cambie primero"):
        services.reschedule(at.commitment, in_days(91), REASON, None, at.liaison, step)
    with refused(Invalid, f"El paso «{step.text}»"):
        services.reschedule(at.commitment, in_days(40), REASON, None, at.liaison)
    report(at, None, LINK, step_id=step.id)
    with refused(Conflict, "ya está hecho"):
        services.reschedule(at.commitment, in_days(60), REASON, None, at.liaison, step)
    assert reschedule(at, 40).new_due_on == in_days(40)


def test_only_who_leads_and_who_approves_move_a_date():
    at = house()
    partner = make.user(Role.LIAISON, make.department())
    with unit_of_work():
        services.reassign(at.commitment, at.office.id, [partner.department_id], REASON, None, at.approver)
    others = (Role.MODERATOR, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN)
    for person in (at.stranger, partner, *(make.user(role) for role in others)):
        with refused(Forbidden, "dependencia líder"):
            services.reschedule(at.commitment, in_days(120), REASON, None, person)
    assert reschedule(at, 120, author=at.approver).author_id == at.approver.id


def test_the_same_form_moves_a_date_once():
    at = house()
    step = make_step(at.commitment)
    assert reschedule(at, 120, key=KEY).id == reschedule(at, 120, key=KEY).id
    with refused(services.Repeated):
        services.reschedule(at.commitment, in_days(121), REASON, KEY, at.liaison)
    with refused(services.Repeated):
        services.reschedule(at.commitment, in_days(120), REASON, KEY, at.liaison, step)


def test_a_new_date_does_not_hide_that_it_was_fulfilled_late():
    at = house(due_on=in_days(-5), first_due_on=in_days(-5))
    reschedule(at, 60)
    report(at, 100, RESULT)
    assert standing_of(now_of(at), today()) is Standing.FULFILLED_LATE


# Another office


def test_it_passes_to_another_office_and_the_history_names_both():
    at, new = house(), make.department()
    partner = make.department()

    with unit_of_work():
        entry = services.reassign(at.commitment, new.id, [partner.id, new.id], REASON, KEY, at.approver)
    with unit_of_work():
        again = services.reassign(at.commitment, new.id, [partner.id], REASON, KEY, at.approver)

    held = now_of(at)
    assert (held.lead_id, [office.department_id for office in held.offices]) == (new.id, [partner.id])
    assert entry.id == again.id
    assert entry.text == (
        f"Responde desde ahora: {new.name}. Comparte con: {partner.name}. Antes: {at.office.name}. {REASON}"
    )
    with refused(Forbidden):
        services.report(at.commitment, Told("Se hizo más."), None, at.liaison)


def test_the_same_form_does_not_pass_it_to_two_offices():
    at, one, other = house(), make.department(), make.department()
    with unit_of_work():
        services.reassign(at.commitment, one.id, [], REASON, KEY, at.approver)
    with refused(services.Repeated):
        services.reassign(at.commitment, other.id, [], REASON, KEY, at.approver)


def test_an_office_is_active_another_one_and_chosen_by_who_approves():
    at, closed = house(), make.department(is_active=False)
    with refused(Invalid, "dependencia activa"):
        services.reassign(at.commitment, closed.id, [], REASON, None, at.approver)
    with refused(Invalid, "ya son"):
        services.reassign(at.commitment, at.office.id, [], REASON, None, at.approver)
    with refused(Invalid, "Explique el motivo"):
        services.reassign(at.commitment, make.department().id, [], "Sí", None, at.approver)
    for person in (at.liaison, make.user(Role.MODERATOR), make.user(Role.CONTROL)):
        with refused(Forbidden, "quien aprueba"):
            services.reassign(at.commitment, at.stranger.department_id, [], REASON, None, person)


# Ends, and a new start


@pytest.mark.parametrize(
    ("state", "kind"), [(S.UNFULFILLED, EntryKind.UNFULFILLED), (S.NOT_VIABLE, EntryKind.NOT_VIABLE)]
)
def test_who_approves_ends_it_with_a_reason_and_progress_stays(state, kind):
    at = house()
    report(at, 35, LINK)

    with unit_of_work():
        entry = services.end(at.commitment, state, REASON, KEY, at.approver)
    with unit_of_work():
        again = services.end(at.commitment, state, REASON, KEY, at.approver)

    held = now_of(at)
    assert (held.state, held.percent, entry.kind, entry.from_percent, entry.percent) == (state, 35, kind, 35, 35)
    assert entry.id == again.id
    with refused(Closed, "ya terminó"):
        services.end(at.commitment, state, REASON, None, at.approver)
    with refused(Closed, "ya terminó"):
        services.reschedule(at.commitment, in_days(120), REASON, None, at.liaison)


def test_nobody_else_ends_it_nor_without_a_reason():
    at = house()
    for person in (at.liaison, make.user(Role.MODERATOR), make.user(Role.CONTROL), make.user(Role.ADMIN)):
        with refused(Forbidden, "quien aprueba"):
            services.end(at.commitment, S.UNFULFILLED, REASON, None, person)
    with refused(Invalid, "Explique el motivo"):
        services.end(at.commitment, S.NOT_VIABLE, "No se puede.", None, at.approver)
    for state in (S.FULFILLED, S.REGISTERED, S.UNDER_WAY):
        with pytest.raises(ValueError, match=state):
            services.end(at.commitment, state, REASON, None, at.approver)


def test_one_that_was_fulfilled_goes_back_below_100_and_needs_the_result_again():
    at = house()
    report(at, 100, RESULT)
    for percent in (None, 100, 101, -1):
        with refused(Invalid, "menor de 100"):
            services.reopen(at.commitment, REASON, None, at.approver, percent)

    with unit_of_work():
        entry = services.reopen(at.commitment, REASON, KEY, at.approver, 70)

    held = now_of(at)
    assert (held.state, held.percent, held.fulfilled_on) == (S.UNDER_WAY, 70, None)
    assert (entry.kind, entry.from_percent, entry.percent) == (EntryKind.REOPENED, 100, 70)
    with refused(Invalid, "evidencia del resultado"):
        services.report(at.commitment, Told("Se entregó.", 100, proofs=(LINK,)), None, at.liaison)


def test_one_that_was_ended_goes_on_where_it_was():
    at = house()
    report(at, 35, LINK)
    with unit_of_work():
        services.end(at.commitment, S.NOT_VIABLE, REASON, None, at.approver)
    with unit_of_work():
        first = services.reopen(at.commitment, REASON, KEY, at.approver)
    with unit_of_work():
        assert services.reopen(at.commitment, REASON, KEY, at.approver).id == first.id
    assert (now_of(at).state, now_of(at).percent) == (S.UNDER_WAY, 35)
    with refused(services.Repeated):
        services.reopen(at.commitment, REASON, KEY, at.approver, 20)
    with refused(Conflict, "sigue pendiente"):
        services.reopen(at.commitment, REASON, None, at.approver)


def test_nobody_else_reopens_nor_what_never_was_public():
    at, hidden = house(), house(state=S.REGISTERED)
    report(at, 100, RESULT)
    for person in (at.liaison, make.user(Role.CONTROL), make.user(Role.MODERATOR)):
        with refused(Forbidden, "quien aprueba"):
            services.reopen(at.commitment, REASON, None, person, 50)
    with refused(Closed, "todavía no es público"):
        services.reopen(hidden.commitment, REASON, None, hidden.approver)
