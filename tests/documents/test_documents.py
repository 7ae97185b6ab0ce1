"""The library: what is published stays, is replaced in sight, and what is withdrawn cannot be read."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.documents import queries, services
from participa.documents.models import DocumentVersion, NewsItem, PaperKind
from participa.events import queries as events
from participa.events.models import EventState
from participa.extensions import db
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import UnitOfWorkFlask, unit_of_work
from participa.strategy import hangings
from tests import factories
from tests.factories import documents as make
from tests.pages import PageClient

TEAM = "/documentos/gestion"
pytestmark = pytest.mark.usefixtures("context")


def test_a_document_is_written_published_and_read(client: PageClient):
    """From the form of the team to the page, the file and the feed of everybody."""
    client.sign_in(factories.user(Role.COMMUNICATIONS))
    form = {"kind": "management_report", "title": "Informe del año", "year": "2026", "text": "Doce vías nuevas."}
    upload = (BytesIO(b"Informe completo.\n"), "informe.txt")
    assert client.submit(f"{TEAM}/nuevo", {**form, "upload": upload}).status_code == 303
    own, team = "/documentos/2026-informe-del-ano", f"{TEAM}/2026-informe-del-ano"
    assert client.get(own).status_code == 404
    assert "Doce vías nuevas." in client.get(team).get_data(as_text=True)
    assert client.submit(f"{team}/publicar", page=team).status_code == 303
    read = client.get(own).get_data(as_text=True)
    file = queries.by_slug("2026-informe-del-ano").newest.files[0].file
    assert "Doce vías nuevas." in read
    assert file.sha256 in read
    assert client.get(f"{own}/archivos/{file.name}").data == b"Informe completo.\n"
    feed = ElementTree.fromstring(client.get("/documentos/atom.xml").data)  # noqa: S314 - our own
    assert [entry.text for entry in feed.iter("{http://www.w3.org/2005/Atom}title")][1:] == ["Informe del año"]


def test_a_later_version_says_why_and_the_earlier_one_stays():
    own, person = make.document(uploads=[factories.a_file()]), factories.user(Role.COMMUNICATIONS)
    with pytest.raises(Invalid), unit_of_work():
        services.rewrite(own, make.writing(text="Trece vías."), person)
    with unit_of_work():
        services.rewrite(own, make.writing(text="Trece vías.", reason="Se contó otra."), person)
    assert queries.by_slug(own.slug).newest.text == make.TEXT
    make.published(queries.by_slug(own.slug), person)
    first, second = queries.by_slug(own.slug).published_versions
    assert (first.text, second.text, second.reason) == (make.TEXT, "Trece vías.", "Se contó otra.")
    assert first.files[0].file_id == second.files[0].file_id


def test_who_writes_on_what_changed_meanwhile_is_told():
    own, person = make.draft(), factories.user(Role.COMMUNICATIONS)
    seen = own.revision
    with unit_of_work():
        services.rewrite(own, make.writing(text="Uno."), person, seen)
    with pytest.raises(services.Changed), unit_of_work():
        services.rewrite(own, make.writing(text="Otro."), person, seen)
    assert queries.by_slug(own.slug).draft.text == "Uno."


def test_publishing_twice_is_once_and_another_version_than_the_seen_one_is_refused():
    own, person = make.draft(), factories.user(Role.APPROVER)
    with pytest.raises(Conflict), unit_of_work():
        services.publish(own, 2, person)
    for _ in range(2):
        with unit_of_work():
            services.publish(own, 1, person)
    assert len(queries.by_slug(own.slug).published_versions) == 1
    assert db.session.query(NewsItem).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE document_version SET text = 'otra cosa'",
        "UPDATE document_version SET published_at = NULL",
        "DELETE FROM document_file",
        "UPDATE document_file SET position = 7",
        "INSERT INTO document_file (version_id, position, file_id) SELECT version_id, 9, file_id FROM document_file",
        "DELETE FROM document_version",
        "DELETE FROM public_document",
    ],
)
def test_the_database_holds_what_was_published(change: str):
    make.document(uploads=[factories.a_file()])
    with pytest.raises(IntegrityError, match="is refused"), unit_of_work():
        db.session.execute(text(change))


def test_a_draft_may_be_written_over():
    own, person = make.draft(uploads=[factories.a_file()]), factories.user(Role.COMMUNICATIONS)
    with unit_of_work():
        services.rewrite(own, make.writing(text="Otro.", uploads=[factories.a_file(b"Otro archivo.\n")]), person)
    draft = queries.by_slug(own.slug).draft
    assert (draft.number, draft.text, len(draft.files)) == (1, "Otro.", 1)


def test_a_draft_is_discarded_and_what_is_public_stays(client: PageClient):
    never = make.draft(uploads=[factories.a_file()])
    own = make.document(uploads=[factories.a_file()])
    person = factories.user(Role.COMMUNICATIONS)
    with unit_of_work():
        services.rewrite(own, make.writing(title="Otro título", reason="Falta una cifra."), person)
    with pytest.raises(Conflict), unit_of_work():
        services.discard(own, 1, person)
    with pytest.raises(Forbidden), unit_of_work():
        services.discard(own, 2, factories.user(Role.LIAISON))
    client.sign_in(person)
    gone, stays = (f"{TEAM}/{row.slug}" for row in (never, own))
    for page, number, left in ((gone, 1, f"{TEAM}/"), (stays, 2, stays)):
        assert "Descartar el borrador" in client.get(page).get_data(as_text=True)
        answer = client.submit(f"{page}/descartar", {"number": str(number)}, page=page)
        assert (answer.status_code, answer.location) == (303, left)
    assert client.get(gone).status_code == 404
    db.session.expire_all()
    again = queries.by_slug(own.slug)
    assert ([one.number for one in again.versions], again.draft, len(again.newest.files)) == ([1], None, 1)
    assert db.session.query(StoredFile).all() == [again.newest.files[0].file]
    late = client.submit(f"{stays}/descartar", {"number": "2"}, page=f"{stays}/escribir")
    assert late.status_code == 409


def test_a_withdrawn_document_is_read_by_nobody_and_its_address_says_why(client: PageClient):
    own, approver = make.document(uploads=[factories.a_file()]), factories.user(Role.APPROVER)
    file = queries.by_slug(own.slug).newest.files[0].file.name
    with pytest.raises(Forbidden), unit_of_work():
        services.withdraw(own, "Tenía un dato.", factories.user(Role.COMMUNICATIONS))
    with unit_of_work():
        services.withdraw(own, "Tenía un dato que sobraba.", approver)
    gone = client.get(f"/documentos/{own.slug}")
    assert gone.status_code == 410
    assert "Tenía un dato que sobraba." in gone.get_data(as_text=True)
    for path in (f"archivos/{file}", "versiones/1", "observaciones", "opinar"):
        assert client.get(f"/documentos/{own.slug}/{path}").status_code == 404
    assert own.title not in client.get("/documentos/").get_data(as_text=True)
    assert queries.published_after(0, 10) == queries.latest(10) == queries.published_with([own.id]) == []
    assert db.session.query(NewsItem).count() == 0
    with pytest.raises(Conflict), unit_of_work():
        services.rewrite(own, make.writing(reason="Otra vez."), approver)


def test_why_a_document_is_withdrawn_says_no_personal_data(client: PageClient):
    own = make.document()
    client.sign_in(factories.user(Role.APPROVER))
    words = "Salía el correo persona@ejemplo.example."
    answer = client.submit(f"{TEAM}/{own.slug}/retirar", {"reason": words})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert client.get(f"/documentos/{own.slug}").status_code == 200


def test_no_news_of_a_withdrawn_document_lead_to_what_nobody_reads():
    row = make.document(title="Borrador con un nombre")
    make.consultation(row)
    services.keep_windows()
    assert db.session.query(NewsItem).count() == 2
    with unit_of_work():
        services.withdraw(row, "Tenía un nombre.", factories.user(Role.APPROVER))
    assert db.session.query(NewsItem).all() == []
    services.keep_windows()
    assert db.session.query(NewsItem).all() == []


def test_the_report_read_before_a_hearing_is_its_report(client: PageClient):
    """Ley 1757 de 2015, art. 55: the space has its report once the document is public, and not before."""
    space, person = factories.event(EventState.CONVENED), factories.user(Role.COMMUNICATIONS)
    own = make.draft(person, event_id=space.id, is_prior_report=True)
    assert not events.has_report(space)
    make.published(own, person)
    assert events.has_report(space)
    assert f"/documentos/{own.slug}" in client.get(f"/espacios/{space.slug}").get_data(as_text=True)


def test_a_closed_space_keeps_its_documents_and_still_shows_the_new_one(client: PageClient):
    space, person = factories.event(EventState.CLOSED), factories.user(Role.COMMUNICATIONS)
    make.prior_report(space, person)
    memoir = make.document(person, kind=PaperKind.MEMOIR, title="Memoria de la audiencia", event_id=space.id)
    assert not events.has_report(space)
    assert f"/documentos/{memoir.slug}" in client.get(f"/espacios/{space.slug}").get_data(as_text=True)


def test_a_document_hangs_from_the_activity_that_it_fulfils(app: UnitOfWorkFlask):
    activity = factories.activity(factories.strategy())
    own = make.document(activity_id=activity.id)
    make.draft(activity_id=activity.id)
    with app.test_request_context():
        found = [one for one in hangings.of([activity]) if one.kind == "Informe de gestión"]
    assert [one.url for one in found] == [f"/documentos/{own.slug}"]


def test_the_list_is_narrowed_by_kind_and_year(client: PageClient):
    make.document(title="Informe viejo", year=2024), make.document(title="Informe nuevo", year=2026)
    make.bulletin("Ya empezó la obra", year=2026)
    for asked, titles in (
        ("?vigencia=2026", {"Informe nuevo", "Ya empezó la obra"}),
        ("?tipo=bulletin", {"Ya empezó la obra"}),
        ("?tipo=management_report&vigencia=2024", {"Informe viejo"}),
        ("?tipo=nada&vigencia=1900", {"Informe viejo", "Informe nuevo", "Ya empezó la obra"}),
    ):
        page = client.get(f"/documentos/{asked}").get_data(as_text=True)
        assert {title for title in ("Informe viejo", "Informe nuevo", "Ya empezó la obra") if title in page} == titles


def test_two_documents_with_one_title_have_two_addresses():
    first, second = (make.document(title="Informe") for _ in range(2))
    assert first.slug != second.slug
    assert db.session.query(DocumentVersion).count() == 2
