"""Progress with evidence, and what internal control verifies beside it."""

from datetime import date

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared import clock, files
from participa.shared.errors import Forbidden, Invalid
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.models import (
    ActivityState,
    FollowUp,
    Proof,
    ShownState,
    Strategy,
    StrategyState,
    Told,
    Verification,
    VerificationResult,
)
from participa.strategy.tracking import compared, found_of, tracked
from tests import factories as make
from tests.factories import tracking
from tests.strategy.test_versions import publish, published, revised
from tests.strategy.wizard import hidden

pytestmark = pytest.mark.usefixtures("context")

DONE, PARTIAL, UNDER_WAY = ActivityState.DONE, ActivityState.PARTIAL, ActivityState.UNDER_WAY
CUATRIMESTRES = ["2026-C1", "2026-C2", "2026-C3"]
IN_MAY = "2026-05-20T15:00:00+00:00"
KEY = "llave-del-formulario-1"


@pytest.fixture
def office():
    return make.department("Secretaría de Salud")


@pytest.fixture
def liaison(office):
    return make.user(Role.LIAISON, office)


@pytest.fixture
def activity(office):
    return make.activity(departments=(office,))


@pytest.fixture
def recurrent(office):
    return make.activity(departments=(office,), periods=CUATRIMESTRES, starts_on=None, ends_on=None)


def where_it_stands(one):
    db.session.refresh(one)
    return tracked(one, queries.history(one), clock.today())


def test_a_liaison_reports_with_evidence(activity, liaison):
    row = tracking.report(activity, DONE, tracking.filed(), tracking.LINK, actor=liaison)
    (slot,) = where_it_stands(activity).slots
    assert (activity.state, slot.state, row.percent, row.from_state) == (DONE, DONE, 100, ActivityState.SCHEDULED)
    assert [one.description for one in row.evidence] == ["Acta firmada de la mesa", "Acta de la mesa"]
    assert files.read(row.evidence[0].file) == tracking.PDF
    assert row.evidence[0].file.alt_text == "Acta firmada de la mesa"
    assert compared(slot) == "Secretaría de Salud informó «Cumplida». Control Interno todavía no la ha revisado."


def test_nobody_reports_for_another_office(activity):
    other = make.user(Role.LIAISON, make.department())
    for actor in (other, make.user(Role.LIAISON), make.user(Role.MODERATOR), make.user(Role.CONTROL)):
        with pytest.raises(Forbidden):
            tracking.report(activity, PARTIAL, actor=actor)
    assert queries.history(activity) == []


@pytest.mark.parametrize("role", [Role.APPROVER, Role.COMMUNICATIONS])
def test_who_leads_reports_for_all(activity, role):
    assert tracking.report(activity, PARTIAL, actor=make.user(role)).state is PARTIAL


def test_the_same_form_twice_is_one_report(activity, liaison):
    first = tracking.report(activity, DONE, tracking.filed(), actor=liaison, key=KEY)
    again = tracking.report(activity, DONE, tracking.filed(), actor=liaison, key=KEY)
    assert first.id == again.id
    assert len(queries.history(activity)) == 1
    assert len(db.session.scalars(select(StoredFile)).all()) == 1


def test_done_needs_evidence_of_its_own_period(recurrent, liaison):
    with time_machine.travel(IN_MAY, tick=False):
        tracking.report(recurrent, UNDER_WAY, tracking.LINK, actor=liaison, period="2026-C1")
        told = {"proofs": (), "actor": liaison}
        assert tracking.report(recurrent, DONE, period="2026-C1", **told).state is DONE
        with pytest.raises(Invalid, match="hace falta una evidencia"):
            tracking.report(recurrent, DONE, period="2026-C2", **told)


@pytest.mark.parametrize(
    ("state", "words"),
    [(StrategyState.CLOSED, "está cerrada"), (StrategyState.DRAFT, "todavía no está publicada")],
)
def test_only_what_is_in_force_is_reported(state, words):
    activity = make.activity(make.strategy(state))
    with pytest.raises(Invalid, match=words):
        tracking.report(activity, PARTIAL)


def test_what_is_cancelled_is_not_reported(activity):
    with unit_of_work():
        services.follow_up(activity, FollowUp(ActivityState.CANCELLED, "Paro de transporte", ()), None)
    with pytest.raises(Invalid, match="está cancelada"):
        tracking.report(activity, PARTIAL)


