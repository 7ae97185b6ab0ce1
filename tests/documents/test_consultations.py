"""A draft is observed without an account, each observation is answered in public, and the window ends by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.documents import queries, services
from participa.documents.models import DraftObservation, DraftObservationContact, NewsItem
from participa.documents.retention import OBSERVERS
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import Decision
from tests import factories
from tests.factories import documents as make
from tests.pages import PageClient

TEAM = "/documentos/gestion"
DAY = timedelta(days=1)
MAIL = "vecina@ejemplo.example"
pytestmark = pytest.mark.usefixtures("context")


def mails(prefix: str) -> list[OutgoingMail]:
    found = db.session.query(OutgoingMail).filter(OutgoingMail.key.startswith(prefix))
    return found.order_by(OutgoingMail.id).all()


def answer(found: DraftObservation, withheld_because: str = "") -> None:
    """Write the reply, and publish it as somebody else."""
    writer, approver = factories.user(Role.COMMUNICATIONS), factories.user(Role.APPROVER)
    with unit_of_work():
        services.reply(found, Decision.ACCEPTED, "Se agrega.", withheld_because, writer)
        services.publish_reply(found, approver)


def test_an_observation_is_received_answered_and_followed(client: PageClient):
    """Nobody signs in to observe; the reply is public only when somebody else publishes it."""
    row = make.consultation(ask="¿Qué falta?")
    own = f"/documentos/{row.document.slug}"
    said = {"body": "Falta el acueducto.", "part": "Página 3", "email": MAIL, "manage": "y"}
    sent = client.submit(f"{own}/opinar", said)
    assert sent.status_code == 201
    assert f"BOR-{today().year}-000001" in sent.get_data(as_text=True)
    observation = db.session.query(DraftObservation).one()
    writer, approver = factories.user(Role.COMMUNICATIONS), factories.user(Role.APPROVER)
    client.sign_in(writer)
    decided = {"decision": "partly", "reasons": "Se agrega un capítulo."}
    page = f"{TEAM}/observaciones/{observation.id}"
    assert client.submit(page, decided).status_code == 303
    assert client.submit(f"{page}/publicar", page=page).status_code == 403
    assert "Se agrega un capítulo." not in client.get(f"{own}/observaciones").get_data(as_text=True)
    client.sign_in(approver)
    assert client.submit(f"{page}/publicar", page=page).status_code == 303
    shown = client.get(f"{own}/observaciones").get_data(as_text=True)
    for words in ("Falta el acueducto.", "Página 3", "Se agrega un capítulo.", "Aceptada en parte"):
        assert words in shown
    assert MAIL not in shown
    told = [(one.subject, one.recipient) for one in mails("draft-")]
    assert told == [
        (f"Recibimos su observación {observation.radicado}", MAIL),
        ("Su observación ya tiene respuesta", MAIL),
    ]


def test_who_has_the_code_reads_the_reply_and_a_wrong_code_reads_nothing(client: PageClient):
    row = make.consultation()
    receipt = make.observed(row)
    page = client.submit("/documentos/observaciones/seguir", {"code": receipt.code.lower()})
    assert receipt.radicado in page.get_data(as_text=True)
    assert client.submit("/documentos/observaciones/seguir", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422


def test_the_same_form_twice_is_one_observation_and_another_text_is_not_lost(client: PageClient):
    row = make.consultation()
    first, again = (make.observed(row, key="form-key-number-1") for _ in range(2))
    assert (first.radicado, first.code) == (again.radicado, again.code)
    own = f"/documentos/{row.document.slug}/opinar"
    other = client.submit(own, {"form_key": "form-key-number-1", "body": "Otra cosa."})
    assert other.status_code == 409
    assert "Otra cosa." in other.get_data(as_text=True)
    assert db.session.query(DraftObservation).count() == 1


def test_outside_the_window_nothing_is_received_and_the_text_stays(client: PageClient):
    later = make.consultation(opens_on=today() + DAY, closes_on=today() + 2 * DAY)
    assert client.get(f"/documentos/{later.document.slug}/opinar").status_code == 404
    with pytest.raises(Closed, match="empieza"), unit_of_work():
        services.observe(later, "Falta algo.", "form-key-number-2")
    row = make.consultation()
    make.ended(row)
    late = client.submit(f"/documentos/{row.document.slug}/opinar", {"body": "Llego tarde."})
    assert late.status_code == 409
    assert "Llego tarde." in late.get_data(as_text=True)
    assert db.session.query(DraftObservation).count() == 0


def test_the_last_day_ends_at_midnight_of_colombia():
    row = make.consultation(closes_on=today())
    last_minute = now().replace(hour=4, minute=59) + DAY  # 23:59 in Bogotá is 04:59 of the next day in UTC
    last_minute = last_minute if last_minute.date() == today() + DAY else last_minute - DAY
    make.observed(row, at=last_minute)
    with pytest.raises(Closed), unit_of_work():
        services.observe(row, "Tarde.", "form-key-number-3", at=last_minute + timedelta(minutes=1))


def test_it_ends_by_itself_once_and_the_team_hears_how_many_wait():
    row, team = make.consultation(thanks="Gracias."), [factories.user(role) for role in (Role.APPROVER, Role.CONTROL)]
    make.observed(row), make.observed(row)
    services.keep_windows()
    assert [item.kind for item in db.session.query(NewsItem).order_by(NewsItem.id)][-1] == "Consulta abierta"
    make.ended(row)
    assert [services.keep_windows(), services.keep_windows()] == [1, 0]
    told = mails(f"draft-consultation-ended/{row.id}/")
    assert team[0].email in {one.recipient for one in told}
    assert team[1].email not in {one.recipient for one in told}
    assert "Llegaron 2 observaciones. Faltan 2 por responder" in told[0].body
    assert queries.held(row.id).closed_at is not None
    assert [item.kind for item in db.session.query(NewsItem).order_by(NewsItem.id)][-1] == "Consulta que terminó"


def test_a_window_that_was_given_more_days_opens_again():
    row = make.consultation()
    make.ended(row)
    services.keep_windows()
    with unit_of_work():
        services.consult(row.document, row.opens_on, today() + DAY, factories.user(Role.APPROVER))
    make.observed(row)
    assert queries.held(row.id).closed_at is None


def test_only_what_is_public_is_consulted_and_only_by_who_decides():
    first, last, approver = today(), today() + DAY, factories.user(Role.APPROVER)
    with pytest.raises(Conflict), unit_of_work():
        services.consult(make.draft(), first, last, approver)
    with pytest.raises(Forbidden), unit_of_work():
        services.consult(make.document(), first, last, factories.user(Role.COMMUNICATIONS))
    for days in ((last, first), (first - 5 * DAY, first - DAY)):
        with pytest.raises(Invalid), unit_of_work():
            services.consult(make.document(), *days, approver)


def test_a_withheld_text_is_not_read_nor_the_part_that_it_named(client: PageClient):
    row = make.consultation()
    make.observed(row, "Doña Fulana me dijo.", part="Lo de Fulana")
    found = queries.observations(row, 1).items[0]
    answer(found, "nombra a una persona")
    shown = client.get(f"/documentos/{row.document.slug}/observaciones").get_data(as_text=True)
    assert "Fulana" not in shown
    assert "nombra a una persona" in shown


def test_only_who_decides_shows_again_what_was_withheld():
    row = make.consultation()
    make.observed(row)
    found = queries.observations(row, 1).items[0]
    answer(found, "nombra a una persona")
    people = [factories.user(role) for role in (Role.COMMUNICATIONS, Role.APPROVER)]
    kept = []
    for person in people:
        with unit_of_work():
            services.reply(found, Decision.ACCEPTED, "Se agrega.", "", person)
            kept.append(queries.observation(found.id).withheld_because)
    assert kept == ["nombra a una persona", ""]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE draft_observation SET body = 'otra'",
        "UPDATE draft_observation SET received_at = '2020-01-01 00:00:00'",
        "DELETE FROM draft_observation",
        "UPDATE draft_reply SET reasons = 'otra'",
        "DELETE FROM draft_reply",
    ],
)
def test_the_database_holds_what_was_said(change: str):
    row = make.consultation()
    make.observed(row)
    found = queries.observations(row, 1).items[0]
    answer(found)
    with pytest.raises(IntegrityError, match="is refused"), unit_of_work():
        db.session.execute(text(change))


def test_the_address_is_erased_a_year_after_the_reply():
    row = make.consultation()
    make.observed(row, email=MAIL), make.observed(row, email="otra@ejemplo.example")
    found = queries.observations(row, 1).items[0]
    answer(found)
    with unit_of_work():
        assert OBSERVERS.erase(now() + DAY, 200) == 1
    assert [one.email for one in db.session.query(DraftObservationContact)] == ["otra@ejemplo.example"]


def test_a_mail_without_its_authorisation_is_not_kept(client: PageClient):
    row = make.consultation()
    sent = client.submit(f"/documentos/{row.document.slug}/opinar", {"body": "Falta algo.", "email": MAIL})
    assert sent.status_code == 422
    assert db.session.query(DraftObservation).count() == 0
