"""The editor of questionnaires as the team uses it: forms without JavaScript, from a template to a correction."""

from io import BytesIO

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires import queries, services
from participa.questionnaires.engine.definition import Condition, ItemType, Look, Operator, Option
from participa.questionnaires.exchange import document, read, xlsform
from participa.questionnaires.models import Purpose, Questionnaire, QuestionnaireVersion, VersionState
from participa.questionnaires.official import TEMPLATES
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.surveys import SMALL

pytestmark = pytest.mark.usefixtures("context")
HOME = "/cuestionarios/gestion"


@pytest.fixture
def version():
    return make.questionnaire_version()


@pytest.fixture
def used():
    return make.questionnaire_version(state=VersionState.FROZEN, frozen_at=now())


@pytest.fixture
def editor(client, version):
    return let_in(client)


@pytest.fixture
def corrector(client, used):
    return let_in(client)


def let_in(client):
    """After the rows: what a test writes later ends the login."""
    return client.sign_in(make.user(Role.COMMUNICATIONS))


def page(version, rest=""):
    return f"{HOME}/{version.questionnaire_id}{rest}"


def text(answer):
    return answer.get_data(as_text=True)


def items(version):
    db.session.expire_all()
    return {item.name: item for item in version.definition.items}


def count(model):
    return db.session.query(model).count()


def test_a_questionnaire_begins_as_a_template(editor):
    answer = editor.submit(f"{HOME}/nuevo", {"start": "evaluation", "title": "", "purpose": "other"})
    assert answer.status_code == 303
    made = db.session.query(Questionnaire).order_by(Questionnaire.id.desc()).first()
    assert (made.title, made.purpose) == ("Evaluación del espacio", Purpose.EVALUATION)
    assert "¿Cómo fue el evento?" in text(editor.get(answer.location))


def test_an_empty_one_asks_for_its_name(editor):
    answer = editor.submit(f"{HOME}/nuevo", {"start": "blank", "title": "", "purpose": "other"})
    assert answer.status_code == 422
    assert "Escriba el nombre del cuestionario." in text(answer)


def test_the_list_is_narrowed(client, used):
    with unit_of_work():
        used.questionnaire.title = "Percepción de niñas"
    editor = let_in(client)
    narrowed = text(editor.get(f"{HOME}/?buscar=NINAS&estado=frozen&uso=perception"))
    assert "Percepción de niñas" in narrowed
    assert "Ningún cuestionario es así" in text(editor.get(f"{HOME}/?buscar=ninas&estado=draft"))
    assert "Ningún cuestionario es así" in text(editor.get(f"{HOME}/?estado=archived"))


TYPED = {
    ItemType.SINGLE: {"options": "Sí\nNo", "is_required": "y", "may_decline": "y", "shuffles": "y"},
    ItemType.MULTIPLE: {"options": "Vías\nAgua\nLuz", "minimum": "1", "maximum": "2"},
    ItemType.RANKING: {"options": "Vías\nAgua\nLuz", "maximum": "2"},
    ItemType.POINTS: {"options": "Vías\nAgua", "maximum": "50"},
    ItemType.MATRIX: {"options": "Sí\nNo", "rows": "Una frase\nOtra frase"},
    ItemType.NUMBER: {"minimum": "-5", "maximum": "5"},
    ItemType.SHORT_TEXT: {"maximum": "80"},
}


@pytest.mark.parametrize("kind", ItemType)
def test_an_item_of_each_type_is_added_and_opened_again(editor, version, kind):
    sent = {"label": "¿Nueva pregunta?", "help": "Con calma.", "starts_page": "y", **TYPED.get(kind, {})}
    answer = editor.submit(page(version, f"/agregar?tipo={kind}"), sent)
    assert answer.status_code == 303
    made = items(version)["nueva_pregunta"]
    assert (made.type, made.label, made.help, made.starts_page) == (kind, "¿Nueva pregunta?", "Con calma.", True)
    opened = page(version, "/preguntas/nueva_pregunta")
    assert editor.submit(opened, sent).status_code == 303
    assert items(version)["nueva_pregunta"] == made


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("single", {"label": "", "options": "Sí\nNo"}, "Escriba el texto que leerá la gente."),
        ("single", {"label": "¿Sí?", "options": "Sí"}, "al menos dos opciones"),
        ("single", {"label": "¿Sí?", "options": "Sí\nsí"}, "Dos líneas dicen lo mismo"),
        ("single", {"label": "¿Sí?", "options": "Sí\n" + "N" * 201}, "200 letras o menos"),
        ("matrix", {"label": "¿Sí?", "options": "Sí\nNo", "rows": ""}, "al menos una fila"),
        ("number", {"label": "¿Sí?", "minimum": "5", "maximum": "2"}, "El máximo es menor"),
        ("number", {"label": "¿Sí?", "minimum": "tres"}, "Escriba un número entero"),
        ("points", {"label": "¿Sí?", "options": "Sí\nNo", "maximum": "0"}, "Escriba 1 o más"),
    ],
)
def test_what_does_not_fit_is_said_and_the_text_stays(editor, version, kind, typed, said):
    answer = editor.submit(page(version, f"/agregar?tipo={kind}"), {"help": "Lo que ya escribí.", **typed})
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Lo que ya escribí." in text(answer)
    assert len(items(version)) == len(SMALL.items)