def test_a_period_that_has_not_begun_is_not_reported(recurrent):
    with time_machine.travel(IN_MAY, tick=False), pytest.raises(Invalid, match="desde el 1 de septiembre de 2026"):
        tracking.report(recurrent, PARTIAL, period="2026-C3")


@pytest.mark.parametrize("period", ["", "2025-C1", "cualquiera"])
def test_a_recurrent_activity_is_reported_by_its_periods(recurrent, period):
    with pytest.raises(Invalid, match="períodos"):
        tracking.report(recurrent, PARTIAL, period=period)


@pytest.mark.parametrize(
    "proof",
    [
        Proof("Acta", url="http://www.demostracion.example/acta"),
        Proof("Acta", url="javascript:alert(1)"),
        Proof("Acta", url="https://alguien@demostracion.example/acta"),
        Proof("", url="https://www.demostracion.example/acta"),
        Proof("Acta", upload=tracking.upload(b"<svg></svg>", "acta.svg")),
    ],
)
def test_evidence_that_is_not_safe_or_not_described_is_refused(activity, proof):
    with pytest.raises(Invalid):
        tracking.report(activity, DONE, proof)
    assert queries.history(activity) == []


def test_a_recurrent_activity_is_done_when_each_period_is(recurrent):
    states = []
    with time_machine.travel("2026-12-20T15:00:00+00:00", tick=False):
        for period in CUATRIMESTRES:
            tracking.report(recurrent, DONE, period=period)
            states.append(recurrent.state)
        tracking.report(recurrent, PARTIAL, period="2026-C2")
    assert states == [UNDER_WAY, UNDER_WAY, DONE]
    assert recurrent.state is PARTIAL


def test_each_period_is_overdue_by_itself(recurrent):
    with time_machine.travel(IN_MAY, tick=False):
        shown = [slot.shown for slot in where_it_stands(recurrent).slots]
    assert shown == [ShownState.OVERDUE, ShownState.UNDER_WAY, ShownState.UPCOMING]


def test_a_correction_is_a_further_report(activity):
    tracking.report(activity, DONE)
    tracking.report(activity, PARTIAL, text="Faltó una vereda.")
    assert [row.state for row in queries.history(activity)] == [DONE, PARTIAL]
    assert where_it_stands(activity).slots[0].state is PARTIAL


def test_decisions_go_into_the_same_history(activity):
    tracking.report(activity, UNDER_WAY)
    change = FollowUp(ActivityState.RESCHEDULED, "Paro", (), date(2026, 4, 1), date(2026, 4, 2))
    approver = make.user(Role.APPROVER)
    with unit_of_work():
        services.follow_up(activity, change, approver)
    _told, moved = queries.history(activity)
    assert (moved.state, moved.from_state, moved.text) == (ActivityState.RESCHEDULED, UNDER_WAY, "Paro")
    assert (moved.old_starts_on, moved.new_ends_on) == (date(2026, 3, 2), date(2026, 4, 2))
    assert moved.author_id == approver.id
    assert activity.replaced_dates == [(date(2026, 3, 2), date(2026, 3, 6))]


def test_a_change_of_offices_alone_is_no_history(activity, office):
    with unit_of_work():
        services.follow_up(activity, FollowUp(ActivityState.SCHEDULED, "", (office,)), None)
    assert queries.history(activity) == []


def test_done_is_not_decided_without_evidence(activity, recurrent):
    with pytest.raises(Invalid, match="Informar avance"):
        services.follow_up(activity, FollowUp(DONE, "", ()), None)
    with pytest.raises(Invalid, match="por período"):
        services.follow_up(recurrent, FollowUp(PARTIAL, "", ()), None)


steps = st.lists(
    st.tuples(
        st.sampled_from(["report", "follow_up"]),
        st.sampled_from(list(ActivityState)),
        st.sampled_from(["", *CUATRIMESTRES]),
        st.booleans(),
    ),
    max_size=10,
)


@settings(max_examples=60)
@given(steps=steps, is_recurrent=st.booleans())
@time_machine.travel("2026-12-20T15:00:00+00:00", tick=False)
def test_no_sequence_reaches_done_without_evidence(steps, is_recurrent):
    one = make.activity(periods=CUATRIMESTRES if is_recurrent else [], starts_on=None, ends_on=None)
    for verb, state, period, has_evidence in steps:
        _try(one, verb, state, period, has_evidence)
        db.session.refresh(one)
        proved = {row.period for row in queries.history(one) if row.evidence}
        assert one.state is not DONE or proved >= {slot.period for slot in where_it_stands(one).slots}


