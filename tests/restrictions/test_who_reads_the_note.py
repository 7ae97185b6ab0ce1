"""Whoever hides a text is told, before writing why, that who asked reads it too."""

import pytest

from participa.accounts.models import Role
from tests import factories as make
from tests.questions.team import sign_in, team


@pytest.mark.parametrize("url", ["/preguntas/gestion/{}/reservar", "/clasificacion/?pregunta={}"])
def test_each_form_that_hides_a_text_says_who_reads_the_note(url, client, context):
    house, question = team(), make.question()
    sign_in(client, house[Role.MODERATOR])
    page = client.get(url.format(question.radicado)).get_data(as_text=True)
    assert "Lo lee también quien preguntó" in page
