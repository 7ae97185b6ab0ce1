"""Sample questions that already have a public answer: in time, late, corrected, withheld and given back."""

from participa.portal.demo.asked import (
    ACCOUNTS,
    CONTRACTS,
    HEALTH,
    PARKS,
    ROADS,
    SAFETY,
    TAXES,
    WATER,
    Asked,
    Person,
)
from participa.portal.demo.people import GOVERNMENT, TREASURY, WORKS
from participa.portal.demo.people import HEALTH as HOSPITAL
from participa.questions.models import Kind, WithholdReason

JUNTA = Person(
    "Junta de Acción Comunal",
    "de la vereda La Esperanza",
    email="junta@correo.example",
    organization="Junta de Acción Comunal",
    neighbourhood="Vereda La Esperanza",
    shows_name=True,
)
NEIGHBOUR = Person("Vecina", "del barrio El Mirador", email="vecina@correo.example", neighbourhood="El Mirador")
STUDENT = Person("Estudiante", "del colegio", phone="000 000 0000", is_minor=True)

ANSWERED = (
    Asked(
        -88, ROADS, WORKS, "¿Cuándo van a tapar los huecos de la calle de la Estación? Llevan más de un año.",
        answer="Los huecos entre la plaza y el puente se taparon en la primera semana del mes pasado. "
        "Falta el tramo del puente a la terminal. Está contratado y se hará antes de que acabe el trimestre.",
        space="vias", key="huecos",
    ),
    Asked(
        -86, ROADS, WORKS, "La vía a la vereda La Esperanza queda cerrada cada vez que llueve. "
        "¿Hay plata para la placa huella este año o nos toca seguir esperando?",
        answer="Sí hay plata. Este año se hacen 1,2 kilómetros, desde la escuela hasta el primer cruce. "
        "El resto no está pagado todavía. Lo pediremos para el presupuesto que viene y publicaremos la respuesta.",
        space="vias", person=JUNTA,
    ),
    Asked(
        -85, ACCOUNTS, GOVERNMENT, "El alcalde prometió atender en los barrios una vez al mes y no ha cumplido. "
        "¿Por qué dejó de hacerlo?",
        answer="Es cierto: en los últimos cuatro meses hubo dos visitas y debieron ser cuatro. Se cruzaron con las "
        "sesiones del presupuesto. Las fechas de lo que queda del año ya están en el cronograma.",
        space="vias", kind=Kind.COMPLAINT,
    ),
    Asked(
        -80, ROADS, WORKS, "¿Cuántos kilómetros de vía se arreglaron el año pasado y cuánto costó cada uno?",
        answer="Se arreglaron 6,4 kilómetros. El costo medio fue de 310 millones de pesos por kilómetro. "
        "La lista por vía está en el informe de gestión, página de obras.",
        space="vias", answered_after=11, kind=Kind.INFORMATION,
    ),
    Asked(
        -78, ROADS, WORKS, "Propongo que el bus de la mañana pase también por el barrio El Mirador. "
        "Hay muchos mayores que no pueden subir la loma.",
        answer="Hablamos con la empresa de buses. Desde el lunes hay dos viajes de prueba, a las 7 y a las 10. "
        "En tres meses contamos los pasajeros y decidimos si siguen.",
        space="vias", person=NEIGHBOUR, kind=Kind.PROPOSAL,
    ),
    Asked(
        -75, CONTRACTS, TREASURY, "¿Quién ganó el contrato del puente y cuántas empresas se presentaron?",
        answer="Se presentaron cuatro empresas. Ganó la de menor precio que cumplía todo. "
        "El contrato y las ofertas están publicados en el sistema de compras del Estado.",
        answered_after=40,
    ),
    Asked(
        -73, TAXES, TREASURY, "¿Por qué subió tanto el impuesto predial si mi casa es la misma?",
        answer="El valor de las casas se actualizó después de nueve años. Ningún cobro puede subir más del 25 %. "
        "Si su recibo subió más, tráigalo: se revisa y se corrige el mismo día.",
        answered_after=13, person=NEIGHBOUR,
        correction="El valor de las casas se actualizó después de nueve años. Ningún cobro puede subir más del 25 %, "
        "salvo en lotes sin construir. Si su recibo subió más, tráigalo: se revisa y se corrige.",
        correction_state="published", note="Faltaba decir qué pasa con los lotes sin construir.",
    ),
    Asked(
        -66, WATER, WORKS, "¿Cuándo llega el agua de noche al barrio Los Almendros?",
        answer="Las bombas nuevas ya están puestas. Falta la luz trifásica, que debe instalar la empresa de energía. "
        "Nos dieron fecha para dentro de dos meses. Si no cumplen, lo diremos aquí.",
        answered_after=15, promise="Agua de noche en Los Almendros antes de dos meses.",
        enclosed="Carta de la empresa de energía con la fecha de la instalación.",
    ),
    Asked(
        -60, PARKS, WORKS, "El parque infantil tiene los columpios rotos. ¿Van a esperar a que se lastime un niño?",
        answer="Tiene razón en el reclamo. Los columpios se retiraron al día siguiente y los nuevos ya están puestos. "
        "El parque se revisará cada dos meses.",
        answered_after=9, person=STUDENT,
    ),
    Asked(
        -57, SAFETY, GOVERNMENT, "¿Cuántas cámaras de seguridad hay y cuántas sirven?",
        answer="Hay 42 cámaras y sirven 35. Las otras siete se arreglan con el contrato que empezó este mes.",
        answered_after=14, kind=Kind.INFORMATION,
    ),
    Asked(
        -52, TAXES, TREASURY, "¿En qué se gastó la plata de la fotomulta?",
        answer="Entraron 840 millones de pesos. La mitad pagó señales y semáforos. "
        "La otra mitad pagó la patrulla escolar.",
        answered_after=36,
    ),
    Asked(
        -49, ACCOUNTS, GOVERNMENT, "En redes dicen que la alcaldía tiene más asesores que antes. "
        "¿Es verdad? ¿Cuánto cuestan?",
        answer="Hay 31 contratos de apoyo. El año pasado eran 27. Cuestan 92 millones de pesos al mes. "
        "La lista, con la tarea de cada uno, está en la página de transparencia.",
        answered_after=12,
    ),
    Asked(
        -44, HEALTH, HOSPITAL, "¿Por qué hay que madrugar a las cuatro para sacar una cita?",
        answer="Desde este mes las citas también se piden por teléfono y con mensaje. "
        "La mitad de los cupos queda para la fila. En las primeras semanas la espera bajó a treinta minutos.",
        space="salud", answered_after=16, key="citas",
    ),
    Asked(
        -41, HEALTH, HOSPITAL, "Mi mamá esperó tres meses por un especialista. ¿Cuándo habrá más médicos?",
        answer="El hospital pasó de dos a cuatro días de medicina interna por semana. "
        "Quien espera desde hace más de sesenta días recibe primero una llamada para su cita.",
        space="salud", answered_after=15, withheld=WithholdReason.R1, is_restored=True,
    ),
    Asked(
        -38, HEALTH, HOSPITAL, "La señora que atiende en la ventanilla, la que vive al lado de la tienda, "
        "tiene tal enfermedad y no debería trabajar allí.",
        answer="El hospital cuida la salud de quienes trabajan y de quienes atiende. "
        "No damos datos de salud de ninguna persona.",
        space="salud", answered_after=13, withheld=WithholdReason.R1, kind=Kind.CONCERN, key="ventanilla",
    ),
    Asked(
        -35, HEALTH, HOSPITAL, "¿La ambulancia de las veredas está funcionando o sigue en el taller?",
        answer="Estuvo en el taller 19 días. Volvió al servicio y hay otra de respaldo los fines de semana.",
        space="salud", answered_after=11,
    ),
    Asked(
        -33, HEALTH, HOSPITAL, "Felicito a las vacunadoras que fueron a la vereda. ¿Cuándo vuelven?",
        answer="Gracias, se lo contamos a ellas. Vuelven el primer sábado de cada mes.",
        space="salud", answered_after=8, kind=Kind.PRAISE, person=JUNTA,
    ),
    Asked(
        -30, PARKS, WORKS, "¿Cuándo abren la cancha sintética? La inauguraron y sigue cerrada con candado.",
        answer="La cancha estaba cerrada porque faltaba el permiso de la luz. Ya abre de lunes a domingo, "
        "de 6 de la mañana a 9 de la noche. No hay que pagar.",
        answered_after=17,
        correction="La cancha abre de lunes a domingo, de 6 de la mañana a 10 de la noche. No hay que pagar.",
        correction_state="proposed", note="El horario de cierre cambió.",
    ),
    Asked(
        -29, SAFETY, GOVERNMENT, "¿Qué están haciendo con el ruido de los bares de la plaza después de la medianoche?",
        answer="En el último mes hubo ocho visitas y tres cierres. "
        "El número de la patrulla está en cada esquina de la plaza.",
        answered_after=14, returned_with="Diga también a qué número se llama.",
    ),
)  # fmt: skip
