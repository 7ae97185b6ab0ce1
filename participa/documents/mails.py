"""Mails of the room: to who observed a draft, to the team when a window ends, and the news of the week.

None carries a word of an observation or a follow code. The codes that confirm and stop travel after the #.
"""

from collections.abc import Sequence
from itertools import groupby

from participa.config import Settings
from participa.documents.models import DraftConsultation, DraftObservation, DraftReply, NewsItem, NewsSubscriber
from participa.shared.subscribing import Written, codes_of, link, one_click
from participa.shared.templating import counted, moment, plain_day

FOLLOW_PATH = "/documentos/observaciones/seguir"
CONFIRM_PATH = "/documentos/novedades/confirmar"
STOP_PATH = "/documentos/novedades/dejar"
ONE_CLICK_PATH = "/documentos/novedades/alto"
RECEIPT = """Buen día:

Recibimos su observación sobre «{title}».

Radicado: {radicado}
Recibida: {received}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""
ANSWERED = """Buen día:

{what}

Radicado: {radicado}

{follow}

No responda este correo: nadie lo lee.

{entity}
"""
ENDED = """Buen día:

Terminó la consulta de «{title}». Su último día fue el {day}.

{counts}

{where}

{entity}
"""
CONFIRM = """Buen día:

Alguien pidió que este correo reciba las novedades de la rendición de cuentas.

Si fue usted, confirme aquí:
{confirm}

Si no fue usted, no haga nada. No le escribiremos y en {days} días borramos este correo de la lista.

No responda este correo: nadie lo lee.

{entity}
"""
ALREADY = """Buen día:

Usted ya recibe las novedades de la rendición de cuentas. No hace falta que haga nada más.

Para no recibir más correos:
{stop}

No responda este correo: nadie lo lee.

{entity}
"""
WEEKLY = """Buen día:

Esto es lo nuevo de la rendición de cuentas en la última semana.

{told}

Para no recibir más correos:
{stop}

No responda este correo: nadie lo lee.

{entity}
"""


def receipt(row: DraftObservation, settings: Settings) -> Written:
    """An observation was received. `row` already has its number."""
    body = RECEIPT.format(
        title=row.consultation.document.title,
        radicado=row.radicado,
        received=moment(row.received_at),
        follow=_how_to_follow(settings),
        entity=settings.entity.name,
    )
    return Written(f"Recibimos su observación {row.radicado}", body)


def answered(row: DraftObservation, reply: DraftReply, settings: Settings) -> Written:
    """The reply is public, or another one corrects it."""
    is_first = reply.number == 1
    subject = "Su observación ya tiene respuesta" if is_first else "Corregimos la respuesta a su observación"
    what = "La respuesta a su observación ya es pública." if is_first else "Publicamos otra respuesta a su observación."
    follow = _how_to_follow(settings)
    body = ANSWERED.format(what=what, radicado=row.radicado, follow=follow, entity=settings.entity.name)
    return Written(subject, body)


def ended(consultation: DraftConsultation, total: int, waiting: int, settings: Settings) -> Written:
    """For the team: how many observations there were and how many wait for a reply."""
    document = consultation.document
    counts = f"Llegaron {counted(total, 'observación', 'observaciones')}. Faltan {waiting} por responder en público."
    path = f"{settings.public_url}/documentos/gestion/{document.slug}" if settings.public_url else ""
    body = ENDED.format(
        title=document.title,
        day=plain_day(consultation.closes_on),
        counts=counts if total else "No llegaron observaciones.",
        where=f"Véalas aquí: {path}" if path else "Véalas en el menú del equipo, en «Documentos y boletines».",
        entity=settings.entity.name,
    )
    return Written("Terminó la consulta de un borrador", body)


def confirmation(subscriber: NewsSubscriber, settings: Settings, days: int) -> Written:
    """Ask the owner of an address whether the news are wanted; the link stops working after these days."""
    code = codes_of(subscriber.seed, settings.code_key).confirm
    body = CONFIRM.format(
        confirm=link(settings, CONFIRM_PATH, "Confirmar las novedades", code), days=days, entity=settings.entity.name
    )
    return Written("Confirme que quiere recibir las novedades", body)


def already(subscriber: NewsSubscriber, settings: Settings) -> Written:
    return _to_subscriber(ALREADY, "Usted ya recibe las novedades", subscriber, settings)


def weekly(items: Sequence[NewsItem], subscriber: NewsSubscriber, settings: Settings) -> Written:
    """What is new, by kind."""
    told = told_of(items, settings)
    return _to_subscriber(WEEKLY, "Lo nuevo de la rendición de cuentas", subscriber, settings, told)


def told_of(items: Sequence[NewsItem], settings: Settings) -> str:
    """The news under their kinds, each with its address where the site knows its own."""
    kinds = groupby(sorted(items, key=lambda item: item.kind), key=lambda item: item.kind)
    return "\n\n".join("\n".join([f"{kind}:", *(_line(item, settings) for item in group)]) for kind, group in kinds)


def _line(item: NewsItem, settings: Settings) -> str:
    where = f"\n  {settings.public_url}{item.address}" if settings.public_url else ""
    return f"* {item.title}{where}"


def _to_subscriber(
    template: str, subject: str, subscriber: NewsSubscriber, settings: Settings, told: str = ""
) -> Written:
    code = codes_of(subscriber.seed, settings.code_key).stop
    stop = link(settings, STOP_PATH, "Dejar de recibir las novedades", code)
    body = template.format(told=told, stop=stop, entity=settings.entity.name)
    return Written(subject, body, one_click(settings, ONE_CLICK_PATH, code))


def _how_to_follow(settings: Settings) -> str:
    if not settings.public_url:
        return "Para leerla, use «Seguir mi observación» en nuestra página. Tenga a mano su código de seguimiento."
    return f"Para ver cómo va, entre a {settings.public_url}{FOLLOW_PATH} con su código de seguimiento."
