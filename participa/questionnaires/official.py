"""The templates that the platform brings: what a questionnaire of each kind usually asks, in plain words.

Their item names stay for ever: reports look for the answers under them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from participa.questionnaires.engine.definition import Condition, Definition, Item, ItemType, Look, Operator, Option
from participa.questionnaires.models import Purpose
from participa.shared.slugs import to_slug


@dataclass(frozen=True)
class Template:
    """A questionnaire to begin with. `description` says what it is for."""

    title: str
    purpose: Purpose
    description: str
    definition: Definition


def _ask(name: str, kind: ItemType, label: str, *options: str, **more: Any) -> Item:
    return Item(name, kind, label, options=tuple(map(_option, options)), **more)


def _option(label: str) -> Option:
    return Option(to_slug(label, otherwise="opcion").replace("-", "_")[:40], label)


def _rows(*labels: str) -> tuple[Option, ...]:
    return tuple(map(_option, labels))


def _if(item: str, value: str) -> Condition:
    return Condition((Look(item, Operator.IS, value),))


CHANNELS = (
    "Invitación directa",
    "Página web",
    "Redes sociales",
    "Radio, televisión o prensa",
    "Aviso público",
    "La comunidad",
    "Otro medio",
)
ANONYMOUS = "Sus respuestas son anónimas: nadie sabrá quién las escribió."
SINGLE, MULTIPLE = ItemType.SINGLE, ItemType.MULTIPLE

EVALUATION = Definition(
    (
        _ask("organizacion", SINGLE, "¿Cómo fue el evento?", "Bien organizado", "Regular", "Mal organizado"),
        _ask("explicacion", SINGLE, "¿Cómo fue la explicación inicial sobre las intervenciones?", "Clara", "Confusa"),
        _ask("oportunidad", SINGLE, "¿Cómo fue la oportunidad para opinar?", "Adecuada", "Insuficiente"),
        _ask("profundidad", SINGLE, "¿Cómo se discutió el tema?", "A fondo", "De manera moderada", "Por encima"),
        _ask("se_entero", MULTIPLE, "¿Cómo se enteró del evento?", *CHANNELS),
        _ask("consulto", SINGLE, "¿Consultó información antes del evento?", "Sí", "No"),
        _ask("consulto_medio", MULTIPLE, "¿Por qué medio la consultó?", *CHANNELS[1:], condition=_if("consulto", "si")),
        _ask(
            "informacion",
            SINGLE,
            "¿Cómo fue la información que se presentó?",
            "Completa y clara",
            "Completa, pero confusa",
            "Incompleta, pero clara",
            "Incompleta y confusa",
        ),
        _ask("intereses", SINGLE, "¿La información responde a sus intereses?", "Sí", "En parte", "No"),
        _ask(
            "utilidad",
            SINGLE,
            "¿Qué tan útil es este espacio para vigilar la gestión pública?",
            "Muy útil",
            "Útil",
            "Poco útil",
            "Nada útil",
        ),
        _ask(
            "importancia",
            SINGLE,
            "Su participación en el control de la gestión pública es…",
            "Muy importante",
            "Importante",
            "Sin importancia",
            starts_page=True,
        ),
        _ask("volveria", SINGLE, "¿Volvería a participar?", "Sí", "No"),
        _ask("mas_espacios", SINGLE, "¿Hacen falta más espacios como este?", "Sí", "No"),
        _ask("temas_faltaron", ItemType.LONG_TEXT, "¿Qué temas faltaron?", help="No escriba datos personales."),
        _ask("sugerencias", ItemType.LONG_TEXT, "¿Qué sugiere para mejorar?", help="No escriba datos personales."),
        _ask(
            "satisfaccion",
            ItemType.SCALE,
            "En general, ¿qué tan satisfecho o satisfecha queda?",
            help="1 es nada y 5 es mucho.",
            is_required=True,
        ),
    ),
    intro=f"Cuéntenos cómo le pareció. Son 15 preguntas cortas. {ANONYMOUS}",
    thanks="Gracias. Sus respuestas entran en el informe de evaluación de este espacio.",
)
MATTERS = (
    "Vías y movilidad",
    "Salud",
    "Educación",
    "Agua y saneamiento",
    "Seguridad y convivencia",
    "Empleo y economía local",
    "Cultura, deporte y recreación",
    "Ambiente y gestión del riesgo",
    "Vivienda",
    "Uso de los recursos públicos",
)
TOPICS = Definition(
    (
        _ask(
            "prioridad",
            ItemType.RANKING,
            "¿De qué temas debe hablar la Alcaldía? Elija y ordene sus tres más importantes.",
            *MATTERS,
            is_required=True,
            shuffles=True,
            minimum=1,
            maximum=3,
        ),
        _ask("por_que", ItemType.LONG_TEXT, "¿Por qué eligió el primero?", help="No escriba datos personales."),
        _ask("otro_tema", ItemType.SHORT_TEXT, "¿Falta un tema en la lista?"),
        _ask("lugar", ItemType.PLACE, "¿En qué comuna o vereda vive?", may_decline=True, starts_page=True),
    ),
    intro=f"Ayude a decidir de qué se hablará en la rendición de cuentas. {ANONYMOUS}",
    thanks="Gracias. Publicaremos el resultado y qué pasó con cada tema.",
)
SPACES = Definition(
    (
        _ask(
            "espacios",
            ItemType.RANKING,
            "¿En qué espacios prefiere participar? Elija y ordene hasta tres.",
            "Audiencia pública",
            "Foro",
            "Mesa de trabajo",
            "Feria de la gestión",
            "Recorrido por obras",
            "Encuentro en mi barrio o vereda",
            "Reunión por internet",
            "Programa de radio o televisión",
            is_required=True,
            shuffles=True,
            minimum=1,
            maximum=3,
        ),
        _ask(
            "momento",
            MULTIPLE,
            "¿Cuándo puede ir?",
            "Entre semana, en la mañana",
            "Entre semana, en la tarde",
            "Entre semana, en la noche",
            "Sábado",
            "Domingo o festivo",
        ),
        _ask("apoyos", ItemType.LONG_TEXT, "¿Qué le ayudaría a participar?", help="No escriba datos personales."),
        _ask("lugar", ItemType.PLACE, "¿En qué comuna o vereda vive?", may_decline=True, starts_page=True),
    ),
    intro=f"Ayude a decidir cómo y cuándo serán los espacios de diálogo. {ANONYMOUS}",
    thanks="Gracias. Publicaremos el resultado y qué espacios se harán.",
)
INFORMATION = Definition(
    (
        _ask("temas", MULTIPLE, "¿Sobre qué necesita información?", *MATTERS, is_required=True, maximum=5),
        _ask("detalle", ItemType.LONG_TEXT, "¿Qué quiere saber exactamente?", help="No escriba datos personales."),
        _ask(
            "medio",
            MULTIPLE,
            "¿Cómo prefiere recibir la información?",
            "Página web",
            "Redes sociales",
            "Correo electrónico",
            "WhatsApp o mensaje de texto",
            "Radio",
            "Cartelera o aviso",
            "Reunión en mi barrio o vereda",
        ),
        _ask(
            "lenguaje",
            SINGLE,
            "La información que publica la Alcaldía, ¿se entiende?",
            "Sí, casi siempre",
            "A veces",
            "Casi nunca",
            "No la he visto",
        ),
        _ask("dificultad", ItemType.LONG_TEXT, "¿Qué es difícil de entender?", condition=_if("lenguaje", "casi_nunca")),
        _ask(
            "apoyos",
            MULTIPLE,
            "¿Necesita la información de otra manera?",
            "Lengua de señas",
            "Letra grande",
            "Audio",
            "Lectura fácil",
            "Una lengua indígena o criolla",
            may_decline=True,
        ),
        _ask("lugar", ItemType.PLACE, "¿En qué comuna o vereda vive?", may_decline=True),
    ),
    intro=f"Díganos qué necesita saber de la gestión del municipio. {ANONYMOUS}",
    thanks="Gracias. Con sus respuestas preparamos la información que se va a publicar.",
)
PERCEPTION = Definition(
    (
        _ask("gestion", ItemType.FACES, "¿Cómo ve la gestión de la Alcaldía este año?", is_required=True),
        _ask(
            "aspectos",
            ItemType.MATRIX,
            "¿Está de acuerdo con estas frases?",
            "Sí",
            "Más o menos",
            "No",
            "No sé",
            rows=_rows(
                "La Alcaldía explica en qué gasta el dinero",
                "La Alcaldía responde lo que se le pregunta",
                "Mi opinión cuenta en las decisiones",
                "Sé cómo vigilar una obra o un contrato",
            ),
        ),
        _ask("confianza", ItemType.SCALE, "¿Cuánta confianza le da la Alcaldía?", help="1 es ninguna y 5 es mucha."),
        _ask("participo", SINGLE, "¿Participó este año en algún espacio?", "Sí", "No"),
        _ask(
            "sirvio",
            SINGLE,
            "¿Le sirvió participar?",
            "Mucho",
            "Algo",
            "Nada",
            condition=_if("participo", "si"),
        ),
        _ask(
            "por_que_no",
            MULTIPLE,
            "¿Por qué no participó?",
            "No me enteré",
            "No tuve tiempo",
            "Era lejos",
            "No sirve para nada",
            "No me sentí invitado o invitada",
            condition=_if("participo", "no"),
        ),
        _ask("mejorar", ItemType.LONG_TEXT, "¿Qué debería mejorar?", help="No escriba datos personales."),
        _ask("lugar", ItemType.PLACE, "¿En qué comuna o vereda vive?", may_decline=True, starts_page=True),
        _ask(
            "edad",
            SINGLE,
            "¿Cuántos años tiene?",
            "14 a 17",
            "18 a 28",
            "29 a 59",
            "60 o más",
            may_decline=True,
        ),
    ),
    intro=f"Queremos saber cómo ve la gestión del municipio. {ANONYMOUS}",
    thanks="Gracias. Publicaremos los resultados y qué hicimos con ellos.",
)
REGISTRATION = Definition(
    (
        _ask("primera_vez", SINGLE, "¿Es la primera vez que viene a un espacio como este?", "Sí", "No"),
        _ask("interes", ItemType.SHORT_TEXT, "¿Qué tema le interesa más?"),
        _ask("transporte", SINGLE, "¿Cómo llegará?", "A pie", "Bicicleta", "Moto", "Carro", "Transporte público"),
        _ask("cuidado", SINGLE, "¿Viene con niñas o niños a su cargo?", "Sí", "No"),
        _ask("cuidado_cuantos", ItemType.NUMBER, "¿Cuántos?", minimum=1, maximum=10, condition=_if("cuidado", "si")),
    ),
)
TEMPLATES: Mapping[str, Template] = {
    "evaluation": Template(
        "Evaluación del espacio",
        Purpose.EVALUATION,
        "El modelo oficial de evaluación de una audiencia o espacio de diálogo, con sus 15 preguntas.",
        EVALUATION,
    ),
    "topics": Template(
        "Priorización de temas",
        Purpose.TOPICS,
        "La gente elige y ordena los temas de la rendición de cuentas.",
        TOPICS,
    ),
    "spaces": Template(
        "Preferencia de espacios",
        Purpose.TOPICS,
        "En qué espacios, qué días y con qué apoyos prefiere participar la gente.",
        SPACES,
    ),
    "information_needs": Template(
        "Necesidades de información",
        Purpose.INFORMATION_NEEDS,
        "Qué quiere saber la gente, por qué medio y con qué apoyos.",
        INFORMATION,
    ),
    "perception": Template(
        "Percepción de la gestión",
        Purpose.PERCEPTION,
        "Cómo ve la gente la gestión; sirve para comparar un año con otro.",
        PERCEPTION,
    ),
    "registration": Template(
        "Preguntas de la inscripción",
        Purpose.REGISTRATION,
        "Preguntas de más al inscribirse en un espacio.",
        REGISTRATION,
    ),
}
