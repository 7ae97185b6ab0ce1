"""Questions, answers and their catalogues."""

from typing import Any

from participa.extensions import db
from participa.questions.models import Question
from participa.shared.clock import today
from tests.access.bodies.events import Lasting
from tests.access.bodies.request import OTHER, Call, Make, fixed
from tests.world.house import House

QUESTION = {
    "body": "¿Cuándo terminan la vía del barrio El Prado?",
    "form_key": "clave-de-un-formulario-1",
    "kind": "pregunta",
    "answer_medium": "email",
    "email": "persona@ejemplo.example",
    "first_names": "Persona que",
    "last_names": "Pregunta Mucho",
    "neighbourhood": "El Prado Alto",
    "manage": "y",
}


ANSWER = "La vía se entrega en diciembre. El contrato está publicado."
NOTE = "Se revisó con la oficina y así quedó."


def asking(house: House, state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event[state or "convened"]}, QUESTION)


def of_question(usual: str, other: str = OTHER, form: dict[str, Any] | None = None, prefix: str = "") -> Make:
    """A page of one question: `usual` is its state when the line says none, `other` the one of another office.

    The form carries the revision that the page showed, and every name of it the prefix of that form.
    """

    def make(house: House, state: str, _actor: str) -> Call:
        name = {"": usual, OTHER: other}.get(state, state)
        fields = {"revision": revision(house, name), **(form or {})}
        return Call({"radicado": house.world.question[name]}, {prefix + key: value for key, value in fields.items()})

    return make


def enclosed(usual: str, other: str = OTHER) -> Make:
    """A file of the answer to a question."""

    def make(house: House, state: str, _actor: str) -> Call:
        name = {"": usual, OTHER: other}.get(state, state)
        return Call({"radicado": house.world.question[name], "name": house.world.answer_file[name]})

    return make


def of_template(**form: Any) -> Make:
    """A template of the own office, or the one that the state names."""
    return lambda house, state, _actor: Call({"template_id": house.world.answer_template[state or "own"]}, form)


def revision(house: House, name: str) -> int:
    return db.session.get_one(Question, house.world.question_id[name]).revision


def classifying(house: House, state: str, actor: str) -> Call:
    form = {"kind": "pregunta", "topic": house.world.topic, "department": house.world.department["own"], "note": NOTE}
    return of_question("waiting", form=form, prefix="clasificar-")(house, state, actor)


STEP_FROM = {
    "pedir-aclaracion": "waiting",
    "trasladar": "waiting",
    "agrupar": "waiting",
    "remitir": "waiting",
    "devolver": "own",
    "desagrupar": "grouped",
    "aclarada": "clarifying",
    "archivar": "silent",
    "rechazar": "waiting",
}


def question_step(house: House, state: str, actor: str) -> Call:
    """A step with a page of its own; of another office, the one that an office may take."""
    name = "devolver" if state == OTHER else state or "trasladar"
    sent = {"entity": "Entidad nacional de vías", "sent_on": today().isoformat(), "document_number": "2026-41"}
    other = house.world.question["other" if name == "agrupar" else "published"]
    form = {"note": NOTE, "radicado": other, **sent}
    if name == "trasladar":
        form["document"] = (Lasting(b"Oficio remisorio.\n"), "oficio.txt")
    start = OTHER if state == OTHER else STEP_FROM[name]
    made = of_question(start, form=form, prefix="nota-")(house, "", actor)
    return Call(made.values | {"step": name}, made.form)


def of_place(**form: Any) -> Make:
    return lambda house, *_: Call({"place_id": house.world.known_place}, form)


def of_synonyms(**form: Any) -> Make:
    return lambda house, *_: Call({"group_id": house.world.synonyms}, form)


def of_topic(**form: Any) -> Make:
    return lambda house, *_: Call({"topic_id": house.world.topic}, form)


