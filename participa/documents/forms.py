"""Shape of what is typed here, by citizens and by the team."""

from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from participa.documents import privacy
from participa.documents.models import PAPER_KIND_LABELS, PaperKind, PaperState, PublicDocument
from participa.shared import email_address
from participa.shared.forms import BaseForm, Day, FormKey, Line, OneOf, Upload, Whole, Words, new_form_key
from participa.strategy.models import DECISION_LABELS, Decision

LONGEST_TEXT = 40_000
NO_KEY = "Al formulario le faltaba un dato. Ya lo corregimos: vuelva a enviarlo."
CHECK_BOX = "Marque esta casilla para que podamos guardar su correo y escribirle."
KINDS = [SelectChoice(kind.value, label) for kind, label in PAPER_KIND_LABELS.items()]


class ListForm(BaseForm):
    """How the address narrows the list of the library."""

    class Meta(BaseForm.Meta):
        csrf = False

    tipo = OneOf("Tipo", choices=[SelectChoice("", "Todos"), *KINDS], default="")
    vigencia = OneOf("Año", default="")

    @classmethod
    def asked(cls, args: MultiDict[str, str], years: list[int]) -> "ListForm":
        """As the address says; what it cannot mean narrows nothing."""
        form = cls(formdata=args)
        form.vigencia.choices = [SelectChoice("", "Todos"), *(SelectChoice(str(year), str(year)) for year in years)]
        return form

    def address(self) -> dict[str, str]:
        """What narrows, as the address carries it."""
        chosen = {"tipo": self.kind.value if self.kind else "", "vigencia": str(self.year or "")}
        return {name: value for name, value in chosen.items() if value}

    @property
    def kind(self) -> PaperKind | None:
        return PaperKind(self.tipo.data) if self.tipo.data in set(PaperKind) else None

    @property
    def year(self) -> int | None:
        known = {choice.value for choice in self.vigencia.choices or () if isinstance(choice, SelectChoice)}
        return int(self.vigencia.data) if self.vigencia.data and self.vigencia.data in known else None


class DocumentForm(BaseForm):
    """A document. `revision` is how often it had changed when the page was opened; of a new one, nothing."""

    form_key = FormKey()
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])
    kind = OneOf("¿Qué es?", coerce=PaperKind, choices=KINDS)
    title = Line("Título", [DataRequired("Escriba el título.")])
    year = Whole(
        "Año del que habla",
        [InputRequired("Escriba el año."), NumberRange(2000, 2100, "Escriba un año entre 2000 y 2100.")],
        words="Escriba el año con cuatro cifras.",
    )
    text = Words("Texto", [DataRequired("Escriba el texto. Así se lee sin abrir archivos.")], most=LONGEST_TEXT)
    upload = Upload("Archivo")
    other_upload = Upload("El mismo documento en otro formato")
    event = OneOf("Espacio de diálogo", default="")
    is_prior_report = BooleanField("Es el informe que se lee antes de ese espacio")
    activity = OneOf("Actividad de la estrategia que cumple", default="")
    reason = Words("Qué cambia en esta versión", most=500)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if self.form_key.errors:
            self.form_key.data = new_form_key()
            self.form_key.errors = [NO_KEY]
        if self.is_prior_report.data and not self.event.data:
            self.refuse("event", "Elija el espacio donde se presenta.")
        if self.other_upload.data and not self.upload.data:
            self.refuse("upload", "Elija primero el archivo principal.")
        return fits and not self.errors

    @property
    def uploads(self) -> list[FileStorage]:
        return [one.data for one in (self.upload, self.other_upload) if one.data]

    @classmethod
    def of(cls, document: PublicDocument) -> "DocumentForm":
        """As it was last written, in a draft or in public."""
        last = document.versions[-1]
        return cls(
            data={
                "revision": document.revision,
                "kind": document.kind,
                "title": last.title,
                "year": document.year,
                "text": last.text,
                "event": document.event.slug if document.event else "",
                "is_prior_report": document.is_prior_report,
                "activity": str(document.activity_id or ""),
                "reason": "" if last.published_at else last.reason,
            }
        )


class PublishForm(BaseForm):
    """`number` is the version that the person saw."""

    number = IntegerField(widget=HiddenInput(), validators=[InputRequired("Recargue la página.")])


class WithdrawForm(BaseForm):
    reason = Words("Por qué se retira", [DataRequired("Escriba por qué. Lo lee la ciudadanía.")], most=500)


class ConsultForm(BaseForm):
    """From which to which day people may observe, what is asked of them and how they are thanked."""

    opens_on = Day("Primer día", [InputRequired("Escriba el primer día.")])
    closes_on = Day("Último día", [InputRequired("Escriba el último día.")])
    ask = Words("Qué se les pregunta", most=1000)
    thanks = Words("Agradecimiento al terminar", most=1000)


class ObserveForm(BaseForm):
    """An observation. Only its text is required; the box of authorisation is never ticked beforehand."""

    form_key = FormKey()
    body = Words("¿Qué cambiaría o agregaría?", [DataRequired("Escriba su observación.")])
    part = Line("¿De qué parte habla?")
    email = Line("Su correo", most=254)
    manage = BooleanField(privacy.OBSERVATION_WORDS)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if self.form_key.errors:
            self.renew()
            self.form_key.errors = [NO_KEY]
        self._check_email()
        return fits and not self.errors

    def _check_email(self) -> None:
        """An address counts only with its authorisation, and a tick without address says nothing."""
        if not self.email.data:
            return
        found = email_address.whole(self.email.data)
        if found is None:
            self.refuse("email", email_address.WORDS)
        elif not self.manage.data:
            self.refuse("manage", "Marque esta casilla para guardar su correo, o bórrelo y opine sin correo.")
        else:
            self.email.data = found

    @property
    def shows_contact(self) -> bool:
        """Whether the part with the mail must be open."""
        return bool(self.email.data or self.email.errors or self.manage.errors)

    def renew(self) -> None:
        """Make it another form with the same content."""
        self.form_key.data = new_form_key()


class CodeForm(BaseForm):
    """A code, as it came in a link or as somebody types it."""

    code = Line("Su código", [DataRequired("Escriba el código.")], most=60)


class NewsForm(BaseForm):
    """An address, and the authorisation to use it for this alone."""

    website = StringField("Deje este campo vacío")
    email = Line("Su correo", [DataRequired("Escriba su correo.")], most=254)
    agrees = BooleanField(privacy.NEWS_WORDS, [DataRequired(CHECK_BOX)])

    def validate_email(self, field: Line) -> None:
        """In its usual form, whoever typed it."""
        found = email_address.whole(field.data or "")
        if field.data and found is None:
            self.refuse("email", email_address.WORDS)
        elif found:
            field.data = found

    @property
    def fell_into_trap(self) -> bool:
        return bool((self.website.data or "").strip())


class ReplyForm(BaseForm):
    """What the team decides of an observation, and why."""

    decision = RadioField(
        "Decisión",
        [DataRequired("Elija una decisión.")],
        choices=[SelectChoice(member.value, label) for member, label in DECISION_LABELS.items()],
    )
    reasons = Words("¿Por qué?", [DataRequired("Escriba por qué. Lo verá la ciudadanía.")])
    withheld_because = Line("Motivo para no publicar el texto", most=300)

    @property
    def chosen(self) -> Decision:
        return Decision(self.decision.data)


def state_of(asked: str) -> PaperState | None:
    """The state that the list of the team is narrowed to."""
    return PaperState(asked) if asked in set(PaperState) else None
