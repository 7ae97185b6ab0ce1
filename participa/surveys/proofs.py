"""By what people are told apart, and the keyed digests that the database keeps of it."""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.shared import follow_codes
from participa.surveys.models import Level, Survey, Via

CODE_LENGTH = 10
_NOT_OF_A_NUMBER = re.compile(r"[^A-Z0-9]+")


class Way(StrEnum):
    DEVICE = "device"
    CODE = "code"
    DOCUMENT = "document"
    ACCOUNT = "account"
    FORM = "form"


class DocumentKind(StrEnum):
    CC = "cc"
    TI = "ti"
    CE = "ce"
    PPT = "ppt"
    PASSPORT = "passport"


DOCUMENT_KIND_LABELS = {
    DocumentKind.CC: "Cédula de ciudadanía",
    DocumentKind.TI: "Tarjeta de identidad",
    DocumentKind.CE: "Cédula de extranjería",
    DocumentKind.PPT: "Permiso por protección temporal",
    DocumentKind.PASSPORT: "Pasaporte",
}
WAYS = {
    Level.OPEN: Way.DEVICE,
    Level.CHECKED: Way.DEVICE,
    Level.CODE: Way.CODE,
    Level.REGISTER: Way.DOCUMENT,
    Level.ACCOUNT: Way.ACCOUNT,
}


@dataclass(frozen=True)
class Proof:
    """What somebody shows to answer once. `value` is never stored; FORM tells only one form from another."""

    way: Way
    value: str = ""


BY_FORM = Proof(Way.FORM)


def by_device(name: str) -> Proof:
    return Proof(Way.DEVICE, name)


def by_code(typed: str) -> Proof:
    return Proof(Way.CODE, follow_codes.normalise(typed))


def by_document(kind: DocumentKind, typed: str) -> Proof:
    """Dots, spaces and leading zeros of the number do not matter.

    A tarjeta de identidad and the cédula that follows it have one number, the NUIP: both are one person.
    """
    of_person = DocumentKind.CC if kind is DocumentKind.TI else kind
    return Proof(Way.DOCUMENT, f"{of_person.value}|{document_number(typed)}")


def document_number(typed: str) -> str:
    """A number as it is compared: «01.234-567» and «1234567» are the same."""
    return _NOT_OF_A_NUMBER.sub("", unicodedata.normalize("NFKC", typed).upper()).lstrip("0")


def by_account(person: User) -> Proof:
    return Proof(Way.ACCOUNT, str(person.id))


def is_accepted(level: Level, way: Way, via: Via) -> bool:
    """A tablet that many share and paper have no device of their own: each form counts once."""
    if WAYS[level] is Way.DEVICE and via is not Via.WEB:
        return way is Way.FORM
    return way is WAYS[level]


def participation_digest(survey: Survey, proof: Proof, form_digest: str) -> str:
    """What is kept of who took part. It needs the secret of the survey: nobody can make it again once that is gone."""
    shown = form_digest if proof.way is Way.FORM else proof.value
    return keyed(f"survey-participation|{survey.id}|{proof.way.value}|{shown}", survey.secret or b"")


def code_digest(survey_id: int, code: str) -> str:
    """What is kept of a single-use code, normalised."""
    return keyed(f"survey-code|{survey_id}|{code}")


def single_use_code(survey_id: int, form_key: str, number: int) -> str:
    """Nine characters of Crockford's base 32 and one that checks them; the same for the same form and number."""
    bits = int(keyed(f"survey-code-of|{survey_id}|{form_key}|{number}"), 16)
    alphabet = follow_codes.ALPHABET
    secret = "".join(alphabet[bits >> 5 * place & 31] for place in range(CODE_LENGTH - 1))
    return secret + follow_codes.check_character(secret)


def is_well_formed(code: str) -> bool:
    """Whether a normalised code has the length, the alphabet and the check character of a single-use one."""
    if len(code) != CODE_LENGTH or not set(code) <= set(follow_codes.ALPHABET):
        return False
    return follow_codes.check_character(code[:-1]) == code[-1]


def in_halves(code: str) -> str:
    """K7QM2-D4X9T"""
    return f"{code[:5]}-{code[5:]}"


def receipt_code(survey_id: int, form_key: str) -> str:
    """The code that shows that one answered; the same for the same form."""
    return follow_codes.code_for(f"encuesta/{survey_id}/{form_key}", code_key())


def receipt_digest(survey_id: int, code: str) -> str:
    return keyed(f"survey-receipt|{survey_id}|{code}")


def draft_code(survey_id: int, form_key: str) -> str:
    """The code of a survey left half way; the same for the same form."""
    return follow_codes.code_for(f"encuesta-a-medias/{survey_id}/{form_key}", code_key())


def draft_typed(typed: str) -> str:
    """A code of one left half way, as typed by a person."""
    return follow_codes.normalise(typed)


def draft_digest(code: str) -> str:
    return keyed(f"survey-draft|{code}")


def code_key() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.code_key


def keyed(text: str, secret: bytes = b"") -> str:
    return hmac.digest(code_key().encode() + secret, text.encode(), hashlib.sha256).hex()
