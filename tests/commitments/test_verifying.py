"""Internal control writes what it found beside what is reported, once, with its evidence, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.commitments import doors, services
from participa.commitments.looking import Checked
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentKind,
    CommitmentState,
    Completion,
    Proof,
)
from participa.commitments.queries import verifying
from participa.commitments.queries.verifying import Pile
from participa.commitments.services import verifying as verbs
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import now, today
from participa.shared.errors import Forbidden
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.commitments import check, progress
from tests.factories.tracking import upload

pytestmark = pytest.mark.usefixtures("context")
KEY = "verificacion-de-prueba-1"
LINK = Proof("Foto del lugar", url="https://ejemplo.example/foto")


def found(**values) -> Checked:
    usual = {
        "checked_on": today(),
        "completion": Completion.LIMITED,
        "agreement": Agreement.DISAGREES,
        "note": "La vía está sin pavimentar.",
    }
    return Checked(**(usual | values))


@pytest.fixture
def control():
    return make.user(Role.CONTROL)


@pytest.fixture
def reported():
    of = make.commitment()
    progress(of, 60)
    return of


def verify(of, by, checked=None, key=KEY) -> CommitmentCheck:
    with unit_of_work():
        return services.verify(of, checked or found(), key, by)


def count() -> int:
    return db.session.scalar(select(func.count(CommitmentCheck.id)))


def test_a_verification_keeps_what_was_reported_at_that_moment(reported, control):
    kept = verify(reported, control, found(proofs=[LINK]))
    progress(reported, 90)
    db.session.expire_all()
    assert (kept.reported_percent, kept.reported_state) == (60, CommitmentState.UNDER_WAY)
    assert (kept.by_whom, kept.evidence[0].url) == ("Control Interno", LINK.url)
    assert not kept.evidence[0].is_internal


def test_it_changes_nothing_of_the_commitment(reported, control):
    before = (reported.percent, reported.state, reported.revision, reported.due_on)
    verify(reported, control)
    db.session.expire_all()
    assert (reported.percent, reported.state, reported.revision, reported.due_on) == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTROL])
def test_only_internal_control_verifies(reported, role):
    with pytest.raises(Forbidden), unit_of_work():
        services.verify(reported, found(), KEY, make.user(role))
    assert count() == 0


def test_what_is_not_public_is_not_verified(control):
    with pytest.raises(Forbidden), unit_of_work():
        services.verify(make.commitment(CommitmentState.REGISTERED), found(), KEY, control)


@pytest.mark.parametrize("state", [CommitmentState.FULFILLED, CommitmentState.UNFULFILLED, CommitmentState.NOT_VIABLE])
def test_what_ended_can_still_be_verified(control, state):
    assert verify(make.commitment(state), control).reported_state is state


@pytest.mark.parametrize("days", [1, -31])
def test_the_day_is_neither_to_come_nor_before_the_promise(reported, control, days):
    with pytest.raises(verbs.Dated), unit_of_work():
        services.verify(reported, found(checked_on=today() + timedelta(days=days)), KEY, control)


@pytest.mark.parametrize("days", [0, -30])
def test_today_and_the_day_of_the_promise_are_good(reported, control, days):
    day = today() + timedelta(days=days)
    assert verify(reported, control, found(checked_on=day)).checked_on == day


@pytest.mark.parametrize("note", ["", "Me llamo por el 300 123 45 67.", "Escriba a persona@ejemplo.example."])
def test_the_note_says_something_and_holds_no_personal_data(reported, control, note):
    with pytest.raises(verbs.Unfit), unit_of_work():
        services.verify(reported, found(note=note), KEY, control)
    assert count() == 0


def test_the_same_form_twice_is_one_verification(reported, control):
    first = verify(reported, control, found(proofs=[LINK]))
    assert verify(reported, control, found(proofs=[LINK])).id == first.id
    assert count() == 1


def test_the_same_form_with_other_words_is_refused(reported, control):
    verify(reported, control)
    with pytest.raises(services.Repeated), unit_of_work():
        services.verify(reported, found(note="Otra cosa."), KEY, control)


def test_a_form_of_another_commitment_or_person_is_refused(reported, control):
    verify(reported, control)
    for of, by in ((make.commitment(), control), (reported, make.user(Role.CONTROL))):
        with pytest.raises(services.Repeated), unit_of_work():
            services.verify(of, found(), KEY, by)


def test_the_database_lets_nobody_rewrite_a_verification(reported, control):
    kept = verify(reported, control)
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(update(CommitmentCheck).where(CommitmentCheck.id == kept.id).values(note="Todo bien."))


def test_rooms_that_listen_hear_each_verification_once(reported, control, monkeypatch):
    heard = []
    monkeypatch.setattr(doors, "_listeners", [lambda news: heard.append(news.id)])
    kept = verify(reported, control)
    verify(reported, control)
    assert heard == [kept.id]


def test_the_history_of_acts_says_which_and_holds_no_words(reported, control):
    kept = verify(reported, control)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "commitment_verified")).one()
    assert (entry.subject_id, entry.actor_id) == (str(kept.id), control.id)
    assert entry.detail == {"commitment": reported.id, "agreement": "disagrees"}


# What waits


def codes(which: Pile) -> list[str]:
    return [one.code for one in verifying.pile(which, 1).items]


def test_what_was_reported_waits_until_internal_control_looks_and_again_after_the_next_report(app, reported, control):
    with app.test_request_context():
        assert codes(Pile.WAITING) == [reported.code]
        verify(reported, control)
        assert codes(Pile.WAITING) == []
        progress(reported, 90)
        assert codes(Pile.WAITING) == [reported.code]


def test_what_a_body_found_does_not_stand_in_for_internal_control(app, reported):
    check(reported, Completion.PARTIAL, body_name="Red de Veedores")
    with app.test_request_context():
        assert codes(Pile.WAITING) == [reported.code]


def test_without_report_nothing_waits_except_what_is_fulfilled(app):
    make.commitment()
    make.commitment(CommitmentState.REGISTERED)
    done = make.commitment(CommitmentState.FULFILLED)
    with app.test_request_context():
        assert codes(Pile.WAITING) == [done.code]


def test_what_waits_longest_comes_first_and_actions_wait_too(app):
    late, early = make.commitment(), make.commitment(kind=CommitmentKind.ACTION, code="M-2026-77777")
    progress(late, 10, at=now() - timedelta(days=1))
    progress(early, 10, at=now() - timedelta(days=5))
    with app.test_request_context():
        assert codes(Pile.WAITING) == [early.code, late.code]


def test_the_two_piles_and_their_counts(app, reported, control):
    agreed = make.commitment()
    progress(agreed, 50)
    verify(reported, control)
    verify(agreed, control, found(completion=Completion.PARTIAL, agreement=Agreement.AGREES), key=f"{KEY}-b")
    with app.test_request_context():
        assert codes(Pile.DISAGREED) == [reported.code]
        assert verifying.piles() == verifying.Piles(waiting=0, disagreed=1)


# Pages

TYPED = {
    "checked_on": today().isoformat(),
    "completion": "limited",
    "agreement": "disagrees",
    "note": "La vía está sin pavimentar.",
}


def test_internal_control_verifies_on_the_page_with_a_file(client, reported, control):
    client.sign_in(control)
    page = f"/compromisos/gestion/{reported.code}/verificar"
    typed = TYPED | {"upload": (upload().stream, "acta.pdf"), "description": "Acta de la visita"}
    assert client.submit(page, typed).status_code == 303
    kept = db.session.scalars(select(CommitmentCheck)).one()
    assert kept.evidence[0].file.extension == "pdf"
    shown = client.get(page).get_data(as_text=True)
    assert "Control Interno no coincide con lo informado." in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"checked_on": ""}, "Escriba qué día lo miró."),
        ({"checked_on": (today() + timedelta(days=1)).isoformat()}, "Escriba un día que ya pasó"),
        ({"completion": ""}, "Elija qué tanto"),
        ({"note": "Llame al 300 123 45 67"}, "1 posible teléfono"),
        ({"url": "http://ejemplo.example"}, "https://"),
        ({"url": "https://ejemplo.example"}, "Describa qué muestra"),
    ],
)
def test_what_does_not_fit_is_said_and_the_text_is_kept(client, reported, control, typed, words):
    client.sign_in(control)
    answer = client.submit(f"/compromisos/gestion/{reported.code}/verificar", TYPED | typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert (TYPED | typed)["note"] in page
    assert count() == 0


def test_everybody_reads_both_sides_with_words(client, reported, control):
    verify(reported, control, found(note="El tramo dos no tiene asfalto."))
    check(reported, Completion.PARTIAL, body_name="Red de Veedores", note="Vimos media vía.")
    page = client.get(f"/compromisos/{reported.code}").get_data(as_text=True)
    for words in (
        "Lo que informa la dependencia",
        "Lo que encontró Control Interno",
        "Lo que encontró la veeduría",
        "No todos dicen lo mismo",
        "Control Interno no coincide con lo informado.",
        "Veeduría: Red de Veedores",
        "El tramo dos no tiene asfalto.",
        "Vimos media vía.",
    ):
        assert words in page
    assert control.name not in page


def test_the_pile_is_empty_or_tells_what_does_not_match(client, reported, control):
    client.sign_in(control)
    address = "/compromisos/gestion/por-verificar"
    assert reported.code in client.get(address).get_data(as_text=True)
    verify(reported, control)
    assert "No hay nada por verificar" in client.get(address).get_data(as_text=True)
    assert "no coincide con lo informado" in client.get(f"{address}?ver=no-coinciden").get_data(as_text=True)


def test_internal_control_is_refused_every_other_verb(control, reported):
    draft = make.commitment(CommitmentState.REGISTERED)
    day = today() + timedelta(days=200)
    reason = "El invierno dañó la vía de acceso y no entra la maquinaria."
    with pytest.raises(Forbidden), unit_of_work():
        services.publish(draft, control)
    with pytest.raises(Forbidden), unit_of_work():
        services.discard(draft, control)
    with pytest.raises(Forbidden), unit_of_work():
        services.reschedule(reported, day, reason, KEY, control)
    with pytest.raises(Forbidden), unit_of_work():
        services.set_back(reported, 10, reason, KEY, control)
    with pytest.raises(Forbidden), unit_of_work():
        services.end(reported, CommitmentState.NOT_VIABLE, reason, KEY, control)
    db.session.expire_all()
    assert db.session.get_one(Commitment, reported.id).percent == 60
