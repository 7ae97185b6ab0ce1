"""P17: a request that another site sends changes nothing, and reading changes nothing."""

import re
from typing import Any

import pytest

from participa.accounts.access import mark_of
from tests.access import bodies
from tests.access.matrix import ROWS, Row
from tests.world.house import House, Outcome
from tests.world.model import ACTORS

pytestmark = pytest.mark.same_everywhere

# What programs elsewhere send without a token, because its secret proves it; tests of its room say what it cannot do.
FOREIGN = {"commitments.one_click_stop", "documents.one_click_stop"}
CHANGES = list(
    {row.endpoint: row for row in ROWS if not row.is_safe and row.roles_let_in and row.endpoint not in FOREIGN}.values()
)
PAGES = list({row.endpoint: row for row in ROWS if row.is_safe and row.roles_let_in}.values())
SECRET_FIELDS = {"password", "new_password", "repeat_password", "current_password", "code", "csrf_token"}
ELSEWHERE = "https://otro-sitio.example"


def who_may(row: Row) -> str:
    """Somebody for whom this request works: the team first, because a citizen has less to lose."""
    return [actor for actor, word in row.cells if word != "deny"][-1]


def attacks(house: House, actor: str) -> dict[str, dict[str, Any]]:
    """Ways to send the request without being on a page of this site."""
    another = next(name for name in map(str, ACTORS) if name != actor)
    right = house.token(actor)
    return {
        "no token": {"token": None},
        "made-up token": {"token": "IjEyMzQi.aaaaaa.bbbbbbbb"},
        "cut token": {"token": right[:-4]},
        "token of another session": {"token": house.token(another)},
        "another site, by its origin": {"headers": {"Origin": ELSEWHERE}},
        "a page without origin": {"headers": {"Origin": "null"}},
        "another site, by the browser's word": {"headers": {"Sec-Fetch-Site": "cross-site"}},
        "another port of this host": {"headers": {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:8080"}},
    }


def send(house: House, row: Row, actor: str, **options: Any) -> Outcome:
    call = bodies.call(house, row.endpoint, row.method, row.state, actor)
    return house.send(
        actor, row.method, house.url(row.endpoint, call.values), call.form, prepare=call.prepare, **options
    )


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_a_forged_request_is_refused_and_changes_nothing(house: House, row: Row):
    actor = who_may(row)
    assert send(house, row, actor).is_done, "the honest request must work, else its refusal proves nothing"
    outcomes = {name: send(house, row, actor, **options) for name, options in attacks(house, actor).items()}
    assert {name: outcome.status for name, outcome in outcomes.items() if outcome.status != 400} == {}
    assert [name for name, outcome in outcomes.items() if outcome.changed] == []


def test_only_what_is_named_here_takes_requests_without_a_token(house: House):
    views = house.app.view_functions
    assert {name for name, view in views.items() if (mark := mark_of(view)) and mark.takes_foreign} == FOREIGN


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_a_request_from_our_own_page_is_let_in_with_what_browsers_say(house: House, row: Row):
    said = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/"}
    assert send(house, row, who_may(row), headers=said).is_done


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_reading_changes_nothing(house: House, row: Row):
    for actor in map(str, ACTORS):
        call = bodies.call(house, row.endpoint, row.method, row.state, actor)
        url = house.url(row.endpoint, call.values)
        for method in ("GET", "HEAD", "OPTIONS"):
            assert not house.send(actor, method, url, prepare=call.prepare).changed, f"{method} by {actor}"


# Forms in which the owner of a receipt types its code: it comes back to who typed it.
GIVES_CODE_BACK = {
    "commitments.confirm_following",
    "commitments.stop_following",
    "documents.confirm_news",
    "documents.follow_observation",
    "documents.stop_news",
    "surveys.check_receipt",
    "surveys.resume",
    "questions.follow",
    "questions.clarify",
    "questions.leave_group",
    "restrictions.appeal_with_code",
    "registrations.mine",
    "record.check",
    "invitations.open_",
    "invitations.no_more",
    "topics.follow",
}


def typed(form: dict[str, Any]) -> list[str]:
    """What a person would be sorry to lose: the words, not the choices."""
    said = {name: value for name, value in form.items() if isinstance(value, str) and name not in SECRET_FIELDS}
    return [value for value in said.values() if " " in value]


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_an_expired_page_gives_the_typed_text_back(house: House, row: Row):
    actor = who_may(row)
    call = bodies.call(house, row.endpoint, row.method, row.state, actor)
    outcome = send(house, row, actor, token=None, headers={"Origin": "http://localhost"})
    page = re.sub(r"\s+", " ", outcome.text)
    assert outcome.status == 400
    assert [text for text in typed(call.form) if re.sub(r"\s+", " ", text) not in page] == []
    secrets = [value for name, value in call.form.items() if name in SECRET_FIELDS and len(str(value)) > 5]
    repeated = [secret for secret in secrets if str(secret) in page]
    assert repeated == (secrets if row.endpoint in GIVES_CODE_BACK else []), "only the code of a receipt comes back"


def test_some_form_has_words_to_lose(house: House):
    calls = [bodies.call(house, row.endpoint, row.method, row.state, who_may(row)) for row in CHANGES]
    assert sum(bool(typed(call.form)) for call in calls) >= 3
