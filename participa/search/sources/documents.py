"""Documents and bulletins of the library, in their newest published version."""

from collections.abc import Collection

from sqlalchemy import Select, select

from participa.documents.models import PublicDocument
from participa.documents.queries.documents import PUBLIC, published_with
from participa.search.sources.card import Card, Source
from participa.shared.clock import local


def public() -> Select[int]:
    return select(PublicDocument.id).where(PUBLIC)


def cards(ids: Collection[int]) -> list[Card]:
    return [_card(row) for row in published_with(ids)]


def _card(row: PublicDocument) -> Card:
    version = row.newest
    return Card(
        kind="public_document",
        ref=row.id,
        title=row.title,
        texts=(row.title, version.text if version else ""),
        endpoint="documents.detail",
        values={"slug": row.slug},
        day=local(row.published_at or row.created_at).date(),
        about=(row.kind_label, f"Año {row.year}"),
    )


DOCUMENTS = Source("public_document", "documentos", "Documento", "Documentos y boletines", public, cards)
