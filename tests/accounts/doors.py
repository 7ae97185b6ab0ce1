"""Ways through the doors, shared by the tests of this room."""

import pyotp
from werkzeug.test import TestResponse

from participa.accounts.models import User
from participa.shared.clock import now
from tests.factories.accounts import PASSWORD, TOTP_SECRET
from tests.pages import PageClient

SIGN_IN, DESK = "/cuentas/ingresar", "/gestion/"
ACCOUNT = "/cuentas/gestion/clave"


def sign_in(client: PageClient, user: User, password: str = PASSWORD, query: str = "") -> TestResponse:
    return client.submit(SIGN_IN + query, {"email": user.email, "password": password})


def another_browser(client: PageClient) -> PageClient:
    return PageClient(client.application, client.application.response_class, use_cookies=True)


def is_in(client: PageClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def telephone_code(secret: str = TOTP_SECRET) -> str:
    return pyotp.TOTP(secret).at(now())


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)
