"""The draft before the strategy in force: what people observed of it, each reply, and the change that came after."""

from datetime import date

from sqlalchemy import select

from participa.extensions import db
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.strategy import queries, services
from participa.strategy.models import Activity, ApprovalRecord, Decision, Description, Observation, Strategy

OPENED, CLOSED, REPLIED, PUBLISHED = -164, -155, -153, -152
# About which activity (empty: all), what somebody wrote, the decision and why.
OBSERVED: tuple[tuple[str, str, Decision, str], ...] = (
    (
        "Explicar en la radio qué es rendir cuentas",
        "Diez días de radio son pocos. En las veredas la señal falla y mucha gente no alcanza a oír.",
        Decision.ACCEPTED,
        "Tiene razón. La emisora comunitaria repetirá el programa diez días más.",
    ),
    (
        "",
        "Hagan también una audiencia en la zona rural, no solo en el parque.",
        Decision.PARTLY,
        "Este año hay una sola audiencia, pero la transmitimos y recibimos preguntas en las veredas.",
    ),
    (
        "Encuentro con jóvenes de los colegios",
        "Que el encuentro sea un domingo.",
        Decision.NOT_ACCEPTED,
        "Los colegios piden hacerlo en jornada escolar, para que vayan todos los cursos.",
    ),
)
REASON = "Una observación de la ciudadanía pidió más días de radio para las veredas."
LENGTHENED, SHORTER_BY = OBSERVED[0][0], 10


def consult(story: Story, staff: Staff, draft: Strategy) -> None:
    """Put the draft in consultation, receive three observations and publish a reply to each."""
    with at_instant(story.at(OPENED)):
        services.set_consultation(draft, story.day(OPENED), story.day(CLOSED), staff.approver)
    for number, (about, body, decision, reasons) in enumerate(OBSERVED, start=1):
        with at_instant(story.at(OPENED + number)):
            activity = _named(draft, about) if about else None
            radicado = services.observe(draft, activity, body, f"demostracion-observa-{number}").radicado
        row = db.session.scalars(select(Observation).where(Observation.radicado == radicado)).one()
        with at_instant(story.at(REPLIED)):
            services.reply(row, decision, reasons, "", staff.communications)
            services.publish_reply(row, staff.approver)


def revise(story: Story, staff: Staff, first: Strategy) -> Strategy:
    """The second version: the radio goes on for longer, as somebody observed."""
    db.session.flush()
    db.session.expire_all()  # a version is copied from what is stored
    second = services.new_version(first, REASON, staff.communications)
    row = _named(second, LENGTHENED)
    services.describe(row, _until(row, story.day(story.working_day(-50))), staff.communications)
    act = ApprovalRecord(REASON, "Comité de rendición de cuentas", "Acta 3", story.day(story.working_day(-122)))
    services.write_record(second, act, staff.approver)
    services.publish(second, staff.approver)
    return second


def shorten(story: Story, staff: Staff, draft: Strategy) -> None:
    """The draft had fewer days of radio than what came out of the consultation."""
    row = _named(draft, LENGTHENED)
    services.describe(row, _until(row, story.day(story.working_day(-50 - SHORTER_BY))), staff.communications)


def _until(row: Activity, last_day: date) -> Description:
    return Description(
        row.section_id,
        row.name,
        code=row.code,
        responsible_text=row.responsible_text,
        departments=tuple(row.departments),
        starts_on=row.starts_on,
        ends_on=last_day,
    )


def _named(strategy: Strategy, name: str) -> Activity:
    return next(row for row in queries.activities(strategy) if row.name == name)
