"""Mails of commitments to citizens. Their subjects name only the commitment; codes travel after the #."""

from collections.abc import Sequence

from participa.commitments import news
from participa.commitments.models import Commitment, CommitmentCheck, CommitmentEntry, CommitmentFollower
from participa.config import Settings
from participa.shared.subscribing import Written as Written
from participa.shared.subscribing import codes_of as codes_of
from participa.shared.subscribing import link, one_click

CONFIRM_PATH = "/compromisos/seguir/confirmar"
STOP_PATH = "/compromisos/seguir/dejar"
ONE_CLICK_PATH = "/compromisos/seguir/alto"
FOLLOW_QUESTION_PATH = "/preguntas/seguir"
CONFIRM = """Buen día:

Alguien pidió que este correo reciba las novedades {of}:

{text}

Si fue usted, confirme aquí:
{confirm}

Si no fue usted, no haga nada. No le escribiremos y en {days} días borramos este correo de la lista.

No responda este correo: nadie lo lee.

{entity}
"""
ALREADY = """Buen día:

Usted ya recibe las novedades {of}. No hace falta que haga nada más.

{text}

{where}

Para no recibir más correos de este compromiso:
{stop}

No responda este correo: nadie lo lee.

{entity}
"""
NEWS = """Buen día:

Hay novedades {of}:

{text}

{told}

{where}

Para no recibir más correos de este compromiso:
{stop}

No responda este correo: nadie lo lee.

{entity}
"""
TO_ASKER = """Buen día:

Usted hizo la pregunta {radicado}. De ella nació {what}:

{text}

Esto pasó:

{told}

{where}

También lo ve con su código de seguimiento{follow}.

No responda este correo: nadie lo lee.

{entity}
"""


def confirmation(follower: CommitmentFollower, settings: Settings, days: int) -> Written:
    """Ask the owner of an address whether the news are wanted; the link stops working after these days."""
    commitment, code = follower.commitment, codes_of(follower.seed, settings.code_key).confirm
    body = CONFIRM.format(
        what=_what(commitment),
        of=_of(commitment),
        text=commitment.text,
        confirm=link(settings, CONFIRM_PATH, "Confirmar que sigo un compromiso", code),
        days=days,
        entity=settings.entity.name,
    )
    return Written(f"Confirme que quiere seguir {_what(commitment)}", body)


def already(follower: CommitmentFollower, settings: Settings) -> Written:
    return _to_follower(ALREADY, f"Usted ya sigue {_what(follower.commitment)}", follower, settings)


def to_follower(follower: CommitmentFollower, told: str, settings: Settings) -> Written:
    return _to_follower(NEWS, f"Novedades {_of(follower.commitment)}", follower, settings, told)


def to_asker(commitment: Commitment, radicado: str, told: str, settings: Settings) -> Written:
    """For who asked a question that the commitment comes from. It carries no word of the question and no code."""
    body = TO_ASKER.format(
        radicado=radicado,
        what=_what(commitment),
        of=_of(commitment),
        text=commitment.text,
        told=told,
        where=_where(commitment, settings),
        follow=f" en {settings.public_url}{FOLLOW_QUESTION_PATH}" if settings.public_url else "",
        entity=settings.entity.name,
    )
    return Written(f"Novedades {_of(commitment)}", body)


def told_of(happened: Sequence[CommitmentEntry | CommitmentCheck]) -> str:
    """What happened, in the order in which it did."""
    parts = [(news.title_of(one), *news.sentences_of(one)) for one in happened]
    return "\n\n".join("* " + "\n  ".join(lines) for lines in parts)


def _to_follower(
    template: str, subject: str, follower: CommitmentFollower, settings: Settings, told: str = ""
) -> Written:
    commitment, code = follower.commitment, codes_of(follower.seed, settings.code_key).stop
    body = template.format(
        what=_what(commitment),
        of=_of(commitment),
        text=commitment.text,
        told=told,
        where=_where(commitment, settings),
        stop=link(settings, STOP_PATH, "Dejar de seguir un compromiso", code),
        entity=settings.entity.name,
    )
    return Written(subject, body, one_click(settings, ONE_CLICK_PATH, code))


def _what(commitment: Commitment) -> str:
    """«el compromiso C-2026-00001» or «la acción de mejora M-2026-00001»."""
    article = "la" if commitment.kind_label.startswith("Acción") else "el"
    return f"{article} {commitment.kind_label.lower()} {commitment.code}"


def _of(commitment: Commitment) -> str:
    """«del compromiso C-2026-00001» or «de la acción de mejora M-2026-00001»."""
    return f"de {_what(commitment)}".replace("de el ", "del ")


def _where(commitment: Commitment, settings: Settings) -> str:
    if not settings.public_url:
        return "La historia completa está en nuestra página."
    return f"La historia completa: {settings.public_url}/compromisos/{commitment.code}"
