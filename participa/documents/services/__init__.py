"""Verbs of documents, consultations of drafts and news."""

from participa.documents.services import news
from participa.documents.services.consulting import consult, observe, publish_reply, reply
from participa.documents.services.ending import keep_windows
from participa.documents.services.subscribing import confirm, stop, subscribe
from participa.documents.services.weekly import send_weekly
from participa.documents.services.writing import Changed, Writing, begin, discard, path_of, publish, rewrite, withdraw

__all__ = [
    "Changed",
    "Writing",
    "begin",
    "confirm",
    "consult",
    "discard",
    "keep_windows",
    "news",
    "observe",
    "path_of",
    "publish",
    "publish_reply",
    "reply",
    "rewrite",
    "send_weekly",
    "stop",
    "subscribe",
    "withdraw",
]
