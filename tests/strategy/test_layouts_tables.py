"""Layouts of tables that towns, departments and institutes really use, filled with made-up towns and activities."""

import pytest

from participa.strategy.importing import read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import Merge, table
from tests.strategy.documents.layouts import by_section, column, in_every_kind, months, quarters

pytestmark = pytest.mark.same_everywhere

WITH_MERGES = (writers.as_xlsx, writers.as_docx, writers.as_html, writers.as_pdf)
PLANNING, PRESS, TREASURY = "Secretaría de Planeación", "Oficina de Prensa", "Secretaría de Hacienda"


@in_every_kind()
def test_a_plan_against_corruption_with_numbers_beside_the_activities(write):
    plan = read_document(
        write(
            [
                "Plan Anticorrupción y de Atención al Ciudadano 2021",
                "Componente 3: Rendición de cuentas",
                table(
                    ["Subcomponente", "Actividades", "", "Meta o producto", "Responsable", "Fecha programada"],
                    [
                        "Subcomponente 1 Información de calidad y en lenguaje comprensible",
                        *("1.1", "Publicar boletines", "6 boletines", PRESS, "30/06/2021"),
                    ],
                    ["", "1.2", "Actualizar directorio", "Directorio al día", PLANNING, "Permanente"],
                    [
                        "Subcomponente 2 Diálogo de doble vía con la ciudadanía y sus organizaciones",
                        *("2.1", "Hacer mesas", "4 mesas", PLANNING, "Febrero – Diciembre"),
                    ],
                    ["", "2.2", "Abrir foro", "1 foro", PRESS, "Segundo trimestre"],
                    [
                        "Subcomponente 3 Incentivos para motivar la cultura de la rendición y petición de cuentas",
                        *("3.1", "Premiar a la vereda más activa", "1 premio", PRESS, "Cuando se requiera"),
                    ],
                    [
                        "Subcomponente 4 Evaluación y retroalimentación a la gestión institucional",
                        *("4.1", "Aplicar una encuesta", "1 encuesta", "Control Interno", "31/12/2021"),
                    ],
                    merges=[Merge(0, 1, across=2), Merge(1, 0, down=2), Merge(3, 0, down=2)],
                ),
            ]
        )
    )
    assert plan.year == 2021
    assert [(len(plan.activities_of(section)), section.elemento) for section in plan.sections] == [
        *((2, "informacion"), (2, "dialogo"), (1, "responsabilidad"), (1, "responsabilidad"))
    ]
    assert column(plan, "code") == ["1.1", "1.2", "2.1", "2.2", "3.1", "4.1"]
    assert column(plan, "name")[:3] == ["Publicar boletines", "Actualizar directorio", "Hacer mesas"]
    assert column(plan, "goal")[:2] == ["6 boletines", "Directorio al día"]
    assert column(plan, "schedule_kind") == ["exact", "permanent", "range", "set", "relative", "exact"]
    assert plan.activities[3].periods == ("2021-Q2",)
    assert plan.activities[2].periods == tuple(f"2021-{month:02}" for month in range(2, 13))


@in_every_kind()
def test_numbers_of_three_levels_and_indicator_goal_and_two_dates(write):
    plan = read_document(
        write(
            [
                "MUNICIPIO DE LOMA ALTA",
                "PLAN DE ACCIÓN RENDICIÓN DE CUENTAS 2023",
                table(
                    ["Código", "Acción", "Indicador", "Meta", "Fecha de inicio", "Fecha de terminación", "Dependencia"],
                    [
                        "3.1.1",
                        "Formar a los servidores",
                        "Servidores formados",
                        "40",
                        "1/03/2023",
                        "31/03/2023",
                        PLANNING,
                    ],
                    ["3.1.2", "Publicar la contratación", "Informes", "12", "16/01/2023", "15/12/2023", TREASURY],
                    ["3.2.1", "Convocar la audiencia", "Convocatoria", "1", "1/11/2023", "15/11/2023", PRESS],
                ),
            ]
        )
    )
    assert column(plan, "code") == ["3.1.1", "3.1.2", "3.2.1"]
    assert column(plan, "indicator") == ["Servidores formados", "Informes", "Convocatoria"]
    assert column(plan, "goal") == ["40", "12", "1"]
    assert [str(row.starts_on) for row in plan.activities] == ["2023-03-01", "2023-01-16", "2023-11-01"]
    assert [str(row.ends_on) for row in plan.activities] == ["2023-03-31", "2023-12-15", "2023-11-15"]
    assert plan.sections == ()
    assert not plan.unassigned_lines


