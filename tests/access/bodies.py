"""For each page and each state of its object: the values of its address and a form that is good."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

import pyotp
from PIL import Image
from sqlalchemy import select, update

from participa.accounts import codes, queries, second_factor
from participa.accounts.models import ResetCode, Role, User
from participa.deadlines.models import Outage
from participa.extensions import db
from participa.questions.models import Kind, Question
from participa.shared.clock import local, now, today
from participa.strategy import services
from participa.strategy.drafts import header_of, mended
from participa.strategy.models import Activity, ImportDraft, StrategyState
from participa.strategy.staff import imports
from participa.triage.models import Did, TriageStep
from tests.world.house import House, Prepare
from tests.world.seed import PASSWORD, TELEPHONE_SECRET

OTHER = "other"
NEW_PASSWORD = "arequipe con brevas 19 domingos"
SCHEDULE = (
    "1. Diálogo\nNo.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE\n"
    "1\tRealizar la audiencia pública\t4/08/{year}\t5/08/{year}\tOficina de Planeación\n"
)


@dataclass(frozen=True)
class Call:
    """A request: values of the address, the form, and what must be true of the rows before."""

    values: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    prepare: Prepare | None = None


Make = Callable[[House, str, str], Call]


def call(house: House, endpoint: str, method: str, state: str, actor: str) -> Call:
    """The good request for a line of the matrix. What is not listed needs neither values nor a form."""
    make = CALLS.get(endpoint)
    if make is None:
        return Call()
    with house.app.app_context():
        made = make(house, state, actor)
    return made if method == "POST" else Call(made.values, {}, made.prepare)


def fixed(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """The same for everybody and every state."""
    return lambda house, state, actor: Call(values, form or {})


# Accounts


def give_factor(house: House, actor: str) -> None:
    """The actor has a second factor on the telephone."""
    person = update(User).where(User.id == house.world.user.get(actor, 0))
    house.connection.execute(person.values(totp_secret=TELEPHONE_SECRET, totp_confirmed_at=now()))


def take_part_away(house: House, actor: str) -> None:
    """The account that the administration changes is disabled."""
    house.connection.execute(update(User).where(User.id == house.world.user["target"]).values(is_active=False))


def lend_code(house: House, _actor: str) -> None:
    """A code of one use was given to the account that forgot its password."""
    person = house.world.user["target"]
    with house.app.app_context():
        digest = codes.digest(CODE, queries.reset_purpose(person))
    values = {"user_id": person, "code_digest": digest, "expires_at": now() + timedelta(minutes=30)}
    house.connection.execute(ResetCode.__table__.insert().values(values))


CODE = "ABCD-EFGH-JKMN"
CHOSEN = {"new_password": NEW_PASSWORD, "repeat_password": NEW_PASSWORD}


def telephone_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": pyotp.TOTP(TELEPHONE_SECRET).now()}, prepare=give_factor)


def enrolling(house: House, _state: str, actor: str) -> Call:
    offered = second_factor.offered_secret(house.login.get(actor, ""))
    return Call(form={"code": pyotp.TOTP(offered).now()})


def confirming(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"current_password": PASSWORD}, prepare=give_factor)


def signing_in(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"email": house.world.email["target"], "password": PASSWORD})


def choosing(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"email": house.world.email["target"], "code": CODE, **CHOSEN}, prepare=lend_code)


def person(house: House, state: str, actor: str) -> Call:
    """`own` is one's own account: an administrator changes the name, never the role."""
    is_own = state == "own" and actor in house.world.user
    who, role = house.world.user[actor if is_own else "target"], Role(actor) if is_own else Role.APPROVER
    form = {"name": "Cargo con otro nombre", "role": role, "department_id": house.world.department["own"]}
    return Call({"user_id": who}, form)


def enabling(house: House, _state: str, _actor: str) -> Call:
    return Call({"user_id": house.world.user["target"]}, prepare=take_part_away)


def office(house: House, _state: str, _actor: str) -> Call:
    form = {"name": "Secretaría de Vivienda y Hábitat", "is_active": "y"}
    return Call({"department_id": house.world.department["other"]}, form)


NEW_PERSON = {"name": "Cargo nuevo", "email": "nuevo@demostracion.example", "role": Role.MODERATOR, "department_id": 0}

# Strategy


def of_strategy(house: House, state: str, _actor: str) -> Call:
    """The page of a version for the team; `state` is its own."""
    return Call({"strategy_id": house.world.strategy[StrategyState(state or "draft")]})


