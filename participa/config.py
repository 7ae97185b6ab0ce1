"""Every setting, once, read from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("SECRET_KEY", "PARTICIPA_CODE_KEY")
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class Mode(StrEnum):
    """LOCAL answers only on loopback names; PRODUCTION refuses to start without its secrets; TEST is for the suite."""

    LOCAL = "local"
    PRODUCTION = "production"
    TEST = "test"


class MissingSetting(RuntimeError):
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
    redis_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = LOOPBACK_HOSTS
    trusted_proxies: int = 0
    deadline_reading: str = "receipt"
    saturday_works: bool = False
    session_idle_minutes: int = 30
    session_hours: int = 8
    entity: Entity = field(default_factory=Entity)

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(env: Mapping[str, str] = os.environ) -> Settings:
    """Settings of this process. Raises MissingSetting in production when one it needs is absent."""
    mode = Mode(env.get("PARTICIPA_MODE", Mode.LOCAL))
    if mode is Mode.PRODUCTION:
        _require(env, "SECRET_KEY", "PARTICIPA_CODE_KEY", "PARTICIPA_HOSTS", "PARTICIPA_ENTITY_NAME")
    data_dir = Path(env.get("PARTICIPA_DATA_DIR") or ROOT / "instance")
    return Settings(
        mode=mode,
        data_dir=data_dir,
        database_url=_database_url(env.get("DATABASE_URL", ""), data_dir),
        secret_key=_secret(env, "SECRET_KEY", data_dir),
        code_key=_secret(env, "PARTICIPA_CODE_KEY", data_dir),
        redis_url=env.get("REDIS_URL", ""),
        mail_url=env.get("MAIL_URL", ""),
        mail_from=env.get("MAIL_FROM", ""),
        public_url=env.get("PARTICIPA_PUBLIC_URL", "").rstrip("/"),
        trusted_hosts=tuple(env.get("PARTICIPA_HOSTS", "").split()) or LOOPBACK_HOSTS,
        trusted_proxies=int(env.get("PARTICIPA_PROXIES", "0")),
        deadline_reading=env.get("PARTICIPA_DEADLINE_READING", "receipt"),
        saturday_works=env.get("PARTICIPA_SATURDAY_WORKS", "no") == "si",
        entity=_entity(env, mode),
    )


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


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'participa.db'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _secret(env: Mapping[str, str], name: str, data_dir: Path) -> str:
    """The secret from the environment or, outside production, one made once and kept in the data folder."""
    if env.get(name):
        return env[name]
    kept = data_dir / f"{name.lower()}.txt"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
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


def _social(text: str) -> tuple[tuple[str, str], ...]:
    """'Nombre=https://…; Otra=https://…' as pairs."""
    pairs = (part.split("=", 1) for part in text.split(";") if "=" in part)
    return tuple((label.strip(), url.strip()) for label, url in pairs)
