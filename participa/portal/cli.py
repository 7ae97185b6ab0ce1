"""Commands: flask demo …"""

import click
from flask.cli import with_appcontext

from participa.accounts.models import ROLE_LABELS
from participa.portal import demo
from participa.portal.demo.people import ACCOUNTS, PASSWORD
from participa.shared.console import plain_refusals


@click.command("load", help="Carga el municipio de demostración una sola vez e imprime sus cuentas.")
@with_appcontext
def load() -> None:
    with plain_refusals():
        code = demo.load()
    click.echo("Se cargó el municipio de demostración." if code else "El municipio de demostración ya estaba cargado.")
    click.echo(f"\nCuentas del equipo (ingreso en /cuentas/ingresar). Clave de todas: {PASSWORD}\n")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<42} {ROLE_LABELS[account.role]}{_office(account.office)}")
    click.echo("\nLa ciudadanía no necesita cuenta.")
    if code:
        click.echo(f"Para probar «Seguir mi pregunta» use este código: {code}")


def _office(name: str) -> str:
    return f", {name}" if name else ""
