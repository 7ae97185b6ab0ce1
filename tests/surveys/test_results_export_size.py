"""The files of rows of twenty thousand answers take little memory: measured in a process of its own."""

import subprocess
import sys

import pytest

MOST_MEBIBYTES = 8
MEASURED = """
import sys, tracemalloc
from pathlib import Path
from participa.questionnaires.engine.definition import Definition
from participa.surveys.results.parts import cells_of, columns_of
from participa.surveys.results.writing import CsvRows, JsonRows, WorkbookRows, codebook
from tests.surveys.furnish_results import EVERYTHING, sheet
import random
kinds = {"csv": CsvRows, "json": JsonRows, "xlsx": WorkbookRows}
columns = [column for item in EVERYTHING.to_answer for column in columns_of(item)]
draw = random.Random(3)
said = [sheet(draw) for _ in range(40)]
rows = [{n: t for item in EVERYTHING.to_answer for n, t in cells_of(item, one).items()} for one in said]
tracemalloc.start()
writer = kinds[sys.argv[1]](Path(sys.argv[2]), columns, codebook(EVERYTHING, columns), "Todo")
for number in range(20_000):
    writer.add(rows[number % 40])
writer.close()
print(writer.rows, tracemalloc.get_traced_memory()[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_twenty_thousand_rows_are_written_in_little_memory(kind, tmp_path):
    path = tmp_path / f"filas.{kind}"
    command = [sys.executable, "-c", MEASURED, kind, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    rows, most = map(int, said.stdout.split()[-2:])
    assert rows == 20_000
    assert path.stat().st_size > 100_000
    assert most < MOST_MEBIBYTES * 1024 * 1024
