"""What the pages of a question, a space and an activity show of commitments and of registering them."""

from flask import url_for

from participa.accounts.models import User
from participa.commitments import rules
from participa.commitments.models import Commitment
from participa.commitments.queries import hanging, promises, waiting
from participa.commitments.queries.promises import PromiseKind
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, standing_of
from participa.events.doors import Door
from participa.events.models import Event
from participa.questions.doors import Panel
from participa.questions.models import Question
from participa.questions.queries.public import PublicQuestion
from participa.shared.clock import today
from participa.shared.templating import counted, number
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity

TITLE = "Compromisos"


def of_public_question(question: PublicQuestion) -> list[Panel]:
    """What was promised because of it; nothing of a question whose text is withheld."""
    if question.is_withheld:
        return []
    rows = [(one, *_chip(one)) for one in hanging.of_question(question.id)]
    return [Panel("commitments/_from_question.html", {"rows": rows})] if rows else []


def of_staff_question(question: Question, person: User) -> list[Panel]:
    """The same with what is not public yet, and the way to register one, whether or not something was promised."""
    may_register = rules.may_register(person)
    rows = hanging.of_question(question.id, with_registered=True)
    if not rows and not may_register:
        return []
    data = {"rows": [(one, *_chip(one)) for one in rows], "url": _way(question) if may_register else ""}
    return [Panel("commitments/staff/_of_question.html", data)]


def _way(question: Question) -> str:
    """To what the last published version promises, while nobody took it up, or else to the question itself."""
    published = [version for version in question.answers if version.published_at]
    last = published[-1] if published else None
    if last is not None and last.promise is not None and not promises.is_taken_up(question.id):
        return url_for("commitments.staff.register", kind=PromiseKind.ANSWER.value, number=last.id)
    return url_for("commitments.staff.register", kind=PromiseKind.QUESTION.value, number=question.id)


def of_event(event: Event) -> list[Door]:
    """The public commitments of a space."""
    amount, _ = hanging.counts_of(event)
    if not amount:
        return []
    born = "Aquí nació un compromiso." if amount == 1 else f"Aquí nacieron {number(amount)} compromisos."
    text = f"{born} Vea quién responde y cuánto va."
    return [Door(TITLE, text, url_for("commitments.index", espacio=event.slug), "Ver los compromisos")]


def of_event_for_team(event: Event, person: User) -> list[Door]:
    """How many promises of a space wait, and how many commitments it has."""
    if person.role not in rules.READERS or not event.is_public:
        return []
    amount = sum(waiting.counts(person, event.id).values()) if rules.may_register(person) else 0
    if amount:
        text = counted(amount, "promesa espera que la registren.", "promesas esperan que las registren.")
        return [Door(TITLE, text, url_for("commitments.staff.to_register", espacio=event.slug), "Registrar")]
    public, registered = hanging.counts_of(event)
    if not public and not registered:
        return []
    text = f"{counted(public, 'compromiso público', 'compromisos públicos')} y {registered} sin publicar."
    return [Door(TITLE, text, url_for("commitments.staff.index", espacio=event.slug), "Ver los compromisos")]


def of_activity(activity: Activity) -> list[Hanging]:
    """A card for each public commitment of an activity."""
    return [_card(one) for one in hanging.of_activity(activity)]


def _card(one: Commitment) -> Hanging:
    label, tone = _chip(one)
    return Hanging("Compromiso", one.text, url_for("commitments.detail", code=one.code), label, tone, one.due_on)


def _chip(one: Commitment) -> tuple[str, str]:
    if not one.is_public:
        return "Sin publicar", "neutral"
    standing = standing_of(one, today())
    return STANDING_LABELS[standing], STANDING_TONES[standing]
