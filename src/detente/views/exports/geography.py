"""The events on a map: GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from detente.ledger import Ledger
from detente.views.temperature import day_of


def geojson(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`events.geojson`: a point for each event whose place is known, with its fields and its words."""
    places, names = {p.id: p for p in ledger.places()}, ledger.names()
    days = ledger.days()
    features = []
    events = [e for e in ledger.events() if e.place in places]
    words = ledger.words(events)
    for event in events:
        place = places[event.place or ""]
        if place.lat is None or place.lon is None:
            continue
        day = day_of(event, days.get(event.report))
        properties = {
            "id": event.id,
            "day": day.isoformat() if day else None,
            "type": event.type,
            "status": event.status,
            "sources": [names.get(id, id) for id in event.sources],
            "targets": [names.get(id, id) for id in event.targets],
            "place": place.name,
            "country": place.country,
            "intensity": event.intensity,
            "confidence": event.confidence,
            "words": words.get(event.id),
            "report": event.report,
        }
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
        features.append({"type": "Feature", "id": event.id, "geometry": point, "properties": properties})
    collection = {"type": "FeatureCollection", "features": features}
    yield "events.geojson", [json.dumps(collection, ensure_ascii=False, indent=1).encode() + b"\n"]
