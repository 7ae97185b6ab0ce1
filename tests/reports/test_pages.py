"""The team takes a report through its pages, and everybody finds it where it belongs."""

import pytest

from participa.accounts.models import Role
from participa.events.models import EventState
from participa.reports import services
from participa.reports.kinds import Scope, Subject
from participa.reports.models import ReportState
from participa.reports.queries import kept
from participa.shared.clock import today
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import StrategyState
from tests import factories as make
from tests.factories import reports
from tests.reports.conftest import NAME

HOME, TEAM = "/informes", "/informes/gestion"
pytestmark = pytest.mark.usefixtures("counting", "context")


def test_two_people_take_a_report_from_nothing_to_everybody(client):
    writer, approver = make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    client.sign_in(writer)
    assert f"{TEAM}/nuevo/{NAME}" in client.get(f"{TEAM}/nuevo").text
    begun = client.submit(f"{TEAM}/nuevo/{NAME}", {"about": f"year:{today().year}:0"})
    address = begun.headers["Location"]
    slug = address.rsplit("/", 1)[1]
    assert (begun.status_code, slug) == (303, f"{NAME}-{today().year}")
    client.submit(f"{address}/textos/intro", {"texto-text": "Esto se hizo."})
    assert client.submit(f"{address}/paso", {"step": "enviar"}, page=address).status_code == 303
    client.sign_in(approver)
    shown = client.get(f"{address}/borrador").text
    assert "Esto se hizo." in shown
    assert "Está bien" in shown
    digest = kept.by_slug(slug).coming.digest
    returned = client.submit(f"{address}/paso", {"step": "devolver", "words": ""}, page=f"{address}/borrador")
    assert returned.status_code == 422
    assert "Explique qué hay que cambiar." in returned.text
    for step in ({"step": "aprobar", "digest": digest}, {"step": "publicar"}):
        assert client.submit(f"{address}/paso", step, page=address).status_code == 303
    assert "0 de 4 archivos listos" in client.get(address).text
    assert "Esto se hizo." in client.get(f"{HOME}/{slug}").text
    assert kept.by_slug(slug).state is ReportState.PUBLISHED


def test_the_list_shows_what_is_public_and_narrows_by_kind_and_year(client):
    reports.public_report(NAME, Subject(Scope.YEAR, 2025))
    reports.public_report(NAME, Subject(Scope.YEAR, 2024))
    reports.submitted(reports.begun(NAME, Subject(Scope.YEAR, 2023)))
    page = client.get(f"{HOME}/").text
    assert [year in page for year in ("Conteo de 2025", "Conteo de 2024", "Conteo de 2023")] == [True, True, False]
    assert "Conteo de 2024" not in client.get(f"{HOME}/?anio=2025&tipo={NAME}").text
    assert "Conteo de 2024" in client.get(f"{HOME}/?anio=2023&tipo=otro").text
    assert client.get(f"{HOME}/{NAME}-2023").status_code == 404
    assert client.get(f"{HOME}/{NAME}-2023.json").status_code == 404


def test_a_report_hangs_from_every_activity_that_it_fulfils_once_it_is_public(client):
    strategy = make.strategy(StrategyState.PUBLISHED, today().year)
    likely = make.activity(strategy, name="Elaboración del INFORME de Resultados")
    other, unpublished = (
        make.activity(strategy, name="Reunión"),
        make.activity(make.strategy(StrategyState.DRAFT, 2031)),
    )
    report = reports.begun(NAME, Subject(Scope.YEAR, today().year))
    client.sign_in(make.user(Role.MODERATOR))
    offered = client.get(f"{TEAM}/{report.slug}/actividades").text
    assert offered.index(likely.name) < offered.index("Reunión")
    assert "La primera habla de un informe como este." in offered
    with unit_of_work():
        services.fulfils(report, [likely.id, other.id, unpublished.id], make.user(Role.MODERATOR))
    assert [one.id for one in kept.activities_of(report)] == [likely.id, other.id]
    pages = [f"/estrategia/{strategy.year}/actividades/{one.slug}" for one in (likely, other)]
    assert report.title not in client.get(pages[0]).text
    public = reports.published(reports.approved(reports.submitted(report)))
    assert all(f"{HOME}/{report.slug}" in client.get(page).text for page in pages)
    assert likely.name in client.get(f"{HOME}/{public.slug}").text


def test_the_pages_of_a_space_lead_to_its_reports(client):
    space = make.event(EventState.HELD)
    report = reports.public_report("acta", reports.of_space(space))
    assert f"{HOME}/{report.slug}" in client.get(f"/espacios/{space.slug}").text
    reports.begun("asistencia", reports.of_space(space))
    client.sign_in(make.user(Role.MODERATOR))
    staff = client.get(f"/espacios/gestion/{space.slug}").text
    assert "Hay 2 informes, 1 publicado." in staff
    listed = client.get(f"{TEAM}/nuevo?espacio={space.slug}").text
    assert f"{TEAM}/{report.slug}" in listed
    assert f"{TEAM}/nuevo/resultados?de=event:{space.id}" in listed.replace("%3A", ":")
    assert f"{TEAM}/nuevo/acta?" not in listed


def test_nobody_begins_nor_writes_the_reports_of_internal_control_but_internal_control(client):
    page = f"{TEAM}/nuevo/seguimiento-de-control-interno"
    client.sign_in(make.user(Role.APPROVER))
    assert client.get(page).status_code == 403
    assert "seguimiento-de-control-interno" not in client.get(f"{TEAM}/nuevo").text
    client.sign_in(make.user(Role.CONTROL))
    assert client.get(page).status_code == 200
    assert f"{TEAM}/nuevo/{NAME}" not in client.get(f"{TEAM}/nuevo").text
