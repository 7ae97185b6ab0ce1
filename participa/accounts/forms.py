"""Shape of what is typed: sign-in, codes, passwords, people, offices."""

from wtforms import BooleanField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length, Optional

from participa.accounts.models import ROLE_LABELS, Role, User
from participa.shared.forms import BaseForm, Line

SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 128
NO_DEPARTMENT = 0
ROLE_CHOICES = [SelectChoice(role.value, ROLE_LABELS[role]) for role in Role]
LONG_ENOUGH = Length(
    min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD, message="La clave debe tener entre 15 y 128 caracteres."
)


class EmailLine(Line):
    """An e-mail in small letters, as it is stored."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value.strip().lower() for value in valuelist])


def email_line(check: bool = False) -> EmailLine:
    shape = [Email(message="Escriba un correo completo, como nombre@entidad.gov.co.")] if check else []
    return EmailLine("Correo electrónico", [DataRequired("Escriba el correo electrónico."), *shape], most=254)


def present_password(label: str = "Clave") -> PasswordField:
    too_long = Length(max=LONGEST_PASSWORD, message="La clave tiene como máximo 128 caracteres.")
    return PasswordField(label, [InputRequired("Escriba la clave."), too_long])


class SignInForm(BaseForm):
    email = email_line()
    password = present_password()


class CodeForm(BaseForm):
    code = Line("Código", [DataRequired("Escriba el código.")], most=40)


class ForgotForm(BaseForm):
    email = email_line()


class NewPassword(BaseForm):
    """A password that is chosen: typed twice, since it is not seen."""

    new_password = PasswordField("Clave nueva", [InputRequired("Escriba la clave nueva."), LONG_ENOUGH])
    repeat_password = PasswordField(
        "Clave nueva, otra vez",
        [InputRequired("Escriba otra vez la clave nueva."), EqualTo("new_password", "Las dos claves no son iguales.")],
    )


class ResetForm(NewPassword):
    email = email_line()
    code = Line("Código de un solo uso", [DataRequired("Escriba el código que recibió.")], most=40)


class ChangePasswordForm(NewPassword):
    current_password = present_password("Clave actual")


class ConfirmForm(BaseForm):
    current_password = present_password("Su clave")


class DoForm(BaseForm):
    """A button: nothing to fill in."""


class SearchForm(BaseForm):
    """The filter of the list of people; it lives in the address."""

    class Meta:
        csrf = False

    q = Line("Nombre o correo", [Optional()], most=100)
    role = SelectField("Rol", [Optional()], choices=[SelectChoice("", "Todos"), *ROLE_CHOICES], default="")

    def chosen_role(self) -> Role | None:
        return Role(self.role.data) if self.role.data in set(Role) else None


class PersonForm(BaseForm):
    name = Line("Nombre", [DataRequired("Escriba el nombre de la persona.")])
    role = SelectField(
        "Rol",
        [InputRequired("Elija un rol.")],
        choices=ROLE_CHOICES,
        default=Role.LIAISON.value,
    )
    department_id = SelectField("Dependencia", [Optional()], coerce=int, default=NO_DEPARTMENT)
    leads_office = BooleanField("Dirige la dependencia")

    def offer_departments(self, offered: list[tuple[int, str]], person: User | None = None) -> None:
        """The offices to choose from; the one a person is already in stays, even when it is disabled."""
        if person and person.department and person.department_id not in dict(offered):
            offered = [*offered, (person.department.id, person.department.name)]
        rows = [SelectChoice(str(number), name) for number, name in offered]
        self.department_id.choices = [SelectChoice(str(NO_DEPARTMENT), "Ninguna"), *rows]


class NewPersonForm(PersonForm):
    email = email_line(check=True)


class NewDepartmentForm(BaseForm):
    name = Line("Nombre de la dependencia", [DataRequired("Escriba el nombre de la dependencia.")])


class DepartmentForm(NewDepartmentForm):
    is_active = BooleanField("En uso: se le pueden asignar personas y preguntas")
