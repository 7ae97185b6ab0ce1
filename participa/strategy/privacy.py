"""What people accept when they leave their mail with an observation, and the version of that text.

Ley 1581 de 2012, arts. 3, 9 and 12. A change of words is a new version: what was accepted before keeps the old one.
"""

TEXT_VERSION = "observacion-1"
WORDS = "Autorizo a la entidad a guardar mi correo para avisarme de la respuesta a mi observación."
