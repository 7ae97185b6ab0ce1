"""Shape of what the team types about surveys."""

from collections.abc import Iterable
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange

from participa.events.models import Event
from participa.questionnaires.engine.definition import ItemType
from participa.questionnaires.models import QuestionnaireVersion
from participa.shared.forms import MOMENT_WORDS, BaseForm, FormKey, Line, WallClock, Whole, Words
from participa.strategy.models import Activity
from participa.surveys import rules
from participa.surveys.levels import LEVEL_WORDS, LevelWords
from participa.surveys.models import Level, NewSurvey, Survey

NEITHER = "Elija de qué espacio o de qué actividad es. Toda encuesta hace parte de la estrategia."
NONE = SelectChoice("", "Ninguno")
MOST_ADDRESSES = 500


def _explained(level: LevelWords) -> str:
    limit = level.does_not_stop[0].lower() + level.does_not_stop[1:]
    return f"{level.number}. {level.label}. {level.how} Su límite: {limit}"


class SurveyForm(BaseForm):
    """A survey, new or still a draft."""

    form_key = FormKey()
    title = Line("Título", [DataRequired("Escriba el título de la encuesta.")])
    about = Words("Para qué es", [DataRequired("Diga en una o dos frases para qué es.")], most=1000)
    version = SelectField("Cuestionario", [DataRequired("Elija el cuestionario.")])
    event = SelectField("Espacio de diálogo", default="")
    activity = SelectField("Actividad de la estrategia", default="")
    opens_at = WallClock("Abre", [InputRequired(MOMENT_WORDS)])
    closes_at = WallClock("Cierra", [InputRequired(MOMENT_WORDS)])
    level = RadioField(
        "Cómo se cuenta una respuesta por persona",
        [InputRequired("Elija un nivel.")],
        choices=[SelectChoice(kind.value, _explained(one)) for kind, one in LEVEL_WORDS.items()],
    )
    takes_tablet = BooleanField("También en una tableta que el equipo presta")

    def offer(
        self, versions: Iterable[QuestionnaireVersion], events: Iterable[Event], activities: Iterable[Activity]
    ) -> None:
        """The choices of the three lists."""
        self._versions = {str(one.id): one for one in versions if not has_files(one)}
        self._events = {str(one.id): one for one in events}
        self._activities = {str(one.id): one for one in activities}
        named = [SelectChoice(key, one.questionnaire.title) for key, one in self._versions.items()]
        self.version.choices = [SelectChoice("", "Elija un cuestionario"), *named]
        self.event.choices = [NONE, *(SelectChoice(key, one.title) for key, one in self._events.items())]
        self.activity.choices = [NONE, *(SelectChoice(key, one.name) for key, one in self._activities.items())]

    def validate_closes_at(self, field: WallClock) -> None:
        """Raises ValidationError for an end that does not come after the beginning, or a year later."""
        if self.opens_at.data and field.data and not rules.fits(self.opens_at.data, field.data):
            raise ValidationError("El cierre va después de la apertura, y antes de un año.")

    def validate_activity(self, field: SelectField) -> None:
        """Raises ValidationError without an activity nor a space."""
        if not field.data and not self.event.data:
            raise ValidationError(NEITHER)

    def fill(self, survey: Survey) -> None:
        """What a draft says, to be changed."""
        self.title.data, self.about.data, self.takes_tablet.data = survey.title, survey.about, survey.takes_tablet
        self.opens_at.data, self.closes_at.data, self.level.data = survey.opens_at, survey.closes_at, survey.level.value
        self.version.data = str(survey.version_id)
        self.event.data, self.activity.data = str(survey.event_id or ""), str(survey.activity_id or "")

    def new_survey(self) -> NewSurvey:
        """Of a good form. Raises ValueError without its instants."""
        if self.opens_at.data is None or self.closes_at.data is None:
            raise ValueError(MOMENT_WORDS)
        return NewSurvey(
            title=self.title.data or "",
            version=self._versions[str(self.version.data)],
            level=Level(self.level.data),
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
            about=self.about.data or "",
            activity=self._activities.get(str(self.activity.data)),
            event=self._events.get(str(self.event.data)),
            takes_tablet=bool(self.takes_tablet.data),
        )


def has_files(version: QuestionnaireVersion) -> bool:
    """Surveys take no files: one says whose it is by itself."""
    return any(item.type is ItemType.FILE for item in version.definition.items)


class ReasonForm(BaseForm):
    """Why something is done before its time."""

    reason = Words("Motivo", [DataRequired("Escriba el motivo: lo leerá todo el mundo.")], most=600)


class ExtendForm(ReasonForm):
    closes_at = WallClock("Nueva fecha de cierre", [InputRequired(MOMENT_WORDS)])


class ConfirmForm(BaseForm):
    """A button alone."""


class CodesForm(BaseForm):
    """How many codes to print."""

    form_key = FormKey()
    number = Whole(
        "Cuántos códigos",
        [InputRequired("Escriba cuántos."), NumberRange(1, rules.MOST_CODES, f"Entre 1 y {rules.MOST_CODES}.")],
        words="Escriba un número.",
    )
    batch = Line("Para quién son", [DataRequired("Escriba un nombre para el grupo, como «Vereda La Unión».")], most=60)
    shape = RadioField(
        "Cómo los quiere",
        choices=[SelectChoice("pdf", "Papeletas para imprimir y recortar"), SelectChoice("csv", "Lista para Excel")],
        default="pdf",
    )


class MailForm(BaseForm):
    """Addresses that get a code each. They are not kept."""

    form_key = FormKey()
    batch = Line("Para quién son", [DataRequired("Escriba un nombre para el grupo.")], most=60)
    addresses = Words("Correos", [DataRequired("Pegue los correos, uno en cada renglón.")], most=40_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        self.found: list[str] = []
        super().__init__(*args, **options)

    def validate_addresses(self, field: Words) -> None:
        """Raises ValidationError for the first line that is no address, by its number."""
        self.found = []
        for number, line in enumerate(_lines(field.data or ""), 1):
            try:
                found = validate_email(line, check_deliverability=False, allow_smtputf8=False)
            except EmailNotValidError:
                raise ValidationError(f"El renglón {number} no parece un correo completo.") from None
            self.found.append(found.normalized.lower())
        if len(set(self.found)) > MOST_ADDRESSES:
            raise ValidationError(f"Pegue {MOST_ADDRESSES} correos o menos cada vez.")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").replace(";", "\n").splitlines() if line.strip()]
