"""Mails to who registered. A link carries its code after the #, where no server sees it; no subject says who or why."""

from flask import current_app

from participa.config import Settings
from participa.events.models import Event, EventState
from participa.registrations.application import GroupReceipt, Receipt
from participa.registrations.models import ATTENDS_LABELS, Attends, Registration, RegistrationGroup
from participa.shared import mail
from participa.shared.follow_codes import in_groups
from participa.shared.templating import hour, long_day, moment

MINE_PATH = "/inscripciones/mia"
REMINDER = "registration-reminder/"
RECEIPT = """Buen día:

{opening}

Espacio: {title}
Cuándo: {when}
{where}

Su código: {code}
{link}

Guarde este correo. Con el código puede confirmar, cambiar o cancelar. Muéstrelo también en la entrada.

No responda este correo: nadie lo lee.

{entity}
"""
SEATED = "Quedó inscrita su asistencia."
WAITING = (
    "No quedan puestos, así que entró a la lista de espera. Su lugar es el {line}. Si se libera un puesto, le avisamos."
)
OFFER = """Buen día:

Se liberó un puesto y es para usted.

Espacio: {title}
Cuándo: {when}
{where}

Acéptelo a más tardar el {until} Después se ofrece a la siguiente persona.

{link}
Código: {code}

Si no puede ir, dígalo en la misma página. Así otra persona usa el puesto.

{entity}
"""
EXPIRED = """Buen día:

El tiempo para aceptar su puesto terminó. El puesto se ofreció a la siguiente persona.

Espacio: {title}

Si todavía quiere participar, puede inscribirse otra vez.
{link}

{entity}
"""
NEWS = """Buen día:

{opening}

Espacio: {title}
{details}
{link}

{entity}
"""
MOVED = "La fecha del espacio al que usted se inscribió cambia."
CANCELLED = "El espacio al que usted se inscribió se canceló."
NEW_DATE = "El espacio al que usted se inscribió ya tiene nueva fecha. Su inscripción sigue válida."
GROUP = """Buen día:

Recibimos la inscripción de su grupo.

Espacio: {title}
Cuándo: {when}
{where}

Con puesto: {seated}
En lista de espera: {waiting}

El código del grupo: {code}
{link}

Con él puede ver la lista, cancelar un puesto y borrar sus datos. El código de cada persona está en el comprobante que
vio en la página.

No responda este correo: nadie lo lee.

{entity}
"""
GROUP_OFFER = """Buen día:

Se liberó un puesto para una persona de su grupo: {name}.

Espacio: {title}
Cuándo: {when}
{where}

Hay que aceptarlo a más tardar el {until} Acéptelo con el código del grupo:
{link}

Si esa persona no puede ir, cancele su puesto en la misma página.

{entity}
"""


def prefix(registration_id: int) -> str:
    """How the keys of all the mails of a registration begin."""
    return f"registration/{registration_id}/"


def prefixes(registration_id: int) -> tuple[str, ...]:
    """How the keys of all that is written to a registration begin, its reminders too."""
    return prefix(registration_id), f"{REMINDER}{registration_id}/"


def prefix_of_group(group_id: int) -> str:
    """How the keys of all the mails to the contact of a group begin."""
    return f"registration-group/{group_id}/"


def queue_receipt(registration: Registration, event: Event, receipt: Receipt) -> None:
    """Tell by mail, if there is one, that the registration was received."""
    opening = WAITING.format(line=receipt.line) if receipt.waits else SEATED
    body = RECEIPT.format(
        opening=opening, code=in_groups(receipt.code), link=_mine(receipt.code), **_space(event, registration.attends)
    )
    _queue(registration, "receipt", "Su inscripción", body)


def queue_offer(registration: Registration, event: Event, code: str) -> None:
    """Offer a seat that became free."""
    until = registration.offered_until or event.starts_at
    body = OFFER.format(
        until=f"{long_day(until)}, {hour(until)}",
        link=_mine(code),
        code=in_groups(code),
        **_space(event, registration.attends),
    )
    _queue(registration, f"offer-{until:%Y%m%d%H%M}", "Hay un puesto para usted", body)


