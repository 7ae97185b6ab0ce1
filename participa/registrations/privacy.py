"""What people are told when they register, and the version of each text that they accept.

Ley 1581 de 2012, arts. 3, 5, 7, 9 and 12. A change of words is a new version: what was accepted before
keeps the old one.
"""

from dataclasses import dataclass

from participa.registrations.models import RegistrationChannel, RegistrationPurpose


@dataclass(frozen=True)
class AuthorizationText:
    """The words beside a box that is never ticked beforehand."""

    version: str
    words: str


AUTHORIZATIONS = {
    RegistrationPurpose.MANAGE: AuthorizationText(
        "inscripcion-1", "Autorizo a la entidad a guardar estos datos para gestionar mi inscripción."
    ),
    RegistrationPurpose.ORGANISATION: AuthorizationText(
        "organizacion-1", "Autorizo a guardar a qué organización pertenezco."
    ),
    RegistrationPurpose.NEEDS: AuthorizationText("apoyos-1", "Autorizo a guardar qué apoyos necesito."),
    RegistrationPurpose.INVITE: AuthorizationText(
        "invitar-1", "Autorizo a usar mi correo o teléfono para invitarme a otros espacios."
    ),
    RegistrationPurpose.GUARDIAN: AuthorizationText(
        "representante-1", "Soy quien representa a esta persona. La escuché y autorizo su inscripción."
    ),
}
BY_VOICE = {RegistrationChannel.DESK: "viva-voz-1", RegistrationChannel.PHONE: "telefono-1"}
NAMED_BY_ANOTHER = "grupo-1"


def words(purpose: RegistrationPurpose) -> str:
    return AUTHORIZATIONS[purpose].words


def version(purpose: RegistrationPurpose, channel: RegistrationChannel = RegistrationChannel.WEB) -> str:
    """The version of the text that was accepted; at the desk and on the phone it was read aloud."""
    if channel is RegistrationChannel.GROUP:
        return NAMED_BY_ANOTHER
    return (
        f"{AUTHORIZATIONS[purpose].version}/{BY_VOICE[channel]}"
        if channel in BY_VOICE
        else (AUTHORIZATIONS[purpose].version)
    )
