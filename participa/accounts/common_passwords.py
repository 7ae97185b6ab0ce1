"""What many people choose: a password made only of these pieces is guessed first."""

WORDS = """
contrasena contrasenia password passwort passw0rd p4ssw0rd clave claves llave secreto secreta secret segura seguro
seguridad acceso entrar ingreso ingresar bienvenido bienvenida welcome hola login usuario usuaria user invitado guest
prueba test demo admin administrador administradora administracion root sistema sistemas soporte oficina computador
internet google gmail hotmail outlook facebook whatsapp colombia colombiano colombiana bogota medellin cali
barranquilla cartagena bucaramanga pereira manizales antioquia itagui valle alcaldia municipio municipal gobernacion
gobierno concejo personeria secretaria planeacion hacienda participa participacion rendicion cuentas ciudadano
ciudadana publico publica nacional millonarios america santafe junior futbol barcelona realmadrid james shakira dios
jesus maria jose juan carlos andres camila daniela valentina santiago sebastian amor teamo tequiero familia mama papa
hijos princesa estrella corazon amigo amigos siempre enero febrero marzo abril mayo junio julio agosto septiembre
octubre noviembre diciembre lunes viernes domingo qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx
1q2w3e 1q2w3e4r abc123 iloveyou dragon monkey master superman batman football sunshine letmein
"""
PIECES = tuple(sorted(set(WORDS.split()), key=lambda word: (-len(word), word)))
