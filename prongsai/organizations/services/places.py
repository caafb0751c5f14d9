"""Loading editions of the official areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from prongsai.audit import services as audit
from prongsai.core import clock
from prongsai.core.actor import Actor
from prongsai.core.thai_text import search_key, sort_key
from prongsai.organizations.gateways import geothai
from prongsai.organizations.models import Place
from prongsai.organizations.types.places import PlaceSpec

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an edition changed."""

    edition: str
    added: int
    renamed: int
    ended: int

    @property
    def changed(self) -> bool:
        return bool(self.added or self.renamed or self.ended)


def load_geothai(actor: Actor) -> Loaded:
    """Load the official areas of the installed package; a second time changes nothing."""
    return load_places(actor, edition=geothai.get_edition(), specs=geothai.read_places())


@transaction.atomic
def load_places(
    actor: Actor,
    *,
    edition: str,
    specs: Sequence[PlaceSpec],
    on: date | None = None,
    complete: bool = True,
) -> Loaded:
    """Take over an edition: areas with another name end and begin anew on a day (today).

    A COMPLETE edition also ends the areas that it no longer has. The first edition has no first
    day: its areas have always been there.
    """
    day = on or clock.today()
    known = {place.code: place for place in Place.objects.filter(valid_to=None)}
    first = not Place.objects.exists()
    added = [spec for spec in specs if spec.code not in known]
    renamed = [spec for spec in specs if spec.code in known and _differs(known[spec.code], spec)]
    wanted = {spec.code for spec in specs}
    ended = [place for code, place in known.items() if complete and code not in wanted]

    _end_places([*ended, *(known[spec.code] for spec in renamed)], day)
    rows = [
        *(_make_place(spec, edition, None if first else day) for spec in added),
        *(_make_place(spec, edition, day) for spec in renamed),
    ]
    Place.objects.bulk_create(rows, batch_size=BATCH)
    loaded = Loaded(edition, len(added), len(renamed), len(ended))
    if loaded.changed:
        audit.record(
            actor,
            verb="place.load",
            target=f"places:{edition}",
            detail={"added": loaded.added, "renamed": loaded.renamed, "ended": loaded.ended},
        )
    return loaded


def _differs(place: Place, spec: PlaceSpec) -> bool:
    return (place.name_th, place.name_en) != (spec.name_th, spec.name_en)


def _end_places(places: Sequence[Place], day: date) -> None:
    """End areas; what had begun on the same day leaves no trace."""
    ids = [place.pk for place in places]
    Place.objects.filter(pk__in=ids, valid_from=day).delete()
    Place.objects.filter(pk__in=ids).update(valid_to=day)


def _make_place(spec: PlaceSpec, edition: str, first: date | None) -> Place:
    return Place(
        code=spec.code,
        level=spec.level,
        parent_code=spec.code[:-2],
        name_th=spec.name_th,
        name_en=spec.name_en,
        sort_key=sort_key(spec.name_th),
        search_key=f"{search_key(spec.name_th)} {search_key(spec.name_en)}",
        edition=edition,
        valid_from=first,
    )
