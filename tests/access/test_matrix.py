"""P16: no role reaches what it should not. Every cell of matrix.yaml is tried for real."""

import pytest
from flask import Flask

from participa.accounts import access
from tests.access import bodies, matrix
from tests.access.matrix import ROWS, Row
from tests.world.house import House
from tests.world.model import ACTORS, LINKS, OVERSIGHT, VOLUNTEER

READS = {"GET", "HEAD", "OPTIONS"}
# What Control Interno may send although it changes nothing of others: its own login.
OF_ONES_OWN = {
    "accounts.sign_out",
    "accounts.second_factor",
    "accounts.enroll",
    "accounts.staff.password",
    "accounts.staff.drop_second_factor",
    "accounts.staff.recovery_codes",
    "deadlines.staff.make_calendar",
    "deadlines.staff.drop_calendar",
}
# What it writes beside what others reported, in its own name.
BESIDE = {"strategy.staff.verify", "commitments.staff.verify"}
# Whom it lets look from outside, and what of theirs everybody sees: nothing of what others report.
LETS_LOOK = {
    "commitments.staff.invite_oversight",
    "commitments.staff.send_oversight_again",
    "commitments.staff.revoke_oversight",
    "commitments.staff.show_evidence",
}
# The report of each cuatrimestre, that nobody else writes; the lines «of_control» of the matrix tell what is its own.
ITS_REPORT = {f"reports.staff.{act}" for act in ("begin", "text", "activities", "step", "withdraw")}
HOLDS = {"door": {VOLUNTEER}, "kiosk": {VOLUNTEER}, "oversight": {OVERSIGHT}, "": set()}  # who holds which link
# It keeps nothing of what is sent.
WRITES_NOTHING = {"questionnaires.staff.preview"}


def served(app: Flask) -> set[tuple[str, str]]:
    """Every (endpoint, method) that the application answers; HEAD and OPTIONS follow GET."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def declared(rows: list[Row]) -> set[tuple[str, str]]:
    return {(row.endpoint, row.method) for row in rows}


def deviations(house: House, row: Row) -> list[str]:
    """The cells of a row that the application does not keep."""
    found = []
    for actor, word in row.cells:
        if word == "own":
            found += tried(house, row, actor, row.state, "allow") + tried(house, row, actor, bodies.OTHER, "deny")
        else:
            found += tried(house, row, actor, row.state, word)
    return found


def tried(house: House, row: Row, actor: str, state: str, word: str) -> list[str]:
    call = bodies.call(house, row.endpoint, row.method, state, actor)
    outcome = house.send(actor, row.method, house.url(row.endpoint, call.values), call.form, prepare=call.prepare)
    kept = outcome.is_done and not (row.is_safe and outcome.changed) if word == "allow" else outcome.is_refused
    if kept and not (word == "deny" and outcome.changed):
        return []
    what = f"{outcome.status} {outcome.location}{' and rows changed' if outcome.changed else ''} {outcome.text[:200]}"
    return [f"{actor}, {state or 'usual'}: should be {word}, got {what.strip()}"]


def test_every_page_is_declared_and_every_declaration_is_a_page(app: Flask):
    assert sorted(served(app) - declared(ROWS)) == [], "pages that matrix.yaml does not name"
    assert sorted(declared(ROWS) - served(app)) == [], "lines of matrix.yaml without a page"


def test_no_line_is_written_twice():
    assert len({(row.endpoint, row.method, row.state) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_cell_is_kept(house: House, row: Row):
    assert deviations(house, row) == []


@pytest.mark.parametrize("endpoint", sorted({row.endpoint for row in ROWS}))
def test_the_mark_in_the_code_is_what_the_matrix_says(app: Flask, endpoint: str):
    mark = access.mark_of(app.view_functions[endpoint])
    let_in = set().union(*(row.roles_let_in for row in ROWS if row.endpoint == endpoint))
    roles = {*ACTORS} if mark.roles is None else set(mark.roles)
    assert roles | HOLDS[mark.link] == let_in


def test_control_interno_changes_nothing_of_others(app: Flask):
    """On pages of the team; as a citizen the person may ask like everybody."""
    of_the_team = [row for row in ROWS if not row.is_safe and "anon" not in row.roles_let_in]
    allowed = OF_ONES_OWN | BESIDE | LETS_LOOK | ITS_REPORT | WRITES_NOTHING
    assert {row.endpoint for row in of_the_team if dict(row.cells)["control"] != "deny"} <= allowed


def test_a_link_of_a_door_opens_only_pages_of_doors():
    """Beyond what everybody may open."""
    opened = {row.endpoint for row in ROWS if VOLUNTEER in row.roles_let_in and "anon" not in row.roles_let_in}
    assert {endpoint for endpoint in opened if not endpoint.startswith("attendance.")} == set()
    assert {endpoint for endpoint in opened if ".staff." in endpoint} == set()


def test_the_link_of_an_oversight_body_opens_only_its_own_pages():
    """Beyond what everybody may open."""
    opened = {row.endpoint for row in ROWS if OVERSIGHT in row.roles_let_in and "anon" not in row.roles_let_in}
    assert opened == {"commitments.oversight_list", "commitments.oversight_verify"}


def test_every_change_is_tried_by_somebody_who_may():
    """A refusal proves something only if the same request works for another actor."""
    let_in = {(row.endpoint, row.method): set() for row in ROWS if not row.is_safe}
    for row in ROWS:
        if not row.is_safe:
            let_in[row.endpoint, row.method] |= row.roles_let_in
    assert [pair for pair, actors in let_in.items() if not actors] == []


def test_every_call_belongs_to_a_line():
    assert sorted(bodies.CALLS.keys() - {row.endpoint for row in ROWS}) == []


# The guard itself, with planted defects.


def test_a_page_that_nobody_declared_is_seen():
    bare = Flask("bare")
    bare.add_url_rule("/nueva", view_func=lambda: "", endpoint="rooms.new", methods=["GET", "POST"])
    assert served(bare) - declared(ROWS) == {("rooms.new", "GET"), ("rooms.new", "POST")}


def test_a_role_opened_by_mistake_is_seen(house: House):
    closed = matrix.row("portal.home", "GET", "deny " * len(ACTORS))
    assert len(deviations(house, closed)) == len(ACTORS)


def test_a_role_shut_out_by_mistake_is_seen(house: House):
    opened = matrix.row("portal.staff.desk", "GET", "everybody")
    assert [line.partition(",")[0] for line in deviations(house, opened)] == [*LINKS, "anon"]


@pytest.mark.parametrize("cells", ["allow", "allow allow", "yes " * len(ACTORS), "allow " * (len(ACTORS) + 1)])
def test_a_line_that_is_not_well_formed_is_refused(cells: str):
    with pytest.raises(ValueError, match="portal"):
        matrix.row("portal.home", "GET", cells)
