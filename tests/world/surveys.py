"""Surveys of the seeded world: what people answer, and what is told of it."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import services as survey_services
from participa.surveys.models import ChangeKind, Level, Survey, SurveyChange, SurveyState
from participa.surveys.paper import services as survey_paper
from participa.surveys.paper.numbering import printed as printed_number
from participa.surveys.results import queries as survey_results
from participa.surveys.results.models import FileKind, FileState, WordsState
from tests import factories as make
from tests.factories.keep import keep
from tests.factories.surveys import SMALL
from tests.factories.surveys import version as questionnaire_version
from tests.surveys import furnish_results as results
from tests.world.model import World
from tests.world.questionnaires import in_words


def plant(world: World) -> None:
    told_surveys(world)
    asked_surveys(world)


def told_surveys(world: World) -> None:
    """A survey whose results are sealed, and one that is told, with words to review and a file that failed."""
    definition = in_words(results.SIMPLE, world.words)
    said = [
        {**sheet, "detalle": world.words(f"Falta agua, {number}")} for number, sheet in enumerate(results.sheets(40))
    ]
    kept = {"about": world.words("Para conocer su opinión.")}
    is_open = {"state": SurveyState.OPEN, "closed_at": None, "closes_at": now() + timedelta(days=3)}
    sealed = results.filled(definition, said, title=world.words("Encuesta sellada")[-200:], **kept, **is_open)
    told = results.counted(definition, said, flagged=9, title=world.words("Encuesta contada")[-200:], **kept)
    world.results = {"sealed": sealed.slug, "told": told.slug}
    first, second = survey_results.words_to_review(told, WordsState.WAITING, None)[:2]
    first.state, first.heading = WordsState.APPROVED, world.words("Agua")[-80:]
    world.results["mark"] = second.mark
    failed = next(file for file in survey_results.files_of(told) if file.kind is FileKind.XLSX)
    failed.state = FileState.FAILED
    told.outcome = world.words("Las vías serán el primer tema.")
    keep(first), keep(failed), keep(told)


def asked_surveys(world: World) -> None:
    """One open on paper, web and tablet, one with codes, a draft and one that closed; an answer and one half way."""
    version, event = questionnaire_version(in_words(SMALL, world.words)), make.event()
    version.questionnaire.title = world.words("Cuestionario de temas")[-200:]
    keep(version)
    kinds: dict[str, dict[str, Any]] = {
        "open": {"takes_tablet": True},
        "code": {"level": Level.CODE},
        "draft": {"state": SurveyState.DRAFT},
        "closed": {},
    }
    for name, values in kinds.items():
        title, about = world.words(f"Temas de la audiencia, {name}")[-200:], world.words("Para escoger los temas.")
        row = make.survey(version=version, event=event, **({"title": title, "about": about} | values))
        world.survey[name] = row.slug
        if name == "open":
            world.survey_code["receipt"] = make.answered_survey(row).code
            with unit_of_work():
                content = {"answers": {"tema": "agua"}, "seed": "x", "page": 0, "form_key": "clave-a-medias-1"}
                world.survey_code["draft"], _ = survey_services.keep_draft(row, content, "clave-a-medias-1")
            sheets_of_paper(world, row)
        if name == "closed":
            change = {"kind": ChangeKind.CLOSED_EARLY, "reason": world.words("Ya bastan."), "at": now()}
            keep(SurveyChange(survey_id=row.id, author_id=world.user[Role.APPROVER], **change))
            with unit_of_work():
                survey_services.close(row)
    world.survey_form = {"version": str(version.id), "event": str(event.id)}


def sheets_of_paper(world: World, survey: Survey) -> None:
    """Some printed ones; the first was typed by somebody who cannot compare it."""
    with unit_of_work():
        survey_paper.print_sheets(survey, 1, 20, db.session.get_one(User, world.user[Role.APPROVER]))
        answers = {"tema": "agua", "detalle": world.words("Que haya agua los domingos.")}
        typist = db.session.get_one(User, world.user[Role.APPROVER])
        sheet = survey_paper.type_sheet(survey, 1, answers, typist)
        sheet.typed_by_id = world.user[Role.LIAISON]
        world.survey_code |= {"sheet": printed_number(survey.id, 1), "sheet_mark": sheet.mark}
    world.survey_code["free_sheet"] = printed_number(survey.id, 2)
