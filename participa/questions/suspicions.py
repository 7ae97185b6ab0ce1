"""Words that make a person of the team read a question before it joins the queue. Nothing here refuses or hides.

The lists are short on purpose: a threat in the first person, and what only advertising says. Anger, insults and
accusations against who governs are questions like any other.
"""

import hashlib
import hmac
import re
import unicodedata

from participa.questions.models import Suspicion

MANY_LINKS = 3
SHORT_WORD = 4  # letters; shorter words join others and tell texts apart badly
_KILL = "matar|quebrar|pelar|picar|acribillar|degollar|apunalar|ahorcar|desaparecer|secuestrar|violar|torturar"
_SHOOT = "(?:dar|echar|meter) (?:bala|plomo)|(?:meter|pegar) (?:un|unos) tiros?|llenar de (?:bala|plomo)"
_WHO = "al alcalde|a la alcaldesa|a los concejales|al concejal|al secretario|a la secretaria|a ese|a esa|a esos|a todos"
THREATS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        rf"(?:te|lo|la|le|los|las|les) (?:voy|vamos) a (?:{_KILL}|{_SHOOT}|quemar viv[oa]s?)",
        rf"(?:voy|vamos) a (?:{_KILL})(?:te|lo|la|le|los|las|les)",
        rf"(?:voy|vamos) a (?:matar|pelar|quebrar|{_SHOOT}) (?:{_WHO})",
        rf"(?:darle|darles|meterle|meterles|echarle|echarles|denle) (?:bala|plomo)(?: {_WHO})?",
        r"(?:voy|vamos) a (?:quemar|incendiar|volar)(?:le|les)? (?:la alcaldia|el concejo|la casa)",
        r"(?:le|les) (?:voy|vamos) a poner una bomba",
        r"una bomba (?:en|a) (?:la alcaldia|el concejo|su casa)",
        r"(?:ya )?(?:sabemos|se) donde (?:vive|viven|duerme|estudian) (?:usted|ustedes|su|sus|tu|tus|el alcalde)",
        r"(?:cuide|cuida|cuiden) a su(?:s)? (?:familia|hijos|hija|hijo|mujer)",
        r"(?:usted|alcalde|alcaldesa|concejal) tiene (?:los dias|las horas) contad[oa]s",
        r"(?:le|les|te) (?:mando|mandamos|vamos a mandar|voy a mandar) (?:un|unos|el|los) sicarios?",
        rf"(?:hay que|toca) (?:matar|pelar|quebrar|acribillar|linchar|{_SHOOT}) (?:{_WHO})",
    )
)
PROMISES = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        r"gan[ae] (?:dinero|plata) (?:facil|rapido|desde (?:su|tu|la) casa|por internet)",
        r"prestamos? (?:inmediatos?|sin codeudor|sin fiador|rapidos?|en linea)",
        r"(?:haga|haz|hagan|da|de) clic(?:k)?(?: aqui)?",
        r"bono de bienvenida|giros gratis|casino (?:en linea|online)|apuest[ae] (?:ya|ahora|en linea|online)",
        r"(?:multipli(?:que|ca)|duplique|duplica) su? ?(?:dinero|inversion|plata)",
        r"inversion garantizada|rentabilidad garantizada|dinero garantizado",
        r"(?:compre|compra|pida|pide|aproveche|aprovecha) (?:ya|ahora)|oferta (?:limitada|unica)",
        r"(?:siganos|siguenos|sigueme|suscribete|suscribase) (?:en|a)",
        r"(?:agrandar|alargar) (?:el|su) (?:pene|miembro)|viagra|cialis",
        r"(?:amarres|amarre) de amor|(?:brujo|vidente|tarotista) (?:profesional|garantizad[oa])",
        r"(?:bajar|baje|pierda|perder) de peso en|adelgace (?:ya|rapido|en)",
    )
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:bit\.ly|t\.me|wa\.me|tinyurl\.com)/\S+")
_PUBLIC_LINK = re.compile(r"(?:https?://|www\.)(?:[\w-]+\.)*(?:gov|edu|mil)\.co\b")
_SHORTENED = re.compile(r"\b(?:bit\.ly|t\.me|wa\.me|tinyurl\.com)/")
_NOT_WORDS = re.compile(r"[^a-zñ ]+")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def of_words(body: str) -> list[Suspicion]:
    """What the words alone make one look at before the question joins the queue."""
    words, links = plain_words(body), _links(body)
    found = []
    if any(threat.search(words) for threat in THREATS):
        found.append(Suspicion.THREAT)
    if len(links) >= MANY_LINKS or any(map(_SHORTENED.search, links)) or any(say.search(words) for say in PROMISES):
        found.append(Suspicion.ADVERT)
    return found


def plain_words(body: str) -> str:
    """A text as bare words: without capitals, accents, signs, digits and letters that are drawn out."""
    letters = unicodedata.normalize("NFKD", body.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_NOT_WORDS.sub(" ", _DRAWN_OUT.sub(r"\1", bare)).split())


def fold_of(body: str, secret: str) -> str:
    """The same for texts that say the same but for signs, digits, repeated words and their order."""
    words = {word for word in plain_words(body).split() if len(word) >= SHORT_WORD}
    same = " ".join(sorted(words)) or plain_words(body) or body.strip()
    return hmac.digest(secret.encode(), f"fold|{same}".encode(), hashlib.sha256).hex()


def _links(body: str) -> list[str]:
    """The links of a text, but for those of public bodies and schools."""
    return [link for link in _LINK.findall(body.casefold()) if not _PUBLIC_LINK.match(link)]
