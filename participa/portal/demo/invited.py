"""The guests of the story and whom the audience invites. Nobody here exists: offices, organisations and roles."""

from participa.events.models import Event
from participa.invitations import services
from participa.invitations.models import CallResult, GuestDetails, GuestKind, Invitation
from participa.invitations.queries import Audience, call_list
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant

DIRECTORY = "Directorio público de entidades"
SIGNED = ("Lista de asistencia de la mesa de vías", "Firmó en la lista que acepta recibir invitaciones por correo.")
SUBJECT, BODY = (
    "Invitación: {espacio}",
    """Buen día, {nombre}:

{entidad} le invita a «{espacio}».

Cuándo: {fecha}, {hora}
Dónde: {lugar}

Cuéntenos si va a asistir: {enlace}

Le esperamos.""",
)
PERSON, ORGANIZATION, CONTROL = GuestKind.PERSON, GuestKind.ORGANIZATION, GuestKind.CONTROL_BODY
GUESTS = (
    ("Personería municipal de ejemplo", CONTROL, "personeria@personeria.example", "604 555 0101", "Centro", True),
    ("Contraloría de ejemplo", CONTROL, "contraloria@contraloria.example", "604 555 0102", "Centro", True),
    ("Veeduría de obras públicas", CONTROL, "", "300 555 0103", "Centro", False),
    ("Junta de acción comunal La Esperanza", ORGANIZATION, "laesperanza@juntas.example", "300 555 0104", "Norte", True),
    ("Junta de acción comunal El Cedro", ORGANIZATION, "elcedro@juntas.example", "300 555 0105", "El Cedro", True),
    ("Asociación de mujeres tejedoras", ORGANIZATION, "tejedoras@asociaciones.example", "300 555 0106", "Sur", True),
    ("Asociación de usuarios del hospital", ORGANIZATION, "", "300 555 0107", "Centro", False),
    ("Colectivo juvenil de la biblioteca", ORGANIZATION, "colectivo@jovenes.example", "300 555 0108", "Norte", True),
    ("Presidencia de la mesa de víctimas", PERSON, "mesa@victimas.example", "300 555 0109", "Centro", True),
    ("Representación estudiantil del colegio", PERSON, "", "300 555 0110", "Norte", False),
    ("Liderazgo de la vereda El Cedro", PERSON, "", "300 555 0111", "El Cedro", False),
    ("Gremio de comerciantes de la plaza", ORGANIZATION, "gremio@comercio.example", "604 555 0112", "Centro", True),
)  # fmt: skip
CALLS = (
    ("Veeduría de obras públicas", CallResult.CONFIRMED, 2, "Pide que haya intérprete de señas."),
    ("Asociación de usuarios del hospital", CallResult.NO_ANSWER, 1, "Llamar en la tarde."),
    ("Liderazgo de la vereda El Cedro", CallResult.DECLINED, 1, "Ese día hay mercado en la vereda."),
)
REMINDERS = [10_080, 1_440]


def invite(story: Story, staff: Staff, held: dict[str, Event]) -> None:
    """The list, an approved letter with calls for the audience, and a second letter that waits for approval."""
    with at_instant(story.at(-15, 9)):
        for guest in GUESTS:
            services.add(_details(story, *guest), staff.communications)
        services.plan_reminders(held["audiencia"], REMINDERS, staff.communications)
    with at_instant(story.at(-4, 10)):
        everybody_but_young = (Audience(territory=name) for name in ("Centro", "El Cedro"))
        for audience in everybody_but_young:
            letter = services.write(held["audiencia"], SUBJECT, BODY, audience, staff.communications)
            services.submit(letter, staff.communications)
            services.approve(letter, staff.approver)
    with at_instant(story.at(-2, 15)):
        _call(held["audiencia"], staff)
        last = services.write(held["audiencia"], SUBJECT, BODY, Audience(territory="Norte"), staff.communications)
        services.submit(last, staff.communications)


def _details(
    story: Story, name: str, kind: GuestKind, email: str, phone: str, territory: str, has_signed: bool
) -> GuestDetails:
    source, text = SIGNED if has_signed else (DIRECTORY, "")
    is_person = kind is PERSON
    return GuestDetails(
        name=name if is_person else "",
        organization="" if is_person else name,
        kind=kind,
        email=email,
        phone=phone,
        territory=territory,
        source=source,
        authorization=text,
        authorized_on=story.at(-60).date() if has_signed else None,
    )


def _call(event: Event, staff: Staff) -> None:
    invited: dict[str, Invitation] = {one.guest.title: one for one in call_list(event.id, "todas", 1).items}
    for name, result, people, note in CALLS:
        services.note_call(invited[name], result, people, note, True, staff.communications)