@in_every_kind()
def test_quarters_in_roman_numbers_without_a_group(write):
    plan = read_document(
        write(
            [
                "Gobernación del Valle Lejano. Estrategia de rendición de cuentas 2024",
                table(
                    ["ELEMENTO", "ACTIVIDAD", "RESPONSABLE", "I", "II", "III", "IV"],
                    ["Información", "Divulgar el plan de desarrollo", PRESS, *quarters(1, 3)],
                    ["", "Publicar estados financieros", TREASURY, *quarters(1, 2, 3, 4)],
                    ["Diálogo", "Hacer audiencias provinciales", PLANNING, *quarters(4)],
                    merges=[Merge(1, 0, down=2)],
                ),
            ]
        )
    )
    assert by_section(plan) == [("Información", 2), ("Diálogo", 1)]
    assert [row.periods for row in plan.activities] == [
        ("2024-Q1", "2024-Q3"),
        ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"),
        ("2024-Q4",),
    ]


@in_every_kind()
def test_month_letters_directly_in_the_only_row_of_headings(write):
    plan = read_document(
        write(
            [
                "Cronograma de rendición de cuentas 2022",
                table(
                    ["N°", "Actividades", "Responsables", *"EFMAMJJASOND"],
                    ["1", "Alistar la información", PLANNING, *months(1, 2)],
                    ["2", "Realizar la audiencia pública", "Despacho", *months(12)],
                    ["3", "Publicar el acta", PRESS, *months(12)],
                ),
                "Elaboró: Profesional universitario   Revisó: Jefe de Planeación   Aprobó: Comité",
            ]
        )
    )
    assert [row.periods for row in plan.activities] == [("2022-01", "2022-02"), ("2022-12",), ("2022-12",)]
    assert len(plan.unassigned_lines) == 1


@in_every_kind()
def test_stages_as_wide_rows_and_numbers_that_begin_again(write):
    plan = read_document(
        write(
            [
                "ALCALDÍA MUNICIPAL DE PIEDRA CLARA",
                "Cronograma Estrategia de Rendición de Cuentas, vigencia 2025",
                table(
                    ["No", "Actividad", "Responsable", "Fecha inicio", "Fecha fin"],
                    ["ETAPA DE APRESTAMIENTO", "", "", "", ""],
                    ["1", "Crear el equipo líder", PLANNING, "3/02/2025", "14/02/2025"],
                    ["2", "Capacitar al equipo", PLANNING, "17/02/2025", "28/02/2025"],
                    ["ETAPA DE DISEÑO", "", "", "", ""],
                    ["1", "Escribir la estrategia", PLANNING, "3/03/2025", "28/03/2025"],
                    ["ETAPA DE SEGUIMIENTO Y EVALUACIÓN", "", "", "", ""],
                    ["1", "Evaluar la estrategia", "Control Interno", "1/12/2025", "12/12/2025"],
                    merges=[Merge(row, 0, across=5) for row in (1, 4, 6)],
                ),
            ]
        )
    )
    assert by_section(plan) == [
        *(("ETAPA DE APRESTAMIENTO", 2), ("ETAPA DE DISEÑO", 1), ("ETAPA DE SEGUIMIENTO Y EVALUACIÓN", 1))
    ]
    assert column(plan, "stages") == [("aprestamiento",), ("aprestamiento",), ("diseno",), ("seguimiento",)]


