"""Registering on its pages: from a promise, by hand, step by step; what waits, what is alike, what is public."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.commitments import services, sources
from participa.commitments.models import (
    Commitment,
    CommitmentQuestion,
    CommitmentState,
    Origin,
    SourceDecision,
)
from participa.commitments.queries import promises, waiting
from participa.commitments.queries import staff as queries
from participa.commitments.queries.listing import View, Wanted, counts
from participa.commitments.queries.promises import PromiseKind
from participa.extensions import db
from participa.hearings.models import LivePromise
from participa.questions.models import AnswerPromise, Kind, Visibility, WithholdReason
from participa.shared.clock import now, today
from participa.shared.errors import Conflict, Forbidden, Invalid, NotFound
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import StrategyState
from tests import factories as make
from tests.factories import commitments as rows
from tests.factories import evaluations as evaluated
from tests.factories.keep import keep, next_number

HOME = "/compromisos/gestion"


@pytest.fixture
def office(context):
    return make.department()


@pytest.fixture
def team(context):
    """Moderation. It signs in once the rows of a test are written."""
    return make.user(Role.MODERATOR)


def live(office, text="Pavimentar la vía de la vereda El Encanto", **values) -> LivePromise:
    hearing = values.pop("hearing", None) or make.hearing(room_code=f"SALA{next_number()}")
    said = {"author_id": make.user(Role.MODERATOR).id, "at": now(), "department_id": office.id if office else None}
    return keep(LivePromise(hearing_id=hearing.id, text=text, **(said | values)))


def promised(office, words="Abrir el puesto de salud en marzo", question=None, **values):
    """The published version of an answer that promises something."""
    asked = question or make.public_question(make.event(), department_id=office.id)
    version = make.answer(asked, department_id=office.id, **values)
    keep(AnswerPromise(version_id=version.id, words=words))
    return version


def typed(office, **values) -> dict[str, str]:
    chosen = dict.fromkeys(("event", "activity", "topic", "place"), "0")
    said = {"text": "Construir el puente peatonal de La Loma", "how_known": "Acta de entrega.", "priority": "medium"}
    days = {"promised_on": today().isoformat(), "due_on": (today() + timedelta(days=90)).isoformat()}
    return {**chosen, **said, **days, "lead": str(office.id), **values}


def text_of(response) -> str:
    return response.get_data(as_text=True)


def only() -> Commitment:
    db.session.expire_all()
    return queries.by_code(db.session.scalars(select(Commitment.code)).one())


def amount(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def words_waiting(person) -> list[str]:
    return [one.words for one in waiting.page(person, None, None, 1).items]


def test_a_promise_of_a_hearing_is_registered_in_one_click(client, team, office):
    hearing = make.hearing()
    question = make.public_question(hearing.event, department_id=office.id)
    staged = make.staged(hearing, question=question)
    promise = live(office, hearing=hearing, staged_id=staged.id)
    page = f"{HOME}/registrar/audiencia/{promise.id}"
    client.sign_in(team)
    assert promise.text in text_of(client.get(f"{HOME}/por-registrar"))

    shown = text_of(client.get(page))
    assert "Pavimentar la vía de la vereda El Encanto</textarea>" in shown
    filled = {"text": promise.text, "event": str(hearing.event_id), "questions": question.radicado}
    assert client.submit(page, typed(office, **filled)).status_code == 303

    made = only()
    assert (made.origin, made.source) == (Origin.HEARING, sources.of_live_promise(promise.id))
    assert (made.event_id, made.lead_id) == (hearing.event_id, office.id)
    assert [link.question_id for link in made.questions] == [question.id]
    assert made.activity_id == hearing.event.activities[0].id  # the one of its space
    assert promise.text not in text_of(client.get(f"{HOME}/por-registrar"))
    assert client.get(page).location.endswith(f"{HOME}/{made.code}")  # nobody registers it twice


def test_what_was_struck_or_rehearsed_never_waits(context, office):
    person = make.user(Role.MODERATOR)
    live(office, text="Se tachó", struck_at=now())
    live(office, text="Era un ensayo", hearing=make.hearing(is_rehearsal=True, room_code="ENSAYO"))
    live(office, text="Vale")

    assert words_waiting(person) == ["Vale"]


def test_of_an_answer_only_the_last_published_version_waits(context, office):
    person, asked = make.user(Role.MODERATOR), make.public_question(make.event(), department_id=office.id)
    promised(office, "En febrero", asked, number=1)
    promised(office, "En marzo", asked, number=2)
    promised(office, "Sin publicar", asked, number=3, is_public=False)

    assert words_waiting(person) == ["En marzo"]


def test_a_corrected_answer_does_not_wait_again(context, office):
    person, asked = make.user(Role.MODERATOR), make.public_question(make.event(), department_id=office.id)
    first = promised(office, "En febrero", asked, number=1)
    made = make.commitment(CommitmentState.REGISTERED, source=sources.of_answer_promise(first.id))
    second = promised(office, "En marzo", asked, number=2)

    assert words_waiting(person) == []
    assert promises.taken_up(promises.promise(PromiseKind.ANSWER, second.id, person)).id == made.id


def test_a_liaison_takes_up_only_what_the_own_office_promised(client, office):
    own, other = live(office, text="Lo nuestro"), live(make.department(), text="Lo de otros")
    nobody = live(None, text="De nadie")
    person = make.user(Role.LIAISON, department=office)
    client.sign_in(person)

    assert sorted(words_waiting(person)) == ["De nadie", "Lo nuestro"]
    assert client.get(f"{HOME}/registrar/audiencia/{own.id}").status_code == 200
    assert client.get(f"{HOME}/registrar/audiencia/{nobody.id}").status_code == 200
    assert client.get(f"{HOME}/registrar/audiencia/{other.id}").status_code == 404
    with pytest.raises(NotFound):
        promises.promise(PromiseKind.HEARING, other.id, person)


def test_a_question_makes_commitments_although_nothing_was_promised_in_words(client, team, office):
    asked = make.public_question(make.event(), body="¿Y el puente?", department_id=office.id)
    page = f"{HOME}/registrar/pregunta/{asked.id}"
    client.sign_in(team)
    assert page in text_of(client.get(f"/preguntas/gestion/{asked.radicado}"))

    for number in range(2):
        assert client.submit(page, typed(office, questions=asked.radicado, text=f"Obra {number}")).status_code == 303
    assert amount(Commitment) == 2
    assert "De esta pregunta nacieron" not in text_of(client.get(f"/preguntas/{asked.radicado}"))  # nobody published


def test_an_observation_makes_one(client, team, office):
    asked = make.public_question(make.event(), kind=Kind.OBSERVATION, department_id=office.id)
    page = f"{HOME}/registrar/pregunta/{asked.id}"

    client.sign_in(team)
    assert client.submit(page, typed(office, questions=asked.radicado)).status_code == 303
    made = only()
    assert (made.origin, made.source) == (Origin.OBSERVATION, sources.of_observation(asked.id))
    assert client.get(page).location.endswith(made.code)


def test_a_recommendation_waits_and_is_set_aside_with_its_reason(client, team):
    row = evaluated.recommendation(evaluated.counted(), "Háganlo un sábado.")
    page = f"{HOME}/por-registrar/recomendacion/{row.id}/no-es"
    client.sign_in(team)
    assert "Háganlo un sábado." in text_of(client.get(f"{HOME}/por-registrar?de=recomendacion"))

    assert client.submit(page, {"reason": ""}).status_code == 422
    assert client.submit(page, {"reason": "Es un gusto y no promete nada."}).status_code == 303
    assert client.submit(page, {"reason": "Otra vez."}).status_code == 303  # the first decision stays
    assert "Háganlo un sábado." not in text_of(client.get(f"{HOME}/por-registrar"))
    aside = text_of(client.get(f"{HOME}/por-registrar/descartadas"))
    assert "Es un gusto y no promete nada." in aside
    assert "Otra vez." not in aside


def test_the_office_that_promised_does_not_say_that_it_did_not(context, office):
    promise = promises.promise(PromiseKind.HEARING, live(office).id, make.user(Role.MODERATOR))

    with pytest.raises(Forbidden), unit_of_work():
        services.set_aside(promise, "No era en serio.", make.user(Role.LIAISON, department=office))
    with pytest.raises(Invalid), unit_of_work():
        services.set_aside(promise, " ", make.user(Role.MODERATOR))
    assert amount(SourceDecision) == 0


def test_what_made_a_commitment_is_not_set_aside(context, office):
    row = live(office)
    made = make.commitment(source=sources.of_live_promise(row.id))
    person = make.user(Role.MODERATOR)
    promise = promises.promise(PromiseKind.HEARING, row.id, person)

    with pytest.raises(Conflict, match=made.code), unit_of_work():
        services.set_aside(promise, "No promete nada.", person)


def test_the_same_promise_is_joined_and_who_asked_hears_of_its_steps(client, team, office):
    one = make.commitment(lead_id=office.id, text="Pavimentar la vía de la vereda El Encanto")
    hearing = make.hearing()
    asked = make.public_question(hearing.event, department_id=office.id)
    promise = live(
        office, "Pavimentar la vía a El Encanto", hearing=hearing, staged_id=make.staged(hearing, question=asked).id
    )
    page = f"{HOME}/registrar/audiencia/{promise.id}"
    client.sign_in(team)
    shown = text_of(client.get(page))
    assert "¿Es este mismo?" in shown
    assert one.code in shown

    join = f"{HOME}/por-registrar/audiencia/{promise.id}/es-el-mismo"
    assert client.submit(join, {"code": one.code}, page).status_code == 303
    assert client.submit(join, {"code": one.code}, page).status_code == 303
    linked = db.session.scalars(select(CommitmentQuestion.question_id)).all()
    assert linked == [asked.id]
    assert words_waiting(team) == []
    assert one.code in text_of(client.get(f"{HOME}/por-registrar/descartadas"))


def test_something_else_is_not_called_the_same(client, team, office):
    make.commitment(lead_id=office.id, text="Contratar el transporte escolar de la zona rural")
    promise = live(office)

    client.sign_in(team)
    assert "¿Es este mismo?" not in text_of(client.get(f"{HOME}/registrar/audiencia/{promise.id}"))


def test_by_hand_with_steps_and_one_row_more(client, team, office):
    page = f"{HOME}/nuevo"
    more = typed(office, **{"steps-0-text": "Estudio", "steps-1-text": "Obra", "steps-2-text": "Entrega"})
    client.sign_in(team)
    shown = client.submit(page, {**more, "then": "agregar"})
    assert shown.status_code == 200
    assert "steps-3-text" in text_of(shown)
    assert "Entrega" in text_of(shown)
    assert amount(Commitment) == 0

    late = (today() + timedelta(days=60)).isoformat()
    done = client.submit(page, {**more, "steps-3-text": "Acta", "steps-3-due_on": late})
    assert done.status_code == 303
    made = only()
    assert [step.text for step in made.steps] == ["Estudio", "Obra", "Entrega", "Acta"]
    assert made.steps[3].due_on.isoformat() == late


def test_advice_is_given_before_and_never_blocks(client, team, office):
    vague = typed(office, text="Gestionar recursos para la vía", how_known="", due_on="")
    client.sign_in(team)
    shown = client.submit(f"{HOME}/nuevo", {**vague, "then": "revisar"})
    assert shown.status_code == 200
    for words in ("«Gestionar» no dice qué se verá", "Falta la fecha.", "Escriba qué verá la gente"):
        assert words in text_of(shown)
    assert amount(Commitment) == 0

    assert client.submit(f"{HOME}/nuevo", vague).status_code == 303
    assert only().due_on is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Escriba qué se prometió."),
        ({"lead": "0"}, "Elija la dependencia que responde."),
        ({"promised_on": ""}, "Escriba qué día se prometió."),
        ({"due_on": "2001-01-01"}, "La fecha límite va después"),
        ({"due_on": "1999-01-01"}, "Revise el año."),
        ({"questions": "2026-999999"}, "No hay una pregunta con el radicado 2026-999999."),
        ({"steps-0-due_on": "2027-01-01"}, "Escriba qué se hace en este paso"),
        ({"partners": "\n".join(f"Entidad {n}" for n in range(11))}, "10 entidades o menos"),
    ],
)
def test_what_does_not_fit_is_said_and_the_words_stay(client, team, office, wrong, words):
    client.sign_in(team)
    answer = client.submit(f"{HOME}/nuevo", typed(office, scope="Solo el tramo urbano", **wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Solo el tramo urbano" in text_of(answer)
    assert amount(Commitment) == 0


def test_it_is_changed_and_who_comes_late_is_told(client, team, office):
    row = make.commitment(CommitmentState.REGISTERED, lead_id=office.id, created_by_id=team.id)
    page = f"{HOME}/{row.code}/cambiar"
    stale = {"revision": str(row.revision)}
    client.sign_in(team)
    assert client.submit(page, typed(office, text="Lo primero")).status_code == 303

    late = client.submit(page, typed(office, text="Lo segundo", **stale))
    assert late.status_code == 422
    assert "Otra persona cambió este compromiso" in text_of(late)
    assert only().text == "Lo primero"


def test_it_is_published_by_another_one_and_shown_where_it_was_born(client, office):
    event = make.event()
    asked = make.public_question(event, department_id=office.id)
    registered_by, approver = make.user(Role.APPROVER), make.user(Role.APPROVER)
    activity = event.activities[0]
    row = make.commitment(
        CommitmentState.REGISTERED,
        lead_id=office.id,
        created_by_id=registered_by.id,
        event_id=event.id,
        activity_id=activity.id,
        text="Construir el puente peatonal",
    )
    keep(CommitmentQuestion(commitment_id=row.id, question_id=asked.id))
    page = f"{HOME}/{row.code}/publicar"
    address = f"/preguntas/{asked.radicado}"
    assert "Construir el puente peatonal" not in text_of(client.get(address))

    client.sign_in(registered_by)
    assert client.get(page).status_code == 403
    client.sign_in(approver)
    assert client.submit(page, {}).status_code == 303
    assert client.get(page).status_code == 303  # it is public already
    assert only().published_by_id == approver.id

    assert "De esta pregunta nació un compromiso" in text_of(client.get(address))
    assert "Aquí nació un compromiso." in text_of(client.get(f"/espacios/{event.slug}"))
    assert activity.strategy.state is StrategyState.PUBLISHED
    shown = client.get(f"/estrategia/{activity.strategy.year}/actividades/{activity.slug}")
    assert "Construir el puente peatonal" in text_of(shown)


def test_a_withheld_question_shows_no_commitment(client, office):
    asked = make.question(
        make.event(), visibility=Visibility.WITHHELD, withhold_reason=WithholdReason.R1, department_id=office.id
    )
    keep(CommitmentQuestion(commitment_id=make.commitment().id, question_id=asked.id))

    assert "De esta pregunta" not in text_of(client.get(f"/preguntas/{asked.radicado}"))


def test_possible_personal_data_are_looked_at_before_everybody_reads(client, office):
    row = make.commitment(CommitmentState.REGISTERED, text="Llamar al celular 310 555 12 34 y arreglar la vía")
    client.sign_in(make.user(Role.APPROVER))
    page = f"{HOME}/{row.code}/publicar"

    refused = client.submit(page, {})
    assert refused.status_code == 422
    assert "posible teléfono" in text_of(refused)
    assert not only().is_public
    assert client.submit(page, {"is_looked_at": "y"}).status_code == 303
    assert only().is_public


def test_what_changed_meanwhile_is_not_published_unread(client, office):
    row = make.commitment(CommitmentState.REGISTERED)
    client.sign_in(make.user(Role.APPROVER))

    assert client.submit(f"{HOME}/{row.code}/publicar", {"revision": "77"}).status_code == 422
    assert not only().is_public


def test_it_is_discarded_only_once_confirmed(client, team, office):
    row = make.commitment(CommitmentState.REGISTERED, lead_id=office.id)
    page = f"{HOME}/{row.code}/descartar"
    client.sign_in(team)
    assert "¿Descartar este registro?" in text_of(client.get(page))
    assert amount(Commitment) == 1

    assert client.submit(page, {}).status_code == 303
    assert amount(Commitment) == 0


def test_the_list_is_narrowed_and_begins_with_the_own_office(client, office):
    make.commitment(text="De otra oficina", due_on=today() + timedelta(days=40))
    make.commitment(text="De la propia", lead_id=office.id, due_on=today() + timedelta(days=200))
    make.commitment(CommitmentState.REGISTERED, text="Sin publicar todavía")
    client.sign_in(make.user(Role.LIAISON, department=office))

    shown = text_of(client.get(f"{HOME}/"))
    assert shown.index("De la propia") < shown.index("Sin publicar todavía") < shown.index("De otra oficina")
    assert "De otra oficina" not in text_of(client.get(f"{HOME}/?dependencia={office.id}"))
    only_registered = text_of(client.get(f"{HOME}/?ver=sin_publicar"))
    assert "Sin publicar todavía" in only_registered
    assert "De la propia" not in only_registered
    assert "De la propia" in text_of(client.get(f"{HOME}/?q=PROPIA"))
    assert "No hay compromisos así" in text_of(client.get(f"{HOME}/?q=acueducto"))


def test_the_groups_of_the_list_count_each_commitment_once(context):
    day = today()
    make.commitment(CommitmentState.REGISTERED)
    make.commitment(due_on=day - timedelta(days=1))
    make.commitment(due_on=None)
    make.commitment()
    make.commitment(CommitmentState.FULFILLED)
    make.commitment(CommitmentState.NOT_VIABLE)

    found = counts(Wanted(day))
    assert found[View.ALL] == 6
    assert sum(amount for view, amount in found.items() if view is not View.ALL) == 6
    assert (found[View.REGISTERED], found[View.OVERDUE], found[View.AT_RISK]) == (1, 1, 1)


def test_the_page_of_the_team_tells_the_whole_history(client, team):
    row = make.commitment(CommitmentState.UNDER_WAY)
    rows.step(row, text="Contratar la obra")
    rows.progress(row, 40)

    client.sign_in(team)
    shown = text_of(client.get(f"{HOME}/{row.code.lower()}"))
    for words in ("Contratar la obra", "Avance informado: 40", "La obra va en 40 %.", "Ver la página pública"):
        assert words in shown


def test_the_space_tells_the_team_how_many_promises_wait(client, team, office):
    hearing = make.hearing()
    live(office, hearing=hearing)

    client.sign_in(team)
    shown = text_of(client.get(f"/espacios/gestion/{hearing.event.slug}"))
    assert "1 promesa espera que la registren." in shown
    assert f"{HOME}/por-registrar?espacio={hearing.event.slug}" in shown