STEPS = {"aprobar": "in_consultation", "publicar": "approved", "cerrar": "published"}


def strategy_step(house: House, state: str, _actor: str) -> Call:
    step = state or "aprobar"
    return Call({"strategy_id": house.world.strategy[StrategyState(STEPS[step])], "step": step})


def new_version(house: House, state: str, _actor: str) -> Call:
    of = StrategyState(state or "published")
    return Call({"strategy_id": house.world.strategy[of]}, {"reason": "Se corrió la fecha de la audiencia."})


APPROVAL = {
    "change_reason": "Se corrió la fecha de la audiencia.",
    "approving_body": "Comité de rendición de cuentas",
    "approval_act": "Acta 7",
    "approved_on": "2026-02-01",
}


def approval(house: House, state: str, _actor: str) -> Call:
    return Call({"strategy_id": house.world.strategy[StrategyState(state or "draft")]}, APPROVAL)


def draft_section(**form: Any) -> Make:
    """A section of the draft without activities, below the one that has them."""

    def make(house: House, _state: str, _actor: str) -> Call:
        return Call({"section_id": house.world.empty_section}, form)

    return make


def draft_activity(**form: Any) -> Make:
    return lambda house, *_: Call({"activity_id": house.world.activity["draft_other"]["id"]}, form)


def described(house: House, _state: str, _actor: str) -> Call:
    of = {"activity_id": house.world.activity["draft_own"]["id"]}
    return Call(of, {"name": "Foro con jóvenes", "section": first_section(house)})


def adding(house: House, _state: str, _actor: str) -> Call:
    of = {"strategy_id": house.world.strategy[StrategyState.DRAFT]}
    return Call(of, {"name": "Foro con jóvenes", "section": first_section(house)})


def first_section(house: House) -> int:
    return db.session.get_one(Activity, house.world.activity["draft_own"]["id"]).section_id


def adding_section(house: House, _state: str, _actor: str) -> Call:
    return Call({"strategy_id": house.world.strategy[StrategyState.DRAFT]}, {"label": "Evaluación"})


def of_value_group(house: House, _state: str, _actor: str) -> Call:
    return Call({"group_id": house.world.value_group}, {"name": "Juventudes rurales", "is_active": "y"})


def consulted(house: House, state: str, _actor: str) -> Call:
    of = {"year": house.world.year[StrategyState(state or "in_consultation")]}
    return Call(of, {"body": "Falta una audiencia en la zona rural.", "form_key": "clave-de-una-observacion-1"})


def consulting(house: House, _state: str, _actor: str) -> Call:
    days = {"opens_on": f"{today():%Y-%m-%d}", "closes_on": f"{today() + timedelta(days=15):%Y-%m-%d}"}
    return Call({"strategy_id": house.world.strategy[StrategyState.DRAFT]}, days)


def of_observation(**form: Any) -> Make:
    return lambda house, *_: Call({"observation_id": house.world.observation}, form)


def follow_up(house: House, state: str, _actor: str) -> Call:
    form = {"state": "partial", "note": "Se realizó con la comunidad en el parque.", "departments": []}
    return Call({"activity_id": house.world.activity[state or "own"]["id"]}, form)


def reporting(house: House, state: str, _actor: str) -> Call:
    form = {
        "state": "done",
        "period": "",
        "text": "Se realizó con la comunidad en el parque.",
        "link": "https://www.demostracion.example/acta",
        "link_description": "Acta de la audiencia",
        "has_no_personal_data": "y",
        "form_key": "clave-de-un-avance-1",
    }
    return Call({"activity_id": house.world.activity[state or "own"]["id"]}, form)


def verifying(house: House, _state: str, _actor: str) -> Call:
    form = {"result": "partly", "note": "El acta no está firmada.", "form_key": "clave-de-una-verificacion-1"}
    return Call({"report_id": house.world.report}, form)


def of_evidence(house: House, state: str, _actor: str) -> Call:
    return Call({"name": house.world.evidence[state or "public"]})


def public_year(house: House, state: str, _actor: str) -> Call:
    return Call({"year": house.world.year[StrategyState(state or "published")]})


def public_activity(house: House, state: str, _actor: str) -> Call:
    of = StrategyState(state or "published")
    key = "own" if of is StrategyState.PUBLISHED else f"{of}_own"
    return Call({"year": house.world.year[of], "slug": house.world.activity[key]["slug"]})


def importing(house: House, _state: str, _actor: str) -> Call:
    year = today().year
    form = {"entity_name": "Municipio de Demostración", "year": year, "text": SCHEDULE.format(year=year)}
    return Call(form=form)


