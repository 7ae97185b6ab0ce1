"""Shape of what is typed about one item of a draft, of its place and of its condition."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from participa.questionnaires.engine.branching import OPERATORS
from participa.questionnaires.engine.checking import STEPS
from participa.questionnaires.engine.definition import (
    DECLINED,
    ITEM_TYPE_LABELS,
    MOST_OPTIONS,
    WITH_OPTIONS,
    Item,
    ItemType,
    Look,
    Operator,
    Option,
)
from participa.questionnaires.engine.writing import is_number, number
from participa.shared.forms import BaseForm, Line, Whole, Words, trimmed
from participa.shared.slugs import to_slug

LONGEST_OPTION = 200
LONGEST_CODE = 40
WHOLE = "Escriba un número entero."
TEXTS = (ItemType.SHORT_TEXT, ItemType.LONG_TEXT)
SHUFFLED = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.POINTS)
LIMITS = {
    ItemType.MULTIPLE: ("Mínimo de opciones", "Máximo de opciones"),
    ItemType.RANKING: ("Mínimo de puestos", "Cuántas se ordenan como máximo"),
    ItemType.POINTS: ("", "Puntos para repartir"),
    ItemType.NUMBER: ("Número más pequeño", "Número más grande"),
    ItemType.SHORT_TEXT: ("Mínimo de letras", "Máximo de letras"),
    ItemType.LONG_TEXT: ("Mínimo de letras", "Máximo de letras"),
}
TYPE_HELP = {
    ItemType.SINGLE: "Se marca una. Por ejemplo: Sí o No.",
    ItemType.MULTIPLE: "Se marcan varias casillas. Puede poner un máximo.",
    ItemType.RANKING: "Primera, segunda, tercera… Sirve para decidir entre temas.",
    ItemType.POINTS: "Por ejemplo: 100 puntos entre cinco temas.",
    ItemType.SCALE: "De 1, lo más bajo, a 5, lo más alto.",
    ItemType.FACES: "Cinco caritas con palabras, de «Muy mal» a «Muy bien».",
    ItemType.MATRIX: "Varias frases con las mismas respuestas.",
    ItemType.NUMBER: "Una cifra, con límites si hacen falta.",
    ItemType.DATE: "Un día del calendario.",
    ItemType.SHORT_TEXT: "Una línea.",
    ItemType.LONG_TEXT: "Un párrafo. Se lee antes de publicarlo.",
    ItemType.PLACE: "Se elige del catálogo del municipio.",
    ItemType.FILE: "Un documento o una foto.",
    ItemType.CONSENT: "Una casilla para decir que sí.",
    ItemType.NOTE: "Un título con su explicación. No se responde.",
}


class ItemForm(BaseForm):
    """An item of one type: `shaped` leaves only the fields that the type has. `seen`: its mark when it was opened."""

    seen = HiddenField()
    label = Words("Pregunta", most=500)
    help = Words("Ayuda debajo de la pregunta", most=1000)
    rows = TextAreaField("Filas, una por línea", filters=[trimmed])
    options = TextAreaField("Opciones, una por línea", filters=[trimmed])
    minimum = Whole("Mínimo", [Optional(), NumberRange(-(10**9), 10**9, WHOLE)], WHOLE)
    maximum = Whole("Máximo", [Optional(), NumberRange(-(10**9), 10**9, WHOLE)], WHOLE)
    is_required = BooleanField("Hay que responderla para seguir")
    may_decline = BooleanField("Ofrecer «Prefiero no responder»")
    shuffles = BooleanField("Mostrar las opciones en otro orden a cada persona")
    starts_page = BooleanField("Empieza una página nueva")

    type: ItemType
    present: Item | None = None

    @classmethod
    def shaped(cls, kind: ItemType, item: Item | None = None, seen: str = "") -> "ItemForm":
        """The form of an item of this type, with what is written now."""
        form = cls(**_values(item), seen=seen) if item else cls()
        form.type, form.present = kind, item
        for name in _unneeded(kind):
            delattr(form, name)
        form._name_fields()
        return form

    def _name_fields(self) -> None:
        least, most = LIMITS.get(self.type, ("", ""))
        names = {"minimum": least, "maximum": most, **WORDS.get(self.type, {})}
        for name, words in names.items():
            if words and name in self:
                self[name].label.text = words

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        for name, problem in self._problems():
            self.refuse(name, problem)
            fits = False
        return fits

    def _problems(self) -> Iterator[tuple[str, str]]:
        if not self.label.data:
            yield "label", "Escriba el texto que leerá la gente."
        for name in ("options", "rows"):
            if name in self:
                yield from ((name, problem) for problem in _wrong_lines(lines(self[name].data), name == "options"))
        least, most = self._limit("minimum"), self._limit("maximum")
        if least is not None and most is not None and least > most:
            yield "maximum", "El máximo es menor que el mínimo."
        if self.type is not ItemType.NUMBER and most is not None and most < 1:
            yield "maximum", "Escriba 1 o más."
        if self.type is not ItemType.NUMBER and least is not None and least < 0:
            yield "minimum", "Escriba 0 o más."

    def _limit(self, name: str) -> int | None:
        return self[name].data if name in self else None

    def item(self) -> Item:
        """What was typed, as an item; it keeps the name, the condition and the codes of the present one."""
        present = self.present
        return Item(
            name=present.name if present else "",
            type=self.type,
            label=self.label.data or "",
            help=self.help.data or "",
            is_required=self._is_on("is_required"),
            options=self._coded("options", present.options if present else ()),
            rows=self._coded("rows", present.rows if present else ()),
            minimum=self._limit("minimum"),
            maximum=self._limit("maximum"),
            shuffles=self._is_on("shuffles"),
            may_decline=self._is_on("may_decline"),
            starts_page=self._is_on("starts_page"),
            condition=present.condition if present else None,
        )

    def _is_on(self, name: str) -> bool:
        return bool(self[name].data) if name in self else False

    def _coded(self, name: str, before: Sequence[Option]) -> tuple[Option, ...]:
        return coded(lines(self[name].data), before) if name in self else tuple(before)


WORDS = {
    ItemType.NOTE: {"label": "Título", "help": "Texto"},
    ItemType.CONSENT: {"label": "Lo que se autoriza", "is_required": "Sin esta autorización no se puede seguir"},
    ItemType.MATRIX: {"options": "Columnas, una por línea"},
}


def _values(item: Item) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in ("label", "help", "minimum", "maximum")},
        **{name: getattr(item, name) for name in ("is_required", "may_decline", "shuffles", "starts_page")},
        "options": "\n".join(option.label for option in item.options),
        "rows": "\n".join(row.label for row in item.rows),
    }


def _unneeded(kind: ItemType) -> Iterator[str]:
    """The fields that a type does not have."""
    if kind not in WITH_OPTIONS:
        yield "options"
    if kind is not ItemType.MATRIX:
        yield "rows"
    if kind not in SHUFFLED:
        yield "shuffles"
    if not LIMITS.get(kind, ("", ""))[0]:
        yield "minimum"
    if kind not in LIMITS:
        yield "maximum"
    if kind is ItemType.NOTE:
        yield "is_required"
    if kind in (ItemType.NOTE, ItemType.CONSENT, ItemType.FILE):
        yield "may_decline"


def lines(text: str | None) -> list[str]:
    """The lines that say something."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def _wrong_lines(labels: Sequence[str], are_options: bool) -> Iterator[str]:
    if are_options and len(labels) < 2:
        yield "Escriba al menos dos opciones, cada una en su línea."
    if not are_options and not labels:
        yield "Escriba al menos una fila."
    if len(labels) > MOST_OPTIONS:
        yield f"Escriba {MOST_OPTIONS} líneas o menos."
    if len({label.casefold() for label in labels}) < len(labels):
        yield "Dos líneas dicen lo mismo. Deje solo una."
    if any(len(label) > LONGEST_OPTION for label in labels):
        yield f"Cada línea tiene {LONGEST_OPTION} letras o menos."


