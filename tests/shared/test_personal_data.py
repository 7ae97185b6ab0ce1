"""What may be personal data is seen, and what only looks like it is left alone."""

import time

import pytest

from participa.shared import personal_data
from participa.shared.personal_data import PersonalData, counts, described, findings

PERSONAL = [
    ("Mi cédula es 1.098.765.432", "cedula", "1.098.765.432"),
    ("soy vecina, cc 52123456", "cedula", "52123456"),
    ("con c.c. 12.345.678 de aquí", "cedula", "12.345.678"),
    ("79456123 es mi número", "cedula", "79456123"),
    ("identificada con documento No 43215678", "cedula", "43215678"),
    ("T.I. 1098765432", "cedula", "1098765432"),
    ("mi cedula 80.123.000", "cedula", "80.123.000"),
    ("llámeme al 3104567890", "telefono", "3104567890"),
    ("cel 310 456 78 90", "telefono", "310 456 78 90"),
    ("+57 300 123 4567", "telefono", "+57 300 123 4567"),
    ("tel: 8654321", "telefono", "8654321"),
    ("mi fijo 6018654321", "telefono", "6018654321"),
    ("escríbame a vecina.centro@correo.com", "correo", "vecina.centro@correo.com"),
    ("vivo en la calle 5 # 10-20", "direccion", "calle 5 # 10-20"),
    ("Cra 4 No. 5-67 barrio centro", "direccion", "Cra 4 No. 5-67"),
    ("cll 12a 34-56", "direccion", "cll 12a 34-56"),
    ("mz 3 casa 5", "direccion", "mz 3 casa 5"),
    ("casa 12 del barrio", "direccion", "casa 12"),
    ("torre 2 apto 301", "direccion", "apto 301"),
    ("CC52123456", "cedula", "52123456"),
    ("cc1098765432 de Tunja", "cedula", "1098765432"),
    ("cédula No.52.123.456", "cedula", "52.123.456"),
    ("mi cédula: 1'098.765.432", "cedula", "1'098.765.432"),
    ("pasaporte AB123456", "cedula", "AB123456"),
    ("(310) 456 7890", "telefono", "(310) 456 7890"),
    ("fijo (608) 865 4321", "telefono", "(608) 865 4321"),
    ("KR 12 34 56", "direccion", "KR 12 34 56"),
    ("calle 5 numero 10 20", "direccion", "calle 5 numero 10 20"),
    ("Av. Boyacá # 12-34", "direccion", "Av. Boyacá # 12-34"),
    ("el niño CAMILO RUIZ no va a la escuela", "menor", "CAMILO RUIZ"),
    ("mi hijo Camilo Ruiz no tiene cupo", "menor", "Camilo Ruiz"),
    ("la niña Ana María del Mar fue", "menor", "Ana María del Mar"),
    ("el menor de edad Carlos Ruiz", "menor", "Carlos Ruiz"),
    ("el menor Carlos Ruiz", "menor", "Carlos Ruiz"),
    ("mi hija se llama Laura", "menor", "Laura"),
    ("mi nieta de 8 años, Sofía Rojas, espera", "menor", "Sofía Rojas"),
    ("mi hijo camilo ruiz no tiene cupo", "menor", "camilo ruiz"),
    ("la niña ana maría espera una cita", "menor", "ana maría"),
    ("el menor carlos ruiz", "menor", "carlos ruiz"),
    ("mi hija se llama luz y espera", "menor", "luz"),
    ("mi nieta de 8 años, sofia, espera", "menor", "sofia"),
    ("el niño juan no va a la escuela", "menor", "juan"),
    ("escriba a rosa punto perez arroba correo punto com", "correo", "rosa punto perez arroba correo punto com"),
    ("vecina.centro arroba correo punto com punto co", "correo", "vecina.centro arroba correo punto com punto co"),
    ("vecina(arroba)correo.com", "correo", "vecina(arroba)correo.com"),
    ("vecina [at] correo [dot] com", "correo", "vecina [at] correo [dot] com"),
    ("vecina @ correo . com", "correo", "vecina @ correo . com"),
    ("vecina guion bajo centro arroba correo.net", "correo", "vecina guion bajo centro arroba correo.net"),
    ("manzana 4 lote 12", "direccion", "manzana 4 lote 12"),
    ("lote 12, manzana 4", "direccion", "lote 12, manzana 4"),
    ("vivo en el lote 12", "direccion", "lote 12"),
    ("nuestra manzana 4 no tiene agua", "direccion", "manzana 4"),
]
HARMLESS = [
    *("En 2025 se invirtieron $1.200.345.678 en vías", "invirtieron 1.234.567 pesos", "150.000.000 para el puente"),
    *("el presupuesto es 987654321", "costó 345678912 la obra", "el presupuesto por $ 345.678.912"),
    *("contrato 123456 de 2025", "contrato No. 20254567", "convenio 20231234 con la gobernación"),
    *("la Ley 1757 de 2015", "decreto 1083", "radicado 2026-000123", "BPIN 2023123456789", "el proceso SECOP 1234567"),
    *("son 12 km de vía", "hay 123.456 beneficiarios", "123456 personas", "34.567 habitantes"),
    *("calle 5 con carrera 10", "casa de la cultura", "la casa 2 pisos", "la carrera 7"),
    *("a las 8:00 a. m. del 4 de agosto de 2026", "del 2020-2023", "entre 2024 y 2027", "el 2026/08/04"),
    *("los niños de la vereda La Esperanza", "Los niños del colegio San José", "¿Cuántos niños hay en Colombia?"),
    *("la menor inversión de Santander", "mi hijo estudia en San José", "cuántos niños reciben el PAE"),
    *("el niño no tiene cupo en el colegio Juan Rulfo", "Alcalde, mi hijo necesita transporte. Señor Pérez"),
    *("$12'345.678", "cuesta 45.678.912", "el puente vale 45.678.912", "en 2024 ejecutaron 987.654.321"),
    *(
        "transfirieron 45.678.901 al hospital",
        "recibió 45.678.901 del SGP",
        "giraron 123.456.789",
        "el oficio 2025123456",
    ),
    *("código postal 152281", "la póliza 12345678", "comparendo 12345678", "la orden de compra 12345678"),
    *(
        "PQRS 2025001234",
        "turno 123456",
        "afiliados 1.234.567",
        "el colegio Niño Jesús de Praga",
        "el lote 3 hectáreas",
    ),
    *("lote 12", "el lote No. 12 de la licitación", "manzana 4", "las obras de la manzana 4 y el lote 7"),
    *("vivo en un lote 200 metros arriba", "mi lote 3 hectáreas más allá"),
    *("mi hijo estudia en san josé", "la niña necesita transporte", "mi hijo de ocho años espera", "el menor precio"),
    *("mi hija rosa de los vientos pide", "el estudiante paga matrícula", "la niña esperanza del barrio"),
    *("la arroba de papa", "compré una arroba de café. Es cara", "a 20 mil la arroba, punto final"),
    *("", "¿Por qué no hay agua?"),
]


