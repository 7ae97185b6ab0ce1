"""What was promised in the story: where each commitment was born, its dates, and all that happened to it since."""

from dataclasses import dataclass

from participa.commitments.models import Agreement, CommitmentState, Completion, Origin, Priority
from participa.portal.demo.people import GOVERNMENT, HEALTH, TREASURY, WORKS

VEEDURIA = "Veeduría ciudadana de vías"


@dataclass(frozen=True)
class Reported:
    """The office tells how far it is. `shows` says what the evidence shows; `photo`: it is a picture, else a record."""

    day: int
    percent: int
    text: str
    shows: str
    step: int = 0
    photo: bool = False


@dataclass(frozen=True)
class Moved:
    """The office gives another date, counted from the day of the story, with its public reason."""

    day: int
    due: int
    reason: str


@dataclass(frozen=True)
class Looked:
    """Internal control, or the oversight body, tells what it found."""

    day: int
    completion: Completion
    agreement: Agreement
    note: str
    by_citizens: bool = False


@dataclass(frozen=True)
class Ended:
    day: int
    state: CommitmentState
    reason: str


Step = Reported | Moved | Looked | Ended


@dataclass(frozen=True)
class Promised:
    """A commitment. Days count from that of the story. `promised` is when it was said, `registered` a day or two later.

    `steps` are what is to be done first and until which day. Without `published` it waits for who approves.
    """

    key: str
    office: str
    text: str
    how_known: str
    promised: int
    due: int
    space: str = ""
    origin: Origin = Origin.HAND
    place: str = ""
    goal: str = ""
    priority: Priority = Priority.MEDIUM
    partners: tuple[str, ...] = ()
    steps: tuple[tuple[str, int], ...] = ()
    then: tuple[Step, ...] = ()
    is_published: bool = True


