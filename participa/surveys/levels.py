"""The levels of honesty in plain words: how it works, what it stops and what it does not."""

from dataclasses import dataclass

from participa.surveys.models import LEVEL_LABELS, Level


@dataclass(frozen=True)
class LevelWords:
    """`kept` is what stays of who took part."""

    number: int
    label: str
    how: str
    stops: str
    does_not_stop: str
    kept: str


def _words(level: Level, how: str, stops: str, does_not_stop: str, kept: str) -> LevelWords:
    return LevelWords(list(Level).index(level), LEVEL_LABELS[level], how, stops, does_not_stop, kept)


LEVEL_WORDS = {
    Level.OPEN: _words(
        Level.OPEN,
        "Cualquier persona responde, una vez desde cada aparato.",
        "Que alguien responda dos veces por descuido.",
        "Que alguien responda otra vez desde otro aparato o una ventana privada. No representa a toda la población.",
        "Una marca de que ese aparato respondió. Al cerrar, ya no se puede leer.",
    ),
    Level.CHECKED: _words(
        Level.CHECKED,
        "Cualquier persona responde, una vez desde cada aparato. Las respuestas repetidas o en ráfaga se marcan.",
        "Que alguien llene la encuesta sin esfuerzo. Los resultados se muestran con las marcadas y sin ellas.",
        "Que alguien con paciencia responda varias veces. No representa a toda la población.",
        "Una marca de que ese aparato respondió. Al cerrar, ya no se puede leer.",
    ),
    Level.CODE: _words(
        Level.CODE,
        "Responde quien recibió un código, en papel o por correo. Cada código sirve una sola vez.",
        "Casi todas las respuestas de más: sin código no se puede responder.",
        "Que alguien entregue su código a otra persona.",
        "Que el código se usó. No queda a quién se le entregó.",
    ),
    Level.REGISTER: _words(
        Level.REGISTER,
        "Cada persona escribe el número de su documento. Con un mismo documento se responde una vez.",
        "Que una persona responda dos veces, por internet, en tableta o en papel.",
        "Que alguien escriba un número que no es el suyo: no lo comparamos con ninguna lista.",
        "Una huella del documento, nunca su número. La llave de esas huellas se destruye al cerrar.",
    ),
    Level.ACCOUNT: _words(
        Level.ACCOUNT,
        "Responde quien tiene cuenta en esta plataforma, después de ingresar.",
        "Que una cuenta responda dos veces.",
        "No llega a la ciudadanía: solo el equipo de la entidad tiene cuenta.",
        "Una huella de la cuenta. La llave de esas huellas se destruye al cerrar.",
    ),
}
