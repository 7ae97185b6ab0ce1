"""Vencimientos: los avisos a cada dependencia antes y después de la fecha, y su calendario."""

from participa.deadlines.blueprint import bp

__all__ = ["bp"]
