"""Whether a page holds an element or an attribute that only an attacker would put there."""

from html.parser import HTMLParser

NEVER = {"iframe", "object", "embed", "base", "style", "applet", "frame", "marquee", "template"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset"}
OURS = ("/static/", "data:image/svg+xml", "data:image/png")


class Suspicion(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_script = tag == "script"
        if tag in NEVER or (tag == "meta" and "http-equiv" in values):
            self.found.append(f"<{tag}>")
        if tag in ("script", "img", "image") and not values.get("src", "").startswith(OURS):
            self.found.append(f"<{tag} src={values.get('src', '')[:60]}>")
        self.found += [f"{name}=" for name in values if name.startswith("on") or name == "style"]
        self.found += [f"{name}={values[name][:60]}" for name in values if name in ADDRESSES and _is_code(values[name])]

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append("text inside <script>")
        self._in_script = False


def _is_code(address: str) -> bool:
    plain = "".join(letter for letter in address if letter > " ").lower()
    return plain.startswith(("javascript:", "vbscript:", "data:text"))


def injected(html: str) -> list[str]:
    page = Suspicion()
    page.feed(html)
    return page.found
