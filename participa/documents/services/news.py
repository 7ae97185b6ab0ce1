"""What is new, told once: rooms say it here, and the mail of the week and the page of news repeat it."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from participa.documents.models import NewsItem
from participa.documents.queries import news as queries
from participa.extensions import db

LONGEST_TITLE = 300


def tell(kind: str, title: str, address: str, at: datetime) -> None:
    """Note something that everybody may read from now on. The same address again changes nothing.

    `kind` is a word for people, such as «Informe»; `address`, a path of this site that begins with /.
    """
    if queries.find_item(address) is not None:
        return
    try:
        with db.session.begin_nested():
            db.session.add(NewsItem(kind=kind[:60], title=title[:LONGEST_TITLE], address=address, at=at))
    except IntegrityError:
        return  # a parallel request has just told the same


def rename(address: str, title: str) -> None:
    """Say from now on another title of what was told of this address; nothing when it was not told."""
    told = update(NewsItem).where(NewsItem.address == address)
    db.session.execute(told.values(title=title[:LONGEST_TITLE]))


def take_back(address: str) -> None:
    """What was told of this address is told to nobody more: it is not public now."""
    db.session.execute(delete(NewsItem).where(NewsItem.address == address))
