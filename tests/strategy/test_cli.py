"""The orders of the console for cronogramas."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from participa import create_app
from participa.config import Mode, Settings
from participa.extensions import db
from participa.strategy import queries
from participa.strategy.models import Strategy, StrategyState
from tests import factories as make


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "cronograma.txt"
    path.write_text("PLAN\n" + make.cronograma("1\tRealizar la audiencia\t2/03/2030\t3/03/2030\tOficina Jurídica"))
    return str(path)


@pytest.fixture
def bare_runner(tmp_path):
    """An application on a machine where nothing was migrated."""
    settings = Settings(Mode.TEST, tmp_path, f"sqlite:///{tmp_path / 'nothing.db'}", "s" * 32, "c" * 32)
    return create_app(settings).test_cli_runner()


def test_preview_needs_no_database_and_speaks_spanish(bare_runner, document):
    result = bare_runner.invoke(args=["strategy", "preview", document])
    assert result.exit_code == 0
    for shown in ("Vigencia: 2030", "1  ETAPA DE DIALOGO", "línea 4, fecha: ", "cae en domingo", "línea 1: PLAN"):
        assert shown in result.stdout


def test_preview_in_json_is_json_alone(bare_runner, document):
    result = bare_runner.invoke(args=["strategy", "preview", document, "--json", "--year", "2031"])
    plan = json.loads(result.stdout)
    assert (plan["year"], len(plan["activities"])) == (2031, 1)
    assert plan["activities"][0]["ends_on"] == "2030-03-03"


@pytest.mark.parametrize("order", ["preview", "import"])
def test_a_file_that_cannot_be_read_is_one_sentence_and_a_bad_code(bare_runner, tmp_path, order):
    binary = tmp_path / "foto.jpg"
    binary.write_bytes(b"\x00\xff" * 100)
    for name, said in (("nada.txt", "No se pudo abrir"), (".", "No se pudo abrir"), (str(binary), "no parece texto")):
        result = bare_runner.invoke(args=["strategy", order, str(tmp_path / name)])
        assert (result.exit_code, result.stdout) == (1, "")
        assert said in result.stderr
        assert result.stderr.count("\n") == 1


def test_import_without_a_database_is_one_sentence(bare_runner, document):
    result = bare_runner.invoke(args=["strategy", "import", document])
    assert result.exit_code == 1
    assert "db upgrade" in result.stderr
    assert "Traceback" not in result.output


@pytest.fixture
def runner(app, context):
    return app.test_cli_runner()


def test_import_prints_counts_and_repeats_without_change(runner, document):
    order = ["strategy", "import", document, "--year", "2030", "--entity", "Villa Ejemplo"]
    first, again = runner.invoke(args=order), runner.invoke(args=order)
    assert first.stdout == "1 actividad importada (vigencia 2030, versión 1): ETAPA DE DIALOGO 1.\n"
    assert again.stdout == "Este cronograma ya estaba importado (vigencia 2030, versión 1). Sin cambios.\n"
    assert db.session.scalar(select(func.count()).select_from(Strategy)) == 1


def test_import_publishes_when_asked_and_only_once(runner, document):
    order = ["strategy", "import", document, "--publish", "--title", "Plan de Villa Ejemplo"]
    assert runner.invoke(args=order).stdout.endswith("La estrategia quedó publicada.\n")
    assert runner.invoke(args=order).stdout.endswith("La estrategia ya estaba «Publicada».\n")
    strategy = queries.of_year(2030)
    assert (strategy.title, strategy.state) == ("Plan de Villa Ejemplo", StrategyState.PUBLISHED)
    assert strategy.entity_name == "Municipio de Demostración"


def test_import_of_a_draft_can_be_published_later(runner, document):
    runner.invoke(args=["strategy", "import", document])
    result = runner.invoke(args=["strategy", "import", document, "--publish"])
    assert result.stdout.splitlines()[1] == "La estrategia quedó publicada."


def test_publishing_over_a_published_version_asks_for_its_act(runner, document, tmp_path):
    order = ["strategy", "import", "--publish", "--year", "2030"]
    runner.invoke(args=[*order, document])
    changed = tmp_path / "cambiado.txt"
    changed.write_text(Path(document).read_text().replace("audiencia", "feria"))
    refused = runner.invoke(args=[*order, str(changed)])
    assert (refused.exit_code, "el motivo, el órgano" in refused.stderr) == (1, True)
    assert db.session.scalar(select(func.count()).select_from(Strategy)) == 1
    act = ["--reason", "Cambió la fecha", "--body", "Comité", "--act", "Acta 7", "--on", "2030-02-01"]
    for _ in range(2):
        assert runner.invoke(args=[*order, str(changed), *act]).exit_code == 0
    strategy = queries.of_year(2030)
    assert (strategy.version, strategy.approval_act, str(strategy.approved_on)) == (2, "Acta 7", "2030-02-01")


@pytest.mark.parametrize(("option", "most"), [("--entity", 200), ("--title", 300)])
def test_import_refuses_a_name_that_does_not_fit(runner, document, option, most):
    result = runner.invoke(args=["strategy", "import", document, option, "a" * (most + 1)])
    assert (result.exit_code, f"{most} caracteres o menos" in result.stderr) == (2, True)
    assert runner.invoke(args=["strategy", "import", document, option, "a" * most]).exit_code == 0


def test_a_long_file_name_is_kept_by_its_end(runner, tmp_path, document):
    long = tmp_path / ("a" * 230 + "-2030.txt")
    long.write_text(Path(document).read_text())
    assert runner.invoke(args=["strategy", "import", str(long)]).exit_code == 0
    kept = db.session.scalar(select(Strategy.source_name))
    assert (len(kept), kept[-9:]) == (200, "-2030.txt")


def test_import_without_any_year_asks_for_it(runner, tmp_path):
    path = tmp_path / "sin-fechas.txt"
    path.write_text("Actividad\tResponsable\nAbrir\tOficina\n")
    result = runner.invoke(args=["strategy", "import", str(path)])
    assert (result.exit_code, "--year" in result.stderr) == (1, True)


def test_preview_reads_a_workbook(bare_runner, tmp_path):
    book = Workbook()
    book.active.append(["No.", "Actividad", "Fecha inicial", "Fecha final", "Responsable"])
    book.active.append([1, "Realizar la audiencia", date(2030, 3, 4), date(2030, 3, 5), "Oficina Jurídica"])
    book.save(tmp_path / "cronograma.xlsx")
    result = bare_runner.invoke(args=["strategy", "preview", str(tmp_path / "cronograma.xlsx"), "--json"])
    (activity,) = json.loads(result.stdout)["activities"]
    assert (activity["name"], activity["starts_on"]) == ("Realizar la audiencia", "2030-03-04")


def test_a_letter_is_no_cronograma_and_says_so_with_its_own_exit_status(bare_runner, tmp_path):
    letter = tmp_path / "carta.txt"
    letter.write_text("Apreciada comunidad:\nLe contamos que la sede abre a las ocho.\n")
    result = bare_runner.invoke(args=["strategy", "preview", str(letter), "--json"])
    assert result.exit_code == 3
    assert result.stdout == ""
