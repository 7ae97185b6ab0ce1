"""Questionnaires of the seeded world."""

from collections.abc import Callable
from dataclasses import replace

from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option, to_document
from participa.questionnaires.models import QuestionnaireVersion, VersionState
from participa.shared.clock import now
from tests.factories.keep import keep
from tests.factories.surveys import SMALL
from tests.factories.surveys import version as questionnaire_version
from tests.world.model import World


def in_words(definition: Definition, words: Callable[[str], str]) -> Definition:
    """The same with every text passed through `words`."""
    items = tuple(
        replace(
            item,
            label=words(item.label),
            help=words("Responda con calma."),
            options=tuple(Option(option.code, words(option.label)) for option in item.options),
        )
        for item in definition.items
    )
    return Definition(items, words(definition.intro), words("Gracias."))


def plant(world: World) -> None:
    """One being written, with an item that was taken out; one used and corrected; one in the archive."""
    for name in ("draft", "frozen", "archived"):
        definition = in_words(SMALL, world.words)
        row = questionnaire_version(definition)
        world.questionnaire[name] = row.questionnaire_id
        row.questionnaire.title = world.words(f"Cuestionario {name}")
        if name == "draft":
            taken = to_document(Definition((Item("quitada", ItemType.SHORT_TEXT, world.words("¿Algo más?")),)))["items"]
            row.removed = [{"item": taken[0], "place": 1, "at": now().isoformat()}]
        elif name == "frozen":
            row.state, row.frozen_at = VersionState.FROZEN, now()
            corrected = to_document(replace(definition, intro=world.words("Ayúdenos a escoger.")))
            told = {"reason": world.words("Se entendía mal."), "created_at": now(), "frozen_at": now(), "removed": []}
            of = {"questionnaire_id": row.questionnaire_id, "number": 2, "state": VersionState.FROZEN}
            keep(QuestionnaireVersion(document=corrected, **of, **told))
        else:
            row.questionnaire.archived_at = now()
        keep(row)
