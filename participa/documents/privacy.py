"""What people accept when they leave their mail here, and the version of each text.

Ley 1581 de 2012, arts. 3, 9 and 12. A change of words is a new version: what was accepted before keeps the old one.
"""

OBSERVATION_VERSION = "observacion-borrador-1"
OBSERVATION_WORDS = "Autorizo a la entidad a guardar mi correo para avisarme de la respuesta a mi observación."
NEWS_VERSION = "novedades-1"
NEWS_WORDS = "Autorizo a la entidad a guardar mi correo para enviarme las novedades de la rendición de cuentas."