def test_options_keep_their_codes_when_their_words_change(editor, version):
    editor.submit(page(version, "/preguntas/tema"), {"label": "¿Tema?", "options": "Las vías\nAgua\nParques"})
    assert items(version)["tema"].options[0] == Option("vias", "Las vías")
    editor.submit(page(version, "/preguntas/tema"), {"label": "¿Tema?", "options": "Luz\nAgua\nLas vías\nVías"})
    codes = [option.code for option in items(version)["tema"].options]
    assert codes == ["luz", "agua", "vias", "vias_2"]


def test_the_second_of_two_editors_keeps_the_text(editor, version):
    url = page(version, "/preguntas/nota")
    opened = {"seen": services.mark(version.definition.item("nota")), "label": "La mía"}
    with unit_of_work():
        services.write_texts(version, "Otro comienzo", "", None)
    let_in(editor)
    assert editor.submit(url, {"label": "La de otra persona"}).status_code == 303
    answer = editor.submit(url, opened)
    assert answer.status_code == 409
    assert "Otra persona cambió esta pregunta" in text(answer)
    assert "La mía" in text(answer)
    assert items(version)["nota"].label == "La de otra persona"


@pytest.mark.parametrize("meanwhile", [services.freeze, lambda version: services.remove_item(version, "nota", None)])
def test_the_text_stays_when_it_was_used_or_taken_out_meanwhile(editor, version, meanwhile):
    form = editor.get(page(version, "/preguntas/nota"))
    token = text(form).split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    with unit_of_work():
        meanwhile(version)
    let_in(editor)
    answer = editor.post(page(version, "/preguntas/nota"), data={"csrf_token": token, "label": "Lo que escribí"})
    assert answer.status_code == 409
    assert "Lo que escribí" in text(answer)


def test_the_order_changes_by_buttons_and_by_number(editor, version):
    organize = page(version, "/preguntas")
    editor.submit(page(version, "/preguntas/detalle/mover"), {"way": "arriba"}, page=organize)
    assert list(items(version)) == ["tema", "cual", "detalle", "nota"]
    editor.submit(page(version, "/preguntas/detalle/mover"), {"way": "", "place": "1"}, page=organize)
    assert list(items(version)) == ["detalle", "tema", "cual", "nota"]
    refused = editor.submit(page(version, "/preguntas/cual/mover"), {"way": "", "place": "1"}, page=organize)
    assert "debe ir después" in text(editor.get(refused.location))


def test_what_was_taken_out_is_undone(editor, version):
    organize = page(version, "/preguntas")
    editor.submit(page(version, "/preguntas/nota/quitar"), page=organize)
    assert "nota" not in items(version)
    assert "Deshacer" in text(editor.get(organize))
    editor.submit(page(version, "/preguntas/nota/devolver"), page=organize)
    assert list(items(version)) == [item.name for item in SMALL.items]


def test_a_condition_is_put_in_two_steps_and_told_in_words(editor, version):
    url = page(version, "/preguntas/nota/condicion")
    first = text(editor.get(url))
    assert "¿Qué tema le importa más?" in first
    assert "¿Algo más?" not in first  # it comes later
    assert "Respondió «Agua»" in text(editor.get(f"{url}?pregunta=tema"))
    answer = editor.submit(url, {"look": "is:agua"}, page=f"{url}?pregunta=tema")
    assert answer.status_code == 303
    assert items(version)["nota"].condition == Condition((Look("tema", Operator.IS, "agua"),))
    assert "respondió «Agua»" in text(editor.get(page(version)))
    editor.submit(page(version, "/preguntas/nota/condicion/quitar"), {"operator": "is", "value": "agua"}, page=url)
    assert items(version)["nota"].condition is None


def test_a_condition_on_a_number_needs_the_number(editor, version):
    editor.submit(page(version, "/agregar?tipo=number&despues=tema"), {"label": "¿Cuántos?"})
    url = page(version, "/preguntas/nota/condicion")
    sent = {"look": "at_least", "figure": "muchos"}
    assert editor.submit(url, sent, page=f"{url}?pregunta=cuantos").status_code == 422
    assert editor.submit(url, sent | {"figure": "2,5"}, page=f"{url}?pregunta=cuantos").status_code == 303
    assert items(version)["nota"].condition == Condition((Look("cuantos", Operator.AT_LEAST, "2.5"),))


