"""Each report of the year says the very numbers of the public pages."""

import io
import re
import zipfile
from datetime import datetime, timedelta

import pytest
from lxml import html

from participa.accounts.models import Role
from participa.attendance.models import Attendance, Way
from participa.commitments.models import Agreement, CommitmentState, Completion
from participa.events.models import EventState, EventType, Modality
from participa.extensions import db
from participa.improvement.models import PlanState
from participa.office_reports import queries
from participa.office_reports import services as office_reports
from participa.questions.models import Status
from participa.reports.kinds import Kind, Scope, Subject, Texts, kind_of
from participa.reports.queries import indicators
from participa.shared.clock import BOGOTA, now, today
from participa.shared.errors import NotFound
from participa.shared.report import files
from participa.shared.report.document import from_document, to_document
from participa.shared.report.model import Cell, Chart, Figures, Heading, Note, Points, Prose, Report, Table
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import services as strategies
from participa.strategy.models import ActivityState, Decision, StrategyState, VerificationResult
from tests import factories as make
from tests.factories import attendance, evaluations, improvement, tracking
from tests.factories import office_reports as internal
from tests.factories.commitments import check
from tests.factories.encounters import encounter, encounter_document
from tests.factories.keep import keep

DAY = timedelta(days=1)
DONE = re.compile(r"(\d+) de (\d+)")


def built(name: str, **of: object) -> Report:
    """The report with its drafts, as its preview shows it."""
    kind: Kind = kind_of(name)
    subject = Subject(kind.scope, **({"year": today().year} | of))
    return kind.build(subject, Texts(kind.drafts(subject)))


def figures(of: Report) -> dict[str, Cell]:
    return {
        f"{block.name}/{one.label}": one.value
        for block in of.blocks
        if isinstance(block, Figures)
        for one in block.figures
    }


def table(of: Report, name: str) -> list[list[str]]:
    found = next(block for block in of.blocks if isinstance(block, Table | Chart) and block.name == name)
    if isinstance(found, Chart):
        return [[label, f"{value:.0f}"] for label, value in zip(found.labels, found.series[0].values, strict=True)]
    return [[cell.text for cell in row] for row in found.rows]