def queue_offer_to_group(registration: Registration, event: Event) -> None:
    """Tell the contact of a group, if there is a mail, that one of its people has a seat to take up."""
    until = registration.offered_until or event.starts_at
    body = GROUP_OFFER.format(
        name=registration.full_name,
        until=f"{long_day(until)}, {hour(until)}",
        link=_mine_page(),
        **_space(event, registration.attends),
    )
    name = f"offer-{registration.id}-{until:%Y%m%d%H%M}"
    _queue_to_group(registration.group, name, "Hay un puesto para una persona de su grupo", body)


def queue_expired(registration: Registration, event: Event) -> None:
    """Tell that an offer is over."""
    body = EXPIRED.format(title=event.title, link=_page(event), entity=_settings().entity.name)
    _queue(registration, "expired", "El puesto se ofreció a otra persona", body)


def queue_news(registration: Registration, event: Event, to: EventState, reason: str, number: int) -> None:
    """Tell that a space changes; `number` is that of its move, so that each is told once."""
    opening, subject, details = _news_of(event, to, reason)
    body = NEWS.format(
        opening=opening, title=event.title, details=details, link=_page(event), entity=_settings().entity.name
    )
    _queue(registration, f"move-{number}", subject, body)


def queue_news_to_group(group: RegistrationGroup, event: Event, to: EventState, reason: str, number: int) -> None:
    """The same for the contact of a group, who tells its people."""
    opening, subject, details = _news_of(event, to, reason)
    opening = f"{opening} Avísele a su grupo, por favor."
    body = NEWS.format(
        opening=opening, title=event.title, details=details, link=_page(event), entity=_settings().entity.name
    )
    _queue_to_group(group, f"move-{number}", subject, body)


def _news_of(event: Event, to: EventState, reason: str) -> tuple[str, str, str]:
    """The first sentence, the subject and the lines that follow."""
    if to is EventState.CANCELLED:
        return CANCELLED, "Se canceló un espacio de diálogo", f"Motivo: {reason}"
    if to is EventState.RESCHEDULED and event.state is EventState.CONVENED:  # the new date came in the same step
        details = f"Cuándo: {moment(event.starts_at)}\nMotivo: {reason}"
        return NEW_DATE, "Nueva fecha de un espacio de diálogo", details
    if to is EventState.RESCHEDULED:
        return MOVED, "Cambia la fecha de un espacio de diálogo", f"Motivo: {reason}"
    return NEW_DATE, "Nueva fecha de un espacio de diálogo", f"Cuándo: {moment(event.starts_at)}"


def queue_group_receipt(group: RegistrationGroup, event: Event, receipt: GroupReceipt) -> None:
    """Tell the contact of a group, if there is a mail, how many got a seat."""
    body = GROUP.format(
        seated=receipt.with_seat,
        waiting=receipt.waiting,
        code=in_groups(receipt.code),
        link=_mine(receipt.code),
        **_space(event, receipt.members[0].attends),
    )
    _queue_to_group(group, "receipt", "La inscripción de su grupo", body)


def _queue_to_group(group: RegistrationGroup | None, name: str, subject: str, body: str) -> None:
    if group is not None and group.email:
        mail.queue(f"{prefix_of_group(group.id)}{name}", group.email, subject, body)


def _queue(registration: Registration, name: str, subject: str, body: str) -> None:
    if registration.email:
        mail.queue(f"{prefix(registration.id)}{name}", registration.email, subject, body)


def _space(event: Event, attends: Attends) -> dict[str, str]:
    where = f"Lugar: {event.place}" if attends is Attends.PRESENCIAL else f"Transmisión: {event.stream_url}"
    if not (event.place if attends is Attends.PRESENCIAL else event.stream_url):
        where = f"Usted asiste: {ATTENDS_LABELS[attends].lower()}"
    return {
        "title": event.title,
        "when": f"{long_day(event.starts_at)}, {hour(event.starts_at)}",
        "where": where,
        "entity": _settings().entity.name,
    }


def _mine(code: str) -> str:
    base = _settings().public_url
    if not base:
        return "Use «Mi inscripción» en nuestra página."
    return f"{base}{MINE_PATH}#codigo={code}"


def _mine_page() -> str:
    base = _settings().public_url
    return f"{base}{MINE_PATH}" if base else "Use «Mi inscripción» en nuestra página."


def _page(event: Event) -> str:
    base = _settings().public_url
    return f"{base}/espacios/{event.slug}" if base else "Vea la página del espacio."


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