@pytest.mark.parametrize(("text", "kind", "part"), PERSONAL)
def test_personal_data_are_seen_where_they_are(text, kind, part):
    assert [(found.kind, text[found.start : found.end]) for found in findings(text)] == [(kind, part)]


@pytest.mark.parametrize("text", HARMLESS)
def test_money_years_laws_contracts_and_amounts_are_no_personal_data(text):
    assert findings(text) == []


def test_several_are_found_in_order_and_counted_without_their_text():
    text = "Soy la cc 52123456. Mi hijo Camilo espera. Llamen al 3104567890 o al 3119876543."
    found = findings(text)
    assert [finding.kind for finding in found] == [
        PersonalData.IDENTITY,
        PersonalData.MINOR,
        PersonalData.PHONE,
        PersonalData.PHONE,
    ]
    assert counts(found) == {"cedula": 1, "menor": 1, "telefono": 2}
    told = described(found)
    assert told == ("1 posible número de cédula, 1 posible nombre de una persona menor de edad y 2 posibles teléfonos")


def test_a_text_is_cut_to_be_marked_and_loses_nothing():
    text = "Llame al 3104567890 ya"
    cut = personal_data.parts(text)
    assert "".join(part for part, _ in cut) == text
    assert [part for part, label in cut if label] == ["3104567890"]


def test_what_is_learned_from_holds_no_personal_data():
    assert "3104567890" not in personal_data.without("La vía está mala. Llame al 3104567890, gracias.")


def test_a_long_text_full_of_numbers_does_not_hold_up_the_page():
    assert len(findings("mi hijo de " * 200 + "3104567890 " * 150)) == 150


PIECES = ["a@", "punto ", "arroba ", "a punto ", "(arroba)", "@ a . ", "niña ", "a.b-", " ", "a", "1."]


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_holds_up_the_page(piece):
    began = time.monotonic()
    findings(piece * (10_000 // len(piece)))
    assert time.monotonic() - began < 3
