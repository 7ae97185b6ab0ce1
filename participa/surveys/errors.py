"""Why an answer is not taken. Each message says what to do."""

from collections.abc import Mapping

from participa.shared.errors import Closed, Conflict, Invalid


class SurveyClosed(Closed):
    """The survey has not opened yet or is over."""


class AlreadyAnswered(Conflict):
    """Somebody answered already with this device, code, document or account, and with another form."""


class WrongCode(Invalid):
    """No code of this survey reads so."""


class WrongProof(Invalid):
    """The survey asks for another way of telling people apart."""


class Incomplete(Invalid):
    """Some answers do not fit their questions. `errors` says what to mend, by the name of the question."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Faltan respuestas o hay alguna por corregir.")
        self.errors = dict(errors)
