"""The steps of an import as a person does them, for the tests."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.strategy import services
from participa.strategy.models import ImportDraft, Strategy, StrategyState
from tests import factories as make
from tests.pages import PageClient

IMPORT = "/estrategia/gestion/importar"
ROW = "1\tRealizar la audiencia\t1/03/2030\t3/03/2030\tOficina Jurídica –"
FORO = "2\tConvocar el foro de juventud\t4/03/2030\t4/03/2030\tOficina de Juventud"
FERIA = "3\tMontar la feria de servicios\t5/03/2030\t5/03/2030\tComité de rendición de cuentas"
PUBLISHED = StrategyState.PUBLISHED


def typed(**values: Any) -> dict[str, Any]:
    return {"entity_name": "Villa Ejemplo", "year": "2030", "title": ""} | values


def upload(data: bytes, name: str = "cronograma.txt") -> dict[str, Any]:
    return {"file": (BytesIO(data), name)}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@dataclass
class Wizard:
    """One person's import, signed in anew for each step. `at` is its address once it has begun."""

    app: Any
    role: Role = Role.COMMUNICATIONS
    at: str = ""

    def __post_init__(self) -> None:
        self.user_id = make.user(self.role).id
        self.browser = PageClient(self.app, self.app.response_class, use_cookies=True)

    @property
    def client(self) -> PageClient:
        return self.browser.sign_in(db.session.get_one(User, self.user_id))

    def begin(self, document: str = "", **values: Any) -> Any:
        answer = self.client.submit(IMPORT, typed(**({"text": document} if document else {}), **values))
        if answer.status_code == 303:
            self.at = answer.location
        return answer

    @property
    def draft(self) -> ImportDraft:
        db.session.expire_all()
        return db.session.execute(select(ImportDraft).where(ImportDraft.id == int(self.at.split("/")[-1]))).scalar_one()

    def read(self) -> None:
        """What the worker of the jobs does."""
        services.read_import(self.draft.id)

    def page(self, step: str = "revisar", query: str = "") -> str:
        answer = self.client.get(f"{self.at}/{step}{query}")
        assert answer.status_code == 200, answer.status_code
        return text(answer)

    def row(self, place: int, **values: Any) -> Any:
        draft = self.draft
        one = draft.edits.get(str(place), {}).get("activity") or draft.plan["activities"][place]
        kept = {
            "name": one["name"],
            "code": one["code"],
            "section": one["section_position"] or 0,
            "responsible_text": one["responsible_text"],
            "date_text": one["date_text"],
            "starts_on": one["starts_on"] or "",
            "ends_on": one["ends_on"] or "",
            "element": one["element"] or "",
            "stages": list(one["stages"]),
            "goal": one["goal"],
            "indicator": one["indicator"],
        }
        return self.client.submit(f"{self.at}/filas/{place}", kept | values, page=f"{self.at}/revisar")

    def drop(self, place: int, dropped: str = "1") -> Any:
        return self.client.submit(f"{self.at}/filas/{place}/quitar", {"dropped": dropped}, page=f"{self.at}/revisar")

    def confirm(self, **values: Any) -> Any:
        page = self.page("confirmar")
        sent = {"seal": hidden(page, "seal"), "csrf_token": hidden(page, "csrf_token")} | values
        return self.client.post(f"{self.at}/confirmar", data=sent)

    def undo(self) -> Any:
        return self.client.submit(f"{self.at}/deshacer", {}, page=f"{self.at}/resultado")


def strategies() -> int:
    return db.session.scalar(select(func.count()).select_from(Strategy)) or 0