def _try(one, verb, state, period, has_evidence):
    days = (date(2027, 1, 4), date(2027, 1, 5))
    try:
        with unit_of_work():
            if verb == "follow_up":
                services.follow_up(one, FollowUp(state, "Motivo", (), *days), None)
            else:
                proofs = (tracking.LINK,) if has_evidence else ()
                services.report(one, Told(state, "Se hizo.", period, proofs=proofs), None, None)
    except Invalid:
        pass


# Internal control


def test_control_verifies_beside_what_was_reported(activity, liaison):
    row = tracking.report(activity, DONE, actor=liaison)
    tracking.verification(row, VerificationResult.NOT_VERIFIED, "El acta no está firmada.")
    one = where_it_stands(activity)
    assert activity.state is DONE
    assert one.disputed == one.slots
    assert compared(one.slots[0]) == "Secretaría de Salud informó «Cumplida». Control Interno no la pudo verificar."
    assert found_of(one) == "Control Interno no la verificó"


def test_a_new_report_waits_for_its_own_verification(activity):
    tracking.verification(tracking.report(activity, PARTIAL))
    tracking.report(activity, DONE)
    (slot,) = where_it_stands(activity).slots
    assert slot.verification is None
    assert queries.unverified_count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTROL}))
def test_only_control_verifies(activity, role):
    row = tracking.report(activity, DONE)
    with pytest.raises(Forbidden):
        tracking.verification(row, by=make.user(role))


def test_what_is_not_verified_says_why(activity):
    row = tracking.report(activity, DONE)
    with pytest.raises(Invalid, match="qué falta"):
        tracking.verification(row, VerificationResult.PARTLY, "")


def test_the_same_verification_twice_is_one(activity):
    row, control = tracking.report(activity, DONE), make.user(Role.CONTROL)
    with unit_of_work():
        twice = [services.verify(row, VerificationResult.VERIFIED, "", KEY, control) for _ in range(2)]
    assert twice[0].id == twice[1].id
    assert len(db.session.scalars(select(Verification)).all()) == 1


# The chain of versions


def test_the_history_follows_the_activity_into_a_new_version():
    first = published()
    held = queries.activities(first)[0]
    tracking.verification(tracking.report(held, UNDER_WAY))
    second = revised(first)
    tracking.report(held, DONE)
    publish(second)
    copy = queries.activities(second)[0]
    tracking.report(copy, PARTIAL)
    assert [row.state for row in queries.history(copy)] == [UNDER_WAY, DONE, PARTIAL]
    assert queries.histories(queries.activities(second))[copy.id] == queries.history(copy)
    assert queries.histories(queries.activities(second))[queries.activities(second)[1].id] == []


def test_a_draft_says_nothing_to_the_version_in_force():
    first = published()
    second = revised(first)
    with unit_of_work():
        services.follow_up(queries.activities(second)[0], FollowUp(ActivityState.CANCELLED, "Paro", ()), None)
    assert queries.history(queries.activities(first)[0]) == []


def test_what_control_has_not_seen_still_waits_when_a_version_follows():
    first = published()
    tracking.report(queries.activities(first)[0], PARTIAL)
    second = revised(first)
    assert queries.unverified_count() == 1
    publish(second)
    assert [row.state for row in queries.unverified(1).items] == [PARTIAL]
    tracking.verification(queries.unverified(1).items[0])
    publish(revised(second))
    assert queries.unverified_count() == 0


def test_a_report_in_the_new_version_takes_the_place_of_the_one_before():
    first = published()
    tracking.report(queries.activities(first)[0], PARTIAL)
    second = revised(first)
    publish(second)
    tracking.report(queries.activities(second)[0], DONE)
    assert [row.state for row in queries.unverified(1).items] == [DONE]


