"""Pages for the team."""

from participa.questions.staff import (
    answer_templates,
    answers,
    deadlines,
    gazetteer,
    helps,
    inbox,
    moderation,
    quarantine,
    reviews,
    synonyms,
    topics,
)
from participa.questions.staff.blueprint import bp

__all__ = [
    "answer_templates",
    "answers",
    "bp",
    "deadlines",
    "gazetteer",
    "helps",
    "inbox",
    "moderation",
    "quarantine",
    "reviews",
    "synonyms",
    "topics",
]
