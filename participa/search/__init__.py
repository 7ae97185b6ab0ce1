"""Buscador de todo lo publicado: preguntas, respuestas, actividades, espacios, compromisos, documentos e informes."""

from participa.search import cli, public, services  # noqa: F401 - its pages and orders
from participa.search.blueprint import bp
from participa.shared.jobs import each_minute

each_minute(services.reconcile)

__all__ = ["bp"]
