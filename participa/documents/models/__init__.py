"""The rows of documents, consultations of drafts and news by mail, and the words of their kinds and states."""

from participa.documents.models.consultations import (
    DraftConsultation,
    DraftObservation,
    DraftObservationContact,
    DraftObservationCounter,
    DraftReceipt,
    DraftReply,
)
from participa.documents.models.documents import (
    PAPER_KIND_LABELS,
    PAPER_STATE_LABELS,
    DocumentFile,
    DocumentVersion,
    PaperKind,
    PaperState,
    PublicDocument,
)
from participa.documents.models.news import NewsIssue, NewsItem, NewsSubscriber, NewsSubscriberContact

__all__ = [
    "PAPER_KIND_LABELS",
    "PAPER_STATE_LABELS",
    "DocumentFile",
    "DocumentVersion",
    "DraftConsultation",
    "DraftObservation",
    "DraftObservationContact",
    "DraftObservationCounter",
    "DraftReceipt",
    "DraftReply",
    "NewsIssue",
    "NewsItem",
    "NewsSubscriber",
    "NewsSubscriberContact",
    "PaperKind",
    "PaperState",
    "PublicDocument",
]
