"""Pages of the team."""

from participa.documents.staff import consulting as consulting
from participa.documents.staff import documents as documents
