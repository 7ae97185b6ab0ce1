"""What the pack of a space holds: only what everybody may read on its pages today. No personal data."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from participa.attendance.statistics import files as tables
from participa.attendance.statistics import showing
from participa.documents import queries as library
from participa.events import queries as events
from participa.events.models import Event, EventDocument
from participa.hearings import minutes as live
from participa.hearings import minutes_file
from participa.hearings.minutes import Minutes
from participa.reports.kinds import Scope, Subject, all_kinds, kind_of
from participa.reports.kinds.minutes import find_hearing
from participa.reports.kinds.of_space import page, settings
from participa.reports.models import KeptVersion
from participa.reports.pack import blanks
from participa.reports.queries import kept
from participa.shared import files
from participa.shared.report import files as renderers
from participa.shared.report.document import digest, to_document
from participa.shared.slugs import to_slug

LONGEST_NAME = 60
BLANK = "Formato en blanco"


@dataclass(frozen=True)
class Item:
    """One file of the pack. `mark` changes when its bytes may; `address` is the public page that shows the same."""

    path: str
    title: str
    what: str
    mark: str
    load: Callable[[], bytes]
    address: str = ""


@dataclass(frozen=True)
class Link:
    """What is public elsewhere and has no file here."""

    title: str
    what: str
    address: str


@dataclass(frozen=True)
class Pack:
    """The whole of a space. `missing` says in sentences what has not been published yet."""

    event: Event
    items: tuple[Item, ...]
    links: tuple[Link, ...]
    missing: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Another one whenever anything of it changes: 64 hexadecimal digits."""
        told = [self.event.title, *((one.path, one.title, one.mark, one.address) for one in self.items)]
        return hashlib.sha256(repr((told, self.links, self.missing)).encode()).hexdigest()


def of(event: Event) -> Pack:
    """What a space that was held has for everybody, in its order."""
    parts = (_reports(event), _minutes(event), _figures(event), _documents(event), _library(event), _blanks(event))
    items = tuple(item for part in parts for item in part)
    return Pack(event, items, tuple(_links(event)), tuple(_missing(event)))


def newest_readable(versions: list[KeptVersion]) -> KeptVersion | None:
    """The last published version that nobody withdrew."""
    return next((one for one in reversed(versions) if one.is_readable), None)


def _reports(event: Event) -> Iterator[Item]:
    for report in kept.public_of_event(event):
        version = newest_readable(report.versions)
        if version is None:
            continue
        label, address = kind_of(report.kind).label, page("reports.detail", slug=report.slug)
        name = f"informes/{report.kind}-v{version.number}"
        for made in version.files:
            if made.file is not None and made.sha256:
                load = partial(files.read, made.file)
                yield Item(f"{name}.{made.file.extension}", report.title, label, made.sha256, load, address)
        frozen = partial(_frozen, version)
        yield Item(f"{name}.json", report.title, f"{label} (datos)", version.digest, frozen, address)


def _frozen(version: KeptVersion) -> bytes:
    return kept.document_of(version).encode()


def _minutes(event: Event) -> Iterator[Item]:
    hearing = find_hearing(event)
    if hearing is not None and hearing.closed_at is not None:
        told = replace(live.read(hearing), at=hearing.closed_at)
        load = partial(minutes_file.draw, settings().entity.name, told)
        address, title = page("hearings.minutes", code=hearing.room_code), "Acta de la audiencia en vivo"
        yield Item("acta/acta-de-la-audiencia.pdf", title, "Acta", _of(repr(_lasting(told))), load, address)
    if event.minutes_text:
        words, title = event.minutes_text.encode(), "Qué pasó en el espacio"
        address = page("events.detail", slug=event.slug)
        yield Item("acta/memoria.txt", title, "Memoria", _of(event.minutes_text), lambda: words, address)


def _lasting(told: Minutes) -> tuple[object, ...]:
    """What the minutes say that may still change: a text may be hidden, and the clock set right."""
    counts = (told.counts, told.left, told.too_new, told.blanks, told.received, told.withheld)
    return told.answered, told.promises, told.turns, told.territories, told.offices, counts


def _figures(event: Event) -> Iterator[Item]:
    found = showing.figures(event)
    if found.charts or any(found.totals.values()):
        data = tables.as_csv(tables.HEADINGS, showing.lines(found))
        address = page("attendance.figures", slug=event.slug)
        mark = hashlib.sha256(data).hexdigest()
        yield Item("cifras/participacion.csv", "Cifras de participación", "Cifras", mark, lambda: data, address)


def _documents(event: Event) -> Iterator[Item]:
    """The documents and memorias that are kept as files, photos among them."""
    for place, one in enumerate(events.documents(event), 1):
        if one.file is not None:
            folder = "memorias" if one.is_memoria else "documentos"
            path = f"{folder}/{place:02d}-{_name(one.title)}.{one.file.extension}"
            load = partial(files.read, one.file)
            yield Item(path, one.title, one.kind_label, one.file.sha256, load, _page_of(event, one))


def _page_of(event: Event, document: EventDocument) -> str:
    return page("events.document_file", slug=event.slug, number=document.id)


def _library(event: Event) -> Iterator[Item]:
    for one in library.of_event(event.id):
        address = page("documents.detail", slug=one.slug)
        for place, held in enumerate(one.newest.files if one.newest else (), 1):
            path = f"biblioteca/{_name(one.title)}-{one.id}-{place}.{held.file.extension}"
            yield Item(path, one.title, one.kind_label, held.file.sha256, partial(files.read, held.file), address)


def _blanks(event: Event) -> Iterator[Item]:
    for form in blanks.of_event(event):
        load = partial(renderers.render, form, renderers.Format.DOCX)
        title = form.title.removesuffix(f": {event.title}")
        yield Item(f"formatos/{form.kind}.docx", title, BLANK, digest(to_document(form)), load)


def _links(event: Event) -> Iterator[Link]:
    yield Link(event.title, "Página del espacio", page("events.detail", slug=event.slug))
    yield Link("Preguntas y respuestas del espacio", "Página", page("questions.index", espacio=event.slug))
    yield Link("Compromisos que nacieron en el espacio", "Página", page("commitments.index", espacio=event.slug))
    for one in events.documents(event):
        if one.url:
            yield Link(one.title, one.kind_label, one.url)
    if event.recording_url:
        yield Link("Grabación del espacio", "Grabación", event.recording_url)


def _missing(event: Event) -> Iterator[str]:
    subject = Subject(Scope.EVENT, event.day.year, event)
    public = {report.kind for report in kept.public_of_event(event) if newest_readable(report.versions)}
    for kind in all_kinds():
        if kind.scope is Scope.EVENT and kind.name not in public and kind.is_for(subject):
            yield f"{kind.label}: todavía no se ha publicado."


def _name(title: str) -> str:
    return to_slug(title, "archivo")[:LONGEST_NAME].strip("-")


def _of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