CALLS: dict[str, Make] = {
    "questions.detail": of_question("published"),
    "questions.ask": fixed(QUESTION),
    "questions.ask_at": asking,
    "questions.follow": lambda house, *_: Call(form={"code": house.world.code}),
    "questions.term": of_question("published"),
    "questions.clarify": lambda house, *_: Call(form={"code": house.world.unclear_code, "words": NOTE}),
    "questions.leave_group": lambda house, *_: Call(form={"code": house.world.grouped_code, "words": NOTE}),
    "questions.staff.extend": of_question("in_review"),
    "questions.staff.extend_now": of_question("in_review", form={"more_days": "5", "note": NOTE}, prefix="ampliar-"),
    "questions.staff.recount_now": fixed({"reason": NOTE}),
    "questions.staff.notice_given": lambda house, *_: Call({"move_id": house.world.hand_notice}),
    "questions.staff.detail": of_question("own"),
    "questions.staff.asker": of_question("own"),
    "questions.staff.fold": of_question("apart"),
    "questions.staff.release": of_question("apart", form={"todas": "1"}),
    "questions.staff.withhold_fold": lambda house, *_: Call(
        {"radicado": house.world.question["apart"]},
        form={"last": house.world.question["apart_too"], "reason": "R5", "note": NOTE},
    ),
    "questions.staff.classify": classifying,
    "questions.staff.publish": of_question("waiting", prefix="publicar-"),
    "questions.staff.withhold": of_question("public"),
    "questions.staff.withhold_now": of_question("public", form={"reason": "R1", "note": NOTE}, prefix="nota-"),
    "questions.staff.restore": of_question("withheld"),
    "questions.staff.restore_now": of_question("withheld", form={"note": NOTE}, prefix="nota-"),
    "questions.staff.step": question_step,
    "questions.staff.step_now": question_step,
    "questions.staff.save_answer": of_question("drafting", "other_drafting", {"body": ANSWER}, "respuesta-"),
    "questions.staff.preview": of_question("in_review", "other_drafting"),
    "questions.staff.approve": of_question("in_review", prefix="paso-"),
    "questions.staff.give_back": of_question("in_review", form={"note": NOTE}, prefix="devolver-"),
    "questions.staff.publish_answer": of_question("answered", prefix="paso-"),
    "questions.staff.correct": of_question("published", "other_published"),
    "questions.staff.correct_now": of_question(
        "published", "other_published", {"body": ANSWER, "note": NOTE}, "correccion-"
    ),
    "questions.staff.publish_correction": of_question("correcting", prefix="paso-"),
    "questions.staff.return_correction": of_question("correcting", form={"note": NOTE}, prefix="devolver-"),
    "questions.attachment": enclosed("published"),
    "questions.staff.attachment": enclosed("drafting", "other_drafting"),
    "questions.followed_file": lambda house, *_: Call(
        form={"code": house.world.answered_code, "name": house.world.answer_file["judged"]}
    ),
    "questions.staff.autosave": of_question("drafting", "other_drafting", {"body": ANSWER}, "respuesta-"),
    "questions.staff.review": of_question("review_communications", form={"note": NOTE}, prefix="revision-"),
    "questions.staff.skip_review": of_question("review_communications", form={"note": NOTE}, prefix="seguir-"),
    "questions.staff.set_review": fixed({"head": "y", "legal": "0", "checklist": "Responde todo"}),
    "questions.staff.add_template": fixed({"title": "Estado de una vía", "body": "La vía {tema} va así."}),
    "questions.staff.answer_template": of_template(),
    "questions.staff.change_template": of_template(title="Estado de una vía", body="Va así.", is_active="y"),
    "questions.staff.add_topic": fixed({"name": "Salud y hospitales"}),
    "questions.staff.topic": of_topic(),
    "questions.staff.rename_topic": of_topic(name="Vías y puentes"),
    "questions.staff.switch_topic": of_topic(is_active=""),
    "questions.staff.switch_suggestions": fixed({"is_on": ""}),
    "questions.staff.add_places": fixed({"kind": "vereda", "names": "El Níspero\nAgua Fría"}),
    "questions.staff.place": of_place(),
    "questions.staff.change_place": of_place(kind="barrio", name="La Esperanza Alta"),
    "questions.staff.switch_place": of_place(is_on=""),
    "questions.staff.add_synonyms": fixed({"words": "basura, residuos"}),
    "questions.staff.synonym": of_synonyms(),
    "questions.staff.change_synonym": of_synonyms(words="hueco, bache, socavón"),
    "questions.staff.switch_synonym": of_synonyms(is_on=""),
}
