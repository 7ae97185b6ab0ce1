"""The document of an encounter is made from the data, frozen, and says what the board and the pages say."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Department, Role
from participa.commitments.models import (
    Agreement,
    CommitmentEntry,
    CommitmentObservation,
    CommitmentState,
    Completion,
    EntryKind,
)
from participa.commitments.queries import board, observing, public
from participa.commitments.standing import Standing
from participa.encounters import picture, queries, services
from participa.events.models import EventState
from participa.extensions import db
from participa.questions.models import Quarantine
from participa.shared.clock import now, today
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.commitments import check, progress
from tests.factories.encounters import encounter, encounter_document
from tests.factories.keep import keep

HOME, TEAM = "/encuentros", "/encuentros/gestion"
DAY = timedelta(days=1)


def of_each_standing(office: Department, other: Department) -> None:
    """One commitment of each standing, the overdue one of the other office."""
    day, own = today(), {"lead_id": office.id}
    make.commitment(CommitmentState.FULFILLED, **own, first_due_on=day)
    make.commitment(CommitmentState.FULFILLED, **own, first_due_on=day - DAY, due_on=day)
    make.commitment(**own)
    make.commitment(**own, due_on=day + 5 * DAY, first_due_on=day + 5 * DAY)
    make.commitment(lead_id=other.id, due_on=day - DAY, first_due_on=day - DAY)
    make.commitment(CommitmentState.UNFULFILLED, **own)
    make.commitment(CommitmentState.NOT_VIABLE, **own)


def moved(commitment, days: int, reason: str = "Llovió dos meses seguidos y el río creció."):
    """Another date, told as the service tells it."""
    with unit_of_work():
        held = db.session.get_one(type(commitment), commitment.id)
        later = held.due_on + days * DAY
        percent = {"from_percent": held.percent, "percent": held.percent}
        states = {"from_state": held.state, "state": held.state}
        dates = {"old_due_on": held.due_on, "new_due_on": later}
        entry = CommitmentEntry(
            commitment=held, kind=EntryKind.RESCHEDULED, text=reason, at=now(), **percent, **states, **dates
        )
        db.session.add(entry)
        db.session.flush()
        held.due_on = later


def shown_of(document) -> picture.Picture:
    return picture.of_data(document.data)


@pytest.fixture
def offices(context) -> tuple[Department, Department]:
    return make.department("Obras"), make.department("Salud")


def test_the_document_the_board_and_the_page_say_the_same(offices, client):
    of_each_standing(*offices)
    moved(make.commitment(lead_id=offices[1].id, text="Abrir el puesto de salud"), 30)
    held = encounter()
    document = encounter_document(held)
    shown = shown_of(document)
    assert {part.name: part.figures for part in shown.parts} == {line.name: line.figures for line in board.board()}
    assert shown.figures.slips == 1
    assert {one: shown.figures.of(one) for one in Standing} == public.counts(public.Filters())
    page = client.get(f"{HOME}/{held.event.slug}").text
    for part in shown.parts:
        for label, told in part.by_standing:
            assert label in page
            assert all(one.text in page for one in told)
    boarded = client.get("/compromisos/dependencias").text
    for line in board.board():
        assert line.name in boarded
        assert line.name in page


def test_a_version_does_not_change_when_the_commitments_do(offices, client):
    promised = make.commitment(lead_id=offices[0].id, text="Arreglar el puente")
    held = encounter()
    first = encounter_document(held)
    before = client.get(f"{HOME}/{held.event.slug}/versiones/1/documento.json").data
    make.user(Role.LIAISON, department=offices[0])
    progress(promised, 40)
    moved(promised, 60)
    second = encounter_document(held, reason="Se cuenta el avance del puente.")
    assert client.get(f"{HOME}/{held.event.slug}/versiones/1/documento.json").data == before
    assert (shown_of(first).parts[0].commitments[0].percent, shown_of(first).figures.slips) == (0, 0)
    told = shown_of(second).parts[0].commitments[0]
    assert (told.percent, len(told.new_dates)) == (40, 1)
    old = client.get(f"{HOME}/{held.event.slug}/versiones/1").text
    assert "Hay una versión más nueva" in old
    newest = client.get(f"{HOME}/{held.event.slug}").text
    assert "Hay una versión más nueva" not in newest
    assert "Se cuenta el avance del puente." in newest
    assert "Llovió dos meses" in newest


def test_anybody_can_check_the_digest(offices, client):
    make.commitment(lead_id=offices[0].id)
    held = encounter(opening="Les contamos cómo vamos.")
    document = encounter_document(held)
    answer = client.get(f"{HOME}/{held.event.slug}/versiones/1/documento.json")
    assert hashlib.sha256(answer.data).hexdigest() == document.digest
    assert json.loads(answer.data)["opening"] == "Les contamos cómo vamos."
    assert document.digest in client.get(f"{HOME}/{held.event.slug}").text


@pytest.mark.parametrize("order", ["UPDATE encounter_document SET digest = 'otra'", "DELETE FROM encounter_document"])
def test_the_database_refuses_to_change_what_was_published(offices, order):
    make.commitment(lead_id=offices[0].id)
    encounter_document(encounter())
    with pytest.raises(IntegrityError):
        db.session.execute(text(order))
    db.session.rollback()


def test_it_tells_who_verified_where_they_differ_and_why_dates_moved(offices, client):
    promised = make.commitment(lead_id=offices[0].id, text="Pavimentar la calle del colegio")
    progress(promised, 80, text="La calle va en la última cuadra.")
    check(promised, Completion.LIMITED, agreement=Agreement.DISAGREES)
    check(promised, Completion.PARTIAL, body_name="Veeduría de vías", agreement=Agreement.PARTLY)
    moved(promised, 20)
    held = encounter()
    encounter_document(held)
    page = client.get(f"{HOME}/{held.event.slug}").text
    for words in (
        "Avance informado: 80",
        "Control Interno no coincide con lo informado.",
        "Veeduría de vías solo coincide en parte",
        "avance bajo",
        "Llovió dos meses seguidos",
        "Nueva fecha",
    ):
        assert words in page, words
    told = shown_of(queries.of_event(held.event).newest).parts[0].commitments[0]
    assert [voice.who for voice in told.voices] == ["Control Interno", "Veeduría de vías"]


def test_only_what_was_chosen_is_in(offices):
    space = make.event(EventState.HELD)
    inside = make.commitment(lead_id=offices[0].id, event_id=space.id)
    make.commitment(lead_id=offices[0].id)
    make.commitment(lead_id=offices[1].id, event_id=space.id)
    make.commitment(lead_id=offices[0].id, event_id=space.id, year=today().year - 1)
    make.commitment(CommitmentState.REGISTERED, lead_id=offices[0].id, event_id=space.id)
    held = encounter(years=[today().year], event_ids=[space.id], office_ids=[offices[0].id])
    shown = queries.picture_of(held, now())
    assert [told.code for _part, told in shown.commitments] == [inside.code]
    assert (shown.years, shown.spaces, shown.office_names) == (str(today().year), space.title, "Obras")


def test_an_overdue_one_is_told_as_of_the_day_of_the_cut(offices):
    make.commitment(lead_id=offices[0].id, due_on=today() + DAY, first_due_on=today() + DAY)
    held = encounter()
    assert queries.picture_of(held, now()).figures.of(Standing.AT_RISK) == 1
    with time_machine.travel(now() + 3 * DAY):
        assert queries.picture_of(held, now()).figures.of(Standing.OVERDUE) == 1


def test_an_office_writes_its_own_words_and_no_others(offices, client):
    of_each_standing(*offices)
    held = encounter()
    slug, liaison = held.event.slug, make.user(Role.LIAISON, department=offices[0])
    client.sign_in(liaison)
    own, other = (f"{TEAM}/{slug}/palabras/{office.id}" for office in offices)
    assert client.submit(own, {"text": "Falta el puente por la lluvia."}).status_code == 303
    assert client.submit(other, {"text": "Por otra."}, own).status_code == 403
    assert client.get(other).status_code == 403
    assert [part.remark for part in queries.picture_of(queries.of_event(held.event), now()).parts] == [
        "Falta el puente por la lluvia.",
        "",
    ]


def test_words_with_personal_data_are_given_back(offices, client):
    make.commitment(lead_id=offices[0].id)
    held = encounter()
    client.sign_in(make.user(Role.LIAISON, department=offices[0]))
    typed = "Llame a vecina@correo.example y pregunte."
    answer = client.submit(f"{TEAM}/{held.event.slug}/palabras/{offices[0].id}", {"text": typed})
    assert answer.status_code == 422
    assert typed in answer.text
    assert not queries.of_event(held.event).remarks


def test_who_prepares_and_who_publishes(offices):
    make.commitment(lead_id=offices[0].id)
    space = make.event(EventState.CONVENED)
    with pytest.raises(Forbidden):
        services.begin(space, make.user(Role.MODERATOR))
    cancelled, team = make.event(EventState.CANCELLED), make.user(Role.COMMUNICATIONS)
    with unit_of_work(), pytest.raises(Conflict):
        services.begin(cancelled, team)
    held = encounter(space)
    with unit_of_work(), pytest.raises(Forbidden):
        services.publish(held, services.look(held), 0, "", team)
    draft, approver = encounter(make.event(EventState.DRAFT)), make.user(Role.APPROVER)
    with unit_of_work(), pytest.raises(Forbidden):
        services.publish(draft, services.look(draft), 0, "", approver)


def test_nothing_is_published_without_commitments_nor_again_without_a_reason(offices):
    held, approver = encounter(), make.user(Role.APPROVER)
    with unit_of_work(), pytest.raises(Invalid, match="No hay compromisos"):
        services.publish(held, services.look(held), 0, "", approver)
    make.commitment(lead_id=offices[0].id)
    first = encounter_document(held, approver)
    with unit_of_work(), pytest.raises(services.Unfit, match="qué cambia"):
        services.publish(held, services.look(held), 1, "", approver)
    with unit_of_work():
        assert services.publish(held, services.look(held), 0, "", approver).id == first.id
    other = make.user(Role.APPROVER)
    with unit_of_work(), pytest.raises(services.Changed):
        services.publish(held, services.look(held), 0, "", other)
    assert len(queries.versions(held.event_id)) == 1


def test_two_who_choose_at_once_do_not_lose_what_the_other_chose(offices, client):
    held = encounter()
    slug = held.event.slug
    client.sign_in(make.user(Role.COMMUNICATIONS))
    seen, page, chosen = str(held.revision), f"{TEAM}/{slug}", f"{TEAM}/{slug}/que-entra"
    assert client.submit(chosen, {"entra-revision": seen, "entra-opening": "Uno."}, page).status_code == 303
    late = client.submit(chosen, {"entra-revision": seen, "entra-opening": "Dos."}, page)
    assert late.status_code == 422
    assert "Dos." in late.text
    assert queries.of_event(held.event).opening == "Uno."


def test_the_team_prepares_and_publishes_by_the_pages(offices, client):
    of_each_standing(*offices)
    space = make.event(EventState.CONVENED, title="Encuentro del parque")
    client.sign_in(make.user(Role.APPROVER))
    begun = client.submit(f"{TEAM}/empezar", {"space": space.slug}, f"{TEAM}/")
    assert begun.location.endswith(f"{TEAM}/{space.slug}")
    assert "Es un borrador" in client.get(f"{TEAM}/{space.slug}/borrador").text
    assert client.get(f"{HOME}/{space.slug}").status_code == 404
    assert client.submit(f"{TEAM}/{space.slug}/publicar", {}, f"{TEAM}/{space.slug}").status_code == 303
    assert "Versión&nbsp;1" in client.get(f"{TEAM}/{space.slug}").text
    assert "Encuentro del parque" in client.get(f"{HOME}/").text
    refused = client.submit(f"{TEAM}/{space.slug}/publicar", {"reason": ""}, f"{TEAM}/{space.slug}")
    assert refused.status_code == 422
    assert services.NO_REASON in refused.text


def test_the_space_and_the_activity_lead_to_the_document(offices, client):
    activity = make.activity(name="Encuentros ciudadanos para el reporte de los compromisos adquiridos")
    space = make.event(EventState.CONVENED, activity=activity)
    make.commitment(lead_id=offices[0].id)
    team = make.user(Role.APPROVER)
    held = encounter(space)
    client.sign_in(team)
    assert "en preparación" in client.get(f"/espacios/gestion/{space.slug}").text
    assert f"{HOME}/{space.slug}" not in client.get(f"/espacios/{space.slug}").text
    encounter_document(held)
    assert f'href="{HOME}/{space.slug}"' in client.get(f"/espacios/{space.slug}").text
    year, slug = activity.strategy.year, activity.slug
    assert "Documento del encuentro sobre compromisos" in client.get(f"/estrategia/{year}/actividades/{slug}").text


def test_files_say_what_the_page_says(offices, client):
    of_each_standing(*offices)
    held = encounter()
    encounter_document(held)
    root = f"{HOME}/{held.event.slug}/versiones/1"
    table = client.get(f"{root}/compromisos.csv").data.decode("utf-8-sig").splitlines()
    assert len(table) == 1 + 7
    assert sum(";Vencido;" in line for line in table) == 1
    assert client.get(f"{root}/compromisos.xlsx").data.startswith(b"PK")
    assert client.get(f"{root}/documento.pdf").data.startswith(b"%PDF")
    assert client.get(f"{HOME}/{held.event.slug}/versiones/2").status_code == 404


def test_observations_of_citizens_are_counted(offices):
    promised = make.commitment(lead_id=offices[0].id)
    for _ in range(2):
        keep(CommitmentObservation(question_id=make.question().id, commitment_id=promised.id))
    [(_part, told)] = queries.picture_of(encounter(), now()).commitments
    assert told.observations == 2


def test_what_waits_apart_counts_no_more_here_than_on_the_page_of_the_commitment(offices):
    promised = make.commitment(lead_id=offices[0].id)
    read, apart = make.question(), make.question()
    for question in (read, apart):
        keep(CommitmentObservation(question_id=question.id, commitment_id=promised.id))
    keep(Quarantine(question_id=apart.id, reasons=["too_many"], fold="igual", at=now()))
    [(_part, told)] = queries.picture_of(encounter(), now()).commitments
    assert told.observations == observing.counts(promised.id).total == 1
