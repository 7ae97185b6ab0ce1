"""Pages for everybody."""

from participa.documents.public import consulting as consulting
from participa.documents.public import documents as documents
from participa.documents.public import news as news
