"""Pages for everybody: the results of a survey, what was written, changes over time, files and a picture."""

from flask import current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.config import Settings
from participa.shared.clock import now
from participa.shared.downloads import as_file
from participa.shared.html import to_line
from participa.surveys import queries as surveys
from participa.surveys.addresses import whole
from participa.surveys.blueprint import bp
from participa.surveys.levels import LEVEL_WORDS
from participa.surveys.models import Survey
from participa.surveys.results import exporting, picture, queries, showing, writing
from participa.surveys.results.models import OpenAnswer
from participa.surveys.results.tables import Results

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json; charset=utf-8"
TYPES = {"csv": CSV, "xlsx": WORKBOOK, "json": JSON}


@bp.get("/<slug>/resultados")
@access.public_cached
def results(slug: str) -> ResponseReturnValue:
    """What was answered; before the end, when it will be told."""
    survey = surveys.by_slug_public(to_line(slug))
    found = queries.results_of(survey)
    if found is None or found.answers is None:
        return render_template("surveys/results/sealed.html", survey=survey, results=found, now=now())
    return render_template(
        "surveys/results/results.html",
        survey=survey,
        results=found,
        level=LEVEL_WORDS[survey.level],
        warning=showing.warning(survey.level),
        rate=showing.rate(found, queries.attended(survey)),
        files=queries.files_of(survey),
        has_earlier=queries.has_earlier(survey),
        show=showing,
        share=showing.share_words(survey, found),
        picture_url=whole("surveys.results_picture", slug=survey.slug),
        page_url=whole("surveys.results", slug=survey.slug),
    )


@bp.get("/<slug>/resultados/comparar")
@access.public_cached
def results_compared(slug: str) -> ResponseReturnValue:
    """The same questions in earlier surveys, and what each group said."""
    survey, found = _told(slug)
    told = queries.same_questionnaire(survey)
    return render_template(
        "surveys/results/compared.html", survey=survey, results=found, changes=showing.changes(told), show=showing
    )


@bp.get("/<slug>/resultados/escritas/<item>")
@access.public_cached
def results_words(slug: str, item: str) -> ResponseReturnValue:
    """What people wrote in one question, once a person looked at it: grouped, in random order."""
    survey, found = _told(slug)
    asked = found.item(to_line(item))
    if asked is None or not asked.writes:
        raise NoResultFound("Nobody writes in this question.")
    rows = queries.published_words(survey, asked.name, asked_place())
    page = rows[: queries.PER_PAGE]
    return render_template(
        "surveys/results/words.html",
        survey=survey,
        item=asked,
        rows=page,
        first=url_for(".results_words", slug=survey.slug, item=asked.name) if asked_place() else "",
        after=url_for(".results_words", slug=survey.slug, item=asked.name, despues=place_after(page))
        if len(rows) > len(page)
        else "",
    )


def asked_place() -> tuple[str, str] | None:
    """The heading and mark after which the page begins, out of the address."""
    mark, _, heading = to_line(request.args.get("despues", "")).partition(".")
    return (heading, mark) if mark else None


def place_after(page: list[OpenAnswer]) -> str:
    return f"{page[-1].mark}.{page[-1].heading}"


@bp.get("/<slug>/resultados/tablas.<kind>")
@access.public_cached
def results_tables(slug: str, kind: str) -> ResponseReturnValue:
    """Every number of the page as a file, with the codebook: csv, xlsx or json."""
    survey, found = _told(slug)
    definition = survey.version.definition
    head, book = (writing.TABLE_HEAD, writing.table_lines), (writing.BOOK_HEAD, writing.codebook)
    if kind == "csv":
        body = writing.csv_bytes(head[0], head[1](found))
    elif kind == "xlsx":
        told = {"Resultados": (head[0], head[1](found)), "Diccionario": (book[0], book[1](definition, found.columns))}
        body = writing.workbook_bytes(told)
    elif kind == "json":
        body = writing.as_json(survey, found, definition)
    else:
        raise NoResultFound("There is no file of this kind.")
    return body, 200, as_file(TYPES[kind], f"resultados-{survey.slug}.{kind}")


@bp.get("/<slug>/resultados/diccionario.csv")
@access.public_cached
def results_codebook(slug: str) -> ResponseReturnValue:
    """What each column of the rows means."""
    survey, found = _told(slug)
    lines = writing.codebook(survey.version.definition, found.columns)
    return writing.csv_bytes(writing.BOOK_HEAD, lines), 200, as_file(CSV, f"diccionario-{survey.slug}.csv")


@bp.get("/<slug>/resultados/filas.<kind>")
@access.public
def results_rows(slug: str, kind: str) -> ResponseReturnValue:
    """One row for each answer, as the job wrote it; 404 until it is whole."""
    survey = queries.unsealed(to_line(slug))
    file = queries.file_of(survey, kind)
    name = f"respuestas-{survey.slug}.{kind}"
    path = exporting.place_of(file)
    if not path.exists():
        raise NoResultFound("The file is not on this machine.")
    return send_file(path, mimetype=TYPES[kind], as_attachment=True, download_name=name, etag=file.digest)


@bp.get("/<slug>/resultados/imagen.png")
@access.public_cached
def results_picture(slug: str) -> ResponseReturnValue:
    """The picture for messages and networks."""
    survey, found = _told(slug)
    settings: Settings = current_app.extensions["settings"]
    number, leading, share, foot = showing.share_words(survey, found)
    body = picture.draw(settings.entity.name, survey.title, number, leading, share, foot)
    return body, 200, {"Content-Type": "image/png"}


def _told(slug: str) -> tuple[Survey, Results]:
    """A survey and its results. Raises NoResultFound while they are sealed, not counted, or of fewer than five."""
    survey = queries.unsealed(to_line(slug))
    found = queries.results_of(survey)
    if found is None or found.answers is None:
        raise NoResultFound("There is nothing to show.")
    return survey, found
