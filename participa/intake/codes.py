"""The form key of each slip and the follow code of its stub.

Both come from the seed of the box, the number and the server's code key, so that a stub can be printed long before
somebody writes on it, and nothing in the database alone tells a code.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from participa.intake.models import SlipBatch
from participa.shared.follow_codes import code_for


def form_key(batch: SlipBatch, number: int, code_key: str) -> str:
    """What makes a second filing of this slip impossible."""
    return urlsafe_b64encode(_keyed("slip", batch, number, code_key)).decode().rstrip("=")


def follow_code(batch: SlipBatch, number: int, code_key: str) -> str:
    return code_for(form_key(batch, number, code_key), code_key)


def is_in_sample(batch: SlipBatch, number: int, code_key: str) -> bool:
    """Whether another person checks this slip. Who types cannot know it beforehand."""
    return int.from_bytes(_keyed("sample", batch, number, code_key)[:4], "big") % batch.check_one_of == 0


def _keyed(purpose: str, batch: SlipBatch, number: int, code_key: str) -> bytes:
    return hmac.digest(code_key.encode(), f"{purpose}|{batch.seed}|{number}".encode(), sha256)
