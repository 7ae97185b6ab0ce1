"""An earlier form that comes again, as by the button «back», does not bring an earlier link to life."""

import pytest

from participa.accounts.models import Role
from participa.commitments import device
from participa.commitments.services import oversight
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.oversight import code_in_mail, oversight_body

pytestmark = pytest.mark.usefixtures("context")


def test_only_the_last_link_opens_after_an_earlier_form_came_again():
    body, _code = oversight_body([make.commitment()])
    author, codes = make.user(Role.APPROVER), []
    for key in ("formulario-uno", "formulario-dos", "formulario-uno"):
        with unit_of_work():
            oversight.send_again(body, key, author)
        codes.append(code_in_mail(body))
    assert device.find_body(codes[1]) is not None
    assert device.find_body(codes[0]) is None
