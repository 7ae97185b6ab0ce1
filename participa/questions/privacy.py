"""What people are told when they give personal data, and the version of each text that they accept.

Ley 1581 de 2012, arts. 3, 9 and 12. A change of words is a new version: what was accepted before keeps the old one.
"""

from dataclasses import dataclass

from participa.questions.models import Purpose


@dataclass(frozen=True)
class AuthorizationText:
    """The words beside a box that is never ticked beforehand."""

    version: str
    words: str


AUTHORIZATIONS = {
    Purpose.MANAGE: AuthorizationText(
        "gestion-1",
        "Autorizo a la entidad a guardar los datos que escribí para gestionar mi pregunta y responderme.",
    ),
    Purpose.INVITE: AuthorizationText(
        "invitar-1",
        "Autorizo a la entidad a usar mi correo o teléfono para invitarme a otros espacios.",
    ),
    Purpose.PUBLISH_NAME: AuthorizationText(
        "nombre-1",
        "Autorizo a la entidad a publicar mi nombre junto a mi pregunta.",
    ),
}


def words(purpose: Purpose) -> str:
    return AUTHORIZATIONS[purpose].words


def version(purpose: Purpose) -> str:
    return AUTHORIZATIONS[purpose].version
