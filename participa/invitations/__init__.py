"""Invitaciones: a quién se convoca a un espacio, cómo y qué respondió."""

from participa.invitations import models as models
from participa.invitations.public import bp
from participa.invitations.staff import bp as staff_bp

bp.register_blueprint(staff_bp)

__all__ = ["bp"]
