"""Texts that have broken other sites: markup, code, queries, templates, odd letters, sizes and numbers."""

MARKUP = (
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "<img src=x onerror=alert(1)//",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>oprima</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<details open ontoggle=alert(1)>",
    "<style>body{display:none}</style>",
    "<base href=https://otro.example/>",
    "<meta http-equiv=refresh content='0;url=https://otro.example'>",
    "<form action=https://otro.example><input name=clave></form>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "＜script＞alert(1)＜/script＞",
    'https://otro.example/"onmouseover="alert(1)',
    "https://otro.example/<script>alert(1)</script>",
    "http://javascript:alert(1)@otro.example",
)
QUERIES = (
    "' OR '1'='1",
    "'; DROP TABLE question; --",
    '" OR ""="',
    "1) UNION SELECT password_hash FROM user_account --",
    "%' OR name LIKE '%",
    "%_\\",
    "\\",
    "$1",
    ":id",
    "%s %(name)s %d",
)
TEMPLATES = (
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{{ config.SECRET_KEY }}",
    "${7*7}",
    "#{7*7}",
    "{0.__class__}",
)
LETTERS = (
    "\x00",
    "antes\x00después",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\u202eolrevér\u202c",
    "\u200b\u200c\u200d\ufeff",
    "a" + "\u0301" * 300,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "ñÑáÉíÓúÜ ¿¡ «»",
    "ſ ﬁ Ⅻ ① ﷽",
    "\r\nSet-Cookie: robada=1",
    "línea\r\notra\nmás\ttab",
    "\x1b[31mrojo\x07",
    "\uffff\ufffe",
    "İıẞ",
)
NUMBERS = (
    "-1",
    "0",
    "99999999999999999999999999",
    "9223372036854775808",
    "2147483648",
    "1e309",
    "NaN",
    "Infinity",
    "0x1F",
    "１２",
    "1.5",
    "--1",
)
DATES = ("0000-00-00", "9999-12-31T23:59", "2026-02-30", "-0001-01-01", "2026-08-04T25:61", "+292278994-08-17T07:12:55")
PATHS = ("../../../../etc/passwd", "..\\..\\boot.ini", "file:///etc/passwd", "//otro.example/x", "/\\otro.example")
SIZES = ("a" * 5_000, "ñ" * 5_000, "a " * 20_000, "\n" * 5_000, " " * 500, "")
HARSH = (
    "El alcalde mintió: ¿dónde está la plata del hospital? Exijo una respuesta.",
    "=CMD('calc')!A1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)
ALL = (*MARKUP, *QUERIES, *TEMPLATES, *LETTERS, *NUMBERS, *DATES, *PATHS, *SIZES, *HARSH)
# Fired at one field while all others are good, so that they reach the database.
ALONE = (
    *MARKUP[:5],
    QUERIES[0],
    QUERIES[5],
    TEMPLATES[0],
    *LETTERS[:4],
    LETTERS[7],
    NUMBERS[2],
    NUMBERS[6],
    *SIZES[1:3],
    "",
)
FOR_CHOICES = (
    "",
    "no-existe",
    "\x00",
    "-1",
    "99999999999999999999999999",
    "<script>alert(1)</script>",
    "NaN",
    "a" * 5_000,
)
# One text that breaks out of every place where a page may put it.
EVERYWHERE = """"'><script>alert(1)</script><img src=x onerror=alert(1)> https://e.co/"onclick="x {{7*7}}"""

# How a page shows markup does not depend on the database; how letters, numbers and sizes are kept does.
ALL_FOR_DATABASE = (*QUERIES, *LETTERS, *NUMBERS, *DATES, *SIZES, EVERYWHERE)
ALONE_FOR_DATABASE = (*(text for text in ALONE if text not in (*MARKUP, *TEMPLATES)), EVERYWHERE)
