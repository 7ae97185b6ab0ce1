"""How long stays a survey that somebody left half way."""

from participa.shared.retention import Rule
from participa.surveys.services import forget_drafts

DRAFTS = Rule(
    key="encuestas.a-medias",
    form="Encuestas",
    data="Lo que respondió quien guardó una encuesta para seguir otro día.",
    purpose="Que la persona pueda terminarla con su código.",
    days=1,
    since="el día en que vence, o el cierre de la encuesta",
    afterwards="Se borra. Si la persona la envía, se borra en ese momento.",
    erase=forget_drafts,
)