@pytest.mark.parametrize(
    ("before", "told", "after", "state"),
    [
        (CUATRIMESTRES, CUATRIMESTRES[:2], CUATRIMESTRES[:2], DONE),
        (CUATRIMESTRES, CUATRIMESTRES[:1], CUATRIMESTRES[:1], DONE),
        (CUATRIMESTRES[:1], CUATRIMESTRES[:1], CUATRIMESTRES, UNDER_WAY),
        (CUATRIMESTRES, CUATRIMESTRES[:1], CUATRIMESTRES[1:2], ActivityState.SCHEDULED),
        (CUATRIMESTRES[:2], CUATRIMESTRES[:2], [], DONE),
        ([], [""], CUATRIMESTRES, UNDER_WAY),
    ],
)
@time_machine.travel("2026-12-20T15:00:00+00:00", tick=False)
def test_other_periods_in_a_new_version_say_what_the_whole_is(before, told, after, state):
    first = published()
    held = queries.activities(first)[0]
    with unit_of_work():
        held.periods, held.starts_on, held.ends_on = before, None, None
    for period in told:
        tracking.report(held, DONE, period=period)
    second = revised(first)
    with unit_of_work():
        queries.activities(second)[0].periods = after
    publish(second)
    assert queries.activities(second)[0].state is state


# The database itself


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity_report SET text = 'otra cosa'",
        "DELETE FROM activity_report",
        "UPDATE verification SET result = 'verified'",
        "DELETE FROM verification",
        "UPDATE activity_evidence SET url = 'https://otra.example/'",
        "UPDATE activity_evidence SET description = 'otra cosa'",
        "DELETE FROM activity_evidence",
    ],
)
def test_history_is_neither_changed_nor_deleted(activity, statement):
    tracking.verification(tracking.report(activity, DONE), VerificationResult.PARTLY)
    with pytest.raises(IntegrityError, match="is refused"), db.session.begin_nested():
        db.session.execute(text(statement))


def test_evidence_is_withdrawn_from_the_public_and_stays_for_the_team(activity):
    row = tracking.report(activity, DONE, tracking.filed())
    name = row.evidence[0].file.name
    with unit_of_work():
        services.withdraw(row.evidence[0], make.user(Role.APPROVER))
    assert queries.evidence_of_file(name)
    assert queries.history(activity)[0].public_evidence == []
    with pytest.raises(Forbidden):
        services.withdraw(row.evidence[0], make.user(Role.CONTROL))


# Pages


REPORT = "/estrategia/gestion/actividades/{}/avance/nuevo"


def form(**values):
    return {"state": "partial", "text": "Se hizo la mesa.", "period": "", "form_key": KEY} | values


def test_a_liaison_sends_a_file(client, activity, liaison):
    client.sign_in(liaison)
    sent = form(
        state="done",
        file=(tracking.upload().stream, "acta.pdf"),
        file_description="Acta de la mesa",
        has_no_personal_data="y",
    )
    answer = client.submit(REPORT.format(activity.id), sent)
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    assert "Acta de la mesa" in page
    assert "Cumplida" in page
    public = client.get(f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}").get_data(as_text=True)
    stored = db.session.scalars(select(StoredFile)).one()
    assert f"/estrategia/evidencias/{stored.name}" in public
    download = client.get(f"/estrategia/evidencias/{stored.name}")
    assert download.data == tracking.PDF
    assert download.headers["Content-Disposition"] == "attachment; filename=acta-de-la-mesa.pdf"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "done"}, "hace falta una evidencia"),
        ({"percent": "120"}, "entre 0 y 100"),
        ({"link": "ftp://sitio/acta", "link_description": "Acta"}, "empiece por https://"),
        ({"link": "https://sitio.example/acta", "link_description": "Acta"}, "no tiene datos personales"),
        ({"link": "https://sitio.example/acta", "has_no_personal_data": "y"}, "Describa qué muestra"),
    ],
)
def test_what_is_refused_keeps_the_typed_text(client, activity, liaison, values, words):
    client.sign_in(liaison)
    answer = client.submit(REPORT.format(activity.id), form(text="Se hizo la mesa en El Edén.", **values))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Se hizo la mesa en El Edén." in page
    assert queries.history(activity) == []


def test_another_text_with_the_same_form_is_not_lost(client, activity, liaison):
    client.sign_in(liaison)
    assert client.submit(REPORT.format(activity.id), form()).status_code == 303
    answer = client.submit(REPORT.format(activity.id), form(text="Se hicieron dos mesas."))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Se hicieron dos mesas." in page, KEY in page) == (409, True, False)
    assert "Ya habíamos guardado un avance con este formulario" in page
    again = form(text="Se hicieron dos mesas.", form_key=hidden(page, "form_key"))
    assert client.submit(REPORT.format(activity.id), again).status_code == 303
    assert [row.text for row in queries.history(activity)] == ["Se hizo la mesa.", "Se hicieron dos mesas."]


