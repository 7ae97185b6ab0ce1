"""Whether a page holds an element or an attribute that only an attacker would put there."""

import re

from tests.tokens import Reader

NEVER = {"iframe", "object", "embed", "base", "style", "applet", "frame", "marquee", "template"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset"}
OURS = ("/static/", "data:image/svg+xml", "data:image/png")
DRAWN = re.compile(r"/encuestas/[a-z0-9-]+/resultados/imagen\.png")  # drawn by us from figures


class Suspicion(Reader):
    def __init__(self) -> None:
        self.found: list[str] = []
        self._in_script = False

    def start(self, tag: str, values: dict[str, str]) -> None:
        is_data = tag == "script" and values == {"type": "application/ld+json"}  # no browser runs it
        self._in_script = tag == "script" and not is_data
        if tag in NEVER or (tag == "meta" and "http-equiv" in values):
            self.found.append(f"<{tag}>")
        if not is_data and tag in ("script", "img", "image") and not _is_ours(tag, values.get("src", "")):
            self.found.append(f"<{tag} src={values.get('src', '')[:60]}>")
        self.found += [f"{name}=" for name in values if name.startswith("on") or name == "style"]
        self.found += [f"{name}={values[name][:60]}" for name in values if name in ADDRESSES and _is_code(values[name])]

    def data(self, text: str) -> None:
        if self._in_script and text.strip():
            self.found.append("text inside <script>")
        self._in_script = False


def _is_ours(tag: str, source: str) -> bool:
    return source.startswith(OURS) or (tag == "img" and DRAWN.fullmatch(source) is not None)


def _is_code(address: str) -> bool:
    plain = "".join(letter for letter in address if letter > " ").lower()
    return plain.startswith(("javascript:", "vbscript:", "data:text"))


def injected(html: str) -> list[str]:
    page = Suspicion()
    page.feed(html)
    return page.found
