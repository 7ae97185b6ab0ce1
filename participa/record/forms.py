"""Shape of what somebody brings to be checked."""

from typing import Any

from participa.shared.forms import BaseForm, Line, Words

NOTHING = "Escriba su código o pegue su comprobante."


class CheckForm(BaseForm):
    """A follow code or a signed receipt; one of the two."""

    code = Line("Su código de seguimiento", most=60)
    receipt = Words("O pegue aquí su comprobante firmado", most=20_000)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if is_valid and not (self.code.data or self.receipt.data):
            self.refuse("code", NOTHING)
            return False
        return is_valid
