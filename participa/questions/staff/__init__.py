"""Pages for the team."""

from participa.questions.staff import answers, deadlines, inbox, moderation, quarantine, topics
from participa.questions.staff.blueprint import bp

__all__ = ["answers", "bp", "deadlines", "inbox", "moderation", "quarantine", "topics"]
