"""Orders for the console: compare the whole index with what is public."""

import click

from participa.search import services
from participa.search.blueprint import bp
from participa.shared.console import plain_refusals

bp.cli.help = "El buscador: comparar todo el índice con lo publicado."


@bp.cli.command("rebuild")
@click.option("--anew", is_flag=True, help="Antes rehace el índice dañado de SQLite. Nadie escribe mientras tanto.")
def rebuild(anew: bool) -> None:
    """Compara todo con lo publicado y corrige lo que falte o sobre. Mientras tanto se puede buscar."""
    with plain_refusals():
        if anew:
            services.make_anew()
        for label, mended in services.rebuild().items():
            click.echo(f"{label}: {mended} corregidos")
