"""Usual names of people in Colombia, in lower case: those that are no common word too, such as «luz» or «rosa»."""

from participa.shared.word_lists import word_set

GIVEN_NAMES = word_set(
    """
adriana alejandra alejandro alexander ana andrea andres andrés angela ángela angie antonia antonio brayan camila camilo
carlos carolina catalina claudia cristian daniel daniela danna david deisy diana diego dylan eduardo elena emiliano
emily emmanuel esteban fabian fabián felipe fernanda fernando francisco gabriel gabriela hector héctor ingrid isabel
isabella ivan iván jaime javier jean jenny jeronimo jerónimo jessica jesus jesús jhon jimena joaquin joaquín johan
jorge jose josé juan juana juliana julian julián juliana karen karol katherine kevin laura leidy leonardo luciana lucia
lucía luis luisa manuel manuela marcela marcos maria maría mariana mario martin martín mateo matias matías maximiliano
mia miguel nathalia natalia nicolas nicolás nicole olga oscar óscar pablo paola patricia paula pedro rafael ricardo
roberto rodrigo salome salomé samuel sandra santiago sara sebastian sebastián sergio simon simón sofia sofía stiven
tatiana thomas tomas tomás valentina valeria vanessa veronica verónica victor víctor ximena yeison yuliana yurani
"""
)
FAMILY_NAMES = word_set(
    """
acosta alvarez álvarez arias avila ávila beltran beltrán bernal caicedo cardenas cárdenas cardona castaño castillo
castro contreras cordoba córdoba correa cortes cortés cuellar cuéllar delgado diaz díaz duarte escobar espinosa
fernandez fernández florez flórez fonseca franco garcia garcía garzon garzón giraldo gomez gómez gonzalez gonzález
guerrero gutierrez gutiérrez guzman guzmán henao hernandez hernández herrera hurtado jaramillo jimenez jiménez londoño
lopez lópez marin marín martinez martínez medina mejia mejía mendoza mora morales moreno mosquera muñoz murillo
navarro nieto ocampo orozco ortega ortiz osorio ospina palacios parra peña perea perez pérez pineda quintero ramirez
ramírez ramos restrepo reyes rincon rincón rivas rivera rodriguez rodríguez rojas romero rubio rueda ruiz salazar
sanchez sánchez sandoval sierra silva soto suarez suárez torres trujillo valencia vargas vasquez vásquez velasquez
velásquez velez vélez vera villa zapata zuluaga
"""
)
