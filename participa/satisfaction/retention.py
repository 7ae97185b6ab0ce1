"""How long stays what people write about an answer."""

from participa.satisfaction.services import forget_comments
from participa.shared.retention import Rule

COMMENTS = Rule(
    key="satisfaccion.comentarios",
    form="¿Le respondieron?",
    data="El comentario que acompaña la calificación.",
    purpose="Que la dependencia corrija la respuesta.",
    days=365,
    since="el día en que se escribió",
    afterwards="Se deja vacío. La calificación queda.",
    erase=forget_comments,
)
