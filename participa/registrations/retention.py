"""How long what people write when they register stays. Who comes without registering is kept in the same way."""

from participa.registrations.services import forgetting
from participa.shared.retention import Rule

FORM = "Inscripción y llegada a un espacio"
SINCE = "el día del espacio"
RULES = (
    Rule(
        key="inscripciones.documento",
        form=FORM,
        data="Documento, y los datos de quien cuida a una persona menor de edad.",
        purpose="Reconocerle en la puerta y tener el permiso de quien le cuida.",
        days=90,
        since=SINCE,
        afterwards="Se deja vacío.",
        erase=forgetting.forget_documents,
    ),
    Rule(
        key="inscripciones.apoyos",
        form=FORM,
        data="Lo que escribió sobre los apoyos que necesita.",
        purpose="Preparar los apoyos de accesibilidad.",
        days=30,
        since=SINCE,
        afterwards="Se deja vacío. Queda cuántos apoyos hubo de cada clase.",
        erase=forgetting.forget_needs,
    ),
    Rule(
        key="inscripciones.contacto",
        form=FORM,
        data="Nombre, correo, teléfono, organización, barrio y respuestas a las preguntas del espacio.",
        purpose="Avisarle de cambios y contarle qué se hizo con lo que se dijo.",
        days=365,
        since=SINCE,
        afterwards="Se deja vacío. La cuenta de personas queda.",
        erase=forgetting.forget_people,
    ),
    Rule(
        key="inscripciones.grupos",
        form=FORM,
        data="Organización y contacto de quien inscribe a un grupo.",
        purpose="Avisarle de cambios.",
        days=365,
        since=SINCE,
        afterwards="Se deja vacío.",
        erase=forgetting.forget_groups,
    ),
)
