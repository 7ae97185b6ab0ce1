"""The news by mail: nobody is on the list who did not confirm, a stop is for ever, and a week is told once."""

from datetime import timedelta

import pytest
import time_machine

from participa.accounts.models import Role
from participa.documents import panels, queries, services
from participa.documents.models import NewsIssue, NewsItem, NewsSubscriber, NewsSubscriberContact
from participa.documents.services import weekly
from participa.documents.services.subscribing import UNCONFIRMED
from participa.events import services as events
from participa.events.doors import Move
from participa.events.models import EventState
from participa.extensions import db
from participa.shared.clock import now, today
from participa.shared.mail import OutgoingMail
from participa.shared.subscribing import codes_of
from participa.shared.unit_of_work import unit_of_work
from tests import factories
from tests.factories import documents as make
from tests.pages import PageClient

MAIL = "vecina@ejemplo.example"
MONDAY, SUNDAY = "2026-11-23 12:30:00Z", "2026-11-22 12:30:00Z"  # 7:30 in Colombia
EARLY = "2026-11-23 11:59:00Z"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
pytestmark = pytest.mark.usefixtures("context")


def letters(prefix: str = "news-subscriber/") -> list[OutgoingMail]:
    found = db.session.query(OutgoingMail).filter(OutgoingMail.key.startswith(prefix))
    return found.order_by(OutgoingMail.id).all()


def weeklies() -> list[OutgoingMail]:
    return [one for one in letters() if "/week/" in one.key]


def test_a_person_asks_confirms_and_stops(client: PageClient):
    """Looking at a link writes nothing; the address is gone the moment that it is stopped."""
    assert client.submit("/documentos/novedades", {"email": MAIL, "agrees": "y"}).status_code == 200
    (asked,) = letters()
    assert asked.subject == "Confirme que quiere recibir las novedades"
    row = db.session.query(NewsSubscriber).one()
    codes = codes_of(row.seed, make.KEY)
    assert row.confirm_digest not in asked.body
    client.get("/documentos/novedades/confirmar")
    assert row.confirmed_at is None
    page = client.submit("/documentos/novedades/confirmar", {"code": codes.confirm})
    assert "Listo" in page.get_data(as_text=True)
    db.session.refresh(row)
    assert row.confirmed_at is not None
    assert client.submit("/documentos/novedades/dejar", {"code": codes.confirm}).status_code == 422
    for _ in range(2):
        page = client.submit("/documentos/novedades/dejar", {"code": codes.stop})
        assert "No le escribiremos más" in page.get_data(as_text=True)
    assert db.session.query(NewsSubscriberContact).count() == 0


def test_a_mail_program_stops_without_a_page_and_learns_nothing(client: PageClient):
    row, codes = make.subscriber()
    wrong = client.post("/documentos/novedades/alto?codigo=0000000000000000", data=ONE_CLICK)
    assert client.get(f"/documentos/novedades/alto?codigo={codes.stop}").status_code == 200
    assert db.session.query(NewsSubscriberContact).count() == 1
    assert client.post(f"/documentos/novedades/alto?codigo={codes.stop}", data={"otra": "cosa"}).status_code == 422
    right = client.post(f"/documentos/novedades/alto?codigo={codes.stop}", data=ONE_CLICK)
    assert (wrong.status_code, wrong.data) == (right.status_code, right.data) == (204, b"")
    assert db.session.get_one(NewsSubscriber, row.id).stopped_at is not None


def test_asking_again_tells_the_page_nothing_and_sends_one_mail_an_hour(client: PageClient):
    make.subscriber(MAIL)
    form = {"email": f" {MAIL.upper()} ", "agrees": "y"}
    pages = {
        client.submit("/documentos/novedades", form | {"email": who}).get_data(as_text=True)
        for who in (MAIL, MAIL, "nueva@ejemplo.example")
    }
    assert len({page.partition("<main")[2] for page in pages}) == 1
    assert [one.subject for one in letters() if "/already/" in one.key] == ["Usted ya recibe las novedades"]
    assert db.session.query(NewsSubscriber).count() == 2


def test_the_trap_for_robots_writes_nothing(client: PageClient):
    form = {"email": MAIL, "agrees": "y", "website": "https://ejemplo.example"}
    assert client.submit("/documentos/novedades", form).status_code == 200
    assert letters() == []


