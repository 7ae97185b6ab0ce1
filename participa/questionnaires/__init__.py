"""Cuestionarios: preguntas de varios tipos, caminos según lo respondido y versiones."""

from participa.questionnaires import models as models
from participa.questionnaires import staff as staff
from participa.questionnaires.blueprint import bp, staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
