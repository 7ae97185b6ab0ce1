"""Every setting, once, read from the environment."""

import atexit
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from click import ClickException
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("SECRET_KEY", "PARTICIPA_CODE_KEY")
CANNOT_WRITE = "No se puede escribir en la carpeta de datos. Revise sus permisos o PARTICIPA_DATA_DIR."
COMMITMENT_REMINDERS = (30, 15, 5, 1)
OPEN_LICENCE = ("Creative Commons Atribución 4.0 (CC BY 4.0)", "https://creativecommons.org/licenses/by/4.0/deed.es")
MOST_REMINDERS, LONGEST_REMINDER = 6, 365
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class Mode(StrEnum):
    """LOCAL answers only on loopback names; PRODUCTION refuses to start without its secrets; TEST is for the suite."""

    LOCAL = "local"
    PRODUCTION = "production"
    TEST = "test"


class BadSetting(ClickException):
    """A setting that cannot be followed. The console says it in one sentence."""


class MissingSetting(BadSetting):
    """A setting that production cannot do without is absent."""


@dataclass(frozen=True)
class Entity:
    """The town hall that publishes: what the header and the footer say. No slogans (Ley 2345 de 2023)."""

    name: str = "Municipio de Demostración"
    short_name: str = "Demostración"
    department_name: str = "Departamento de Ejemplo"
    address: str = "Plaza Principal, edificio de la Alcaldía"
    postal_code: str = ""
    opening_hours: str = "Lunes a viernes, de 8:00 a. m. a 12:00 m. y de 2:00 p. m. a 6:00 p. m."
    phone: str = ""
    free_line: str = ""
    anticorruption_line: str = ""
    email: str = ""
    judicial_email: str = ""
    website: str = ""
    pqrsd_url: str = ""
    crest: str = "img/escudo-demostracion.svg"
    social: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Settings:
    """All that can be set. Times are in the unit that the name says."""

    mode: Mode
    data_dir: Path
    database_url: str
    secret_key: str
    code_key: str
    keeps_data: bool = True
    redis_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    mail_per_minute: int = 60
    public_url: str = ""
    witnesses: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = LOOPBACK_HOSTS
    trusted_proxies: int = 0
    deadline_reading: str = "receipt"
    saturday_works: bool = False
    live_stream: bool = False
    keeper_after: int = 0  # seconds without a keeper until this process becomes it
    report_days: int = 15
    commitment_reminders: tuple[int, ...] = COMMITMENT_REMINDERS
    session_idle_minutes: int = 30
    session_hours: int = 8
    retention: tuple[tuple[str, int], ...] = ()
    offer_hours: int = 24
    open_licence: tuple[str, str] = OPEN_LICENCE
    open_data_days: int = 7
    entity: Entity = field(default_factory=Entity)

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Settings of this process. Raises BadSetting; MissingSetting in production when one it needs is absent."""
    mode = Mode(_one_of(env, "PARTICIPA_MODE", *Mode))
    if mode is Mode.PRODUCTION:
        _require(env, "SECRET_KEY", "PARTICIPA_CODE_KEY", "PARTICIPA_HOSTS", "PARTICIPA_ENTITY_NAME")
    folder = Path(env.get("PARTICIPA_DATA_DIR") or ROOT / "instance")
    data_dir = folder if _is_ready(folder) else _passing_folder(mode)
    return Settings(
        mode=mode,
        data_dir=data_dir,
        database_url=_database_url(env.get("DATABASE_URL", ""), folder),
        keeps_data=data_dir is folder,
        secret_key=_secret(env, "SECRET_KEY", data_dir),
        code_key=_secret(env, "PARTICIPA_CODE_KEY", data_dir),
        redis_url=_redis_url(env.get("REDIS_URL", "")),
        mail_url=env.get("MAIL_URL", ""),
        mail_from=env.get("MAIL_FROM", ""),
        mail_per_minute=_whole(env, "PARTICIPA_MAIL_PER_MINUTE", 60, 1, 10_000),
        public_url=env.get("PARTICIPA_PUBLIC_URL", "").rstrip("/"),
        witnesses=tuple(env.get("PARTICIPA_WITNESSES", "").split()),
        trusted_hosts=tuple(env.get("PARTICIPA_HOSTS", "").split()) or LOOPBACK_HOSTS,
        trusted_proxies=int(_one_of(env, "PARTICIPA_PROXIES", *"0123456789")),
        deadline_reading=_one_of(env, "PARTICIPA_DEADLINE_READING", "receipt", "filing"),
        live_stream=_one_of(env, "PARTICIPA_LIVE_STREAM", "no", "si") == "si",
        keeper_after=_whole(env, "PARTICIPA_KEEPER_AFTER", 0, 0, 600),
        saturday_works=_one_of(env, "PARTICIPA_SATURDAY_WORKS", "no", "si") == "si",
        retention=_retention(env.get("PARTICIPA_RETENTION", "")),
        offer_hours=int(_one_of(env, "PARTICIPA_OFFER_HOURS", "24", "1", "2", "4", "6", "12", "36", "48", "72")),
        report_days=_whole(env, "PARTICIPA_REPORT_DAYS", 15, 0, 365),
        commitment_reminders=_reminders(env.get("PARTICIPA_COMMITMENT_REMINDERS", "")),
        open_licence=_licence(env.get("PARTICIPA_OPEN_LICENCE", "")),
        open_data_days=_whole(env, "PARTICIPA_OPEN_DATA_DAYS", 7, 1, 365),
        entity=_entity(env, mode),
    )


def _one_of(env: Mapping[str, str], name: str, *allowed: str) -> str:
    """The value of a setting that takes only these words; the first when it is not given."""
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise BadSetting(f"{name} no puede ser «{value}». Use uno de estos valores: {', '.join(allowed)}.")
    return value


def _whole(env: Mapping[str, str], name: str, usual: int, least: int, most: int) -> int:
    """A setting that is a whole number between two others."""
    value = env.get(name) or str(usual)
    if not value.isdecimal() or not least <= int(value) <= most:
        raise BadSetting(f"{name} no puede ser «{value}». Use un número entre {least} y {most}.")
    return int(value)


def _reminders(text: str) -> tuple[int, ...]:
    """'30 15 5 1' as days before a date of a commitment; the usual ones when nothing is given."""
    words = text.split() or [str(days) for days in COMMITMENT_REMINDERS]
    if len(words) > MOST_REMINDERS or not all(word.isdecimal() and int(word) <= LONGEST_REMINDER for word in words):
        raise BadSetting(
            f"PARTICIPA_COMMITMENT_REMINDERS: escriba hasta {MOST_REMINDERS} números de 0 a {LONGEST_REMINDER}, "
            "separados por espacios."
        )
    return tuple(sorted({int(word) for word in words}, reverse=True))


def _licence(text: str) -> tuple[str, str]:
    """'Nombre=https://…' as the name of the licence of the open data and its address."""
    if not text:
        return OPEN_LICENCE
    name, sign, url = text.partition("=")
    if not (sign and name.strip() and url.strip().startswith("https://")):
        raise BadSetting("PARTICIPA_OPEN_LICENCE: escriba el nombre y la dirección de la licencia: Nombre=https://…")
    return name.strip(), url.strip()


def _require(env: Mapping[str, str], *names: str) -> None:
    missing = [name for name in names if not env.get(name, "").strip()]
    if missing:
        raise MissingSetting(
            f"Faltan variables obligatorias en producción: {', '.join(missing)}. Vea el archivo README."
        )
    weak = [name for name in SECRETS if is_weak(env[name])]
    if weak:
        raise MissingSetting(f"Deben ser 32 caracteres al azar o más: {', '.join(weak)}. Vea el archivo README.")
    if len({env[name] for name in SECRETS}) < len(SECRETS):
        raise MissingSetting(f"Deben ser distintos: {', '.join(SECRETS)}. Vea el archivo README.")


def is_weak(secret: str) -> bool:
    """Whether a secret is short, of few different characters, or one piece again and again."""
    return len(secret) < 32 or len(set(secret)) < 8 or secret in (secret + secret)[1:-1]


def _is_ready(folder: Path) -> bool:
    """Whether the folder of the data can be written; it is made if need be, for its owner alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _passing_folder(mode: Mode) -> Path:
    """One that goes with the process, for orders that only read a file. Raises BadSetting in production."""
    if mode is Mode.PRODUCTION:
        raise BadSetting(CANNOT_WRITE)
    passing = Path(mkdtemp(prefix="participa-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


def _database_url(url: str, folder: Path) -> str:
    if not url:
        return f"sqlite:///{folder / 'participa.db'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            _need("psycopg", "DATABASE_URL")
            return "postgresql+psycopg://" + url.removeprefix(plain)
    try:
        make_url(url)
    except ArgumentError as error:
        raise BadSetting("DATABASE_URL no es la dirección de una base de datos.") from error
    return url


def _redis_url(url: str) -> str:
    if url:
        _need("redis", "REDIS_URL")
    return url


def _need(package: str, setting: str) -> None:
    if find_spec(package) is None:
        raise BadSetting(f"{setting} necesita otros paquetes. Ejecute: tools/install.sh requirements-scale.lock")


def _secret(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """The secret from the environment or, outside production, one made once and kept in the data folder."""
    if env.get(name):
        return env[name]
    kept = data_dir / f"{name.lower()}.txt"
    if not kept.exists():
        _write_once(kept, secrets.token_hex(32))
    return kept.read_text()


def _write_once(path: Path, text: str) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    try:
        os.link(fresh, path)  # fails when another process was first: its value stays
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _entity(env: Mapping[str, str], mode: Mode) -> Entity:
    """Each field from PARTICIPA_ENTITY_<FIELD>; in production what is not set stays empty."""
    given: dict[str, str] = {}
    for name in Entity.__dataclass_fields__:
        value = env.get(f"PARTICIPA_ENTITY_{name.upper()}")
        if name not in ("social", "crest") and (value is not None or mode is Mode.PRODUCTION):
            given[name] = value or ""
    if mode is Mode.PRODUCTION and not given["short_name"]:
        given["short_name"] = given["name"]
    crest = env.get("PARTICIPA_ENTITY_CREST", "" if mode is Mode.PRODUCTION else Entity.crest)
    return Entity(**given, crest=crest, social=_social(env.get("PARTICIPA_ENTITY_SOCIAL", "")))


def _retention(text: str) -> tuple[tuple[str, int], ...]:
    """'inscripciones.contacto=180; correos=30' as pairs: days after which the data of a rule are erased."""
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    if wrong := [key for key, _sign, days in pairs if not days.strip().isdecimal() or int(days) < 1]:
        raise BadSetting(f"PARTICIPA_RETENTION: escriba los días de «{wrong[0].strip()}» con un número mayor que cero.")
    return tuple((key.strip(), int(days)) for key, _sign, days in pairs)


def _social(text: str) -> tuple[tuple[str, str], ...]:
    """'Nombre=https://…; Otra=https://…' as pairs."""
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return tuple((label.strip(), url.strip()) for label, url in pairs)
