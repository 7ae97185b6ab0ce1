"""Shape of what the team sends: a registration typed for somebody, a reason, how far a support has come."""

from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired

from participa.questionnaires.models import QuestionnaireVersion
from participa.registrations.forms.citizens import RegisterForm, labelled
from participa.registrations.models import NEED_STATE_LABELS, ExtraQuestions, NeedState, RegistrationChannel
from participa.shared.forms import BaseForm, Line, Words

CHANNELS = {RegistrationChannel.DESK: "En la ventanilla", RegistrationChannel.PHONE: "Por teléfono"}


class DeskForm(RegisterForm):
    """The same registration, typed by the team. Without a contact the receipt is printed."""

    NO_CONTACT = ""
    IS_LENIENT = True

    channel = RadioField(
        "¿Cómo llegó?", coerce=RegistrationChannel, choices=labelled(CHANNELS), default=RegistrationChannel.DESK
    )
    first_name = Line("Nombres", [DataRequired("Escriba los nombres.")], most=120)
    last_name = Line("Apellidos", [DataRequired("Escriba los apellidos.")], most=120)
    phone = Line("Teléfono", most=40)
    email = Line("Correo", most=254)
    wants_to_speak = BooleanField("Quiere tomar la palabra")
    allow_organisation = BooleanField("Autorizó guardar a qué organización pertenece.")
    allow_needs = BooleanField("Autorizó guardar qué apoyos necesita.")
    allow_guardian = BooleanField("Quien representa a la persona la escuchó y autorizó su inscripción.")
    manage = BooleanField("Le leí el aviso de datos y la persona autorizó su inscripción.")
    invite = BooleanField("Autorizó que la invitemos a otros espacios.")


class SearchForm(BaseForm):
    """Words of a name, a document, a mail or a telephone. It is sent in the body: no name goes into an address."""

    words = Line("Nombre, documento, correo o teléfono", [DataRequired("Escriba qué busca.")], most=100)


class CancelForm(BaseForm):
    reason = Words("Motivo", [DataRequired("Escriba el motivo.")], most=300)


class NeedForm(BaseForm):
    """How far a support has come."""

    state = SelectField("Estado", coerce=NeedState, choices=labelled(NEED_STATE_LABELS))
    note = Line("Nota", most=300)


class QuestionsForm(BaseForm):
    """Which questionnaire the form of a space asks."""

    questionnaire = SelectField("Cuestionario", coerce=int)

    def offer(self, choices: Iterable[QuestionnaireVersion], chosen: ExtraQuestions | None) -> None:
        """The questionnaires that may be asked, and the present one although it is no longer offered."""
        titles = {version.questionnaire_id: version.questionnaire.title for version in choices}
        if chosen is not None:
            titles.setdefault(chosen.questionnaire_id, chosen.questionnaire.title)
        self.questionnaire.choices = [(0, "Ninguno"), *titles.items()]


class StepForm(BaseForm):
    """A step that asks for nothing else."""
