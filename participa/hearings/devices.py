"""What stands for a phone in a hearing: digests with its salt, that lead back to nobody once the salt is destroyed."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address, ip_network

from participa.questions.services import Arrival

DIGITS = 32
BLOCKS = {4: 24, 6: 56}  # an address is a crowd; the block is what one provider or hall gives out


@dataclass(frozen=True)
class Phone:
    """A phone as the rows of a hearing know it. `since` is when it was given its name."""

    device: str
    network: str
    browser: str
    since: datetime


def phone_of(salt: str, arrival: Arrival) -> Phone:
    since = datetime.fromtimestamp(arrival.device.since, UTC)
    found = (digest(salt, "device", arrival.device.name), digest(salt, "network", block_of(arrival.network)))
    return Phone(*found, digest(salt, "browser", arrival.browser), since)


def digest(salt: str, purpose: str, value: str) -> str:
    """Short, keyed, and not the same for two purposes."""
    return hmac.digest(salt.encode(), f"{purpose}|{value}".encode(), hashlib.sha256).hex()[:DIGITS]


def lock_number(device: str) -> int:
    """Of 32 bits with their sign, for a lock of the database. Two phones with the same one only wait for each other."""
    return int.from_bytes(hashlib.blake2b(device.encode(), digest_size=4).digest(), signed=True)


@lru_cache(maxsize=4096)
def block_of(network: str) -> str:
    """The /24 or /56 of an address or network as device.arrival() tells it; what is none stays as it is."""
    try:
        found = ip_network(network, strict=False)
    except ValueError:
        return network
    return str(found.supernet(new_prefix=min(BLOCKS[found.version], found.prefixlen)))


def is_of_hall(network: str, halls: str) -> bool:
    """Whether an arrival comes from one of the networks of the hall, written with commas between."""
    try:
        address = ip_address(network.partition("/")[0])
    except ValueError:
        return False
    return any(address in ip_network(hall.strip(), strict=False) for hall in halls.split(",") if hall.strip())
