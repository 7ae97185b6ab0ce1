"""Commands: flask accounts …"""

import click
from flask.cli import with_appcontext

from participa.accounts import queries
from participa.accounts.models import User
from participa.accounts.services import cleaning, passwords, people, second_factors
from participa.shared.console import Text, plain_refusals
from participa.shared.errors import Invalid
from participa.shared.unit_of_work import unit_of_work


@click.command("create-admin", help="Crea una cuenta de Administración e imprime su código para elegir la clave.")
@click.argument("email", type=Text(254))
@click.option("--name", required=True, type=Text(200), help="Nombre de la persona.")
@with_appcontext
def create_admin(email: str, name: str) -> None:
    with plain_refusals(), unit_of_work():
        _user, code = people.create_admin(email.lower(), name)
    _show(code)


@click.command("reset-code", help="Imprime un código de un solo uso para que una persona elija otra clave.")
@click.argument("email")
@with_appcontext
def reset_code(email: str) -> None:
    with plain_refusals(), unit_of_work():
        code = passwords.print_code(_user(email), None)
    _show(code)


@click.command("reset-second-factor", help="Quita el segundo factor de quien perdió el teléfono y los códigos.")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    with plain_refusals(), unit_of_work():
        second_factors.reset_of(_user(email), None)
    click.echo("Segundo factor quitado. Las sesiones de la cuenta quedaron cerradas.")


@click.command("purge", help="Borra intentos de más de un día, sesiones cerradas y códigos vencidos.")
@with_appcontext
def purge() -> None:
    with plain_refusals(), unit_of_work():
        deleted = cleaning.purge()
    click.echo(", ".join(f"{amount} {what}" for what, amount in deleted.items()))


def _user(email: str) -> User:
    user = queries.find_user(email.strip().lower())
    if user is None:
        raise Invalid("No hay una cuenta con ese correo.")
    return user


def _show(code: str) -> None:
    """The code alone on the last line, for scripts."""
    click.echo("Código de un solo uso, válido por 24 horas. Escríbalo en /cuentas/nueva-clave:")
    click.echo(code)


COMMANDS = (create_admin, reset_code, reset_second_factor, purge)
