"""The words that both directions share."""

from participa.questionnaires.engine.definition import ItemType

INTRO, THANKS = "texto_inicial", "texto_final"
TAG = "participa"  # our own column: what the convention cannot say; other programs leave it aside
FACES_LABELS = ("Muy mal", "Mal", "Regular", "Bien", "Muy bien")
SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "appearance",
    "parameters",
    TAG,
)
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version", "default_language", "style")
TYPES = {
    ItemType.SINGLE: "select_one",
    ItemType.MULTIPLE: "select_multiple",
    ItemType.RANKING: "rank",
    ItemType.SCALE: "range",
    ItemType.FACES: "select_one",
    ItemType.NUMBER: "decimal",
    ItemType.DATE: "date",
    ItemType.SHORT_TEXT: "text",
    ItemType.LONG_TEXT: "text",
    ItemType.PLACE: "text",
    ItemType.FILE: "file",
    ItemType.CONSENT: "acknowledge",
    ItemType.NOTE: "note",
}
