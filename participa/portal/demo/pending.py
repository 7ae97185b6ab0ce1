"""Sample questions that are still on their way, or that took another way, in every status."""

from participa.portal.demo.answered import JUNTA, NEIGHBOUR, STUDENT
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
)
from participa.portal.demo.people import GOVERNMENT, TREASURY, WORKS
from participa.portal.demo.people import HEALTH as HOSPITAL
from participa.questions.models import Kind, Status, WithholdReason

LAST = "codigo"
PENDING = (
    Asked(
        -45, CONTRACTS, TREASURY, "¿Por qué el contrato de aseo se renovó sin convocatoria?",
        Status.DRAFTING, answer="El contrato se amplió por tres meses mientras", kind=Kind.COMPLAINT,
    ),
    Asked(-40, ROADS, WORKS, "El semáforo del colegio lleva dos meses apagado. ¿Quién responde?", Status.ASSIGNED),
    Asked(
        -24, HEALTH, HOSPITAL, "¿Cuántas personas están en lista de espera para cirugía?",
        Status.ANSWERED, space="salud", answered_after=18, kind=Kind.INFORMATION,
        answer="Hay 118 personas en lista de espera. La meta es bajar a 60 antes de fin de año.",
    ),
    Asked(
        -23, HEALTH, HOSPITAL, "¿Por qué no hay pediatra los fines de semana?",
        Status.IN_REVIEW, space="salud", answered_after=19, key="pediatra",
        answer="Desde el próximo mes habrá pediatra los sábados en la mañana. El domingo se atiende por urgencias.",
    ),
    Asked(
        -22, ACCOUNTS, GOVERNMENT, "El alcalde viajó tres veces este semestre. ¿A qué fue, cuánto costó y qué trajo?",
        Status.IN_REVIEW, answered_after=20,
        answer="Fueron tres viajes de dos días. Costaron 7,8 millones de pesos en total. "
        "Se gestionó la plata del puente y la de la biblioteca.",
    ),
    Asked(
        -20, HEALTH, HOSPITAL, "¿Cómo se piden ahora las citas del hospital?",
        Status.REFERRED, space="salud", other="citas", note="Allí se explica cómo pedir la cita.",
    ),
    Asked(
        -19, ROADS, WORKS, "¿Y los huecos de la calle de la Estación? Sigue igual.",
        Status.REFERRED, other="huecos", note="Es la misma calle y la respuesta sigue vigente.",
    ),
    Asked(
        -18, WATER, WORKS, "¿Por qué el agua del barrio Los Almendros sale amarilla cuando llueve?",
        Status.DRAFTING, space="audiencia", answer="El agua sale amarilla por el lavado de la tubería vieja.",
        person=NEIGHBOUR, key="agua",
    ),
    Asked(
        -17, WATER, WORKS, "En Los Almendros el agua llega con color. ¿Es segura para los niños?",
        Status.GROUPED, space="audiencia", other="agua", note="Preguntan por el mismo problema del mismo barrio.",
    ),
    Asked(
        -16, ROADS, WORKS, "La carretera nacional tiene un derrumbe en el kilómetro 12. ¿Cuándo lo quitan?",
        Status.TRANSFERRED, note="La carretera es nacional. Se envió a la entidad nacional de vías.",
    ),
    Asked(
        -40, SAFETY, GOVERNMENT, "Eso que pasó el otro día no puede volver a pasar.",
        Status.ARCHIVED, note="Pasaron diez días hábiles sin aclaración.", kind=Kind.CONCERN,
    ),
    Asked(
        -6, PARKS, WORKS, "¿Van a arreglar lo del parque?",
        Status.CLARIFYING, note="Díganos de qué parque habla y qué le pasa.",
    ),
    Asked(
        -9, ACCOUNTS, GOVERNMENT, "Este texto es de ejemplo y hace de insulto sin serlo. "
        "Aquí iría una ofensa y nada más.",
        Status.REJECTED, note="No pregunta nada. Solo ofende a una persona.", withheld=WithholdReason.R4,
    ),
    Asked(
        -14, TAXES, TREASURY, "¿Cuánto debe el municipio y a quién?",
        Status.ASSIGNED, space="audiencia", kind=Kind.INFORMATION,
    ),
    Asked(
        -13, ROADS, WORKS, "¿Por qué se gastó tanta plata en pintar puentes si las vías rurales están dañadas? "
        "Me parece mala prioridad del alcalde.",
        Status.ASSIGNED, space="audiencia", kind=Kind.OBSERVATION,
    ),
    Asked(
        -15, ROADS, WORKS, "Fulana de Tal, la del local de la esquina, ocupa el andén del barrio El Mirador. "
        "¿Quién cuida el espacio público?",
        Status.ASSIGNED, kind=Kind.COMPLAINT, key="anden",
        hidden="Fulana de Tal, la del local de la esquina,", hidden_for="Permite saber de qué persona se habla.",
    ),
    Asked(
        -26, ROADS, WORKS, "El alcalde miente: prometió la cancha para junio y sigue en tierra. ¿Para cuándo es?",
        Status.ASSIGNED, key="promesa", withheld=WithholdReason.R4,
    ),
    Asked(
        -10, PARKS, WORKS, "¿De quién es el lote del parque de Los Almendros? Quieren cercarlo.",
        Status.ASSIGNED, kind=Kind.INFORMATION, key="planos",
    ),
    Asked(
        -12, HEALTH, HOSPITAL, "¿Habrá brigada de salud en la vereda La Esperanza este año?",
        Status.DRAFTING, space="audiencia", answer="Sí. La brigada está prevista para", person=JUNTA,
    ),
    Asked(
        -11, SAFETY, GOVERNMENT, "¿Cuántos robos hubo este año en el centro y qué van a hacer?",
        Status.IN_REVIEW, space="audiencia", answered_after=10,
        answer="La policía recibió 64 denuncias, nueve menos que el año pasado. Habrá dos recorridos más cada noche.",
    ),
    Asked(
        -8, CONTRACTS, TREASURY, "Quiero ver el contrato de las luces de diciembre. ¿Dónde lo leo?",
        Status.CLASSIFIED, kind=Kind.INFORMATION,
    ),
    Asked(
        -7, PARKS, WORKS, "Propongo sembrar árboles de sombra en la plaza. Al mediodía no se puede estar.",
        Status.ASSIGNED, space="audiencia", kind=Kind.PROPOSAL, person=STUDENT,
    ),
    Asked(
        -5, ROADS, WORKS, "Vendo motos usadas en buen estado, escriban ya.",
        Status.CLASSIFIED, withheld=WithholdReason.R5, kind=Kind.OBSERVATION,
    ),
    Asked(
        -4, ACCOUNTS, GOVERNMENT, "¿Por qué el informe de gestión no dice qué promesas no se cumplieron?",
        Status.RECEIVED, space="audiencia",
    ),
    Asked(
        -2, TAXES, TREASURY, "¿Cuánta plata se va en publicidad de la alcaldía?",
        Status.RECEIVED, space="audiencia", waits=True,
    ),
    Asked(
        -1, HEALTH, HOSPITAL, "¿El puesto de salud del barrio El Mirador va a abrir por la tarde?",
        Status.RECEIVED, space="audiencia", waits=True, person=NEIGHBOUR,
    ),
    Asked(
        0, SAFETY, GOVERNMENT, "¿Cuándo instalan luz en el camino del río? De noche da miedo pasar.",
        Status.RECEIVED, space="audiencia", waits=True, key=LAST,
    ),
)  # fmt: skip
