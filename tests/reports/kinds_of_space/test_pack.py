"""The pack of a space holds everything public of it, each file with its true digest, and nothing that is not public."""

import csv
import hashlib
import os
import re
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import current_app
from werkzeug.test import TestResponse

from participa.accounts.models import Role
from participa.events.models import DocumentKind, EventState
from participa.extensions import db
from participa.questions.models import WithholdReason
from participa.reports import services
from participa.reports.kinds import Scope, of_scope
from participa.reports.pack import keeping, pages
from participa.reports.queries import kept
from participa.reports.services import making
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import reports
from tests.factories.attendance import arrived, registered, space_today

pytestmark = pytest.mark.usefixtures("context")
LOOKS = {"participa.css", "indice.html", "indice.csv"}
PRIVATE = ("Hermelinda", "Rubiano", "hermelinda@correo.example", "3009998877", "Eustaquio")


@pytest.fixture
def space():
    """A closed space with people, questions, documents, a public compendium, and things that are private."""
    event = space_today(minutes_text="Se habló de la vía.", recording_url="https://videos.example/audiencia")
    keeper, mine = make.user(Role.MODERATOR), {"email": "hermelinda@correo.example", "phone": "3009998877"}
    for _ in range(6):
        arrived(registered(event, "Hermelinda Rubiano", **mine), keeper)
    who = {"first_names": "Hermelinda", "last_names": "Rubiano", "phone": "3009998877"}
    make.answer(make.public_question(event, body="¿Cuándo arreglan la vía?", **who), "En marzo.")
    make.withhold(make.public_question(event, body="El señor Eustaquio no paga"), WithholdReason.R1)
    make.kept_document(event, DocumentKind.CONTEXT, title="Cartilla de la vía")
    make.kept_document(event, DocumentKind.MINUTES, title="Acta firmada")
    make.document(event, DocumentKind.PRESENTATION, title="Presentación", url="https://vias.example/p.pdf")
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.CLOSED
    reports.public_report("preguntas-y-respuestas", reports.of_space(event), keeper)
    return event


def asked(client, event, etag: str = "") -> TestResponse:
    """The answer, read to its end as a browser does."""
    answer = client.get(f"/informes/paquetes/{event.slug}.zip", headers={"If-None-Match": etag} if etag else {})
    answer.get_data()
    return answer


def taken(client, event) -> ZipFile:
    answer = asked(client, event)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return ZipFile(BytesIO(answer.get_data()))


def index(pack: ZipFile) -> dict[str, dict[str, str]]:
    text = pack.read("indice.csv").decode("utf-8-sig")
    return {row["Archivo"]: row for row in csv.DictReader(StringIO(text), delimiter=";")}


def words(pack: ZipFile) -> str:
    """All that can be read in it, the texts inside of the documents too."""
    said = []
    for name in pack.namelist():
        data = pack.read(name)
        if name.endswith((".docx", ".xlsx", ".zip")):
            inner = ZipFile(BytesIO(data))
            said += [inner.read(one).decode(errors="ignore") for one in inner.namelist()]
        else:
            said.append(data.decode(errors="ignore"))
    return "\n".join(said)


def test_it_has_each_public_thing_and_its_index_tells_the_true_digests(client, space):
    version = kept.public_of_event(space)[0].versions[0]
    making.make_report_files(version.id)
    pack = taken(client, space)
    listed = index(pack)
    assert set(pack.namelist()) == set(listed) | LOOKS
    for name, row in listed.items():
        data = pack.read(name)
        assert (row["SHA-256"], row["Bytes"]) == (hashlib.sha256(data).hexdigest(), str(len(data)))
    report = "informes/preguntas-y-respuestas-v1"
    assert {f"{report}.{ending}" for ending in ("pdf", "docx", "xlsx", "zip", "json")} <= set(listed)
    assert {"acta/memoria.txt", "cifras/participacion.csv", "documentos/01-cartilla-de-la-via.txt"} <= set(listed)
    assert "memorias/02-acta-firmada.txt" in listed
    assert sum(name.startswith("formatos/") for name in listed) == 6
    version = kept.public_of_event(space)[0].versions[0]
    assert listed[f"{report}.json"]["SHA-256"] == version.digest
    assert {listed[f"{report}.{one.file.extension}"]["SHA-256"] for one in version.files} == {
        one.sha256 for one in version.files
    }


