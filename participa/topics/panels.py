"""What the pages of a space show of its calls for topics."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event
from participa.shared.clock import now
from participa.topics import rules
from participa.topics.models import TopicCall
from participa.topics.phases import Phase, phase_of
from participa.topics.queries import agenda, calls, votes

WORDS = {
    Phase.COMING: ("Pronto podrá proponer temas para este espacio.", "Ver la convocatoria"),
    Phase.OPEN: ("Proponga de qué se debe hablar en este espacio. No necesita cuenta.", "Proponer un tema"),
    Phase.REVIEW: ("Ya se recibieron los temas. Ahora se agrupan los que dicen lo mismo.", "Ver los temas"),
    Phase.ANNOUNCED: ("La gente votará los temas de este espacio.", "Ver los temas"),
    Phase.VOTING: ("La gente está votando los temas de este espacio.", "Votar"),
    Phase.COUNTING: ("Se cuentan los votos de los temas.", "Ver los temas"),
    Phase.DECIDED: ("La gente votó los temas de este espacio.", "Ver el resultado"),
}


def for_everybody(event: Event) -> list[Door]:
    """A door for each call of the space, and one for the topics that were confirmed from another call."""
    return [_door(call) for call in _calls_of(event)]


def surveys_of(event: Event) -> list[int]:
    """The surveys of the votes: the door of each call leads to its own."""
    found = [votes.find(call) for call in _calls_of(event)]
    return [vote.survey_id for vote in found if vote is not None]


def _calls_of(event: Event) -> list[TopicCall]:
    own = calls.of_event(event)
    others = [decision.call_id for decision in agenda.of_event(event)]
    return [*own, *(call for call in calls.by_ids(others) if call not in own)]


def _door(call: TopicCall) -> Door:
    vote = votes.find(call)
    phase = phase_of(call, vote, now()).phase
    text, label = WORDS[phase]
    url = url_for("topics.call", slug=call.slug)
    if phase is Phase.OPEN:
        url = url_for("topics.nominate", slug=call.slug)
    if phase is Phase.VOTING and vote is not None:
        url = url_for("surveys.detail", slug=vote.survey.slug)
    return Door("Los temas los pone la gente", text, url, label)


def for_team(event: Event, person: User) -> list[Door]:
    """The desk of each call of the space, or the page where one is written."""
    if person.role not in rules.READERS:
        return []
    found = calls.all_of_event(event)
    if found:
        return [
            Door("Convocatoria de temas", call.title, url_for("topics.staff.desk", slug=call.slug), "Abrirla")
            for call in found
        ]
    if not rules.may_edit(person):
        return []
    text = "La gente propone temas, los vota y ve qué pasó con cada uno."
    return [Door("Convocatoria de temas", text, url_for("topics.staff.new", espacio=event.slug), "Escribir una")]
