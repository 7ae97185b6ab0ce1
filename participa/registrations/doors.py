"""The door of a registration to the rooms above it: what they ask of a person who has just registered.

A room that has questions of its own for a space (a questionnaire) says here where they are answered. Its links are
shown on the receipt and on «Mi inscripción». Nothing is shown while no room has said anything.
"""

from collections.abc import Callable
from typing import TypeAlias

from participa.events.doors import Door
from participa.events.models import Event

Questions: TypeAlias = Callable[[Event], list[Door]]
_questions: list[Questions] = []


def ask_after_registering(questions: Questions) -> None:
    """Add what a room asks after the registration."""
    if questions not in _questions:
        _questions.append(questions)


def questions_of(event: Event) -> list[Door]:
    return [door for questions in _questions for door in questions(event)]
