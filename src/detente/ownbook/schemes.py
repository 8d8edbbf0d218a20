"""detente's types under the analyst's own names."""

from __future__ import annotations

from detente.ownbook.folder import Scheme
from detente.records import Event


def own_name(scheme: Scheme, event: Event) -> str | None:
    """What a scheme calls an event, None where it says nothing of it. The most particular line decides:

    a CAMEO code of three or four digits (the longer first), then a type with its mode, then a CAMEO root of two
    digits, then a type.
    """
    names = dict(scheme.map)
    code = event.cameo or ""
    keys = [code[:n] for n in (4, 3) if len(code) >= n]
    if event.mode is not None:
        keys.append(f"{event.type} {event.mode}")
    keys += [code[:2], event.type]
    return next((names[key] for key in keys if key in names), None)
