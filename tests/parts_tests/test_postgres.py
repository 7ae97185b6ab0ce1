import pytest
from sqlalchemy import create_engine, text

from tests.parts import postgres

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def cluster():
    with postgres.temporary_cluster() as running:
        yield running


def ask(url, statement):
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        engine.dispose()


def test_cluster_answers(cluster):
    assert ask(cluster.url(), "select 1") == 1


def test_cluster_knows_spanish_letters(cluster):
    assert ask(cluster.url(), "select lower('ÑANDÚ')") == "ñandú"


def test_cluster_listens_on_its_socket_only(cluster):
    assert ask(cluster.url(), "show listen_addresses") == ""


def test_new_databases_do_not_share_tables(cluster):
    first, second = cluster.create_database(), cluster.create_database()
    ask(first, "create table only_here (id int)")
    assert ask(second, "select to_regclass('only_here')") is None


def test_database_made_from_a_template_has_its_rows(cluster):
    ask(cluster.create_database("model"), "create table barrio as select 'La Pola' as nombre")
    assert ask(cluster.create_database("copy", template="model"), "select nombre from barrio") == "La Pola"


def test_dropped_database_is_gone_even_with_someone_inside(cluster):
    cluster.create_database("busy")
    with cluster.connect("busy"):
        cluster.drop_database("busy")
    assert ask(cluster.url(), "select count(*) from pg_database where datname = 'busy'") == 0


def test_nothing_is_left_after_the_cluster():
    with postgres.temporary_cluster() as running:
        assert (running.folder / "data").is_dir()
    assert not running.folder.exists()


def test_explicit_folder_without_a_server_is_passed_over(monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    assert postgres.find_binaries() != tmp_path
