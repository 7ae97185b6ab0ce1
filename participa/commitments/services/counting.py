"""Keep the figures of very many commitments, so that pages only read them."""

from functools import partial

from participa.commitments.queries import board
from participa.questions.services.counting import recount
from participa.shared.clock import today


def keep_figures() -> None:
    """Count everything anew when it is more than a page should read, and keep it when it changed."""
    if not board.is_many():
        return
    for what, year in board.names():
        recount(board.name_of(what, year), partial(board.counted, what, year, today()))