def coded(labels: Sequence[str], before: Sequence[Option]) -> tuple[Option, ...]:
    """The options of these lines. A line that was there keeps its code, and so does one that only changed its words."""
    known = {option.label: option.code for option in before}
    is_reworded = len(labels) == len(before)
    taken = set(known.values())
    made = []
    for place, label in enumerate(labels):
        was = before[place] if is_reworded else None
        code = known.get(label) or (was.code if was and was.label not in labels else "")
        code = code or _fresh(label, taken)
        taken.add(code)
        made.append(Option(code, label))
    return tuple(made)


def _fresh(label: str, taken: set[str]) -> str:
    base = to_slug(label, otherwise="opcion").replace("-", "_")[:LONGEST_CODE].strip("_")
    code, number_of = base, 2
    while code in taken or code == DECLINED:
        code, number_of = f"{base[: LONGEST_CODE - 4]}_{number_of}", number_of + 1
    return code


class KindForm(BaseForm):
    """Which type a new item has, and after which one it goes."""

    class Meta(BaseForm.Meta):
        csrf = False

    tipo = RadioField(
        "¿Cómo se responde?",
        choices=[SelectChoice(kind.value, f"{label}. {TYPE_HELP[kind]}") for kind, label in ITEM_TYPE_LABELS.items()],
    )