AGREES, PARTLY, DISAGREES = Agreement.AGREES, Agreement.PARTLY, Agreement.DISAGREES
PROMISED = (
    Promised(
        "huecos", WORKS, "Tapar los huecos de la calle de la Estación, del puente a la terminal.",
        "Hay acta de entrega de la obra y se puede pasar sin esquivar huecos.", -74, -22, "vias",
        place="La Estación", goal="Pavimentar 12 km de vías", priority=Priority.HIGH,
        steps=(("Contratar la obra", -50), ("Tapar los huecos", -22)),
        then=(
            Reported(-52, 30, "El contrato está firmado y la obra empieza el lunes.", "Contrato firmado", step=1),
            Reported(-25, 100, "Se taparon los 84 huecos que había.", "La calle terminada", step=2, photo=True),
            Looked(-19, Completion.COMPLETE, AGREES, "Se recorrió la calle completa. No quedan huecos."),
        ),
    ),
    Promised(
        "orden", WORKS, "Publicar en qué orden se arreglan las vías rurales.",
        "La lista está en la página, con la fecha de cada vía.", -74, -46, "vias", priority=Priority.HIGH,
        then=(
            Moved(-48, -30, "Falta el estudio de suelos de dos veredas. Sin él no se sabe cuál va primero."),
            Reported(-32, 100, "La lista de las 14 vías está publicada, con su orden y su razón.", "Lista de las vías"),
            Looked(-27, Completion.COMPLETE, AGREES, "La lista está publicada y completa."),
        ),
    ),
    Promised(
        "esperanza", WORKS, "Hacer el mantenimiento de la vía a la vereda La Esperanza.",
        "Pasa un carro pequeño en invierno. Hay acta firmada con la junta.", -74, -40, "vias",
        place="La Esperanza", goal="Pavimentar 12 km de vías", priority=Priority.HIGH,
        partners=("Junta de Acción Comunal de La Esperanza",),
        steps=(("Limpiar las cunetas", -55), ("Echar el material", -40)),
        then=(
            Reported(-56, 40, "Se limpiaron las cunetas de toda la vía.", "Las cunetas limpias", step=1, photo=True),
            Moved(-42, -5, "La volqueta estuvo tres semanas dañada y llovió casi todos los días."),
            Reported(-14, 60, "Ya hay material en la mitad de la vía.", "Entrega del material"),
            Looked(-8, Completion.LIMITED, PARTLY, "Hay material en un tramo corto. Faltan las curvas.", True),
        ),
    ),
    Promised(
        "telefono", HEALTH, "Dar por teléfono la mitad de las citas del hospital.",
        "El registro de llamadas muestra que la mitad de las citas se pidió así.", -28, 12, "salud",
        goal="Bajar la espera de citas a 5 días", priority=Priority.STRATEGIC,
        steps=(("Poner la línea", -12), ("Contratar a quien contesta", 5)),
        then=(
            Reported(-15, 50, "La línea ya funciona de siete a doce.", "Aviso con el número de la línea", step=1),
            Reported(-6, 80, "La línea atiende todo el día.", "Registro de llamadas de la semana"),
            Looked(-3, Completion.PARTIAL, DISAGREES, "Se llamó diez veces y contestaron cuatro. Falta una persona."),
        ),
    ),
    Promised(
        "microfonos", GOVERNMENT, "Usar cuatro micrófonos en cada espacio de diálogo.",
        "El acta de cada espacio dice cuántos micrófonos hubo.", -21, 60, "salud", Origin.RECOMMENDATION,
        then=(Reported(-9, 50, "Ya se compraron los cuatro micrófonos.", "Acta de entrega de los micrófonos"),),
    ),
    Promised(
        "almendros", WORKS, "Que haya agua de noche en el barrio Los Almendros.",
        "Sale agua de diez de la noche a cuatro de la mañana, medida tres noches.", -51, 9, origin=Origin.ANSWER,
        place="Los Almendros", goal="Agua potable en 8 veredas", partners=("Empresa de energía",),
        then=(Reported(-30, 35, "Las bombas están puestas. Falta la luz trifásica.", "Carta con la fecha"),),
    ),
    Promised(
        "pagos", TREASURY, "Publicar cada mes la lista de los pagos del municipio.",
        "La lista de cada mes está en la página.", -74, -15, "vias",
        then=(
            Ended(-11, CommitmentState.UNFULFILLED, "El programa no saca la lista de pagos. Se compra otro en enero."),
        ),
    ),
    Promised(
        "piscina", GOVERNMENT, "Abrir una piscina pública junto a la cancha sintética.",
        "La piscina recibe gente.", -60, 90, place="Cancha sintética",
        then=(
            Ended(-20, CommitmentState.NOT_VIABLE, "El terreno se inunda. El estudio dice que allí no se construye."),
        ),
    ),
    Promised(
        "presupuesto", TREASURY, "Explicar el presupuesto del hospital por programas.",
        "El detalle por programa está publicado en palabras sencillas.", -28, 45, "salud",
        then=(Reported(-10, 45, "Ya está el detalle de dos programas de cinco.", "El detalle de dos programas"),),
    ),
    Promised(
        "parque", TREASURY, "Publicar el contrato del parque esta semana.",
        "El contrato está en la página de la alcaldía.", 0, 6, "vivo", Origin.HEARING,
    ),
    Promised(
        "luz", GOVERNMENT, "Arreglar la luz del parque.", "", 0, 40, is_published=False,
    ),
)  # fmt: skip
OBSERVED = (
    "Esto no se ha cumplido. El material solo llega hasta la escuela y las curvas siguen igual. "
    "Cuando llueve no pasa ni la moto."
)
LIST_MISSING = "La lista de pagos del mes pasado no está en la página. ¿Cuándo la publican?"
LIST_ANSWER = (
    "Tiene razón: la lista no se ha publicado.\n\nEl programa que usamos no la saca, y por eso no cumplimos. "
    "En enero se compra otro. Mientras tanto, pida la lista de cualquier mes en la oficina y se la entregamos ese día."
)
