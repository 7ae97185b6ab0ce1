"""What the orders of the console share: a refusal is one sentence and a bad code, never a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from participa.shared.errors import DomainError
from participa.shared.html import to_line

NO_DATABASE = "La base de datos no responde o no está preparada. Ejecute «flask --app wsgi db upgrade»."


class Text(click.ParamType[str]):
    """A line of text that fits where it is stored: trimmed, at most `most` characters."""

    name = "texto"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        line = to_line(value)
        if len(line) > self.most:
            self.fail(f"Escriba {self.most} caracteres o menos.", param, ctx)
        return line


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Raises ClickException in place of what the domain refuses and of a database that is away or not migrated."""
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from refusal
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(NO_DATABASE) from error