def words(of: Report) -> str:
    told = [block.text for block in of.blocks if isinstance(block, Heading | Prose)]
    told += [item for block in of.blocks if isinstance(block, Points) for item in block.items]
    told += [cell.text for block in of.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return "\n".join(told)


def rows_of(page: str, caption: str) -> list[list[str]]:
    """The cells of the table of a page whose caption begins so."""
    for found in html.fromstring(page).iter("table"):
        if _plain(found.findtext("caption") or "").startswith(caption):
            return [[_plain(cell.text_content()) for cell in row] for row in found.findall("tbody/tr")]
    raise AssertionError(caption)


def stats(page: str) -> dict[str, str]:
    """The numbers that open a page, by their words."""
    found = html.fromstring(page).xpath("//dl[contains(@class, 'stats')]/div")
    return {_plain(one.findtext("dt") or ""): _plain(one.findtext("dd") or "") for one in found}


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture
def year(context) -> int:
    return today().year


def held(state: EventState = EventState.HELD, **values):
    at = now().replace(second=0, microsecond=0)
    hours = {"starts_at": at - timedelta(hours=3), "ends_at": at - timedelta(hours=1)}
    return make.event(state, **(hours | values))


def arrived(who):
    """Somebody who came to a space that is over."""
    at = {"received_at": now(), "arrived_at": now()}
    keep(Attendance(event_id=who.event_id, registration_id=who.id, entry_key=f"llego-{who.id}", way=Way.NAME, **at))


def test_the_evaluation_says_the_fulfilment_of_the_public_page(year, client):
    strategy, works, health = make.strategy(year=year), make.department("Obras"), make.department("Salud")
    done = make.activity(strategy, (works,), elemento="dialogo", etapas=["ejecucion"])
    tracking.verification(tracking.report(done))
    disputed = make.activity(strategy, (works, health), elemento="informacion")
    tracking.verification(tracking.report(disputed), VerificationResult.NOT_VERIFIED)
    late = make.activity(strategy, (health,), starts_on=today() - 3 * DAY, ends_on=today() - DAY)
    make.activity(strategy, state=ActivityState.CANCELLED, state_note="Se unió con otra.")
    report = built("evaluacion-de-la-estrategia")
    page = client.get(f"/estrategia/{year}/cumplimiento").text
    told = figures(report)
    assert told["cumplimiento-cifras/Actividades cumplidas"].number == 2
    assert f"2 de {told['cumplimiento-cifras/De todas las que cuentan'].text} actividades cumplidas" in _plain(page)
    assert told["cumplimiento-cifras/Canceladas"].number == 1
    for name, caption in (
        ("elementos", "por elemento"),
        ("dependencias", "por dependencia"),
        ("periodos", "por cuatrimestre"),
    ):
        shown = {
            row[0]: re.match(r"(\d+) de (\d+)", row[1]).groups()
            for row in rows_of(page, f"Actividades cumplidas {caption}")
        }
        assert {row[0]: (row[1], row[2]) for row in table(report, name)} == shown
        assert shown
    assert [row[0] for row in table(report, "actividades-vencidas")] == [late.name]
    assert late.name in page
    assert disputed.name in words(report)


def test_the_evaluation_says_the_board_of_commitments(year, client):
    works, health = make.department("Obras"), make.department("Salud")
    make.commitment(CommitmentState.FULFILLED, lead_id=works.id)
    make.commitment(CommitmentState.FULFILLED, lead_id=works.id, first_due_on=today() - DAY)
    make.commitment(lead_id=health.id, due_on=today() - DAY, first_due_on=today() - DAY)
    make.commitment(lead_id=health.id, code="C-2001-00001", year=2001)
    report = built("evaluacion-de-la-estrategia")
    page = client.get(f"/compromisos/dependencias?anio={year}").text
    shown = [
        [cell.replace(" %", "") for cell in row] for row in rows_of(page, f"Compromisos de cada dependencia en {year}")
    ]
    assert table(report, "compromisos-por-dependencia") == [[*row[:4], row[5], row[8]] for row in shown]
    assert table(report, "compromisos-por-cuidar") == [[row[0], row[4], row[6], row[7]] for row in shown]
    assert len(shown) == 2
    assert figures(report)["compromisos-cifras/Compromisos"].number == 3
    assert figures(report)["compromisos-cifras/Avance promedio"].text == "66,7"
    listed = rows_of(client.get(f"/compromisos/?anio={year}").text, "")
    assert dict(table(report, "situacion"))["Vencido"] == "1"
    assert {row[0]: row[1].split()[0] for row in listed}["Vencido"] == "1"


def test_the_evaluation_says_how_the_entity_answers(year, client):
    works, roads = make.department("Obras"), make.topic("Vías")
    both = {"department_id": works.id, "topic_id": roads.id}
    make.question(status=Status.PUBLISHED, answered_at=now(), **both)
    make.question(status=Status.PUBLISHED, answered_at=now(), due_on=today() - DAY, **both)
    make.question(due_on=today() - DAY, **both)
    make.question(at=datetime(year - 3, 5, 4, 15, tzinfo=BOGOTA), **both)
    report = built("evaluacion-de-la-estrategia")
    page = client.get("/preguntas/cifras").text
    mine, theirs = table(report, "preguntas-por-dependencia"), rows_of(page, "Cifras por oficina")
    assert mine[0][:4] == [cell.replace(" %", "") for cell in theirs[0][:4]]
    assert theirs[0][4:] == ["2", "2"]  # the page tells all that waits; the report, what came that year
    assert mine == [["Obras", "3", "50", "0", "1", "1"]]
    assert table(report, "preguntas-por-tema") == [["Vías", *mine[0][1:]]]
    told = figures(report)
    assert told["preguntas-cifras/Preguntas recibidas"].number == 3
    assert "Recibió 3 preguntas y respondió 1 a tiempo." in words(report)


def test_the_evaluation_counts_spaces_people_groups_and_goals(year, client):
    young, elders = make.value_group("Jóvenes"), make.value_group("Personas mayores")
    goal = make.activity(meta_pdm="Cien kilómetros de vías")
    full = held(activity=goal, title="Foro de vías", type=EventType.FORO, value_groups=[young, elders])
    few = held(
        EventState.CLOSED, title="Mesa de agua", type=EventType.MESA_TRABAJO, modality=Modality.VIRTUAL, goals=["Agua"]
    )
    few.value_groups.append(db.session.merge(young))
    db.session.commit()
    held(title="Sin puerta", type=EventType.FORO)
    make.event(title="Todavía no")
    held(EventState.CANCELLED, title="No se hizo")
    for space, people in ((full, 7), (few, 3)):
        for _ in range(people):
            arrived(attendance.registered(space))
    report = built("evaluacion-de-la-estrategia")
    told = figures(report)
    assert told["espacios-cifras/Espacios realizados"].number == 3
    assert table(report, "tipos") == [["Foro ciudadano", "2"], ["Mesa de trabajo", "1"]]
    assert table(report, "modalidades") == [["Presencial", "2"], ["Virtual", "1"]]
    people = {row[0]: row[3] for row in table(report, "espacios-realizados")}
    assert people == {"Foro de vías": "7", "Mesa de agua": "menos de 5", "Sin puerta": "Sin contar"}
    assert told["espacios-cifras/Asistencias"].number == 7
    assert "3" not in str(told["espacios-cifras/Asistencias"].text)
    assert table(report, "grupos-de-valor") == [["Jóvenes", "2"], ["Personas mayores", "1"]]
    assert table(report, "metas-tratadas") == [["Agua", "1"], ["Cien kilómetros de vías", "1"]]
    shown = client.get("/espacios/").text
    assert all(title in shown for title in people)
    assert "No se hizo" not in words(report)


def test_the_evaluation_says_what_people_said_of_each_space(year, client):
    space = held(title="Foro de vías")
    counted = evaluations.counted(evaluations.ending(title="Mesa de agua"), attended=20)
    evaluations.figure(counted, {"1": 0, "2": 0, "3": 0, "4": 5, "5": 5})
    evaluations.recommendation(counted, "Más micrófonos.")
    evaluations.recommendation(counted, "Empezar a tiempo.", done="Se compró un reloj.")
    report = built("evaluacion-de-la-estrategia")
    shown = rows_of(client.get(f"/evaluaciones/?anio={year}").text, f"Evaluaciones de {year}")
    mine = table(report, "evaluaciones")
    assert [(row[0], *row[2:5]) for row in mine] == [(row[0], *row[2:5]) for row in shown]
    assert [row[5] for row in mine] == [shown[0][5].removesuffix(" de 5")] == ["4,5"]
    asked = {row[2]: row[3] for row in table(report, "recomendaciones")}
    assert asked == {"Más micrófonos.": "Todavía sin respuesta", "Empezar a tiempo.": "Se compró un reloj."}
    subject = Subject(Scope.YEAR, year)
    assert kind_of("evaluacion-de-la-estrategia").lacks(subject) == [
        "Falta decir qué se hizo con 1 recomendación de las evaluaciones."
    ]
    assert space.title not in [row[0] for row in mine]


def test_a_year_without_anything_has_a_report_too(year):
    for name in ("evaluacion-de-la-estrategia", "informes-internos", "evidencias-furag", "observaciones-al-borrador"):
        report = built(name, year=1999)
        assert report.cut_at.tzinfo
        assert all(
            cell.text for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row
        )
    assert not kind_of("observaciones-al-borrador").is_for(Subject(Scope.YEAR, 1999))
    assert all(built("seguimiento-de-control-interno", year=1999, term=term).blocks for term in (1, 2, 3))


def test_internal_control_tells_its_cuatrimestre_and_nothing_of_the_others(year, client):
    term = (today().month - 1) // 4 + 1
    period = indicators.term_of(year, term)
    assert period.first <= today() <= period.last
    strategy = make.strategy(year=year)
    inside = make.activity(strategy, name="De este cuatrimestre", starts_on=period.first, ends_on=period.last)
    tracking.verification(tracking.report(inside), VerificationResult.PARTLY, "Falta el acta.")
    away = indicators.term_of(year, term % 3 + 1)
    make.activity(strategy, name="De otro cuatrimestre", starts_on=away.first, ends_on=away.last)
    make.activity(
        strategy, name="Cancelada", starts_on=period.first, ends_on=period.last, state=ActivityState.CANCELLED
    )
    promised = make.commitment(text="Arreglar el puente")
    check(promised, Completion.LIMITED, agreement=Agreement.DISAGREES, note="No hay obra.")
    check(promised, author_id=None, body_name="Veeduría del puente", note="Tampoco la vimos.")
    check(make.commitment(text="De antes"), checked_on=period.first - DAY)
    report = built("seguimiento-de-control-interno", term=term)
    told = figures(report)
    assert [row[0] for row in table(report, "actividades")] == ["De este cuatrimestre"]
    shown = {
        row[0]: row[1]
        for row in rows_of(client.get(f"/estrategia/{year}/cumplimiento").text, "Actividades cumplidas por cuat")
    }
    value, of = (
        told[f"actividades-cifras/{label}"].text for label in ("Cumplidas, según las dependencias", "Debían terminar")
    )
    assert shown[period.label].startswith(f"{value} de {of} ")
    assert told["actividades-cifras/No coinciden"].number == 1
    assert "Control Interno solo verificó una parte." in words(report)
    assert [(row[0], *row[3:5]) for row in table(report, "verificaciones")] == [
        (promised.code, "Avance bajo. No coincide con lo informado.", "No hay obra.")
    ]
    assert kind_of(report.kind).roles == (Role.CONTROL,)


def test_the_observations_of_the_draft_are_those_of_their_page(year, client):
    draft = make.consulted(opens=-3, year=year)
    first = make.observation(draft, body="Falta la vereda.", key="formulario-uno-de-la-consulta")
    second = make.observation(draft, body="Sobra un paso.", key="formulario-dos-de-la-consulta")
    make.observation(draft, body="Nadie la ha respondido.", key="formulario-tres-de-la-consulta")
    author, approver = make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    for one, decision in ((first, Decision.ACCEPTED), (second, Decision.NOT_ACCEPTED)):
        with unit_of_work():
            withheld = "" if one is first else "Nombra a una persona"
            strategies.reply(db.session.merge(one), decision, "Se agregó.", withheld, author)
            strategies.publish_reply(db.session.merge(one), approver)
    report = built("observaciones-al-borrador")
    page = client.get(f"/estrategia/{year}/consulta/informe").text
    told = {label.split("/")[1].lower(): value.text for label, value in figures(report).items()}
    shown = stats(page)
    assert told == {
        "recibidas": "3",
        "aceptada": "1",
        "aceptada en parte": "0",
        "no aceptada": "1",
        "por responder": "1",
    }
    assert {word: shown[word] for word in told} == told
    assert [row[:5] for row in table(report, "observaciones")] == rows_of(page, "Observaciones con respuesta publicada")
    assert "Sobra un paso" not in words(report)
    assert "Nadie la ha respondido" not in words(report)
    assert kind_of(report.kind).lacks(Subject(Scope.YEAR, year)) == ["Falta responder 1 observación."]


def test_the_plan_says_what_its_page_says(year, client):
    plan = improvement.plan(PlanState.PUBLISHED)
    fixed = improvement.finding(plan, "El sonido no llegaba al fondo.")
    improvement.action(fixed, state=CommitmentState.FULFILLED)
    improvement.action(fixed, text="Probar los equipos la víspera")
    improvement.finding(plan, "Esto no se ha publicado.", published_at=None)
    db.session.expire_all()
    report = built("plan-de-mejoramiento", plan=plan)
    shown = list(stats(client.get(f"/mejoramiento/{plan.id}").text).values())
    assert [value.text for value in figures(report).values()] == shown
    assert shown == ["1", "2", "1", "0"]
    assert [row[1] for row in table(report, "acciones-1")][1] == "Probar los equipos la víspera"
    assert "Esto no se ha publicado" not in words(report)
    draft = improvement.plan()
    assert not kind_of(report.kind).is_for(Subject(Scope.PLAN, year, plan=draft))
    with pytest.raises(NotFound):
        built("plan-de-mejoramiento", plan=draft)


def test_the_session_is_the_document_that_was_frozen(year, client):
    works = make.department("Obras")
    kept, late = make.commitment(CommitmentState.FULFILLED, lead_id=works.id), make.commitment(due_on=today() - DAY)
    session = encounter(opening="Les contamos cómo vamos.")
    with pytest.raises(NotFound):
        built("sesion-de-compromisos", event=session.event)
    document = encounter_document(session)
    make.commitment(lead_id=works.id, text="Después de congelar")
    report = built("sesion-de-compromisos", event=session.event)
    assert report.cut_at == document.cut_at
    told = words(report)
    page = client.get(f"/encuentros/{session.event.slug}").text
    assert all(one.code in told and one.text in page for one in (kept, late))
    assert "Después de congelar" not in told
    assert "Les contamos cómo vamos." in told
    assert dict(table(report, "situacion"))["Cumplido"] == "1"
    assert any(document.digest in block.source for block in report.blocks if isinstance(block, Note))


def test_the_internal_reports_are_those_that_were_published(year, client):
    space, hidden = internal.held(title="Foro de vías"), internal.held(title="Sin publicar")
    works, team, approver = make.department("Obras"), make.user(Role.COMMUNICATIONS), make.user(Role.APPROVER)
    liaison = make.user(Role.LIAISON, department=works)
    for event in (space, hidden):
        internal.asked(event, works, actor=team)
        internal.sent(event, liaison, f"Se hizo la mesa de {event.title}.", attendees=3)
    with unit_of_work():
        handed = queries.report_to_change(space, works.id)
        office_reports.consolidate(handed, approver, handed.revision)
        office_reports.publish(queries.call_of(space), approver)
    report = built("informes-internos")
    assert [row[:2] for row in table(report, "informes")] == [["Foro de vías", "Obras"]]
    assert table(report, "informes")[0][3] == "menos de 5"
    page = client.get(f"/informes-internos/{space.slug}").text
    assert "Se hizo la mesa de Foro de vías." in words(report)
    assert "Se hizo la mesa de Foro de vías." in page
    assert "Sin publicar" not in words(report)
    assert figures(report)["cifras/Informes"].number == 1


def test_the_evidence_of_furag_counts_what_its_pages_show(year, client):
    strategy = make.strategy(year=year)
    tracking.report(make.activity(strategy))
    make.memoria(held(activity=strategy.sections[0].activities[0]))
    make.question(status=Status.PUBLISHED, answered_at=now())
    make.commitment(CommitmentState.FULFILLED)
    improvement.published()
    report = built("evidencias-furag")
    amounts = {row[0]: row[1] for row in table(report, "evidencias")}
    one = (
        "Estrategia publicada",
        "Actividades cumplidas",
        "Espacios de diálogo",
        "Audiencias",
        "Memorias",
        "Compromisos",
    )
    assert {name: amounts[name] for name in one} == dict.fromkeys(one, "1")
    assert amounts["Planes de mejoramiento"] == "1"
    found = next(block for block in report.blocks if isinstance(block, Table))
    for row in found.rows:
        assert client.get(row[-1].address).status_code == 200, row[-1].address
        assert row[-1].text.endswith(row[-1].address)


def test_a_frozen_report_says_the_same_and_its_drawings_are_tables_in_every_file(year):
    held(type=EventType.FORO)
    held(type=EventType.CAFE)
    report = built("evaluacion-de-la-estrategia")
    assert from_document(to_document(report)) == report
    assert any(isinstance(block, Chart) for block in report.blocks)
    with zipfile.ZipFile(io.BytesIO(files.render(report, files.Format.CSV))) as whole:
        told = next(whole.read(name).decode("utf-8-sig") for name in whole.namelist() if "tipos" in name)
    assert {"Foro ciudadano", "Café de conversación"} <= set(re.split(r"[;,\r\n\"]+", told))


def test_the_levels_of_the_headings_never_jump_and_names_are_not_repeated(year):
    make.strategy(year=year)
    held()
    subjects = {
        "evaluacion-de-la-estrategia": {},
        "evidencias-furag": {},
        "seguimiento-de-control-interno": {"term": 1},
    }
    for name, of in subjects.items():
        report = built(name, **of)
        levels = [1, *(block.level for block in report.blocks if isinstance(block, Heading))]
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
        anchors = [block.anchor for block in report.blocks if isinstance(block, Heading) and block.anchor]
        names = [block.name for block in report.blocks if isinstance(block, Table | Chart | Figures)]
        assert len(set(anchors)) == len(anchors)
        assert len(set(names)) == len(names), name


def test_without_a_strategy_nothing_of_another_year_is_told(year):
    make.strategy(StrategyState.PUBLISHED, year=year - 1)
    assert indicators.find_strategy(year) is None
    assert "no tiene una estrategia publicada" in words(built("evaluacion-de-la-estrategia"))