def of_import(usual: str = "read", form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of an import of the actor; of those who import nothing, one of communications."""

    def make(house: House, state: str, actor: str) -> Call:
        owner = actor if actor in (Role.COMMUNICATIONS, Role.ADMIN) else str(Role.COMMUNICATIONS)
        return Call({"draft_id": house.world.import_draft[owner, state or usual], **values}, form or {})

    return make


COLUMNS = {f"column_{place}": name for place, name in enumerate(["code", "name", "starts_on", "ends_on", "product"])}
IMPORT_ROW = {"name": "Realizar la feria de servicios", "section": "0", "responsible_text": "Oficina de Planeación"}


def sealed(house: House, state: str, actor: str) -> Call:
    """The confirmation of what the page shows to the actor."""
    made = of_import()(house, state, actor)
    draft = db.session.get_one(ImportDraft, made.values["draft_id"])
    whole = mended(draft)
    shown = services.proposal(whole.plan, header_of(draft, whole), draft.offices)
    return Call(made.values, {"seal": imports.seal_of(draft, whole, shown)})


# Dialogue spaces

MOVES = {
    "convocar": "draft",
    "iniciar": "today",
    "terminar": "under_way",
    "responder": "held",
    "cerrar": "answering",
    "reprogramar": "convened",
    "cancelar": "rescheduled",
}


def event_of(house: House, state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event[state or "convened"]})


def event_part(house: House, state: str, _actor: str) -> Call:
    """Its words change; its date stays, because people were called for it."""
    form = {"methodology": "Presentación del informe y preguntas.", "rules": "Cada persona habla tres minutos."}
    return Call({"slug": house.world.event[state or "convened"], "part": "como"}, form)


def of_event(state: str = "convened", line: str = "", **form: Any) -> Make:
    """A space in a state unless the matrix says another, and one of its lines when it is named."""

    def make(house: House, said: str, _actor: str) -> Call:
        slug = house.world.event[said or state]
        number = {"number": house.world.line[slug][line]} if line else {}
        return Call({"slug": slug, **number}, form)

    return make


def with_photo(house: House, _state: str, _actor: str) -> Call:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    form = {"title": "La plaza llena", "alt_text": "Personas sentadas en la plaza.", "is_image_authorized": "y"}
    form |= {"form_key": "f" * 22, "upload": (Lasting(drawn.getvalue()), "plaza.png")}
    return Call({"slug": house.world.event["under_way"]}, form)


def fulfilling(house: House, _state: str, _actor: str) -> Call:
    chosen = {"activity": str(house.world.activity["other"]["id"])}
    return Call({"slug": house.world.event["convened"]}, chosen)


def unfulfilling(house: House, _state: str, _actor: str) -> Call:
    """An activity that it does not fulfil: a second click, which does no harm."""
    return Call({"slug": house.world.event["convened"], "number": house.world.activity["other"]["id"]})


def new_series(house: House, _state: str, _actor: str) -> Call:
    form = {"type": "reunion_zonal", "modality": "presencial", "title": "Diálogos zonales", "form_key": "s" * 22}
    for row in range(2):
        stop = {"label": f"Comuna {row + 1}", "place": "Salón comunal", "day": "2031-08-04"}
        stop |= {"starts": "09:00", "ends": "11:00"}
        form |= {f"stops-{row}-{name}": value for name, value in stop.items()}
    return Call({"activity_id": house.world.activity["own"]["id"]}, form)


def event_step(house: House, state: str, _actor: str) -> Call:
    step = state or "convocar"
    form = {"note": "El auditorio tiene goteras y se repara esta semana."}
    return Call({"slug": house.world.event[MOVES[step]], "name": step}, form)


def new_event(house: House, _state: str, _actor: str) -> Call:
    starts = local(now() + timedelta(days=7))
    form = {
        "type": "audiencia_publica",
        "modality": "presencial",
        "title": "Audiencia pública del parque central",
        "objective": "Contar qué se hizo con el dinero del año.",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (starts + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "place": "Auditorio municipal",
    }
    return Call({"activity_id": house.world.activity["own"]["id"]}, form)


# Figures


def figures_of(house: House, state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event[state or "convened"]})


# Differential approach


def about_groups(**form: Any) -> Make:
    """The form about groups of a space that takes answers."""
    return lambda house, state, actor: Call({"slug": house.world.event["convened"]}, form)


# Questions


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


UNDO_KEY = "acto-de-prueba-0001"


def queueing(form: dict[str, Any] | None = None, prefix: str = "") -> Make:
    """A form of the queue about a question that waits."""
    return of_question("waiting", form=form, prefix=prefix)


def assigning(house: House, state: str, actor: str) -> Call:
    office = {"kind": "pregunta", "topic": house.world.topic, "department": house.world.department["own"], "note": NOTE}
    return queueing(office, "asignar-")(house, state, actor)


def joining(house: House, state: str, actor: str) -> Call:
    return queueing({"radicado": house.world.question["leader"], "note": NOTE}, "agrupar-")(house, state, actor)


def joining_several(house: House, _state: str, _actor: str) -> Call:
    asked = house.world.question
    return Call(form={"marcadas": [asked["waiting"]], "leader": asked["leader"], "why": NOTE})


def have_acted(house: House, actor: str) -> None:
    """This person has just done something in the queue."""
    number = house.world.question_id["waiting"]
    seen = house.connection.execute(select(Question.revision).where(Question.id == number)).scalar_one()
    was = {"last_move_id": 10**9, "kind": Kind.QUESTION, "mail_keys": [], "revision": seen}
    values = {"act_key": UNDO_KEY, "question_id": number, "actor_id": house.world.user[actor], "did": Did.CLASSIFIED}
    house.connection.execute(TriageStep.__table__.insert().values({**values, **was, "at": now()}))


def undoing(_house: House, _state: str, actor: str) -> Call:
    prepare = have_acted if actor == Role.MODERATOR else None
    return Call(form={"acto": UNDO_KEY}, prepare=prepare)


def looking_at(house: House, state: str, _actor: str) -> Call:
    return Call({"pregunta": house.world.question[state]} if state else {})


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


def appealing(house: House, state: str, _actor: str) -> Call:
    return Call({"radicado": house.world.question[state or "redacted"]}, {"words": NOTE})


def deciding(house: House, state: str, _actor: str) -> Call:
    """The appeal is about what moderation hid, or approval (`by_approver`)."""
    form = {"outcome": "upheld", "reasons": NOTE}
    return Call({"appeal_id": house.world.appeal[state or "by_moderator"]}, form)


def lifting(house: House, state: str, _actor: str) -> Call:
    name = "redacted_by_approver" if state else "redacted"
    return Call({"radicado": house.world.question[name]}, {"note": NOTE})


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


# Calendar

DAY = {
    "day": f"{today().year}-12-07",
    "kind": "closed",
    "name": "Día del municipio",
    "legal_act": "Decreto 12 de la Alcaldía",
    "reason": "Se celebra la fundación del municipio.",
}


def removing(house: House, _state: str, _actor: str) -> Call:
    return Call({"day_id": house.world.closed_day}, {"reason": "El decreto se derogó en marzo."})


# Attendance


def at_door(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of the door of the space of today; `other` is another space."""

    def made(house: House, state: str, _actor: str) -> Call:
        slug = house.world.event["convened" if state == OTHER else "today"]
        numbers = {name: house.world.door[key] for name, key in values.items() if key in house.world.door}
        person = {"person": house.world.door["person"]} if form and "entry_key" in form else {}
        return Call({"slug": slug, **values, **numbers}, {**(form or {}), **person})

    return made


def entering(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.door["code"]})


