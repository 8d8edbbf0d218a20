"""Pages from templates: every one with the words of the interface, who is there, and the token that its forms carry."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from detente.desk.access import Access
from detente.views.plain import plain


@cache
def words() -> dict[str, Any]:
    """The words of the interface (`words.toml`): all that the pages say by themselves."""
    return tomllib.loads(resources.files("detente.desk").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("detente.desk"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["plain"] = plain
    templates.filters["first_word"] = lambda text: text.split(" ", 1)[0]
    templates.globals["t"] = words()
    return templates


class Pages:
    """Prints the templates of the desk for whoever asks."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def __call__(self, request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
        visitor = self._access.visitor(request)
        content = (
            _templates()
            .get_template(f"{name}.html")
            .render(
                visitor=visitor,
                token=self._access.token(visitor) if visitor.name else "",
                has_accounts=self._access.accounts is not None,
                here=request.url.path,
                **context,
            )
        )
        return HTMLResponse(content, status)
