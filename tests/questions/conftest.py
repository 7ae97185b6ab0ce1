"""The form as a browser sends it."""

import pytest

from tests.questions.asking import GENERAL


@pytest.fixture
def ask(client, context):
    """Send the general form as a browser would."""

    def send(**fields):
        return client.submit("/preguntas/nueva", {"answer_medium": "publication", "kind": "pregunta"} | fields, GENERAL)

    return send
