"""Lo que se puede encontrar: cada clase de cosa pública, dicha una vez."""

from participa.search.sources.card import Card, Source
from participa.search.sources.commitments import COMMITMENTS, PLANS
from participa.search.sources.documents import DOCUMENTS
from participa.search.sources.events import EVENTS
from participa.search.sources.history import HISTORY
from participa.search.sources.questions import QUESTIONS
from participa.search.sources.reports import REPORTS
from participa.search.sources.strategy import ACTIVITIES

SOURCES = (QUESTIONS, COMMITMENTS, EVENTS, ACTIVITIES, DOCUMENTS, REPORTS, PLANS, HISTORY)
BY_KIND = {source.kind: source for source in SOURCES}
BY_CODE = {source.code: source for source in SOURCES}

__all__ = ["BY_CODE", "BY_KIND", "SOURCES", "Card", "Source"]