ENTRY = {"entry_key": "llegada-de-la-matriz-01"}
WALKING_IN = {"first_name": "Aura Inés", "last_name": "De La Vega", "attends": "presencial"}
PAPER = {**WALKING_IN, "at": "09:15", "entry_key": "llegada-de-la-matriz-02"}
DOOR = {"label": "Puerta sur", "kind": "door", "form_key": "enlace-de-la-matriz-01"}


# Registrations

REGISTRATION = {
    "form_key": "clave-de-una-inscripcion",
    "first_name": "Persona que",
    "last_name": "Asiste Mucho",
    "email": "asiste@ejemplo.example",
    "capacity_as": "ciudadania",
    "attends": "presencial",
    "manage": "y",
}
GROUP = REGISTRATION | {"organisation": "Grupo de la vereda", "contact_name": "Vocera del grupo", "names": "Una Vecina"}


def at_space(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of the registrations of a space; `state` is that of the space."""
    return lambda house, state, _actor: Call({"slug": house.world.event[state or "convened"], **values}, form or {})


def with_code(**form: Any) -> Make:
    return lambda house, *_: Call(form={"code": house.world.registration_code, **form})


def with_group_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.group_code, "member": str(house.world.group_member)})


def of_registration(name: str = "registered", **form: Any) -> Make:
    return lambda house, *_: Call({"registration_id": house.world.registration[name]}, form)


def noting_need(house: House, _state: str, _actor: str) -> Call:
    need = house.world.need
    return Call({"need_id": need}, {f"apoyo{need}-state": "arranged", f"apoyo{need}-note": "Se reservó el puesto."})


# The counter


def of_box(usual: str = "open", /, form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of a box of slips; `state` is that of the box."""
    return lambda house, state, _actor: Call({"box_id": house.world.box[state or usual], **values}, form or {})


SPOKEN = {"body": "¿Cuándo llega el agua?", "channel": "oral", "event": "", "came_at": "2026-01-15T09:30"}
SPOKEN |= {"reason": "Se anotó a mano."}
BOX = {"label": "Buzón de la plaza", "event": "", "first": "901", "last": "920", "check_one_of": "1"}
BOX |= {"collected_at": "2026-01-15T09:30"}
MENDED_BOX = {"label": "Buzón del parque", "event": "", "collected_at": "2026-01-15T09:30"}

# Invitations

GUEST = {
    "name": "Lucero Del Campo Nuevo",
    "kind": "person",
    "email": "lucero@correo.example",
    "phone": "300 000 0000",
    "value_group": "",
    "source": "Lista de asistencia de 2025",
}
LETTER = {"subject": "Le invitamos a {espacio}", "body": "Buen día, {nombre}. Responda en {enlace}."}
CALLED = {"result": "declined", "people": "1", "note": "Está de viaje."}


def of_guest(**form: Any) -> Make:
    return lambda house, *_: Call({"guest_id": house.world.guest["own"]}, form)


def two_guests(house: House, _state: str, _actor: str) -> Call:
    return Call({"guest_id": house.world.guest["own"], "other_id": house.world.guest["other"]})


def of_letter(usual: str, **form: Any) -> Make:
    return lambda house, state, _actor: Call({"letter_id": house.world.letter[state or usual]}, form)


def of_invitation(name: str, **form: Any) -> Make:
    return lambda house, *_: Call({"invitation_id": house.world.invitation[name]}, form)


def guests_of_space(**form: Any) -> Make:
    return lambda house, *_: Call({"slug": house.world.event["convened"]}, form)


def of_list(house: House, _state: str, _actor: str) -> Call:
    return Call({"import_id": house.world.guest_list}, {"columna-0": "organization", "columna-1": "email"})


class Lasting(BytesIO):
    """A file that may be sent again: closing it only takes it back to its beginning."""

    def close(self) -> None:
        self.seek(0)


def with_list(_house: House, _state: str, _actor: str) -> Call:
    file = (Lasting(b"Nombre;Correo\nLucero Nuevo;nuevo@correo.example\n"), "lista.csv")
    return Call(form={"file": file, "source": "Directorio público de la Personería"})


def of_outage(**form: Any) -> Make:
    return lambda house, *_: Call({"outage_id": house.world.outage}, form)


def with_token(house: House, _state: str, _actor: str) -> Call:
    return Call({"token": house.world.calendar_token})


def with_transferred_code(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.transferred_code})