def test_another_finding_with_the_same_form_is_not_lost(client, activity):
    address = f"/estrategia/gestion/avances/{tracking.report(activity, DONE).id}/verificar"
    client.sign_in(make.user(Role.CONTROL))
    first = {"result": "partly", "note": "Falta el acta.", "form_key": KEY}
    assert client.submit(address, first).status_code == 303
    answer = client.submit(address, first | {"note": "Falta la lista."})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Falta la lista." in page, KEY in page) == (409, True, False)
    assert "Ya habíamos guardado una verificación con este formulario" in page


def test_another_office_is_told_so_and_keeps_its_text(client, activity):
    client.sign_in(make.user(Role.LIAISON, make.department("Otra oficina")))
    sent = form(text="Se hizo la mesa en El Edén.")
    answer = client.submit(REPORT.format(activity.id), sent, page="/estrategia/gestion/mis-actividades")
    assert answer.status_code == 403
    assert "Se hizo la mesa en El Edén." in answer.get_data(as_text=True)
    assert "es de otra dependencia" in answer.get_data(as_text=True)


def test_a_strategy_closed_meanwhile_keeps_the_typed_text(client, activity, liaison):
    with unit_of_work():
        db.session.execute(update(Strategy).where(Strategy.id == activity.strategy_id).values(state="closed"))
    client.sign_in(liaison)
    answer = client.submit(REPORT.format(activity.id), form(text="Se hizo la mesa en El Edén."))
    assert answer.status_code == 422
    assert "está cerrada" in answer.get_data(as_text=True)
    assert "Se hizo la mesa en El Edén." in answer.get_data(as_text=True)


def test_internal_evidence_is_for_the_team_only(client, activity, liaison):
    tracking.report(activity, DONE, tracking.filed(), is_internal=True)
    name = db.session.scalars(select(StoredFile.name)).one()
    address = f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}"
    page = client.get(address).get_data(as_text=True)
    assert "Acta firmada" not in page
    assert "no es pública" in page
    assert client.get(f"/estrategia/evidencias/{name}").status_code == 404
    client.sign_in(liaison)
    assert client.get(f"/estrategia/gestion/evidencias/{name}").data == tracking.PDF


def test_the_public_page_says_when_control_disagrees(client, activity, liaison):
    row = tracking.report(activity, DONE, actor=liaison)
    tracking.verification(row, VerificationResult.NOT_VERIFIED, "El acta no está firmada.")
    page = client.get(f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}").get_data(as_text=True)
    assert "No coincide" in page
    assert "El acta no está firmada." in page
    assert liaison.name not in page


def test_a_liaison_sees_only_the_activities_of_the_office_the_first_due_at_the_top(client, office, liaison):
    strategy = make.strategy()
    make.activity(strategy, (office,), name="Foro tardío", ends_on=date(2026, 9, 1))
    make.activity(strategy, (office,), name="Mesa temprana", ends_on=date(2026, 3, 1))
    make.activity(strategy, (make.department(),), name="De otra oficina")
    client.sign_in(liaison)
    page = client.get("/estrategia/gestion/mis-actividades").get_data(as_text=True)
    assert page.index("Mesa temprana") < page.index("Foro tardío")
    assert "De otra oficina" not in page


def test_control_finds_what_waits_and_verifies_it(client, activity):
    row = tracking.report(activity, DONE)
    client.sign_in(make.user(Role.CONTROL))
    assert activity.name in client.get("/estrategia/gestion/por-verificar").get_data(as_text=True)
    address = f"/estrategia/gestion/avances/{row.id}/verificar"
    refused = client.submit(address, {"result": "partly", "note": "", "form_key": KEY})
    assert (refused.status_code, "qué falta" in refused.get_data(as_text=True)) == (422, True)
    assert client.submit(address, {"result": "verified", "note": "", "form_key": KEY}).status_code == 303
    assert activity.name not in client.get("/estrategia/gestion/por-verificar").get_data(as_text=True)


def test_reports_hold_no_name_of_the_file(client, activity):
    tracking.report(activity, DONE, Proof("Acta", upload=tracking.upload(name="Cédula de alguien.pdf")))
    page = client.get(f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}").get_data(as_text=True)
    assert "Cédula" not in page
