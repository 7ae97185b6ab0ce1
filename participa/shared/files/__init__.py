"""Archivos guardados: documentos e imágenes que el equipo sube. Se decide por el contenido qué se guarda."""

from participa.shared.files.inspection import MAX_BYTES
from participa.shared.files.model import FILE_KIND_LABELS, FileKind, StoredFile
from participa.shared.files.store import (
    init_app,
    keep,
    keep_made,
    read,
    remove,
    remove_orphans,
    remove_orphans_of,
    send,
    takes_uploads,
)

__all__ = [
    "FILE_KIND_LABELS",
    "FileKind",
    "MAX_BYTES",
    "StoredFile",
    "init_app",
    "keep",
    "keep_made",
    "read",
    "remove",
    "remove_orphans",
    "remove_orphans_of",
    "send",
    "takes_uploads",
]
