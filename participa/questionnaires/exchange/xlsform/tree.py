"""The rows of «survey» as a tree: groups hold what stands between their begin and their end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from participa.questionnaires.exchange.brought import Unread
from participa.questionnaires.exchange.xlsform.sheets import Line

DEEPEST = 20
GROUP, REPEAT = "group", "repeat"
EDGE = re.compile(r"(begin|end)[\s_]+(group|repeat|lgroup|score|rank|kobomatrix)", re.IGNORECASE)


@dataclass
class Node:
    """A row; `inside` are the rows of a group."""

    line: Line
    kind: str = ""
    inside: list["Node"] = field(default_factory=list)


def tree(lines: Sequence[Line]) -> tuple[list[Node], list[Unread]]:
    """The rows from outside in, and what is wrong with their groups."""
    top: list[Node] = []
    wrong: list[Unread] = []
    open_: list[Node] = []
    for line in lines:
        edge = EDGE.fullmatch(line["type"].strip())
        here = open_[-1].inside if open_ else top
        if edge is None:
            here.append(Node(line))
        elif edge[1].lower() == "begin":
            node = Node(line, GROUP if edge[2].lower() in ("group", "lgroup") else edge[2].lower())
            if len(open_) < DEEPEST:
                here.append(node)
                open_.append(node)
            else:
                wrong.append(Unread(line.where, "El grupo está dentro de demasiados grupos."))
        elif open_:
            open_.pop()
        else:
            wrong.append(Unread(line.where, "Aquí se cierra un grupo que no se abrió."))
    wrong += [Unread(node.line.where, "Este grupo no se cierra; se leyó hasta el final.") for node in open_]
    return top, wrong
