"""Clicks at the same instant, each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.invitations import services
from participa.invitations.models import Invitation, InvitationLetter
from participa.registrations.models import Registration
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.invitations import guest, invitation, letter

TIMES = 8


def at_once(app, act):
    """What each of TIMES threads got, or the error that it met."""
    start = Barrier(TIMES)

    def run(_number):
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    return act()
            except Exception as error:
                return error

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(run, range(TIMES)))


def counted(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_many_clicks_on_yes_keep_one_place(house, event):
    number = invitation(event).id
    outcomes = at_once(house, lambda: len(services.answer(db.session.get_one(Invitation, number), comes=True)))
    assert sorted(outcomes) == [0] * (TIMES - 1) + [1]
    assert counted(Registration) == 1


def test_many_clicks_on_submit_invite_once(house, event):
    for _ in range(3):
        guest()
    row = letter(event)
    letter_id, author_id = row.id, row.author_id

    def submit():
        found = db.session.get_one(InvitationLetter, letter_id)
        return services.submit(found, db.session.get_one(User, author_id))

    assert sorted(at_once(house, submit)) == [0] * (TIMES - 1) + [3]
    assert counted(Invitation) == 3


def test_chores_at_the_same_instant_write_each_mail_once(house, event):
    for _ in range(4):
        guest()
    row = letter(event)
    with unit_of_work():
        services.submit(row, row.author)
    approver = make.user(Role.APPROVER)
    with unit_of_work():
        services.approve(row, approver)

    def run(_number):
        with house.app_context():
            services.send_due()

    with ThreadPoolExecutor(TIMES) as pool:
        errors = [future.exception() for future in [pool.submit(run, number) for number in range(TIMES)]]
    assert errors == [None] * TIMES
    assert counted(OutgoingMail) == 4


@pytest.mark.parametrize("answer", [True, False])
def test_the_last_answer_holds(house, event, answer):
    number = invitation(event).id
    with unit_of_work():
        services.answer(db.session.get_one(Invitation, number), comes=not answer, people=2)
    at_once(house, lambda: services.answer(db.session.get_one(Invitation, number), comes=answer, people=2) and None)
    kept = db.session.scalars(select(Registration.state)).all()
    assert sum(state.value != "cancelled" for state in kept) == (2 if answer else 0)
