"""From what did not go well to what is done about it: drafted, published, followed and closed."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.commitments import services as commitments
from participa.commitments.models import Agreement, Commitment, CommitmentState, Completion
from participa.commitments.standing import Standing
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.improvement import queries, rules, services
from participa.improvement.drafting import NewAction, NewFinding
from participa.improvement.models import FindingOrigin, ImprovementAction, ImprovementFinding, PlanState
from participa.questions.models import Kind, WithholdReason
from participa.shared.clock import today
from participa.shared.errors import Closed, Conflict, DomainError, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import hangings
from tests import factories as make
from tests.factories import commitments as held
from tests.factories import evaluations as evaluated
from tests.factories import improvement as some
from tests.factories.tracking import upload

HOME, TEAM = "/mejoramiento", "/mejoramiento/gestion"
CAUSE = "Nadie prueba los equipos antes de cada espacio."


@pytest.fixture
def author(context):
    return make.user(Role.COMMUNICATIONS)


@pytest.fixture
def approver(context):
    return make.user(Role.APPROVER)


def action_of(office, **values) -> NewAction:
    given = {
        "text": "Comprar cuatro micrófonos para el coliseo",
        "how_known": "Factura de compra y acta de prueba.",
        "lead_id": office.id,
        "due_on": today() + timedelta(days=60),
        "indicator": "Personas que oyeron bien, de cada cien",
        "target": "80",
    }
    return NewAction(**(given | values))


def fields(action: NewAction, **values):
    typed = {name: getattr(action, name) for name in ("text", "how_known", "indicator", "baseline", "target")}
    return typed | {"lead_id": str(action.lead_id), "due_on": action.due_on.isoformat()} | values


def publish(plan, approver):
    with unit_of_work():
        services.publish(plan, approver, rules.fingerprint(queries.by_id(plan.id)))
    db.session.expire_all()


def public(client, plan) -> str:
    return client.get(f"{HOME}/{plan.id}").get_data(as_text=True)


def test_a_plan_goes_from_the_evaluation_of_a_space_to_what_was_verified(client, author, approver):
    evaluation = evaluated.counted(evaluated.ending())
    asked = evaluated.recommendation(evaluation, "Pongan más micrófonos.")
    figure = evaluated.figure(evaluation, {"bueno": 4, "malo": 12}, words="¿Oyó bien?")
    evaluated.figure(evaluation, {"si": 9, "no": None}, item="medio", words="¿Le quedó claro?")
    evaluated.figure(evaluation, {"si": None, "no": None}, item="oculta", words="¿Cupo la gente?")
    evaluated.figure(evaluation, {"si": 2, "no": 1}, item="pocas", words="¿Volvería?", people=None)
    activity, office = make.activity(name="Plan de mejoramiento"), make.department()
    with unit_of_work():
        db.session.get_one(Event, evaluation.event_id).state = EventState.HELD
    client.sign_in(author)
    typed = {"title": "Mejoras de la audiencia", "year": str(today().year), "activity": str(activity.id)}
    begun = client.submit(f"{TEAM}/nuevo", typed | {"event": str(evaluation.event_id)}, f"{TEAM}/nuevo")
    assert begun.status_code == 303
    page = begun.location
    offered = client.get(f"{page}/evaluacion").get_data(as_text=True)
    assert "Pongan más micrófonos." in offered
    assert "¿Oyó bien?" in offered
    assert "si: 9, no: oculto" in offered
    assert "¿Cupo la gente?" not in offered, "what is hidden of an evaluation is not taken"
    assert "¿Volvería?" not in offered, "nothing of a few people is told"
    sources = [f"recommendation:{asked.id}", f"figure:{figure.evaluation_id}:{figure.door}:{figure.item}"]
    assert client.submit(f"{page}/evaluacion", {"chosen": []}).status_code == 422
    assert client.submit(f"{page}/evaluacion", {"chosen": sources}).status_code == 303
    assert client.submit(f"{page}/evaluacion", {"chosen": sources}, page).status_code == 422, "each comes in once"
    plan = db.session.scalars(select(ImprovementFinding).order_by(ImprovementFinding.id)).first().plan
    assert [finding.words for finding in plan.findings][0] == "Pongan más micrófonos."
    assert "malo: 12" in plan.findings[1].words
    for finding in list(plan.findings):
        where = f"{page}/hallazgos/{finding.id}"
        assert client.submit(where, {"causa-cause": CAUSE, "causa-words": finding.words}).status_code == 303
        assert client.submit(f"{where}/accion", fields(action_of(office))).status_code == 303
    assert client.get(f"{HOME}/{plan.id}").status_code == 404
    assert plan.title not in client.get(f"{HOME}/").get_data(as_text=True)

    client.sign_in(approver)
    assert client.submit(f"{page}/publicar").status_code == 303
    db.session.expire_all()
    codes = [action.commitment.code for finding in plan.findings for action in finding.actions]
    assert codes == [f"M-{today().year}-00001", f"M-{today().year}-00002"]
    first = plan.findings[0].actions[0].commitment
    assert (first.state, first.first_due_on) == (CommitmentState.PUBLISHED, today() + timedelta(days=60))
    assert [entry.kind.value for entry in first.entries] == ["published"]
    told = public(client, plan)
    for words in ("Pongan más micrófonos.", CAUSE, first.code, "A tiempo", "Sin verificar", evaluation.event.title):
        assert words in told
    assert author.name not in told
    with client.application.test_request_context():
        assert [hanging.title for hanging in hangings.of([activity])] == ["Mejoras de la audiencia"]
    space = client.get(f"/espacios/{evaluation.event.slug}").get_data(as_text=True)
    assert f"{HOME}/{plan.id}" in space

    held.progress(first, 100)
    held.check(first, Completion.PARTIAL, agreement=Agreement.DISAGREES, note="Solo hay dos.")
    told = public(client, plan)
    assert "Cumplido" in told
    assert "No coincide con lo informado" in told


def test_an_observation_is_shown_as_everybody_reads_it_that_day(client, author, approver):
    office = make.department()
    seen = make.public_question(None, body="El micrófono no sirve en la vereda.", kind=Kind.OBSERVATION)
    asked = make.public_question(None, body="¿Cuándo abren el puente?", kind=Kind.QUESTION)
    plan = some.plan(author=author)
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/observaciones"
    offered = client.get(where).get_data(as_text=True)
    assert "El micrófono no sirve en la vereda." in offered
    assert "¿Cuándo abren el puente?" not in offered
    assert client.submit(where, {"chosen": [f"observation:{asked.id}"]}).status_code == 422
    assert client.submit(where, {"chosen": [f"observation:{seen.id}"]}).status_code == 303
    db.session.expire_all()
    finding = plan.findings[0]
    assert (finding.words, finding.question_id) == ("", seen.id)
    with unit_of_work():
        services.write_cause(plan, finding.id, services.Explained(CAUSE), author)
        services.add_action(plan, finding.id, action_of(office), author, "accion-de-prueba-000001")
    publish(plan, approver)
    told = public(client, plan)
    assert seen.radicado in told
    assert "El micrófono no sirve en la vereda." in told
    commitment = some.commitment_of(plan)
    assert [one.question_id for one in commitment.questions] == [seen.id]

    make.withhold(seen, WithholdReason.R1)
    told = public(client, plan)
    assert "El micrófono no sirve" not in told
    assert "Esta observación quedó reservada." in told
    table = client.get(f"{HOME}/{plan.id}/plan.csv").get_data(as_text=True)
    assert "El micrófono no sirve" not in table
    assert "El micrófono no sirve" not in client.get(f"{TEAM}/{plan.id}").get_data(as_text=True)


def test_what_internal_control_found_otherwise_comes_in(client, author):
    promise = make.commitment()
    held.progress(promise, 80)
    check = held.check(promise, Completion.LIMITED, agreement=Agreement.DISAGREES, note="La obra está parada.")
    fine = make.commitment()
    held.check(fine, Completion.NOT_BEGUN, note="Todo coincide.")
    plan = some.plan(author=author)
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/verificaciones"
    offered = client.get(where).get_data(as_text=True)
    assert "La obra está parada." in offered
    assert "Todo coincide." not in offered
    assert client.submit(where, {"chosen": [f"check:{check.id}"]}).status_code == 303
    db.session.expire_all()
    finding = plan.findings[0]
    assert finding.origin is FindingOrigin.INTERNAL_CONTROL
    assert finding.commitment_id == promise.id
    assert "La obra está parada." in finding.words


def test_a_control_body_is_told_with_its_document(client, author, approver):
    plan, office = some.plan(author=author), make.department()
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/hallazgo"
    typed = {"words": "El informe salió tarde.", "origin": "control_body", "cause": CAUSE}
    source = {"body": "Contraloría departamental", "document": "Informe 7", "document_on": "2026-05-04"}
    assert client.submit(where, typed).status_code == 422
    assert client.submit(where, typed | source).status_code == 422, "neither file nor link"
    assert client.submit(where, typed | source | {"url": "http://sin-cifrado.example"}).status_code == 422
    kept = client.submit(where, typed | source | {"url": "https://contraloria.example/7.pdf"})
    assert kept.status_code == 303
    db.session.expire_all()
    finding = plan.findings[-1]
    with unit_of_work():
        for one in list(plan.findings):
            services.add_action(plan, one.id, action_of(office), author, f"accion-de-prueba-0000{one.id:02}")
    publish(plan, approver)
    told = public(client, plan)
    assert "Contraloría departamental" in told
    assert "https://contraloria.example/7.pdf" in told
    assert finding.file is None


def test_a_kept_document_is_public_only_with_its_finding(client, author, approver):
    plan, office = some.plan(author=author), make.department()
    new = NewFinding(
        FindingOrigin.CONTROL_BODY, "Faltan actas.", "Personería", "Oficio 3", today(), upload=upload(), cause=CAUSE
    )
    with unit_of_work():
        finding = services.add_finding(plan, new, author, "hallazgo-de-prueba-0001")
        again = services.add_finding(plan, new, author, "hallazgo-de-prueba-0001")
        services.add_action(plan, finding.id, action_of(office), author, "accion-de-prueba-000001")
    assert again.id == finding.id
    path = f"/hallazgos/{finding.id}/documento"
    assert client.get(f"{HOME}/{plan.id}{path}").status_code == 404
    assert client.sign_in(author).get(f"{TEAM}/{plan.id}{path}").status_code == 200
    publish(plan, approver)
    assert client.get(f"{HOME}/{plan.id}{path}").status_code == 200


def test_nobody_publishes_what_they_wrote_nor_what_they_did_not_read(author, approver):
    writes_and_approves = make.user(Role.APPROVER)
    plan = some.plan(author=author)
    finding = some.finding(plan, author_id=writes_and_approves.id)
    some.action(finding, created_by_id=author.id)
    seen = rules.fingerprint(queries.by_id(plan.id))
    with unit_of_work(), pytest.raises(Forbidden, match="Otra persona"):
        services.publish(plan, writes_and_approves, seen)
    with unit_of_work(), pytest.raises(Forbidden):
        services.publish(plan, author, seen)
    with unit_of_work():
        services.write_cause(plan, finding.id, services.Explained("Otra causa."), author)
    with unit_of_work(), pytest.raises(Invalid, match="cambió mientras"):
        services.publish(plan, approver, seen)
    publish(plan, approver)
    assert plan.is_public


def test_who_corrected_a_cause_does_not_publish_the_plan(author, approver):
    corrects_and_approves = make.user(Role.APPROVER)
    plan = some.plan(author=author)
    finding = some.finding(plan)
    some.action(finding)
    with unit_of_work():
        services.write_cause(plan, finding.id, services.Explained("Otra causa."), corrects_and_approves)
    with unit_of_work(), pytest.raises(Forbidden, match="Otra persona"):
        services.publish(plan, corrects_and_approves, rules.fingerprint(queries.by_id(plan.id)))
    publish(plan, approver)
    assert plan.is_public


@pytest.mark.parametrize("missing", ["findings", "cause", "action"])
def test_a_plan_is_published_only_when_each_finding_has_its_cause_and_an_action(author, approver, missing):
    plan = some.plan(author=author)
    if missing != "findings":
        finding = some.finding(plan, cause="" if missing == "cause" else CAUSE)
        if missing != "action":
            some.action(finding)
    with unit_of_work(), pytest.raises(Invalid):
        services.publish(plan, approver, rules.fingerprint(queries.by_id(plan.id)))
    db.session.expire_all()
    assert plan.state is PlanState.DRAFT


def test_an_action_is_never_public_before_its_plan(author, approver):
    plan = some.plan(author=author)
    commitment = some.action(some.finding(plan)).commitment
    number = commitment.id
    with pytest.raises(Conflict, match="con su plan"), unit_of_work():
        commitments.publish(commitment, approver)
    db.session.expire_all()
    assert not db.session.get_one(Commitment, number).is_public


def test_what_is_added_later_is_read_only_once_it_is_published_too(client, author, approver):
    plan = some.published(author)
    later = some.finding(plan, "Faltó el intérprete de señas.", published_at=None)
    some.action(later, text="Contratar un intérprete de señas")
    assert "intérprete" not in public(client, plan)
    assert "intérprete" not in client.get(f"{HOME}/{plan.id}/plan.csv").get_data(as_text=True)
    with unit_of_work(), pytest.raises(Conflict, match="publique o quite"):
        services.close(plan, "Se acabó el año.", approver)
    publish(plan, approver)
    assert "intérprete" in public(client, plan)


def test_a_public_cause_changes_only_with_a_reason_and_stays_readable(client, author):
    plan = some.published(author)
    finding = plan.findings[0]
    before = finding.cause
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/hallazgos/{finding.id}"
    assert client.submit(where, {"causa-cause": CAUSE}).status_code == 422
    sent = client.submit(where, {"causa-cause": CAUSE, "causa-reason": "Lo mostró la prueba de marzo."})
    assert sent.status_code == 303
    told = public(client, plan)
    for words in (before, CAUSE, "Lo mostró la prueba de marzo."):
        assert words in told


def test_two_people_who_mend_a_cause_do_not_overwrite_each_other(author):
    plan = some.plan(author=author)
    finding = some.finding(plan)
    seen = finding.revision
    with unit_of_work():
        services.write_cause(plan, finding.id, services.Explained("La primera."), author, seen)
    with unit_of_work(), pytest.raises(services.Changed):
        services.write_cause(plan, finding.id, services.Explained("La segunda."), author, seen)
    db.session.expire_all()
    assert finding.cause == "La primera."


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE improvement_finding SET words = 'Otra cosa'",
        "UPDATE improvement_finding SET cause = 'Otra causa'",
        "UPDATE improvement_finding SET cause = 'Otra causa', cause_number = cause_number + 1",
        "UPDATE improvement_finding SET published_at = NULL",
        "DELETE FROM improvement_finding",
        "UPDATE improvement_action SET target = '10'",
        "DELETE FROM improvement_action",
        "UPDATE improvement_plan SET title = 'Otro plan'",
        "UPDATE improvement_plan SET state = 'draft'",
        "UPDATE improvement_plan SET state = 'closed', closed_at = published_at",
        "UPDATE earlier_cause SET text = 'Nunca'",
        "DELETE FROM earlier_cause",
    ],
)
def test_the_database_itself_keeps_what_was_published(author, statement):
    plan = some.published(author)
    said = services.Explained(CAUSE, reason="Se vio después.")
    with unit_of_work():
        services.write_cause(plan, plan.findings[0].id, said, author)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text(statement))


def test_an_earlier_reason_does_not_serve_for_another_change(author):
    plan = some.published(author)
    finding = plan.findings[0]
    first = finding.cause
    with unit_of_work():
        services.write_cause(plan, finding.id, services.Explained(CAUSE, reason="Se vio después."), author)
        services.write_cause(plan, finding.id, services.Explained(first, reason="No era así."), author)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("UPDATE improvement_finding SET cause = 'X', cause_number = 1"))


def test_an_unpublished_action_may_be_mended_and_taken_away(client, author):
    plan = some.plan(author=author)
    finding, office = some.finding(plan), make.department()
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/hallazgos/{finding.id}/accion"
    form = fields(action_of(office), form_key="accion-de-prueba-000001")
    first, again = client.submit(where, form), client.submit(where, form)
    assert first.location == again.location, "the same form again is the first one"
    code = db.session.scalars(select(ImprovementAction)).one().commitment.code
    other = client.submit(f"{TEAM}/{plan.id}/acciones/{code}", fields(action_of(office, target="90")))
    assert other.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(ImprovementAction)).one().target == "90"
    assert client.submit(f"{TEAM}/{plan.id}/hallazgos/{finding.id}/quitar", {}, f"{TEAM}/{plan.id}").status_code == 409
    assert client.submit(f"{TEAM}/{plan.id}/acciones/{code}/quitar", {}, f"{TEAM}/{plan.id}").status_code == 303
    assert db.session.scalar(select(Commitment.id)) is None
    assert client.submit(f"{TEAM}/{plan.id}/hallazgos/{finding.id}/quitar", {}, f"{TEAM}/{plan.id}").status_code == 303
    number = plan.id
    assert client.submit(f"{TEAM}/{number}/descartar").status_code == 303
    assert client.get(f"{TEAM}/{number}").status_code == 404


def test_vague_words_are_advised_and_a_past_day_is_refused(client, author):
    plan = some.plan(author=author)
    finding, office = some.finding(plan), make.department()
    client.sign_in(author)
    where = f"{TEAM}/{plan.id}/hallazgos/{finding.id}/accion"
    late = fields(action_of(office, text="Propender por mejorar"), due_on="2020-01-01")
    answer = client.submit(where, late)
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    assert "La fecha ya pasó" in told
    assert "Se puede decir mejor" in told
    assert "Propender por mejorar" in told


@pytest.mark.parametrize("words", ["Llame a la señora Rosa al 3114567890.", "Su cédula es 1.094.567.890."])
def test_no_finding_cause_or_action_holds_personal_data(author, words):
    plan, office = some.plan(author=author), make.department()
    finding = some.finding(plan)
    refused = [
        lambda: services.add_finding(
            plan, NewFinding(FindingOrigin.INTERNAL_CONTROL, words), author, "hallazgo-de-prueba-0001"
        ),
        lambda: services.write_cause(plan, finding.id, services.Explained(words), author),
        lambda: services.add_action(plan, finding.id, action_of(office, text=words), author, "accion-de-prueba-000001"),
    ]
    for verb in refused:
        with unit_of_work(), pytest.raises(Invalid, match="datos personales"):
            verb()


def test_a_plan_closes_when_all_ended_or_with_a_reason_and_then_rests(client, author, approver):
    plan = some.published(author)
    commitment = some.commitment_of(plan)
    client.sign_in(approver)
    where = f"{TEAM}/{plan.id}/cerrar"
    assert client.submit(where).status_code == 422
    assert client.submit(where, {"reason": "Sigue en el plan de 2027."}).status_code == 303
    assert "Sigue en el plan de 2027." in public(client, plan)
    with unit_of_work(), pytest.raises(Closed):
        services.bring(plan, [], author)

    other = some.published(author)
    held.progress(some.commitment_of(other), 100)
    with unit_of_work():
        services.close(other, "", approver)
    assert other.state is PlanState.CLOSED
    assert commitment.is_open, "closing a plan ends no action"


def test_progress_goes_the_way_of_commitments_and_internal_control_writes_nothing_here(client, author):
    plan = some.published(author)
    commitment = some.commitment_of(plan)
    liaison, control = held.liaison_of(commitment), make.user(Role.CONTROL)
    held.progress(commitment, 40, liaison)
    client.sign_in(liaison)
    mine = client.get(f"{TEAM}/avance").get_data(as_text=True)
    assert commitment.code in mine
    assert "40 %" in mine
    client.sign_in(make.user(Role.LIAISON, make.department()))
    assert commitment.code not in client.get(f"{TEAM}/avance").get_data(as_text=True)
    client.sign_in(control)
    assert client.get(f"{TEAM}/{plan.id}").status_code == 200
    assert "Agregar" not in client.get(f"{TEAM}/{plan.id}").get_data(as_text=True)
    assert client.get(f"{TEAM}/{plan.id}/hallazgo").status_code == 403
    with unit_of_work(), pytest.raises(Forbidden):
        services.bring(plan, [], control)


def test_actions_are_counted_by_how_they_stand(client, author):
    plan = some.plan(PlanState.PUBLISHED, author)
    finding = some.finding(plan)
    some.action(finding, due_on=today() - timedelta(days=3))
    some.action(finding, due_on=today() + timedelta(days=5))
    some.action(finding, state=CommitmentState.REGISTERED)
    make.commitment(due_on=today() - timedelta(days=3))
    counts = queries.standing_counts(None, today())
    assert (counts[Standing.OVERDUE], counts[Standing.AT_RISK], sum(counts.values())) == (1, 1, 2)
    client.sign_in(author)
    late = client.get(f"{TEAM}/avance?situacion=vencido").get_data(as_text=True)
    codes = [action.commitment.code for action in finding.actions]
    assert [code in late for code in codes] == [True, False, False]


def test_the_downloads_tell_the_whole_plan(client, author):
    plan = some.published(author)
    commitment = some.commitment_of(plan)
    line = client.get(f"{HOME}/{plan.id}/plan.csv").get_data(as_text=True).splitlines()[1]
    for words in (plan.findings[0].words, plan.findings[0].cause, commitment.code, "A tiempo", "Sin verificar", "80"):
        assert words in line
    book = load_workbook(BytesIO(client.get(f"{HOME}/{plan.id}/plan.xlsx").data))
    assert book.active["A2"].value == plan.findings[0].words


def test_the_page_of_an_action_says_what_it_corrects(client, author):
    plan = some.published(author)
    commitment = some.commitment_of(plan)
    told = client.get(f"/compromisos/{commitment.code}").get_data(as_text=True)
    assert plan.findings[0].words in told
    assert f"{HOME}/{plan.id}#hallazgo-{plan.findings[0].id}" in told
    assert commitment.code not in client.get("/compromisos/").get_data(as_text=True)


def test_a_finding_of_another_plan_is_not_touched(author):
    plan, other = some.plan(author=author), some.plan(author=author)
    finding = some.finding(other)
    with unit_of_work(), pytest.raises(DomainError):
        services.write_cause(plan, finding.id, services.Explained("Ajena."), author)
    db.session.expire_all()
    assert finding.cause != "Ajena."
