"""What people accept when they leave an address to follow a commitment (Ley 1581 de 2012, arts. 9 and 12).

A change of words is a new version: what was accepted before keeps the old one.
"""

FOLLOW_VERSION = "seguir-compromiso-1"
FOLLOW_WORDS = "Autorizo a la entidad a guardar mi correo para enviarme las novedades de este compromiso."
