"""The orders of the console for terms and own days."""

from datetime import date

import pytest

from participa import create_app
from participa.calendar import queries
from participa.calendar.models import DayKind
from participa.config import Mode, Settings
from tests import factories as make


@pytest.fixture
def runner(app, context):
    return app.test_cli_runner()


@pytest.fixture
def bare_runner(tmp_path):
    """An application on a machine where nothing was migrated."""
    settings = Settings(Mode.TEST, tmp_path, f"sqlite:///{tmp_path / 'nothing.db'}", "s" * 32, "c" * 32)
    return create_app(settings).test_cli_runner()


def due(runner, *words):
    result = runner.invoke(args=["calendar", "due", *words])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_due_prints_the_date_alone(runner):
    assert due(runner, "2020-12-04T09:00:00-05:00", "--days", "15") == ["2020-12-29"]


def test_due_explains_each_skipped_day_before_the_date(runner):
    lines = due(runner, "2020-12-04T09:00:00-05:00", "--days", "15", "--explain")
    assert lines[-1] == "2020-12-29"
    assert [line.split()[0] for line in lines if "no cuenta" in line] == [
        f"2020-12-{day}" for day in ("05", "06", "08", "12", "13", "19", "20", "25", "26", "27")
    ]
    assert "2020-12-25 no cuenta: festivo: Navidad" in lines


@pytest.mark.parametrize(
    ("moment", "last_day"),
    [
        ("2020-12-04", "2020-12-29"),
        ("2020-12-04T23:30:00", "2020-12-29"),
        ("2020-12-05T04:30:00+00:00", "2020-12-29"),
        ("2020-12-05T04:30:00Z", "2020-12-29"),
        ("2020-12-04T23:30:00Z", "2020-12-29"),
        ("2020-12-10T04:59:59Z", "2020-12-31"),
        ("2020-12-10T05:00:00Z", "2021-01-04"),
    ],
)
def test_due_counts_from_the_day_in_colombia(runner, moment, last_day):
    assert due(runner, moment) == [last_day]


@pytest.mark.parametrize(
    ("base", "days", "receipt", "filing"),
    [
        ("2025-04-18", "15", "2025-05-12", "2025-05-13"),
        ("2025-06-28", "10", "2025-07-14", "2025-07-15"),
        ("2026-05-17", "10", "2026-06-01", "2026-06-02"),
        ("2027-07-10", "15", "2027-08-03", "2027-08-04"),
    ],
)
def test_due_knows_both_readings(runner, base, days, receipt, filing):
    assert due(runner, base, "--days", days, "--reading", "receipt") == [receipt]
    assert due(runner, base, "--days", days, "--reading", "filing") == [filing]
    assert due(runner, base, "--days", days) == [receipt]


def test_due_counts_the_own_days_of_the_entity(runner):
    make.own_day(date(2020, 12, 10), name="Día cívico")
    lines = due(runner, "2020-12-04", "--explain")
    assert lines[-1] == "2020-12-30"
    assert "2020-12-10 no cuenta: día no hábil de la entidad: Día cívico" in lines
    assert "entidad-1" in lines[0]


def test_due_works_without_a_database_and_says_so_apart(bare_runner):
    result = bare_runner.invoke(args=["calendar", "due", "2020-12-04"])
    assert (result.exit_code, result.stdout) == (0, "2020-12-29\n")
    assert "solo los festivos nacionales" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["mañana"],
        ["2020-13-40"],
        ["2020-12-04T99:00"],
        ["1950-01-02"],
        ["9999-12-31T23:00:00-12:00"],
        ["2020-12-04", "--days", "0"],
        [""],
    ],
)
def test_due_refuses_what_it_cannot_count_in_one_sentence(runner, words):
    result = runner.invoke(args=["calendar", "due", *words])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


def test_add_and_list_the_own_days(runner):
    order = ["calendar", "add", "2030-03-04", "Día cívico", "--act", "Decreto 45", "--reason", "Lo ordena el decreto"]
    assert runner.invoke(args=order).stdout == "Agregado: lunes 4 de marzo de 2030.\n"
    assert runner.invoke(args=order).exit_code == 1
    listed = runner.invoke(args=["calendar", "list"]).stdout
    assert listed == "2030-03-04  No se trabaja  Día cívico  Decreto 45\n1 en total.\n"
    assert [day.kind for day in queries.days()] == [DayKind.CLOSED]


def test_add_refuses_a_name_that_does_not_fit(runner):
    result = runner.invoke(args=["calendar", "add", "2030-03-04", "a" * 121, "--reason", "Motivo"])
    assert (result.exit_code, "120 caracteres o menos" in result.stderr) == (2, True)


@pytest.mark.parametrize("words", [["list"], ["add", "2030-03-04", "Día", "--reason", "Motivo"]])
def test_own_days_need_the_database(bare_runner, words):
    result = bare_runner.invoke(args=["calendar", *words])
    assert (result.exit_code, "db upgrade" in result.stderr) == (1, True)
