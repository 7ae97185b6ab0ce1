"""An action that nobody reads yet is written by its plan alone: the pages of commitments do not reach it."""

import pytest

from participa.accounts.models import Role, User
from participa.commitments.models import Commitment
from participa.extensions import db
from tests import factories as make
from tests.factories.improvement import action, finding, plan

pytestmark = pytest.mark.usefixtures("context")
GESTION = "/compromisos/gestion"


def liaison_of(commitment: Commitment) -> User:
    return make.user(role=Role.LIAISON, department=commitment.lead)


def draft() -> Commitment:
    return db.session.get_one(Commitment, action(finding(plan())).commitment_id)


@pytest.mark.parametrize("verb", ["cambiar", "descartar", "publicar"])
@pytest.mark.parametrize("role", [Role.LIAISON, Role.APPROVER])
def test_the_pages_of_commitments_do_not_write_it(client, verb, role):
    held = draft()
    person = liaison_of(held) if role is Role.LIAISON else make.user(role=role)
    answer = client.sign_in(person).get(f"{GESTION}/{held.code}/{verb}")
    assert answer.status_code == (403 if (role, verb) == (Role.LIAISON, "publicar") else 409)


def test_an_office_does_not_take_its_date_away_nor_write_what_the_plan_would_refuse(client):
    held = draft()
    number, words, due_on = held.id, held.text, held.due_on
    form = {"text": "Pagar a quien tiene la cédula 1020304050", "promised_on": "2026-01-01", "priority": "medium"}
    places = dict.fromkeys(("event", "activity", "topic", "place"), "0")
    client.sign_in(liaison_of(held))
    new = client.get(f"{GESTION}/nuevo")
    token = new.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    typed = form | places | {"lead": str(held.lead_id), "due_on": "", "csrf_token": token}
    client.post(f"{GESTION}/{held.code}/cambiar", data=typed)
    db.session.expire_all()
    kept = db.session.get_one(Commitment, number)
    assert (kept.text, kept.due_on) == (words, due_on)


def test_its_page_offers_none_of_it(client):
    held = draft()
    page = client.sign_in(make.user(role=Role.APPROVER)).get(f"{GESTION}/{held.code}").text
    assert f"{held.code}/cambiar" not in page
    assert f"{held.code}/publicar" not in page