def test_the_preview_walks_the_pages_and_keeps_nothing(editor, version):
    before = items(version)
    url = page(version, "/vista-previa")
    first = editor.get(url)
    assert "Vista previa" in text(first)
    assert editor.submit(url, {}).status_code == 422  # the first one is required
    second = editor.submit(url, {"r-tema": "vias"})
    assert "¿Cuál vía?" in text(second)
    skipped = editor.submit(url, {"r-tema": "agua"})
    assert "¿Cuál vía?" not in text(skipped)
    assert "¿Cómo califica la información que recibe?" in text(skipped)
    assert items(version) == before


def test_the_words_of_one_in_use_are_corrected_with_a_reason(corrector, used):
    sent = {"reason": "Era confusa.", "intro": SMALL.intro, "label-nota": "¿Qué nota le da?"}
    assert corrector.submit(page(used, "/corregir"), sent).status_code == 303
    last = queries.latest_version(used.questionnaire_id)
    assert (last.number, last.reason, items(last)["nota"].label) == (2, "Era confusa.", "¿Qué nota le da?")
    told = text(corrector.get(page(used, "/versiones")))
    for words in ("Era confusa.", "¿Cómo califica la información que recibe?", "¿Qué nota le da?"):
        assert words in told


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"label-nota": "¿Nota?"}, "Escriba por qué se corrige."),
        ({"reason": "Sí", "label-nota": ""}, "Ningún texto puede quedar vacío."),
        ({"reason": "Sí", "options-tema-vias": "V" * 201}, "Una opción de más de 200 letras no cabe."),
        ({"reason": "Sí"}, "No cambió ninguna palabra."),
        ({"reason": "Sí", "label-nota": "¿Nota?", "seen": "7"}, "Otra persona corrigió"),
    ],
)
def test_a_correction_that_is_none_is_said(corrector, used, sent, said):
    answer = corrector.submit(page(used, "/corregir"), {"intro": SMALL.intro, **sent})
    assert answer.status_code == 422
    assert said in text(answer)
    assert count(QuestionnaireVersion) == 1


def test_one_in_use_is_not_opened_in_the_editor(corrector, used):
    answer = corrector.get(page(used, "/preguntas"))
    assert answer.status_code == 409
    assert "Puede corregir la redacción" in text(answer)


def test_a_file_is_read_shown_and_only_then_kept(editor):
    written = document.write("Temas del año", Purpose.TOPICS, TEMPLATES["topics"].definition)
    before = count(Questionnaire)
    shown = editor.submit(f"{HOME}/importar", {"file": (BytesIO(written), "temas.json")})
    assert "Se entendió todo" in text(shown)
    assert count(Questionnaire) == before
    hidden = text(shown).split('name="document"')[1].split('value="')[1].split('"')[0]
    sent = {"document": hidden, "title": "Temas del año", "purpose": "topics", "form_key": "i" * 22}
    answer = editor.submit(f"{HOME}/importar/confirmar", sent, page=f"{HOME}/importar")
    assert answer.status_code == 303
    made = db.session.query(Questionnaire).order_by(Questionnaire.id.desc()).first()
    assert queries.latest_version(made.id).definition == TEMPLATES["topics"].definition


def test_an_xlsform_says_what_was_not_read(editor):
    definition = TEMPLATES["perception"].definition
    broken = xlsform.write("Percepción", "percepcion", 1, definition).replace(b"PK\x05\x06", b"PK\x05\x07")
    answer = editor.submit(f"{HOME}/importar", {"file": (BytesIO(broken), "a.xlsx")})
    assert answer.status_code == 422
    assert "El archivo está dañado" in text(answer)


@pytest.mark.parametrize("packed", ["", "eA==", "%%%", "e30="])
def test_a_confirmation_that_nobody_saw_is_refused(editor, packed):
    sent = {"document": packed, "title": "X", "purpose": "topics", "form_key": "i" * 22}
    answer = editor.submit(f"{HOME}/importar/confirmar", sent, page=f"{HOME}/importar")
    assert answer.status_code == 422
    assert count(Questionnaire) == 1


def test_what_is_taken_along_comes_back(editor, version):
    for name in ("cuestionario.json", "formulario.xlsx"):
        answer = editor.get(page(version, f"/{name}"))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert read(answer.data).definition == SMALL


def test_a_draft_is_deleted_after_asking(editor, version):
    assert editor.submit(page(version, "/borrar")).location.endswith(f"{HOME}/")
    assert count(Questionnaire) == 0


def test_the_archive_and_back(editor, version):
    editor.submit(page(version, "/archivar"))
    assert "Está archivado" in text(editor.get(page(version)))
    editor.submit(page(version, "/recuperar"), page=page(version))
    assert "Está archivado" not in text(editor.get(page(version)))