def test_on_monday_each_who_confirmed_gets_the_news_of_the_week_once():
    make.bulletin("Ya empezó la obra"), make.document(title="Informe del año")
    make.subscriber(MAIL), make.subscriber(is_confirmed=False)
    with time_machine.travel(SUNDAY):
        services.send_weekly()  # the week before, which had begun without anything being told of it
    for moment in (EARLY, MONDAY, MONDAY):
        make.bulletin(f"Boletín de {moment}") if moment is EARLY else None
        with time_machine.travel(moment):
            services.send_weekly()
    first, second = weeklies()
    assert (first.recipient, second.recipient) == (MAIL, MAIL)
    assert first.body.count("Ya empezó la obra") == first.body.count("Informe del año") == 1
    assert "Ya empezó la obra" not in second.body
    assert f"Boletín de {EARLY}" in second.body
    assert db.session.query(NewsIssue).filter(NewsIssue.finished_at.is_(None)).count() == 0


def test_what_is_told_after_the_last_news_was_taken_back_is_in_the_next_mail():
    make.subscriber(is_confirmed=True)
    with unit_of_work():
        services.news.tell("Informe", "Resultados", "/informes/resultados", now())
    with time_machine.travel(MONDAY):
        weekly.send_weekly()
        with unit_of_work():
            services.news.take_back("/informes/resultados")
            services.news.tell("Informe", "Resultados (versión 2)", "/informes/resultados", now())
    with time_machine.travel("2026-11-30 12:30:00Z"):
        weekly.send_weekly()
    assert ["Resultados (versión 2)" in one.body for one in weeklies()] == [False, True]


def test_a_corrected_title_is_corrected_in_the_news_too():
    row, person = make.document(title="Informe con un nombre"), factories.user(Role.COMMUNICATIONS)
    with unit_of_work():
        services.rewrite(row, make.writing(title="Informe", reason="Sobraba un nombre."), person)
    make.published(queries.by_slug(row.slug), person)
    (told,) = db.session.query(NewsItem)
    assert told.title == "Informe"


def test_a_window_that_is_put_off_is_news_no_more_until_it_opens():
    row = make.consultation()
    services.keep_windows()
    assert db.session.query(NewsItem).filter(NewsItem.address.endswith("/opinar")).count() == 1
    make.consultation(row.document, today() + timedelta(days=2), today() + timedelta(days=9))
    services.keep_windows()
    assert db.session.query(NewsItem).filter(NewsItem.address.endswith("/opinar")).count() == 0


def test_a_week_without_news_writes_to_nobody():
    make.subscriber()
    with time_machine.travel(MONDAY):
        assert services.send_weekly() == 0
        make.bulletin("Llegó el martes")
    with time_machine.travel("2026-11-25 12:00:00Z"):
        assert services.send_weekly() == 0
    with time_machine.travel("2026-11-30 12:30:00Z"):
        assert services.send_weekly() == 1


def test_a_server_that_falls_between_two_batches_repeats_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weekly, "AT_ONCE", 2)
    make.bulletin()
    for number in range(5):
        make.subscriber(f"vecina{number}@ejemplo.example")
    with time_machine.travel(MONDAY):
        weekly._begin(weekly._week_that_is_due())
        assert weekly._send_some() == 2
        assert services.send_weekly() == 3
        assert services.send_weekly() == 0
    assert len({one.recipient for one in weeklies()}) == len(weeklies()) == 5


def test_who_stops_before_the_mail_leaves_gets_none():
    make.bulletin()
    _row, codes = make.subscriber()
    with time_machine.travel(MONDAY):
        services.send_weekly()
    with unit_of_work():
        services.stop(codes.stop)
    assert [one.last_error for one in weeklies()] == ["Withdrawn"]


def test_a_space_that_was_convened_is_news_until_it_is_cancelled():
    space, person = factories.event(EventState.CONVENED), factories.user(Role.APPROVER)
    panels.hear(Move(space, EventState.CONVENED, person, ""))
    panels.hear(Move(space, EventState.CONVENED, person, ""))
    (told,) = db.session.query(NewsItem)
    assert (told.title, told.address) == (space.title, f"/espacios/{space.slug}")
    with unit_of_work():
        events.move(space, EventState.CANCELLED, person, "Creció el río.")
    assert db.session.query(NewsItem).count() == 0


def test_who_never_confirmed_is_erased_after_a_week():
    make.subscriber(is_confirmed=False), make.subscriber()
    with unit_of_work():
        assert UNCONFIRMED.erase(now() + timedelta(days=1), 200) == 1
    assert db.session.query(NewsSubscriberContact).count() == 1
    assert queries.latest(1) == []
