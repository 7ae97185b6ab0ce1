"""What could go wrong: stale pages of two people, a report given back and sent again, what is public already."""

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.office_reports import queries, services
from participa.office_reports.models import NewEvidence, ReportState
from participa.shared.errors import Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import office_reports as some
from tests.office_reports.test_reports import TEAM, consolidate_and_publish, fields, page_of
from tests.pages import parse
from tests.questions.team import team


@pytest.fixture
def house(context):
    return team()


@pytest.fixture
def event(house):
    made = some.held(activity=make.activity(departments=(house.office,)))
    some.asked(made, house.office, house.other_office, actor=house[Role.APPROVER])
    return made


def state(event, house) -> ReportState:
    db.session.expire_all()
    return queries.report_of(event, house.office.id).state


def sent_again(event, house) -> None:
    """A colleague gives the report back, and the office sends another one."""
    revision = queries.report_of(event, house.office.id).revision
    with unit_of_work():
        services.give_back(queries.report_of(event, house.office.id), "Falta el lugar.", house[Role.APPROVER], revision)
    some.sent(event, house[Role.LIAISON], "Llame a Luz al 3001234567.")


def test_a_version_that_the_team_did_not_read_is_neither_joined_nor_given_back(client, house, event):
    some.sent(event, house[Role.LIAISON])
    client.sign_in(house[Role.COMMUNICATIONS])
    page = page_of(event, house.office)
    seen = parse(client.get(page).get_data(as_text=True)).hidden
    sent_again(event, house)
    for step, more in (("/incorporar", {}), ("/devolver", {"note": "Falta el lugar."})):
        stale = client.post(f"{page}{step}", data=seen | more)
        assert stale.status_code == 409
        assert "3001234567" in stale.get_data(as_text=True)
        assert state(event, house) is ReportState.SENT
    assert client.submit(f"{page}/incorporar", {}, page).status_code == 303
    assert state(event, house) is ReportState.CONSOLIDATED


def test_a_page_opened_before_it_was_given_back_does_not_hand_the_same_in_again(client, house, event):
    client.sign_in(house[Role.LIAISON])
    report = queries.report_of(event, house.office.id)
    page = page_of(event, house.office, "/escribir")
    stale = parse(client.get(page).get_data(as_text=True)).hidden | fields(report) | {"then": "enviar"}
    assert client.post(page, data=stale).status_code == 303
    revision = queries.report_of(event, house.office.id).revision
    with unit_of_work():
        services.give_back(queries.report_of(event, house.office.id), "Falta el lugar.", house[Role.APPROVER], revision)
    answer = client.post(page, data=stale)
    assert answer.status_code == 409
    assert "Falta el lugar." in answer.get_data(as_text=True)
    assert state(event, house) is ReportState.RETURNED


def test_what_is_public_changes_only_by_who_publishes(house, event):
    some.sent(event, house[Role.LIAISON])
    consolidate_and_publish(event, house)
    other = make.user(Role.LIAISON, department=house.other_office)
    some.sent(event, other)
    late = queries.report_of(event, house.other_office.id)
    with pytest.raises(Forbidden), unit_of_work():
        services.consolidate(late, house[Role.COMMUNICATIONS], late.revision)
    with pytest.raises(Forbidden), unit_of_work():
        services.summarise(queries.call_of(event), "Otra cosa", house[Role.COMMUNICATIONS])
    with unit_of_work():
        services.consolidate(queries.report_of(event, house.other_office.id), house[Role.APPROVER], late.revision)


def test_a_form_key_of_another_report_gives_no_evidence_of_it(house, event):
    other = make.user(Role.LIAISON, department=house.other_office)
    given = NewEvidence("Acta", url="https://ejemplo.example/acta")
    with unit_of_work():
        services.add_evidence(
            queries.report_of(event, house.office.id), given, "llave-0123456789abcd", house[Role.LIAISON]
        )
    with pytest.raises(Conflict), unit_of_work():
        services.add_evidence(queries.report_of(event, house.other_office.id), given, "llave-0123456789abcd", other)


def test_the_page_of_a_public_whole_says_who_changes_it(client, house, event):
    some.sent(event, house[Role.LIAISON])
    consolidate_and_publish(event, house)
    client.sign_in(house[Role.COMMUNICATIONS])
    assert "<textarea" not in client.get(f"{TEAM}/{event.slug}/consolidado").get_data(as_text=True)