def test_its_page_links_the_files_says_what_is_elsewhere_and_what_is_missing(client, space):
    pack = taken(client, space)
    page = pack.read("indice.html").decode()
    links = set(re.findall(r'<th scope="row"><a href="([^"]+)"', page))
    assert links == set(index(pack))
    assert 'href="https://vias.example/p.pdf"' in page
    assert 'href="https://videos.example/audiencia"' in page
    missing = re.findall(r"<li>([^<]+): todavía no se ha publicado.</li>", page)
    assert missing
    assert "Preguntas y respuestas" not in missing


def test_nothing_private_nor_hidden_is_in_it(client, space):
    said = words(taken(client, space))
    assert "¿Cuándo arreglan la vía?" in said
    for secret in PRIVATE:
        assert secret not in said


def test_what_is_withdrawn_or_hidden_is_in_no_later_pack(client, space):
    first = asked(client, space)
    report = kept.public_of_event(space)[0]
    with unit_of_work():
        services.withdraw(report, 1, "Mostraba un dato de más.", make.user(Role.APPROVER))
    second = asked(client, space, first.headers["ETag"])
    assert second.status_code == 200, "an earlier copy is not good any more"
    names = ZipFile(BytesIO(second.get_data())).namelist()
    assert not [name for name in names if name.startswith("informes/")]
    assert len(list(keeping.folder().glob(f"{space.id}-*.zip"))) == 1


def test_who_is_reading_one_reads_it_to_the_end_although_another_takes_its_place(client, space):
    first, _mark = keeping.ready(space)
    report = kept.public_of_event(space)[0]
    with unit_of_work():
        services.withdraw(report, 1, "Mostraba un dato de más.", make.user(Role.APPROVER))
    second, _mark = keeping.ready(space)
    with first, second:
        assert len(ZipFile(first).namelist()) > len(ZipFile(second).namelist())


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_who_asks_only_what_it_is_leaves_no_file_open(client, space):
    held = len(os.listdir("/proc/self/fd"))
    mark = asked(client, space).headers["ETag"]
    for _ in range(3):
        assert asked(client, space, mark).status_code == 304
        assert client.head(f"/informes/paquetes/{space.slug}.zip").status_code == 200
    assert len(os.listdir("/proc/self/fd")) == held


def test_it_is_made_once_and_forgotten_when_nobody_asks(client, space):
    first = asked(client, space)
    [place] = keeping.folder().glob(f"{space.id}-*.zip")
    made = place.stat().st_ino
    assert asked(client, space, first.headers["ETag"]).status_code == 304
    assert place.stat().st_ino == made
    keeping.forget_old()
    assert place.exists()
    with at_instant(now() + timedelta(days=3)):
        keeping.forget_old()
    assert not place.exists()


def test_a_file_that_the_disk_lost_is_told_and_does_not_spoil_the_rest(client, space):
    folder = current_app.extensions["settings"].data_dir / "archivos"
    lost = make.kept_document(space, DocumentKind.OTHER, title="Plano perdido").file
    (folder / lost.name[:2] / lost.name).unlink()
    pack = taken(client, space)
    assert "Plano perdido: el archivo no está en el servidor." in pack.read("indice.html").decode()
    assert "documentos/01-cartilla-de-la-via.txt" in pack.namelist()


def test_it_opens_once_the_space_was_held_and_its_door_when_it_is_closed(client):
    for state in (EventState.DRAFT, EventState.CONVENED, EventState.CANCELLED):
        assert client.get(f"/informes/paquetes/{make.event(state).slug}.zip").status_code == 404
    held, closed = make.event(EventState.HELD), make.event(EventState.CLOSED)
    assert pages.LABEL not in client.get(f"/espacios/{held.slug}").get_data(as_text=True)
    assert pages.LABEL in client.get(f"/espacios/{closed.slug}").get_data(as_text=True)
    client.sign_in(make.user(Role.MODERATOR))
    assert pages.LABEL in client.get(f"/espacios/gestion/{held.slug}").get_data(as_text=True)
    assert set(index(taken(client, held))) == {name for name in index(taken(client, closed)) if "formatos/" in name}


def test_every_kind_of_a_space_is_known():
    names = {kind.name for kind in of_scope(Scope.EVENT)}
    assert {"preguntas-y-respuestas", "acta", "asistencia", "evaluacion-del-espacio", "resultados"} <= names