def earlier() -> str:
    """Yesterday, as the clock on a wall shows it."""
    return local(now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def closing_outage(house: House, _state: str, _actor: str) -> Call:
    """It began when the world was seeded, a moment ago."""
    table = Outage.__table__

    def began_before(house: House, _actor: str) -> None:
        began = now() - timedelta(days=2)
        house.connection.execute(update(table).where(table.c.id == house.world.outage).values(began_at=began))

    return Call({"outage_id": house.world.outage}, {"ended_at": earlier()}, began_before)


def replying(**form: Any) -> Make:
    return lambda house, *_: Call(form={"code": house.world.invitation_code, **form})


CALLS: dict[str, Make] = {
    "deadlines.outage": of_outage(),
    "deadlines.transfer_copy": with_transferred_code,
    "deadlines.private_calendar": with_token,
    "deadlines.staff.plan": fixed({"offsets": "4, 1", "hour": "8"}),
    "deadlines.staff.outages": lambda *_: Call(form={"began_at": earlier(), "what": "Sin luz."}),
    "deadlines.staff.close_outage": closing_outage,
    "deadlines.staff.live": of_question("public"),
    "deadlines.staff.mark_live": of_question("public", form={"minute": "0:12:30"}),
    "deadlines.staff.unmark_live": of_question("public"),
    "deadlines.staff.handover": of_question("complaint"),
    "deadlines.staff.hand_over": of_question("complaint", form={"number": "77", "handed_on": today().isoformat()}),
    "deadlines.staff.transfer_document": of_question("transferred"),
    "invitations.open_": replying(),
    "invitations.reply": replying(comes="si", people="2", manage="y"),
    "invitations.no_more": replying(),
    "invitations.staff.new_guest": fixed(GUEST),
    "invitations.staff.guest": of_guest(),
    "invitations.staff.edit_guest": of_guest(**GUEST),
    "invitations.staff.merge_guests": two_guests,
    "invitations.staff.erase_guest": of_guest(),
    "invitations.staff.upload": with_list,
    "invitations.staff.review": of_list,
    "invitations.staff.remap": of_list,
    "invitations.staff.keep_list": of_list,
    "invitations.staff.drop_list": of_list,
    "invitations.staff.space": guests_of_space(),
    "invitations.staff.reminders": guests_of_space(minutes=["1440", "120"]),
    "invitations.staff.new_letter": guests_of_space(**LETTER),
    "invitations.staff.letter": of_letter("draft"),
    "invitations.staff.edit_letter": of_letter("draft", **LETTER),
    "invitations.staff.test_letter": of_letter("draft"),
    "invitations.staff.submit_letter": of_letter("draft"),
    "invitations.staff.approve_letter": of_letter("submitted"),
    "invitations.staff.return_letter": of_letter("submitted", reason="Falta decir dónde se parquea."),
    "invitations.staff.discard_letter": of_letter("draft"),
    "invitations.staff.retry": of_invitation("failed"),
    "invitations.staff.calls": guests_of_space(),
    "invitations.staff.call": of_invitation("sent", **CALLED),
    "intake.kiosk": at_space({"body": "¿Cuándo abren el puente?"}),
    "intake.spoken": fixed(SPOKEN),
    "intake.new_box": fixed(BOX),
    "intake.box": of_box(),
    "intake.print_slips": of_box(),
    "intake.type_slip": of_box(form={"number": "3", "body": "¿Quién arregla la escuela?", "kind": "pregunta"}),
    "intake.void": of_box(form={"first": "4", "last": "5", "reason": "unused"}),
    "intake.check": of_box(form={"body": "¿Y la vía?", "kind": "pregunta", "note": "Faltaba una palabra."}, number=1),
    "intake.scan": of_box(number=2),
    "intake.close": of_box("ready", form={"counted": "1"}),
    "intake.mend_box": of_box("ready", form=MENDED_BOX),
    "intake.recover": of_box("ready", number=31),
    "intake.closing_record": of_box("closed"),
    "registrations.new": at_space(REGISTRATION),
    "registrations.group": at_space(GROUP),
    "registrations.appointment": at_space(),
    "registrations.mine": with_code(),
    "registrations.confirm": with_code(),
    "registrations.accept": with_code(),
    "registrations.ask_cancel": with_code(),
    "registrations.cancel": with_code(),
    "registrations.ask_erase": with_code(),
    "registrations.erase": with_code(),
    "registrations.data": with_code(),
    "registrations.accept_for": with_group_code,
    "registrations.ask_cancel_for": with_group_code,
    "registrations.cancel_for": with_group_code,
    "registrations.ask_erase_group": with_group_code,
    "registrations.erase_group": with_group_code,
    "registrations.change": with_code(save="si", **REGISTRATION),
    "registrations.staff.space": at_space(),
    "registrations.staff.search": at_space({"words": "Persona"}),
    "registrations.staff.new": at_space(REGISTRATION | {"channel": "desk"}),
    "registrations.staff.needs": at_space(),
    "registrations.staff.calls": at_space(),
    "registrations.staff.calls_shown": at_space(),
    "registrations.staff.export": at_space(kind="csv"),
    "registrations.staff.detail": of_registration(),
    "registrations.staff.contact": of_registration(),
    "registrations.staff.phoned": of_registration(),
    "registrations.staff.confirm": of_registration(),
    "registrations.staff.promote": of_registration("waiting"),
    "registrations.staff.cancel": of_registration(reason="La persona llamó y no puede ir."),
    "registrations.staff.note_need": noting_need,
    "accounts.sign_in": signing_in,
    "accounts.second_factor": telephone_code,
    "accounts.enroll": enrolling,
    "accounts.forgot": lambda house, *_: Call(form={"email": house.world.email["target"]}),
    "accounts.reset": choosing,
    "accounts.staff.password": fixed({"current_password": PASSWORD, **CHOSEN}),
    "accounts.staff.recovery_codes": confirming,
    "accounts.staff.drop_second_factor": confirming,
    "accounts.staff.new_user": fixed(NEW_PERSON),
    "accounts.staff.edit_user": person,
    "accounts.staff.print_code": person,
    "accounts.staff.disable_user": person,
    "accounts.staff.enable_user": enabling,
    "accounts.staff.reset_second_factor": person,
    "accounts.staff.new_department": fixed({"name": "Secretaría de Cultura y Deporte"}),
    "accounts.staff.edit_department": office,
    "strategy.schedule": public_year,
    "strategy.activity": public_activity,
    "strategy.fulfilment": public_year,
    "strategy.staff.fulfilment": of_strategy,
    "strategy.workbook": public_year,
    "strategy.table": public_year,
    "strategy.feed": public_year,
    "strategy.appointment": public_activity,
    "strategy.staff.detail": of_strategy,
    "strategy.staff.move": strategy_step,
    "strategy.changes": public_year,
    "strategy.consultation": consulted,
    "strategy.observe": consulted,
    "strategy.consultation_report": consulted,
    "strategy.follow_observation": lambda house, *_: Call(form={"code": house.world.observation_code}),
    "strategy.staff.consult": consulting,
    "strategy.staff.observations": of_strategy,
    "strategy.staff.observation": of_observation(decision="accepted", reasons="Se agrega la audiencia."),
    "strategy.staff.publish_reply": of_observation(),
    "strategy.staff.organize": of_strategy,
    "strategy.staff.new_section": adding_section,
    "strategy.staff.edit_section": draft_section(label="Diálogo con barrios"),
    "strategy.staff.move_section": draft_section(way="arriba"),
    "strategy.staff.remove_section": draft_section(),
    "strategy.staff.new_activity": adding,
    "strategy.staff.describe": described,
    "strategy.staff.move_activity": draft_activity(way="arriba"),
    "strategy.staff.remove_activity": draft_activity(),
    "strategy.staff.put_back": lambda house, *_: Call({"part_id": house.world.removed_part}, {}),
    "strategy.staff.new_value_group": fixed({"name": "Veedurías ciudadanas"}),
    "strategy.staff.edit_value_group": of_value_group,
    "strategy.staff.changes": of_strategy,
    "strategy.staff.new_version": new_version,
    "strategy.staff.record": approval,
    "strategy.staff.edit": follow_up,
    "strategy.evidence": of_evidence,
    "strategy.staff.evidence": of_evidence,
    "strategy.staff.tracking": reporting,
    "strategy.staff.report": reporting,
    "strategy.staff.verify": verifying,
    "strategy.staff.withdraw": lambda house, *_: Call({"evidence_id": house.world.evidence_id}),
    "strategy.staff.import_": importing,
    "strategy.staff.import_reading": of_import("waiting"),
    "strategy.staff.import_columns": of_import(form=COLUMNS),
    "strategy.staff.import_check": of_import(form={"offices": []}),
    "strategy.staff.import_row": of_import(form=IMPORT_ROW, place=0),
    "strategy.staff.import_drop": of_import(form={"dropped": "1"}, place=0),
    "strategy.staff.import_confirm": sealed,
    "strategy.staff.import_result": of_import("imported"),
    "strategy.staff.import_undo": of_import("imported"),
    "strategy.staff.import_discard": of_import("waiting"),
    "events.detail": event_of,
    "events.staff.new": new_event,
    "events.staff.detail": event_of,
    "events.staff.edit": event_part,
    "events.appointment": event_of,
    "events.poster_file": lambda house, state, _: Call({"slug": house.world.event[state or "convened"], "size": "a4"}),
    "events.document_file": of_event(line="file"),
    "events.series": lambda house, *_: Call({"slug": house.world.series}),
    "events.staff.preview": of_event("draft"),
    "events.staff.agenda": of_event(title="Preguntas del público", minutes="30", responsible="Moderación"),
    "events.staff.agenda_item": of_event(line="item", title="Saludo", minutes="5", responsible="Alcaldía"),
    "events.staff.shift_item": of_event(line="item", way="abajo"),
    "events.staff.remove_item": of_event(line="item"),
    "events.staff.route": of_event(moment="after", text="Se publican las respuestas.", responsible="Planeación"),
    "events.staff.route_step": of_event(line="step", text="Se invita por radio.", responsible="Comunicaciones"),
    "events.staff.shift_step": of_event(line="step", way="abajo"),
    "events.staff.remove_step": of_event(line="step"),
    "events.staff.activities": fulfilling,
    "events.staff.remove_activity": unfulfilling,
    "events.staff.documents": of_event(
        form_key="d" * 22, kind="call", title="Convocatoria", url="https://www.demostracion.example/convocatoria.pdf"
    ),
    "events.staff.document_file": of_event("draft", line="file"),
    "events.staff.remove_document": of_event(line="file"),
    "events.staff.memorias": of_event("under_way", minutes_text="Se habló de vías.", recording_url=""),
    "events.staff.new_memoria": of_event(
        "under_way", form_key="m" * 22, kind="account", title="Relatoría", url="https://www.demostracion.example/r.pdf"
    ),
    "events.staff.new_photo": with_photo,
    "events.staff.new_series": new_series,
    "events.staff.series": lambda house, *_: Call({"slug": house.world.series}),
    "events.staff.move": event_step,
    "attendance.enter": entering,
    "attendance.door": at_door(),
    "attendance.door_list": at_door(),
    "attendance.find": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.check_in": at_door({**ENTRY, "way": "name"}),
    "attendance.walk_in": at_door({**WALKING_IN, "way": "walk_in"}),
    "attendance.undo": at_door({"reason": "Se anotó a otra persona."}, attendance_id="arrival"),
    "attendance.send": at_door({**ENTRY, "way": "name", "at": ""}),
    "attendance.kiosk": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.kiosk_confirm": at_door(ENTRY),
    "attendance.kiosk_done": at_door(name="bien"),
    "attendance.staff.index": at_door(),
    "attendance.staff.find": at_door({"wanted": "Lucero Del Campo"}),
    "attendance.staff.links": at_door(DOOR),
    "attendance.staff.revoke": at_door({}, link_id="other_link"),
    "attendance.staff.conflicts": at_door(),
    "attendance.staff.decide": at_door({}, conflict_id="conflict", decision="seen"),
    "attendance.staff.sheet": at_door(),
    "attendance.staff.paper": at_door(PAPER),
    "attendance.staff.download": at_door({}),
    "differential.answer": about_groups(gender="mujer", consent="y"),
    "differential.open_with_permit": about_groups(permit="0123456789abcdef" * 2),
    "differential.staff.entrance": about_groups(),
    "attendance.figures": figures_of,
    "attendance.figures_table": figures_of,
    "attendance.figures_workbook": figures_of,
    "attendance.staff.figures_for_team": figures_of,
    "attendance.staff.figures_for_team_workbook": figures_of,
    "calendar.staff.new": fixed(DAY),
    "calendar.staff.remove": removing,
    "satisfaction.say": lambda house, *_: Call(
        form={"code": house.world.answered_code, "verdict": "no", "comment": NOTE}
    ),
    "satisfaction.staff.ask_correction": lambda house, *_: Call(
        {"radicado": house.world.question["judged"], "opinion_id": house.world.opinion}, form={"note": NOTE}
    ),
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
    "record.check": lambda house, *_: Call(form={"code": house.world.code}),
    "record.receipt": lambda house, *_: Call(form={"code": house.world.code}),
    "questions.staff.detail": of_question("own"),
    "questions.staff.asker": of_question("own"),
    "questions.staff.fold": of_question("apart"),
    "questions.staff.release": of_question("apart", form={"todas": "1"}),
    "triage.queue": looking_at,
    "triage.go_on": fixed({"hacia": "siguiente"}),
    "triage.take": queueing(),
    "triage.publish": queueing(prefix="publicar-"),
    "triage.assign": assigning,
    "triage.withhold": queueing({"reason": "R1", "note": NOTE}, "reservar-"),
    "triage.group": joining,
    "triage.group_together": joining_several,
    "triage.undo": undoing,
    "triage.keys": fixed({"are_on": "y"}),
    "questions.staff.classify": classifying,
    "questions.staff.publish": of_question("waiting", prefix="publicar-"),
    "restrictions.appeal": appealing,
    "restrictions.appeal_with_code": lambda house, *_: Call(form={"code": house.world.redacted_code, "words": NOTE}),
    "restrictions.staff.decide": deciding,
    "restrictions.staff.redact": of_question(
        "public", form={"words_0": "vía", "reason_0": "R1", "note": NOTE, "publish": "1"}
    ),
    "restrictions.staff.lift": lifting,
    "restrictions.staff.second": of_question("proposed", form={"decision": "descartar"}),
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