@in_every_kind()
def test_several_offices_in_one_cell(write):
    plan = read_document(
        write(
            [
                table(
                    ["Actividad", "Responsables", "Fecha"],
                    ["Consolidar los informes", f"{PLANNING}, {TREASURY} y {PRESS}", "Marzo de 2024"],
                    ["Atender peticiones", "Todas las dependencias", "Permanente"],
                    ["Revisar el avance", f"{PLANNING} / Oficina de Control Interno", "Junio y diciembre de 2024"],
                )
            ]
        )
    )
    assert column(plan, "offices") == [
        *((PLANNING, TREASURY, PRESS), ("Todas las dependencias",), (PLANNING, "Oficina de Control Interno"))
    ]
    assert column(plan, "involves_all_offices") == [False, True, False]
    assert column(plan, "periods") == [("2024-03",), (), ("2024-06", "2024-12")]


@in_every_kind()
def test_weeks_of_every_month_under_three_rows_of_headings(write):
    groups = ["Actividad", "Responsable", "2023", *[""] * 7]
    plan = read_document(
        write(
            [
                "CRONOGRAMA AUDIENCIA PÚBLICA",
                table(
                    groups,
                    ["", "", "Octubre", *[""] * 3, "Noviembre", *[""] * 3],
                    ["", "", *"1234", *"1234"],
                    ["Definir el sitio", PLANNING, "X", "X", *[""] * 6],
                    ["Invitar a las juntas", PRESS, *[""] * 3, "X", "X", *[""] * 3],
                    merges=[
                        *(Merge(0, 0, down=3), Merge(0, 1, down=3), Merge(0, 2, across=8)),
                        *(Merge(1, 2, across=4), Merge(1, 6, across=4)),
                    ],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2023-10-W1", "2023-10-W2"), ("2023-10-W4", "2023-11-W1")]


@in_every_kind(WITH_MERGES)
def test_component_and_subcomponent_both_merged(write):
    plan = read_document(
        write(
            [
                table(
                    ["Componente", "Subcomponente", "Actividad", "Meta", "Responsable", "Fecha"],
                    ["Rendición de cuentas", "Información", "Publicar el balance", "1", TREASURY, "Abril 2023"],
                    ["", "", "Publicar las obras", "2", PLANNING, "Mayo 2023"],
                    ["", "Diálogo", "Hacer un cabildo", "1", PLANNING, "Junio 2023"],
                    ["", "", "Responder preguntas", "100 %", PRESS, "Julio 2023"],
                    merges=[Merge(1, 0, down=4), Merge(1, 1, down=2), Merge(3, 1, down=2)],
                )
            ]
        )
    )
    assert by_section(plan) == [("Información", 2), ("Diálogo", 2)]
    assert column(plan, "periods") == [("2023-04",), ("2023-05",), ("2023-06",), ("2023-07",)]


@in_every_kind()
def test_two_tables_of_different_columns(write):
    plan = read_document(
        write(
            [
                "Acciones de información",
                table(
                    ["No.", "Actividad", "Responsable", "Fecha"],
                    ["1", "Emitir un programa de radio", PRESS, "Marzo de 2022"],
                    ["2", "Entregar volantes", PRESS, "Abril de 2022"],
                ),
                "Acciones de diálogo",
                table(
                    ["Acción", "Producto", "Líder", "Inicio", "Fin"],
                    ["Celebrar el foro juvenil", "Memorias", "Secretaría de Cultura", "2/05/2022", "6/05/2022"],
                ),
            ]
        )
    )
    assert column(plan, "name") == ["Emitir un programa de radio", "Entregar volantes", "Celebrar el foro juvenil"]
    assert column(plan, "responsible_text") == [PRESS, PRESS, "Secretaría de Cultura"]
    assert column(plan, "goal") == ["", "", "Memorias"]
    assert str(plan.activities[2].ends_on) == "2022-05-06"
    assert by_section(plan) == [("Acciones de información", 2), ("Acciones de diálogo", 1)]


@in_every_kind()
def test_quarters_as_columns_that_hold_how_many(write):
    plan = read_document(
        write(
            [
                "Estrategia de rendición de cuentas 2023",
                table(
                    ["Actividad", "Unidad de medida", "Responsable", "Trim 1", "Trim 2", "Trim 3", "Trim 4", "Total"],
                    ["Emitir boletines", "Boletín", PRESS, "3", "3", "", "3", "9"],
                    ["Hacer encuentros", "Encuentro", PLANNING, "", "1", "", "1", "2"],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2023-Q1", "2023-Q2", "2023-Q4"), ("2023-Q2", "2023-Q4")]
    assert column(plan, "responsible_text") == [PRESS, PLANNING]


@in_every_kind()
def test_columns_of_tracking_are_kept_apart(write):
    plan = read_document(
        write(
            [
                "SEGUIMIENTO AL PLAN DE RENDICIÓN DE CUENTAS 2022",
                table(
                    [
                        *("Subcomponente", "Actividades", "Meta o producto", "Responsable", "Fecha programada"),
                        *("Actividades cumplidas", "% de avance", "Observaciones"),
                    ],
                    ["Información", "Publicar el plan", "Plan", PLANNING, "31/01/2022", "Publicado", "100%", "Ninguna"],
                    ["Diálogo", "Hacer la audiencia", "Acta", PRESS, "15/12/2022", "En curso", "20%", ""],
                    ["Responsabilidad", "Evaluar el ejercicio", "Informe", PLANNING, "30/12/2022", "", "0%", ""],
                ),
            ]
        )
    )
    assert column(plan, "name") == ["Publicar el plan", "Hacer la audiencia", "Evaluar el ejercicio"]
    assert column(plan, "date_text") == ["31/01/2022", "15/12/2022", "30/12/2022"]
    assert ("Actividades cumplidas", "Publicado") in plan.activities[0].extra
    assert by_section(plan) == [("Información", 1), ("Diálogo", 1), ("Responsabilidad", 1)]


@in_every_kind()
def test_format_codes_versions_and_signatures_around(write):
    plan = read_document(
        write(
            [
                table(
                    ["ALCALDÍA DE MONTE VERDE", "Código: PL-FO-12"],
                    ["PROCESO DE PLANEACIÓN", "Versión: 03"],
                    ["CRONOGRAMA RENDICIÓN DE CUENTAS", "Página 1 de 2"],
                ),
                table(
                    ["Ítem", "Actividad a realizar", "Responsable", "Fecha límite"],
                    ["1", "Elaborar el informe de gestión", PLANNING, "28/10/2022"],
                    ["2", "Divulgar el informe de gestión", PRESS, "31/10/2022"],
                    ["3", "Realizar la jornada de diálogo", PRESS, "2/12/2022"],
                ),
                table(
                    ["Elaboró", "Revisó", "Aprobó"],
                    ["Profesional de apoyo", "Jefe de Planeación", "Comité de Gestión"],
                    ["Fecha: 1/09/2022", "Fecha: 5/09/2022", "Fecha: 9/09/2022"],
                ),
            ]
        )
    )
    assert column(plan, "name") == [
        *("Elaborar el informe de gestión", "Divulgar el informe de gestión", "Realizar la jornada de diálogo")
    ]
    assert column(plan, "code") == ["1", "2", "3"]
    assert plan.year == 2022


@in_every_kind()
def test_a_matrix_of_dialogue_spaces(write):
    plan = read_document(
        write(
            [
                "Espacios de diálogo 2024",
                table(
                    ["Nombre del espacio de diálogo", "Tema", "Grupo de valor", "Mes programado", "Dependencia líder"],
                    ["Encuentro campesino", "Vías terciarias", "Juntas de acción comunal", "Mayo", PLANNING],
                    ["Feria de la transparencia", "Contratación", "Ciudadanía", "Agosto y septiembre", TREASURY],
                ),
            ]
        )
    )
    assert column(plan, "name") == ["Encuentro campesino", "Feria de la transparencia"]
    assert column(plan, "periods") == [("2024-05",), ("2024-08", "2024-09")]
    assert column(plan, "responsible_text") == [PLANNING, TREASURY]


@in_every_kind()
def test_what_how_when_who(write):
    plan = read_document(
        write(
            [
                "Plan de trabajo rendición de cuentas 2022",
                table(
                    ["¿Qué?", "¿Cómo?", "¿Quién?", "¿Cuándo?", "¿Dónde?"],
                    ["Socializar el informe", "Con reuniones", PRESS, "Primera semana de octubre", "Casa cultural"],
                    ["Recoger preguntas", "Con buzones", PLANNING, "1 al 20 de octubre", "Alcaldía"],
                ),
            ]
        )
    )
    assert column(plan, "name") == ["Socializar el informe", "Recoger preguntas"]
    assert column(plan, "periods") == [("2022-10-W1",), ()]
    assert str(plan.activities[1].ends_on) == "2022-10-20"


@in_every_kind()
def test_strategic_objective_strategy_and_activity(write):
    plan = read_document(
        write(
            [
                "Estrategia de rendición de cuentas 2023",
                table(
                    ["Objetivo", "Estrategia", "Actividad", "Recursos", "Responsable", "Periodicidad"],
                    ["Informar", "Medios propios", "Grabar videos cortos", "$ 2.000.000", PRESS, "Mensual"],
                    ["", "", "Publicar en carteleras", "Papelería", PRESS, "Trimestral"],
                    ["Dialogar", "Encuentros", "Realizar visitas", "Transporte", PLANNING, "Semestral"],
                    merges=[Merge(1, 0, down=2), Merge(1, 1, down=2)],
                ),
            ]
        )
    )
    assert by_section(plan) == [("Medios propios", 2), ("Encuentros", 1)]
    assert column(plan, "schedule_kind") == ["periodic"] * 3
    assert column(plan, "budget") == ["$ 2.000.000", "Papelería", "Transporte"]


@pytest.mark.parametrize("heading", ["Fecha programada", "Plazo", "Fecha de cumplimiento", "Fecha máxima de entrega"])
def test_names_of_the_only_date(heading):
    plan = read_document(f"Actividad\t{heading}\tResponsable\nSembrar árboles\t30/06/2021\t{PLANNING}\n".encode())
    assert [str(row.ends_on) for row in plan.activities] == ["2021-06-30"]


@pytest.mark.parametrize(
    "heading",
    ["Actividades a realizar", "Actividad / Acción", "Acciones a ejecutar", "Acción de mejora", "Actividad general"]
    + ["Descripción de las actividades", "Detalle de la actividad", "Acciones de participación", "Compromiso"],
)
def test_names_of_the_activity(heading):
    plan = read_document(f"No\t{heading}\tResponsable\tFecha\n1\tSembrar árboles\t{PLANNING}\tMayo 2021\n".encode())
    assert column(plan, "name") == ["Sembrar árboles"]


@pytest.mark.parametrize(
    "heading",
    ["Responsable(s)", "Área o dependencia responsable", "Secretaría / Oficina", "Dependencia encargada", "Cargo"]
    + ["Equipo responsable", "Funcionario responsable", "Dependencia o área", "Líder del proceso", "Secretaría"],
)
def test_names_of_the_responsible(heading):
    plan = read_document(f"No\tActividad\t{heading}\tFecha\n1\tSembrar árboles\t{PLANNING}\tMayo 2021\n".encode())
    assert column(plan, "responsible_text") == [PLANNING]
