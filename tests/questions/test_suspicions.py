"""Anger is no threat and a link is no advertising: only what nobody asks in good faith waits for a reader."""

import pytest

from participa.questions.models import Suspicion
from participa.questions.suspicions import of_words

ROUGH = [
    "¿Hasta cuándo se van a robar la plata de los refrigerios, señor alcalde?",
    "Esta alcaldía es una vergüenza y el alcalde es un inútil. ¿Cuándo arreglan la vía?",
    "¿Por qué carajos llevamos tres meses sin agua?",
    "Alcalde mentiroso: usted prometió el puente y no hay ni una piedra.",
    "Nos están matando de hambre con esos impuestos. ¿Qué piensan hacer?",
    "La gente se va a morir esperando una cita en ese hospital. ¿Quién responde?",
    "Las volquetas van a matar a un niño frente a la escuela. ¿Cuándo ponen reductores?",
    "¿Van a esperar a que maten a otro líder para hacer algo?",
    "Me amenazaron por preguntar. ¿Quién me protege?",
    "Al vecino lo van a matar y la inspección no hace nada. ¿Qué ruta de protección hay?",
    "Son una partida de ladrones. ¿Dónde están los contratos del 2025?",
    "¿Cuánta plata se metió al bolsillo el secretario de obras?",
    "La secretaria de salud no sirve para nada. ¿Cuándo la cambian?",
    "Vamos a tumbar a ese alcalde en las urnas. ¿Cuándo abren la revocatoria?",
    "Vamos a quemar las basuras en la plaza porque el camión no pasa. ¿Eso quieren?",
    "¿Cuándo cambian la tubería de plomo del acueducto de la vereda?",
    "¿Cuándo van a poner una bomba de agua en el acueducto veredal?",
    "El puesto de salud tiene los días contados si no lo arreglan. ¿Qué harán?",
    "¿Dónde vive el contratista que se quedó con el anticipo? Nadie lo encuentra.",
    "¡QUÉ MONTÓN DE HUECOS, QUÉ PORQUERÍA DE CALLES!!! ¿HASTA CUÁNDO?",
    "No joda, otra vez sin luz. ¿A quién le reclamamos?",
    "El concejal ese es un vendido. ¿Cómo votó el presupuesto?",
    "¿Por qué el casino de la esquina funciona sin permiso?",
    "¿Por qué quitaron el descuento del 15 % por pronto pago del predial?",
    "El enlace https://www.contratos.gov.co no abre. ¿Dónde leo el contrato?",
    "Vi este video https://ejemplo.org/obra y da rabia. ¿Quién supervisa?",
    "¿Cuándo pagan el préstamo que pidió el municipio y en qué se gastó?",
    "¿Por qué hay que hacer clientelismo para que a uno lo atiendan?",
    "Ustedes nos cortaron el agua y yo les voy a cortar el voto. ¿Qué dicen?",
    "Cuide la plata de la gente, alcalde. ¿Cuánto costó la tarima?",
    "¿Quién le va a meter la mano a la corrupción del hospital?",
    "Ese bobo del gerente desapareció los archivos. ¿Qué dice Control Interno?",
]
THREATS = [
    "A usted lo voy a matar si no firma.",
    "Alcalde, lo vamos a pelar cuando salga de la audiencia.",
    "Los vamos a llenar de plomo a todos.",
    "Le voy a meter un tiro al secretario.",
    "Hay que matar a ese concejal.",
    "Vamos a quemar la alcaldía con ustedes adentro.",
    "LES VAMOS A PONER UNA BOMBA.",
    "Ya sabemos dónde viven sus hijos.",
    "Cuide a su familia, alcalde, uno nunca sabe.",
    "Voy a matarlos uno por uno.",
    "Le mandamos los sicarios esta semana.",
    "Toca darle bala al alcalde.",
    "Usted tiene las horas contadas.",
]
ADVERTS = [
    "Gane dinero fácil desde su casa, pregunte cómo.",
    "Préstamos inmediatos sin codeudor, escriba ya.",
    "Haga clic aquí y reciba su premio.",
    "Apueste ahora y reciba bono de bienvenida.",
    "Escríbame a wa.me/570000000 para la oferta.",
    "https://a.example https://b.example https://c.example",
    "Amarres de amor garantizados, vidente profesional.",
    "Duplique su dinero con inversión garantizada.",
    "Pierda peso: adelgace rápido, compre ya.",
]


@pytest.mark.parametrize("body", ROUGH)
def test_a_rough_honest_question_goes_straight_to_the_queue(body):
    assert of_words(body) == []


@pytest.mark.parametrize("body", THREATS)
def test_a_threat_waits_for_a_reader(body):
    assert of_words(body) == [Suspicion.THREAT]


@pytest.mark.parametrize("body", ADVERTS)
def test_advertising_waits_for_a_reader(body):
    assert of_words(body) == [Suspicion.ADVERT]


@pytest.mark.parametrize("body", ["LOS VAMOS A MATAAAAR", "los vàmos, a: matar!", "los  vamos\na\tmatar"])
def test_capitals_accents_signs_and_drawn_out_letters_do_not_hide_it(body):
    assert of_words(body) == [Suspicion.THREAT]
