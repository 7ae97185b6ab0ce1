"""The consultation of a draft."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import queries, services
from participa.strategy.models import Decision, Observation, ObservationContact, ObservationReply, StrategyState
from participa.strategy.services.contacts import forget_contacts
from tests import factories as make
from tests.factories.strategy import OBSERVED_WITH
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
FOLLOW = "/estrategia/consulta/seguir"
BODY = "Falta una audiencia en la vereda."


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def replied(row, decision=Decision.ACCEPTED, reasons="Se agrega la audiencia.", withheld="", publish=True):
    author, approver = make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    with unit_of_work():
        services.reply(row, decision, reasons, withheld, author)
        if publish:
            services.publish_reply(row, approver)


def test_an_expired_form_still_speaks_of_its_activity(client):
    strategy = make.consulted()
    address = f"/estrategia/{strategy.year}/consulta/observar?actividad={make.activity(strategy).slug}"
    page = client.post(address, data={"body": "Falta la vereda.", "csrf_token": "vencida"}).get_data(as_text=True)
    assert "Falta la vereda." in page
    assert f'action="{address}"' in page


def test_an_observation_has_a_number_and_the_same_form_key_gives_the_same_receipt():
    strategy = make.consulted()
    with unit_of_work():
        first = services.observe(strategy, None, BODY, OBSERVED_WITH)
        again = services.observe(strategy, None, BODY, OBSERVED_WITH)
        other = services.observe(strategy, None, BODY, "otra-clave-de-formulario")
    assert first == again
    assert first.radicado.startswith("OBS-")
    assert int(other.radicado[-6:]) == int(first.radicado[-6:]) + 1
    assert other.code != first.code


def test_the_same_form_key_with_another_text_says_so_and_keeps_the_first():
    strategy = make.consulted()
    row = make.observation(strategy, body=BODY)
    assert services.observe(strategy, None, "Otro texto", OBSERVED_WITH).differs
    assert db.session.get_one(Observation, row.id).body == BODY


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"), [(0, 0, True), (-1, 0, True), (0, 1, True), (-2, -1, False), (1, 2, False)]
)
def test_both_days_of_the_window_count(opens, closes, is_open):
    strategy = make.consulted(opens, closes)
    if is_open:
        assert services.observe(strategy, None, BODY, OBSERVED_WITH).radicado
    else:
        with pytest.raises(Closed):
            services.observe(strategy, None, BODY, OBSERVED_WITH)


def test_an_activity_of_another_version_is_refused():
    with pytest.raises(Conflict):
        services.observe(make.consulted(), make.activity(), BODY, OBSERVED_WITH)


@pytest.mark.parametrize(
    "change",
    [
        update(Observation).values(body="Otro texto"),
        update(Observation).values(radicado="OBS-1"),
        update(Observation).values(activity_id=1),
        delete(Observation),
        update(ObservationReply).values(reasons="Otra razón"),
        delete(ObservationReply),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_what_was_written(change):
    replied(make.observation(make.consulted()))
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(change)


def test_a_reply_is_rewritten_until_it_is_published_and_corrected_by_a_further_one():
    row = make.observation(make.consulted())
    replied(row, publish=False)
    replied(row, Decision.PARTLY)
    assert [(one.number, one.decision) for one in row.replies] == [(1, Decision.PARTLY)]
    replied(row, Decision.NOT_ACCEPTED, publish=False)
    assert (len(row.replies), row.published_reply.decision) == (2, Decision.PARTLY)


def test_who_wrote_the_reply_does_not_publish_it():
    row, approver = make.observation(make.consulted()), make.user(Role.APPROVER)
    with pytest.raises(Conflict):
        services.publish_reply(row, approver)
    with unit_of_work():
        services.reply(row, Decision.ACCEPTED, "Sí", "", approver)
    with pytest.raises(Forbidden):
        services.publish_reply(row, approver)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.APPROVER, Role.COMMUNICATIONS}))
def test_others_do_not_reply(role):
    with pytest.raises(Forbidden):
        services.reply(make.observation(make.consulted()), Decision.ACCEPTED, "Sí", "", make.user(role))


def test_a_consultation_needs_days_that_can_be():
    strategy, day = make.strategy(StrategyState.DRAFT), today()
    for first, last in ((day, day - timedelta(1)), (day - timedelta(3), day - timedelta(1))):
        with pytest.raises(Invalid):
            services.set_consultation(strategy, first, last, None)
    with unit_of_work():
        services.set_consultation(strategy, day, day, None)
    assert strategy.state is StrategyState.IN_CONSULTATION
    with pytest.raises(Conflict):
        services.set_consultation(make.strategy(), day, day, None)


def test_a_citizen_reads_the_draft_observes_an_activity_and_follows_it(client):
    strategy = make.consulted(year=2071)
    activity = make.activity(strategy, name="Audiencia en el parque")
    assert "/estrategia/2071/consulta" in text(client, "/estrategia/")
    page = text(client, "/estrategia/2071/consulta")
    assert "Borrador en consulta" in page
    url = f"/estrategia/2071/consulta/observar?actividad={activity.slug}"
    assert f'href="{url}"' in page
    assert client.submit(url, {"body": " "}).status_code == 422
    answer = client.submit(url, {"body": BODY, "form_key": OBSERVED_WITH})
    assert answer.status_code == 201
    code = make.observation_code()
    assert code[:4] in answer.get_data(as_text=True)
    assert client.submit(url, {"body": "Otro", "form_key": OBSERVED_WITH}).status_code == 409
    followed = client.submit(FOLLOW, {"code": code.lower()}).get_data(as_text=True)
    assert BODY in followed
    assert "En estudio" in followed
    assert client.submit(FOLLOW, {"code": "K7QM2D4X9TRH6W3P"}).status_code == 422
    replied(db.session.query(Observation).one())
    assert "Se agrega la audiencia" in client.submit(FOLLOW, {"code": code}).get_data(as_text=True)


def test_after_the_window_the_text_is_kept_and_another_way_is_offered(client):
    make.consulted(-5, -1, year=2072)
    answer = client.submit("/estrategia/2072/consulta/observar", {"body": BODY})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert BODY in page
    assert "/preguntas/nueva" in page
    assert db.session.query(Observation).count() == 0


def test_the_report_counts_all_and_shows_only_what_has_a_public_reply(client):
    strategy = make.consulted(year=2073)
    rows = [make.observation(strategy, body=f"Observación {n}", key=f"clave-de-formulario-{n}") for n in range(4)]
    replied(rows[0])
    replied(rows[1], Decision.NOT_ACCEPTED, "No hay recursos.", withheld="Trae el teléfono de una persona.")
    replied(rows[2], publish=False)
    page = text(client, "/estrategia/2073/consulta/informe")
    for shown in ("Observación 0", "No hay recursos.", "Trae el teléfono"):
        assert shown in page
    for hidden in ("Observación 1", "Observación 2", "Observación 3"):
        assert hidden not in page
    assert queries.decision_counts(strategy) == {"accepted": 1, "not_accepted": 1}


@pytest.mark.parametrize("url", ["consulta", "consulta/observar", "consulta/informe"])
def test_a_draft_that_is_not_yet_in_consultation_is_not_there(client, url):
    make.strategy(StrategyState.DRAFT, year=2074)
    make.consulted(2, 5, year=2075)
    assert client.get(f"/estrategia/2074/{url}").status_code == 404
    assert client.get(f"/estrategia/2075/{url}").status_code == 404


def test_the_team_opens_the_consultation_replies_and_publishes(client):
    strategy, day = make.strategy(StrategyState.DRAFT, year=2076), today()
    author, approver = make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    client.sign_in(approver)
    url = f"/estrategia/gestion/{strategy.id}"
    assert f"{url}/consulta" in text(client, url)
    assert client.submit(f"{url}/consulta", {"opens_on": str(day), "closes_on": "2001-01-01"}).status_code == 422
    assert client.submit(f"{url}/consulta", {"opens_on": str(day), "closes_on": str(day)}).status_code == 303
    row = make.observation(db.session.merge(strategy))
    client.sign_in(author)
    own = f"/estrategia/gestion/observaciones/{row.id}"
    assert own in text(client, f"{url}/observaciones")
    assert client.submit(own, {"decision": "accepted", "reasons": ""}).status_code == 422
    assert client.submit(own, {"decision": "accepted", "reasons": "Se agrega."}).status_code == 303
    assert client.submit(f"{own}/publicar", page=own).status_code == 403
    client.sign_in(approver)
    assert client.submit(f"{own}/publicar", page=own).status_code == 303
    assert "Publicada el" in text(client, own)


def test_the_pages_of_a_consultation_ask_the_same_for_few_and_for_many(client, database):
    asked = []
    for year, count in ((2077, 2), (2078, 12)):
        strategy = make.consulted(year=year)
        for number in range(count):
            about = make.activity(strategy)
            replied(make.observation(strategy, about, key=f"clave-de-formulario-{year}-{number}"))
        seen_by_page = []
        for page in ("consulta", "consulta/informe"):
            with statements(database) as seen:
                text(client, f"/estrategia/{year}/{page}")
            seen_by_page.append(len(seen))
        asked.append(seen_by_page)
    assert asked[0] == asked[1]


# --- the mail that somebody leaves ---

MAIL = "vecina@correo.example"
WITH_MAIL = {"body": BODY, "form_key": OBSERVED_WITH, "email": MAIL, "manage": "y"}


def mails():
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def address_of(strategy):
    return f"/estrategia/{strategy.year}/consulta/observar"


def test_the_mail_is_kept_apart_with_its_authorisation_and_told_of_the_receipt(client):
    strategy = make.consulted()
    page = client.submit(address_of(strategy), WITH_MAIL)
    assert page.status_code == 201
    kept = db.session.execute(select(ObservationContact)).scalar_one()
    assert (kept.email, kept.text_version) == (MAIL, "observacion-1")
    (mail,) = mails()
    assert mail.recipient == MAIL
    assert BODY not in mail.body
    assert make.observation_code() not in mail.body.replace("-", "")
    assert "data:image/png;base64," in page.get_data(as_text=True)
    assert MAIL not in page.get_data(as_text=True)


def test_the_same_form_again_is_one_contact_one_mail_and_another_address_is_told(client):
    strategy = make.consulted()
    client.submit(address_of(strategy), WITH_MAIL)
    assert client.submit(address_of(strategy), WITH_MAIL).status_code == 201
    assert client.submit(address_of(strategy), WITH_MAIL | {"email": "otra@correo.example"}).status_code == 409
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"manage": ""}, "Marque esta casilla para guardar su correo"),
        ({"email": "sin-arroba"}, "Ese correo no parece completo"),
        ({"email": "a@b.example\r\nBcc: otra@correo.example"}, "Ese correo no parece completo"),
    ],
)
def test_an_address_without_authorisation_or_that_is_none_is_not_kept(client, changes, words):
    strategy = make.consulted()
    answer = client.submit(address_of(strategy), {k: v for k, v in (WITH_MAIL | changes).items() if v})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert BODY in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(ObservationContact)) == 0


def test_without_mail_nothing_is_kept_and_nobody_is_written_to(client):
    strategy = make.consulted()
    data = {"body": BODY, "form_key": OBSERVED_WITH, "manage": "y"}
    assert client.submit(address_of(strategy), data).status_code == 201
    assert db.session.scalar(select(func.count()).select_from(ObservationContact)) == 0
    assert mails() == []


def test_who_left_a_mail_is_told_once_when_the_reply_is_public(client):
    strategy = make.consulted()
    client.submit(address_of(strategy), WITH_MAIL)
    row = db.session.scalars(select(Observation)).one()
    replied(row, publish=False)
    assert len(mails()) == 1
    approver = make.user(Role.APPROVER)
    for _ in range(2):
        with unit_of_work():
            services.publish_reply(row, approver)
    subjects = [mail.subject for mail in mails()]
    assert subjects[1:] == ["Su observación ya tiene respuesta"]
    assert MAIL not in text(client, f"/estrategia/{strategy.year}/consulta/informe")


def test_addresses_are_erased_a_year_after_the_reply(client):
    strategy = make.consulted()
    client.submit(address_of(strategy), WITH_MAIL)
    row = db.session.scalars(select(Observation)).one()
    later = now() + timedelta(days=1)
    with unit_of_work():
        assert forget_contacts(later, 10) == 0
    replied(row)
    with unit_of_work():
        assert forget_contacts(now() - timedelta(days=1), 10) == 0
        assert forget_contacts(later, 10) == 1
    assert db.session.scalar(select(func.count()).select_from(ObservationContact)) == 0
    assert db.session.get_one(Observation, row.id).body == BODY


def test_the_desk_tells_which_observations_wait_for_a_reply(client):
    strategy = make.consulted()
    row = make.observation(strategy)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    assert "1 observación al borrador por responder" in text(client, "/gestion/")
    replied(row)
    assert "por responder" not in text(client, "/gestion/").partition("observación al borrador")[2]
