"""What the people of a forum that was held answered about groups: enough to see some numbers hidden."""

from datetime import timedelta

from participa.differential import services
from participa.events.models import Event
from participa.shared.clock import at_instant

GENDERS = (["mujer"] * 5 + ["hombre"] * 4 + ["no_answer"] * 2) * 5 + ["no_binario"] * 2
AGES = ["29_59", "60_mas", "18_28", "29_59", "12_17", "60_mas", "29_59"]
ETHNICITIES = ["ninguna", "ninguna", "afro", "ninguna", "indigena", "no_answer"]
DISABILITIES = ["ninguna"] * 7 + ["fisica", "visual", "no_answer"]
CONDITIONS = [["campesina", "rural"], ["ninguna"], ["mayor"], ["victima"], ["cabeza_hogar"], ["no_answer"], ["rural"]]
SPACE, PEOPLE = "salud", 57


def answer(spaces: dict[str, Event]) -> None:
    """Each set on the day of the forum, counted when its form closed."""
    event = spaces[SPACE]
    with at_instant(event.ends_at):
        for number in range(PEOPLE):
            services.answer(event, f"demostracion-{number:04}", _answers(number))
    with at_instant(event.ends_at + timedelta(days=3)):
        services.count(event)


def _answers(number: int) -> dict[str, list[str]]:
    single = {"gender": GENDERS, "age": AGES, "ethnicity": ETHNICITIES, "disability": DISABILITIES}
    chosen = {question: [choices[number % len(choices)]] for question, choices in single.items()}
    return chosen | {"condition": CONDITIONS[number % len(CONDITIONS)]}
