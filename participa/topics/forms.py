"""Shape of what people and the team send."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from participa.questions.models import WithholdReason
from participa.shared.forms import MOMENT_WORDS, BaseForm, Boxes, FormKey, Line, WallClock, Words, new_form_key
from participa.shared.seen_form import SeenForm
from participa.surveys.models import LEVEL_LABELS, Level
from participa.topics.models import (
    CALL_USE_LABELS,
    KEEP_BACK_LABELS,
    LINK_KIND_LABELS,
    RULE_LABELS,
    WAY_LABELS,
    CallDetails,
    CallUse,
    LinkKind,
    Rule,
    Way,
)

NOBODY = 0  # the choice «none» of a list of rows
ENDS_AFTER = "El cierre va después de la apertura."
PLACE_NONE = "Todo el municipio"
LEVELS = (Level.OPEN, Level.CHECKED, Level.CODE, Level.REGISTER)
Choices = Sequence[tuple[int, str]]


def _choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(member.value, label) for member, label in labels.items()]


class NominateForm(BaseForm):
    """A topic in few words. Nothing is asked of the person."""

    form_key = FormKey()
    website = StringField("Deje este campo vacío")
    words = Line("¿Qué tema propone?", [DataRequired("Escriba el tema que propone.")], most=140)
    why = Words("¿Por qué es importante?", [DataRequired("Cuente en una frase por qué es importante.")], most=1000)
    place = SelectField("¿De qué comuna o vereda habla?", default="")

    def offer(self, places: Sequence[str]) -> None:
        rows = [SelectChoice(name, name) for name in places]
        self.place.choices = [SelectChoice("", PLACE_NONE), *rows]

    def validate(self, extra_validators: Any = None) -> bool:
        is_shaped = super().validate(extra_validators)
        if self.form_key.errors:
            self.form_key.data = new_form_key()
            self.form_key.errors = ["Al formulario le faltaba un dato. Ya lo corregimos: vuelva a enviarlo."]
        return is_shaped

    def renew(self) -> None:
        """Make it another form with the same content: what it sends is a new nomination."""
        self.form_key.data = new_form_key()


class FollowForm(BaseForm):
    """The code of a receipt, as somebody types it."""

    code = Line("Su código de seguimiento", [DataRequired("Escriba su código de seguimiento.")], most=60)


class SupportForm(BaseForm):
    """Support, or take the support back."""

    withdraw = HiddenField()


class CallForm(BaseForm):
    """What the team writes of a call. `seen`: its revision when this person opened it."""

    form_key = FormKey()
    seen = IntegerField(widget=HiddenInput())
    use = RadioField("¿Qué se le pide a la gente?", choices=_choices(CALL_USE_LABELS), default=CallUse.TOPICS.value)
    title = Line("Título", [DataRequired("Escriba el título de la convocatoria.")], most=200)
    intro = Words("Qué se busca y qué se hará con los temas", [DataRequired("Cuente qué se hará con los temas.")])
    opens_at = WallClock("Abre", [InputRequired(MOMENT_WORDS)])
    closes_at = WallClock("Cierra", [InputRequired(MOMENT_WORDS)])
    activity = SelectField("Actividad de la estrategia", coerce=int)
    event = SelectField("Espacio de diálogo", coerce=int)

    def offer(self, activities: Choices, events: Choices) -> None:
        self.activity.choices = [SelectChoice(NOBODY, "Ninguna"), *(SelectChoice(*row) for row in activities)]
        self.event.choices = [SelectChoice(NOBODY, "Ninguno"), *(SelectChoice(*row) for row in events)]

    def validate_closes_at(self, field: WallClock) -> None:
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(ENDS_AFTER)

    def validate_event(self, field: SelectField) -> None:
        if not field.data and not self.activity.data:
            raise ValidationError("Elija una actividad, un espacio o los dos.")

    def details(self) -> CallDetails:
        return CallDetails(
            title=self.title.data or "",
            intro=self.intro.data or "",
            use=CallUse(self.use.data),
            opens_at=moment_of(self.opens_at),
            closes_at=moment_of(self.closes_at),
            activity_id=self.activity.data or None,
            event_id=self.event.data or None,
        )


class PublishForm(SeenForm):
    prefix = "publicar-"

    reviewed = BooleanField("Lo revisé: puede publicarse")


class KeepBackForm(SeenForm):
    """Why the words of a nomination stay out of the public page."""

    reason = RadioField(
        "Motivo",
        choices=_choices(KEEP_BACK_LABELS),
        validators=[DataRequired("Elija el motivo. Sin motivo no se puede reservar.")],
    )
    note = Words("Explique qué parte cabe en ese motivo", [DataRequired("Escriba la explicación.")], most=1000)

    @property
    def chosen(self) -> WithholdReason:
        return WithholdReason(self.reason.data)


class GroupForm(BaseForm):
    """Nominations that say the same: into a group that is there, or a new one with a title."""

    nominations = Boxes("Postulaciones", coerce=int)
    into = SelectField("¿En qué tema van?", coerce=int)
    title = Line("Título del tema nuevo", most=140)

    def offer(self, nominations: Choices, groups: Choices) -> None:
        self.nominations.choices = [SelectChoice(*row) for row in nominations]
        self.into.choices = [SelectChoice(NOBODY, "En un tema nuevo"), *(SelectChoice(*row) for row in groups)]

    def validate_title(self, field: Line) -> None:
        if not self.into.data and len(field.data or "") < 3:
            raise ValidationError("Escriba el título del tema nuevo.")

    def validate_nominations(self, field: Boxes) -> None:
        if self.into.data and not field.data:
            raise ValidationError("Marque al menos una postulación.")


class RenameForm(SeenForm):
    prefix = "titulo-"

    title = Line("Título del tema", [DataRequired("Escriba el título del tema.")], most=140)


class VoteForm(BaseForm):
    """How the vote is made."""

    form_key = FormKey()
    way = RadioField("¿Cómo vota la gente?", choices=_choices(WAY_LABELS), default=Way.RANKING.value)
    rule = RadioField(
        "Si la gente ordena, ¿qué regla decide?",
        choices=_choices({rule: label for rule, label in RULE_LABELS.items() if rule is not Rule.POINTS}),
        default=Rule.SCHULZE.value,
    )
    level = RadioField(
        "¿Qué tanto se asegura un voto por persona?",
        choices=_choices({level: LEVEL_LABELS[level] for level in LEVELS}),
        default=Level.OPEN.value,
    )
    opens_at = WallClock("La votación abre", [InputRequired(MOMENT_WORDS)])
    closes_at = WallClock("La votación cierra", [InputRequired(MOMENT_WORDS)])

    def validate_closes_at(self, field: WallClock) -> None:
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(ENDS_AFTER)


class AgendaForm(BaseForm):
    """The topics of a space, in the order of the vote."""

    event = SelectField("Espacio", coerce=int)
    topics = Boxes("Temas que se tratan", coerce=int)
    reason = Words("Motivo, si no se sigue el orden de la votación", most=1000)

    def offer(self, events: Choices, topics: Choices) -> None:
        self.event.choices = [SelectChoice(*row) for row in events]
        self.topics.choices = [SelectChoice(*row) for row in topics]

    def validate_topics(self, field: Boxes) -> None:
        if not field.data:
            raise ValidationError("Elija al menos un tema.")


class LinkForm(BaseForm):
    """Something that became of a topic. Only the field of the chosen kind counts."""

    kind = RadioField("¿Qué quiere mostrar?", choices=_choices(LINK_KIND_LABELS), default=LinkKind.QUESTION.value)
    agenda = SelectField("Punto del orden del día", coerce=int, default=NOBODY)
    promise = SelectField("Compromiso", coerce=int, default=NOBODY)
    document = SelectField("Documento", coerce=int, default=NOBODY)
    radicado = Line("Radicado de la pregunta", most=16)
    url = Line("Dirección de la página", most=500)
    words = Line("Qué se encuentra allí", most=300)

    def offer(self, agenda: Choices, promises: Choices, documents: Choices) -> None:
        for field, rows in ((self.agenda, agenda), (self.promise, promises), (self.document, documents)):
            field.choices = [SelectChoice(NOBODY, "Elija uno"), *(SelectChoice(*row) for row in rows)]
        lists = {LinkKind.AGENDA: agenda, LinkKind.PROMISE: promises, LinkKind.DOCUMENT: documents}
        offered = {kind: label for kind, label in LINK_KIND_LABELS.items() if lists.get(kind, True)}
        self.kind.choices = _choices(offered)

    def validate_url(self, field: Line) -> None:
        if self.kind.data == LinkKind.PAGE and not _is_https(field.data or ""):
            raise ValidationError("Escriba una dirección completa que empiece con https://")

    @property
    def chosen(self) -> LinkKind:
        return LinkKind(self.kind.data)

    @property
    def ref(self) -> int:
        fields = {LinkKind.AGENDA: self.agenda, LinkKind.PROMISE: self.promise, LinkKind.DOCUMENT: self.document}
        return fields[self.chosen].data or 0 if self.chosen in fields else 0


def moment_of(field: WallClock) -> datetime:
    """The instant of a field that was checked."""
    if field.data is None:
        raise ValueError("The form was not checked.")
    moment: datetime = field.data
    return moment


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_plain = parts.username is None and not any(map(str.isspace, address))
    return parts.scheme == "https" and "." in host and is_plain
