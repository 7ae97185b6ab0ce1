"""Orders for the console: sign the record now, check it whole, and enter what came before it."""

import click

from participa.record import queries, services, verifier
from participa.record.public import bp
from participa.shared import ledger, signing
from participa.shared.unit_of_work import unit_of_work

bp.cli.help = "El registro público: firmarlo y comprobarlo."


@bp.cli.command("checkpoint")
def checkpoint() -> None:
    """Firma el registro como está y escribe a los testigos."""
    with unit_of_work():
        point = services.checkpoint()
        told = f"Firmado con {point.size} entradas. Huella: {point.head}" if point else "No hay entradas nuevas."
    click.echo(told)


@bp.cli.command("adopt")
def adopt() -> None:
    """Anota lo que pasó antes de abrir el registro, con su fecha. Repetirlo no anota nada dos veces."""
    entered = services.adopt()
    click.echo(f"Se anotó después: {entered} entradas." if entered else "Nada por anotar.")


@bp.cli.command("check")
def check() -> None:
    """Comprueba el registro entero y sus puntos de control. Termina con 1 si algo no coincide."""
    try:
        hashes = verifier.read_chain(ledger.as_file(queries.lines()))
        points = services.as_lines(queries.checkpoints()).splitlines()
        count = verifier.check_points(hashes, points, signing.public_key())
    except verifier.Fault as fault:
        raise click.ClickException(f"No coincide. {fault}") from fault
    click.echo(f"Todo coincide: {len(hashes)} entradas y {count} puntos de control.")
