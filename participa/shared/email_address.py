"""An address of electronic mail as somebody types it."""

from email_validator import EmailNotValidError, validate_email

ENCODED = "=?"  # inside an address it is read as other letters
WORDS = "Ese correo no parece completo. Se escribe así: nombre@correo.com"


def whole(typed: str) -> str | None:
    """Return the address in its usual form, or None when it is not one. No server is asked."""
    try:
        found = validate_email(typed.replace(ENCODED, " "), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.normalized
