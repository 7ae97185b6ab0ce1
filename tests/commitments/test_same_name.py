"""The voice of a body that internal control invited is not spoken by another link of the same name."""

import pytest

from participa.accounts.models import Role
from participa.commitments.services import oversight
from participa.commitments.services.oversight import Named
from tests import factories as make
from tests.factories.oversight import invited, oversight_body

pytestmark = pytest.mark.usefixtures("context")
NAME = "Veeduría del Hospital"


def test_who_approves_does_not_invite_another_one_under_its_name():
    one = make.commitment()
    oversight_body([one], make.user(Role.CONTROL), name=NAME)
    with pytest.raises(Named, match="Control Interno"):
        oversight.invite(invited([one], name=NAME), "otra-llave", make.user(Role.APPROVER))


def test_internal_control_invites_it_again():
    one, control = make.commitment(), make.user(Role.CONTROL)
    first, _code = oversight_body([one], control, name=NAME)
    again, _code = oversight_body([one], make.user(Role.CONTROL), name=NAME)
    assert again.id != first.id


def test_the_form_says_it_beside_the_name(client):
    one = make.commitment()
    oversight_body([one], make.user(Role.CONTROL), name=NAME)
    typed = {"name": NAME, "contact_mail": "otra@correo.example", "event": "0", "codes": one.code}
    client.sign_in(make.user(Role.APPROVER))
    answer = client.submit("/compromisos/gestion/veedurias/nueva", typed | {"expires_on": str(one.due_on)})
    assert answer.status_code == 422
    assert "otro nombre" in answer.text