class PlaceForm(BaseForm):
    """Where an item goes: one place up or down, or a place with its number."""

    way = HiddenField()
    place = Whole("Puesto", [Optional(), NumberRange(1, 1000, WHOLE)], WHOLE)


class JoinForm(BaseForm):
    """Whether all looks must hold, or one is enough."""

    needs = RadioField(
        "¿Cuándo se muestra?",
        choices=[SelectChoice("all", "Si se cumplen todas"), SelectChoice("any", "Si se cumple al menos una")],
    )


class LookForm(BaseForm):
    """One look at an earlier answer. `figure` goes with the choices «o más» and «o menos» of a number."""

    item = HiddenField()
    look = RadioField("¿Qué se respondió?", validators=[DataRequired("Elija qué se respondió.")])
    figure = Line("¿Qué número?", most=20)

    looked_at: Item

    @classmethod
    def on(cls, looked_at: Item) -> "LookForm":
        """The form about this item, with what may be said of its answer."""
        form = cls(item=looked_at.name)
        form.looked_at = looked_at
        form.look.choices = [SelectChoice(value, words) for value, words in looks(looked_at)]
        if looked_at.type is not ItemType.NUMBER:
            del form.figure
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if fits and self._needs_figure() and not is_number(number(self.figure.data or "")):
            self.refuse("figure", "Escriba el número con cifras.")
            return False
        return fits

    def _needs_figure(self) -> bool:
        return "figure" in self and self.look.data != Operator.ANSWERED

    def test(self) -> Look:
        operator, _, value = (self.look.data or "").partition(":")
        if self._needs_figure():
            value = number(self.figure.data or "")
        return Look(self.looked_at.name, Operator(operator), value)


SAID: dict[Operator, Callable[[str], str]] = {
    Operator.IS: lambda words: f"Respondió «{words}»",
    Operator.IS_NOT: lambda words: f"Respondió algo distinto de «{words}»",
    Operator.INCLUDES: lambda words: f"Eligió, entre otras, «{words}»",
    Operator.AT_LEAST: lambda words: f"Respondió {words} o más",
    Operator.AT_MOST: lambda words: f"Respondió {words} o menos",
    Operator.ANSWERED: lambda words: "Dio alguna respuesta",
}


def looks(item: Item) -> Iterator[tuple[str, str]]:
    """What may be said of the answer of an item: «operator:value», and the words."""
    for operator in OPERATORS[item.type]:
        if operator is Operator.ANSWERED:
            yield operator.value, SAID[operator]("")
        elif item.type is ItemType.NUMBER:
            yield operator.value, SAID[operator]("este número")
        else:
            values = item.options or [Option(str(step), str(step)) for step in STEPS if item.type is not ItemType.PLACE]
            yield from ((f"{operator.value}:{option.code}", SAID[operator](option.label)) for option in values)


class DropLookForm(BaseForm):
    """A look of a condition that is no longer needed."""

    item = HiddenField()
    operator = SelectField(choices=[SelectChoice(one.value, one.value) for one in Operator], coerce=Operator)
    value = HiddenField()

    def test(self) -> Look:
        return Look(self.item.data or "", self.operator.data, self.value.data or "")


class EarlierForm(BaseForm):
    """Which earlier question a condition looks at."""

    class Meta(BaseForm.Meta):
        csrf = False

    pregunta = SelectField("¿De qué pregunta depende?", validators=[InputRequired("Elija una pregunta.")])
