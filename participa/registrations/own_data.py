"""All that is kept of a person, for that person (Ley 1581 de 2012, art. 8 a)."""

import json
from typing import Any

from participa.registrations.models import Registration
from participa.shared.templating import moment


def as_json(registration: Registration) -> bytes:
    """The registration in words, as a file that any program reads."""
    return json.dumps(_told(registration), ensure_ascii=False, indent=2).encode()


def _told(registration: Registration) -> dict[str, Any]:
    return {
        "Espacio": registration.event.title,
        "Estado": registration.state_label,
        "Canal": registration.channel_label,
        "Asiste": registration.attends_label,
        "Inscripción recibida": moment(registration.created_at),
        "Nombres": registration.first_name,
        "Apellidos": registration.last_name,
        "Documento": f"{registration.document_type or ''} {registration.document_number}".strip(),
        "Correo": registration.email,
        "Teléfono": registration.phone,
        "En calidad de": registration.capacity_as_label,
        "Organización": registration.organisation,
        "Barrio o vereda": registration.neighbourhood,
        "Comuna o corregimiento": registration.commune,
        "Quiere tomar la palabra": "Sí" if registration.wants_to_speak else "No",
        "Tema": registration.speak_topic,
        "Menor de edad": "Sí" if registration.is_minor else "No",
        "Representante": f"{registration.guardian_name} {registration.guardian_link}".strip(),
        "Contacto del representante": registration.guardian_contact,
        "Respuestas a las preguntas del espacio": dict(registration.extra.in_words) if registration.extra else {},
        "Apoyos": [f"{need.kind_label} {need.words}: {need.state_label}" for need in registration.needs],
        "Autorizaciones": [
            f"{given.purpose.value} ({given.text_version}), {moment(given.given_at)}"
            for given in registration.authorizations
        ],
    }
