"""Production does not start without what it needs, and is stricter than a trial at home."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from flask_migrate import upgrade

from participa import create_app
from participa.config import ROOT, BadSetting, MissingSetting, Mode, from_environment
from participa.extensions import db

GOOD = {
    "PARTICIPA_MODE": "production",
    "SECRET_KEY": "d41d8cd98f00b204e9800998ecf8427e5f1c",
    "PARTICIPA_CODE_KEY": "9e107d9d372bb6826bd81d3542a419d6ab37",
    "PARTICIPA_HOSTS": "participa.example.gov.co",
    "PARTICIPA_ENTITY_NAME": "Alcaldía de Ejemplo",
}
AT_HOME = "https://participa.example.gov.co"


@pytest.mark.parametrize("name", sorted(GOOD.keys() - {"PARTICIPA_MODE"}))
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_does_not_start_without(name: str, value: str | None, tmp_path: Path):
    env = GOOD | {name: value, "PARTICIPA_DATA_DIR": str(tmp_path)}
    with pytest.raises(MissingSetting, match=name):
        from_environment({key: given for key, given in env.items() if given is not None})


@pytest.mark.parametrize("name", ["SECRET_KEY", "PARTICIPA_CODE_KEY"])
@pytest.mark.parametrize("weak", ["corta", "a" * 31, "a" * 64, "cambie-esto-" * 4, "0123456789" * 4])
def test_production_does_not_start_with_a_weak_secret(name: str, weak: str):
    with pytest.raises(MissingSetting, match=name):
        from_environment(GOOD | {name: weak})


def test_the_two_secrets_differ():
    with pytest.raises(MissingSetting, match="PARTICIPA_CODE_KEY"):
        from_environment(GOOD | {"PARTICIPA_CODE_KEY": GOOD["SECRET_KEY"]})


def test_the_message_names_no_secret():
    with pytest.raises(MissingSetting) as refusal:
        from_environment(GOOD | {"SECRET_KEY": "corta-y-secreta"})
    assert "corta-y-secreta" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARTICIPA_MODE", "produccion"),
        ("PARTICIPA_PROXIES", "uno"),
        ("PARTICIPA_DEADLINE_READING", "reception"),
        ("PARTICIPA_SATURDAY_WORKS", "yes"),
    ],
)
def test_a_word_that_a_setting_does_not_take_is_refused_at_the_start(name: str, value: str):
    with pytest.raises(BadSetting, match=f"{name}.*{value}"):
        from_environment(GOOD | {name: value})


def test_an_address_that_names_no_database_is_refused_without_repeating_it():
    with pytest.raises(BadSetting) as refusal:
        from_environment(GOOD | {"DATABASE_URL": "persona:clave@servidor"})
    assert "DATABASE_URL" in str(refusal.value)
    assert "clave" not in str(refusal.value)


def test_the_console_says_in_one_sentence_what_is_missing():
    done = in_console({"PARTICIPA_MODE": "production"}, "serve")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "SECRET_KEY" in done.stderr


def test_the_folder_of_the_data_is_for_its_owner_alone(tmp_path: Path):
    folder = tmp_path / "made" / "here"
    from_environment(GOOD | {"PARTICIPA_DATA_DIR": str(folder)})
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.fixture
def nowhere(tmp_path: Path) -> str:
    """A folder that nobody can make, the administrator of the machine included."""
    (tmp_path / "file").touch()
    return str(tmp_path / "file" / "data")


def test_production_does_not_start_without_a_folder_for_its_data(nowhere: str):
    with pytest.raises(BadSetting, match="carpeta de datos"):
        from_environment(GOOD | {"PARTICIPA_DATA_DIR": nowhere})


def test_without_a_folder_terms_are_counted_and_nothing_is_served(nowhere: str):
    counted = in_console({"PARTICIPA_DATA_DIR": nowhere}, "calendar", "due", "2020-12-04")
    assert (counted.returncode, counted.stdout) == (0, "2020-12-29\n")
    served = in_console({"PARTICIPA_DATA_DIR": nowhere}, "serve", "--port", "0")
    assert (served.returncode, "carpeta de datos" in served.stderr) == (1, True)


def in_console(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.run(order, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("production")
    app = create_app(from_environment(GOOD | {"PARTICIPA_DATA_DIR": str(folder)}))
    with app.app_context():
        upgrade()
        engine = db.engine
    yield app
    engine.dispose()


def test_production_is_not_the_test_mode(production):
    assert production.extensions["settings"].mode is Mode.PRODUCTION
    assert not production.testing
    assert not production.debug


@pytest.mark.parametrize(("path", "amount"), [("/cuentas/ingresar", 1), ("/preguntas/nueva?general=si", 2)])
def test_cookies_of_production_travel_only_encrypted_and_belong_to_this_host(production, path: str, amount: int):
    given = production.test_client().get(path, base_url=AT_HOME).headers.getlist("Set-Cookie")
    assert len(given) == amount
    for cookie in given:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


@pytest.mark.parametrize("path", ["/", "/no-existe", "/cuentas/ingresar", "/static/css/participa.css", "/gestion/"])
def test_production_demands_encryption_for_two_years(production, path: str):
    answer = production.test_client().get(path, base_url=AT_HOME)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_production_answers_only_to_its_own_names(production):
    assert production.test_client().get("/ayuda", base_url=AT_HOME).status_code == 200
    for other in ("http://localhost", "https://127.0.0.1", "https://otro.example"):
        assert production.test_client().get("/ayuda", base_url=other).status_code == 400


def test_a_fault_in_production_tells_nothing_of_its_cause(production, monkeypatch):
    def fail() -> str:
        raise RuntimeError("la clave es 1234")

    fail.__dict__["access_mark"] = production.view_functions["portal.help"].access_mark
    monkeypatch.setitem(production.view_functions, "portal.help", fail)
    answer = production.test_client().get("/ayuda?sin=memoria", base_url=AT_HOME)
    assert answer.status_code == 500
    assert "1234" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "Qué puede hacer ahora" in answer.text
