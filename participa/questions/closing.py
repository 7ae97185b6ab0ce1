"""What a dialogue space still owes to those who asked in it (Ley 1757 de 2015, art. 56 f)."""

from participa.events.models import Event
from participa.questions.queries import staff
from participa.shared.templating import counted


def lacks(event: Event) -> list[str]:
    """A sentence for the team when questions of the space have no published answer."""
    pending = staff.count_open_of(event)
    if not pending:
        return []
    verb = "Falta publicar la respuesta de" if pending == 1 else "Faltan las respuestas publicadas de"
    return [f"{verb} {counted(pending, 'pregunta', 'preguntas')}."]
