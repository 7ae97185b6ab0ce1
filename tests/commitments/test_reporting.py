"""How far it is, as its office tells it: with evidence, once for each form, and by nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from participa.accounts.models import Role
from participa.commitments import services
from participa.commitments.models import CommitmentEntry, CommitmentEvidence, CommitmentState, EntryKind, Proof, Told
from participa.extensions import db
from participa.shared import audit, files
from participa.shared.clock import today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid, NotFound
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.house import LINK, REASON, RESULT, filed, house, now_of, refused, report
from tests.factories.commitments import step as make_step
from tests.factories.tracking import PDF, upload

pytestmark = pytest.mark.usefixtures("context")
KEY = "llave-del-formulario-1"
CARDS = "Trae cédulas de tres personas."
S = CommitmentState


def lines() -> list[CommitmentEntry]:
    return list(db.session.scalars(select(CommitmentEntry).order_by(CommitmentEntry.id)))


def test_a_liaison_reports_with_a_file_and_a_link():
    at = house()

    entry = report(at, 40, Proof("Foto de la obra", upload=upload()), LINK)

    held = now_of(at)
    assert (held.state, held.percent, held.fulfilled_on) == (S.UNDER_WAY, 40, None)
    assert (entry.kind, entry.from_state, entry.from_percent, entry.percent) == (
        *(EntryKind.PROGRESS, S.PUBLISHED),
        *(0, 40),
    )
    photo, link = entry.evidence
    assert (photo.description, photo.file.alt_text, files.read(photo.file)) == (
        "Foto de la obra",
        "Foto de la obra",
        PDF,
    )
    assert (link.url, link.file, entry.by_whom) == (LINK.url, None, at.office.name)
    acts = db.session.scalars(select(audit.AuditEntry.verb).order_by(audit.AuditEntry.id)).all()
    assert acts[-1] == "commitment_progress"


def test_words_alone_leave_the_percentage_where_it_was():
    at = house()
    report(at, 30, LINK)

    entry = report(at, text="Llegó la maquinaria.")

    assert (entry.from_percent, entry.percent, now_of(at).percent) == (30, 30, 30)


def test_each_office_that_shares_it_reports_and_no_other():
    at = house()
    partner = make.user(Role.LIAISON, make.department())
    with unit_of_work():
        services.reassign(at.commitment, at.office.id, [partner.department_id], REASON, None, at.approver)

    assert report(at, 10, LINK, author=partner).by_whom == partner.department.name
    for person in (at.stranger, at.approver, *(make.user(role) for role in Role)):
        with refused(Forbidden, "otra dependencia"):
            services.report(at.commitment, Told("Se hizo.", 20, proofs=(LINK,)), None, person)


def test_progress_does_not_rise_without_evidence():
    at = house()
    with refused(Invalid, "hace falta una evidencia"):
        services.report(at.commitment, Told("Se hizo casi todo.", 90), None, at.liaison)


def test_progress_does_not_fall_in_a_report():
    at = house()
    report(at, 60, LINK)
    with refused(Invalid, "ya informado es 60 %"):
        services.report(at.commitment, Told("Se corrige.", 20, proofs=(LINK,)), None, at.liaison)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_is_between_0_and_100(percent):
    at = house()
    with refused(Invalid, "entre 0 y 100"):
        services.report(at.commitment, Told("Se hizo.", percent, proofs=(RESULT,)), None, at.liaison)


def test_the_whole_needs_evidence_of_the_result_and_not_only_of_work():
    at = house()
    with refused(Invalid, "evidencia del resultado"):
        services.report(at.commitment, Told("Se entregó.", 100, proofs=(LINK,)), None, at.liaison)


def test_it_is_fulfilled_on_the_day_of_colombia():
    at = house()
    with time_machine.travel(datetime(2027, 3, 2, 3, 0, tzinfo=UTC), tick=False):  # 10:00 p. m. of 1 March in Colombia
        report(at, 100, LINK, RESULT)
    held = now_of(at)
    assert (held.state, held.percent, held.fulfilled_on.isoformat()) == (S.FULFILLED, 100, "2027-03-01")


def test_nothing_is_reported_once_it_ended_or_before_it_is_public():
    fulfilled, hidden = house(), house(state=S.REGISTERED)
    report(fulfilled, 100, RESULT)
    with refused(Closed, "ya terminó"):
        services.report(fulfilled.commitment, Told("Algo más."), None, fulfilled.liaison)
    with refused(Closed, "todavía no es público"):
        services.report(hidden.commitment, Told("Se hizo.", 10, proofs=(LINK,)), None, hidden.liaison)


@pytest.mark.parametrize(
    "proof",
    [
        Proof("Acta", url="http://www.demostracion.example/acta"),
        Proof("Acta", url="javascript:alert(1)"),
        Proof("Acta", url="https://alguien@demostracion.example/acta"),
        Proof("", url="https://www.demostracion.example/acta"),
        Proof("Acta", upload=upload(b"<svg></svg>", "acta.svg")),
    ],
)
def test_evidence_that_is_not_safe_or_not_described_is_refused(proof):
    at = house()
    with refused(Invalid):
        services.report(at.commitment, Told("Se hizo.", 50, proofs=(LINK, proof)), None, at.liaison)


def test_a_report_says_something():
    at = house()
    with refused(Invalid, "Cuente"):
        services.report(at.commitment, Told(" ", 50, proofs=(LINK,)), None, at.liaison)


# Steps


def test_a_step_is_done_with_evidence_and_the_next_one_is_what_waits():
    at = house()
    day = today()
    first, second = (make_step(at.commitment, due_on=day + timedelta(days=days)) for days in (10, 40))

    entry = report(at, None, LINK, step_id=first.id)

    assert (entry.step_id, entry.percent) == (first.id, 0)
    db.session.expire_all()
    assert (first.done_on, second.done_on, now_of(at).next_step_on) == (day, None, second.due_on)


def test_a_step_is_not_done_without_evidence_nor_twice_nor_of_another_commitment():
    at, other = house(), house()
    own, foreign = make_step(at.commitment), make_step(other.commitment)
    with refused(Invalid, "marcar un paso"):
        services.report(at.commitment, Told("Se hizo.", step_id=own.id), None, at.liaison)
    with refused(NotFound, "no es de este compromiso"):
        services.report(at.commitment, Told("Se hizo.", step_id=foreign.id, proofs=(LINK,)), None, at.liaison)
    report(at, None, LINK, step_id=own.id)
    with refused(Conflict, "ya está hecho"):
        services.report(at.commitment, Told("Otra vez.", step_id=own.id, proofs=(LINK,)), None, at.liaison)


# The same form twice


def test_the_same_form_twice_is_one_line_also_when_it_fulfils():
    at = house()
    first = report(at, 100, filed(), key=KEY)
    again = report(at, 100, filed(), key=KEY)
    assert first.id == again.id
    assert (len(lines()), len(db.session.scalars(select(StoredFile)).all())) == (1, 1)


OTHERS = {
    "words": {"text": "Otra cosa."},
    "percentage": {"percent": 41},
    "less evidence": {"proofs": (filed(),)},
    "another address": {"proofs": (filed(), replace(LINK, url="https://www.demostracion.example/otra"))},
    "another description": {"proofs": (filed(), replace(LINK, description="Otra acta"))},
    "another content": {"proofs": (replace(filed(), upload=upload(PDF + b"\n%%EOF\n")), LINK)},
}


@pytest.mark.parametrize("how", OTHERS)
def test_the_same_form_with_something_else_is_said_and_not_kept(how):
    at, told = house(), Told("Se hizo.", 40, proofs=(filed(), LINK))
    with unit_of_work():
        services.report(at.commitment, told, KEY, at.liaison)
    other = replace(told, **({"proofs": (filed(), LINK)} | OTHERS[how]))
    with refused(services.Repeated, "distinto y no se ha guardado"):
        services.report(at.commitment, other, KEY, at.liaison)


def test_a_form_of_another_commitment_or_another_verb_is_no_retry():
    at, other = house(), house()
    report(at, 40, LINK, key=KEY)
    with refused(services.Repeated):
        services.report(
            other.commitment, Told("Se afirmó el primer kilómetro.", 40, proofs=(LINK,)), KEY, other.liaison
        )
    with refused(services.Repeated):
        services.set_back(at.commitment, 10, REASON, KEY, at.liaison)


# Downwards


def test_a_setback_has_a_public_reason_and_stays_in_the_history():
    at = house()
    report(at, 60, LINK)

    with unit_of_work():
        entry = services.set_back(at.commitment, 25, REASON, KEY, at.liaison)
    with unit_of_work():
        again = services.set_back(at.commitment, 25, REASON, KEY, at.liaison)

    assert (entry.id, entry.from_percent, entry.percent, entry.text) == (again.id, 60, 25, REASON)
    assert [one.percent for one in now_of(at).entries] == [60, 25]
    assert (now_of(at).percent, now_of(at).state) == (25, S.UNDER_WAY)


@pytest.mark.parametrize("reason", ["", "Porque sí.", "porque porque porque porque", "aaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_setback_without_a_reason_is_refused(reason):
    at = house()
    report(at, 60, LINK)
    with refused(Invalid, "Explique el motivo"):
        services.set_back(at.commitment, 25, reason, None, at.liaison)


def test_a_setback_goes_down_and_only_by_the_own_office():
    at = house()
    report(at, 60, LINK)
    for percent in (60, 61, -1):
        with refused(Invalid, "menor"):
            services.set_back(at.commitment, percent, REASON, None, at.liaison)
    for person in (at.stranger, at.approver, make.user(Role.CONTROL)):
        with refused(Forbidden):
            services.set_back(at.commitment, 10, REASON, None, person)


def test_a_step_that_is_not_done_after_all_waits_again():
    at = house()
    step = make_step(at.commitment)
    with refused(Conflict, "no está marcado"):
        services.set_back(at.commitment, 0, REASON, None, at.liaison, step)
    report(at, None, LINK, step_id=step.id)

    with unit_of_work():
        services.set_back(at.commitment, 0, REASON, None, at.liaison, step)

    assert (now_of(at).steps[0].done_on, now_of(at).next_step_on) == (None, step.due_on)


# Evidence that should not be public


def test_evidence_is_withdrawn_from_the_public_with_a_reason_that_only_the_team_reads():
    at = house()
    (piece,) = report(at, 20, LINK).evidence

    for _ in range(2):
        with unit_of_work():
            services.withdraw(
                db.session.get_one(CommitmentEvidence, piece.id), "Trae cédulas de tres personas.", at.approver
            )

    db.session.expire_all()
    assert (piece.is_internal, piece.url, piece.entry.public_evidence) == (True, LINK.url, [])
    found = select(audit.AuditEntry).where(audit.AuditEntry.verb == "commitment_evidence_withdrawn")
    (act,) = db.session.scalars(found)
    assert act.detail == {"reason": CARDS}


def test_who_reports_does_not_withdraw_and_nobody_without_a_reason():
    at = house()
    (piece,) = report(at, 20, LINK).evidence
    for person in (at.liaison, make.user(Role.CONTROL), make.user(Role.MODERATOR), make.user(Role.ADMIN)):
        with refused(Forbidden):
            services.withdraw(piece, REASON, person)
    with refused(Invalid, "Explique el motivo"):
        services.withdraw(piece, "No", at.approver)
