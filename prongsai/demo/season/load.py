"""Puts a simulated season into the database, as the mixer would have left it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
from django.conf import settings
from django.db import transaction

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import Invalid
from prongsai.demo.history import list_scored
from prongsai.demo.season.honest import DAYS
from prongsai.demo.season.plan import Plan
from prongsai.demo.season.shapes import KINDS, LEFT_OUT, Answers, read_forms
from prongsai.demo.season.simulate import Season, simulate_season
from prongsai.demo.tree import Body
from prongsai.frameworks.selectors.packs import get_pack, list_packs
from prongsai.organizations.selectors.units import list_unit_ids
from prongsai.surveys.rules.envelopes import Record
from prongsai.surveys.services.channels import open_channels
from prongsai.surveys.services.replay import (
    PastDay,
    PastSlips,
    replay_season,
    replay_slips,
)
from prongsai.surveys.types import ChannelKind, ChannelSpec, Group, Instrument

LATEST = 2569
Links = Mapping[tuple[str, int], np.ndarray]


# Of a running season so many codes of a hundred staff have been made.
MADE = 0.9


@dataclass(frozen=True, slots=True)
class Term:
    """The rules, the year and the days of a season: from OPENS on, DAYS of them are past."""

    framework: str
    fiscal_year: int
    opens: date
    days: int

    @property
    def closes(self) -> date:
        return self.opens + timedelta(days=DAYS - 1)

    @property
    def is_over(self) -> bool:
        return self.days >= DAYS


@transaction.atomic
def load_season(
    bodies: Sequence[Body], *, year: int, seed: int, say: Callable[[str], None]
) -> Path:
    """Write the season of YEAR into the database and its truth into a file; return the file."""
    name = f"nacc-general-{year}"
    if name not in list_packs():
        raise Invalid(f"ไม่มีกรอบการประเมินของปี {year} จึงจำลองฤดูกาลของปีนั้นไม่ได้", field="season")
    opens = date(year - 543, 3, 1)
    term = Term(name, year, opens, DAYS)
    taking_part = list_scored(bodies)
    season = simulate_season(read_forms(get_pack(name)), taking_part, seed=seed)
    count = replay(season, taking_part, term=term, seed=seed)
    say(f"{count} answers of {len(taking_part)} agencies in the season of {year}")
    return _write_truth(season, taking_part, year=year, seed=seed)


def replay(season: Season, taking_part: Sequence[Body], *, term: Term, seed: int) -> int:
    """Open the links of a season and write its answers up to the days of TERM; return how many."""
    framework = get_pack(term.framework)
    ids = list_unit_ids([body.code for body in taking_part])
    units = np.array([ids[body.code] for body in taking_part])
    specs = list(_list_specs(season.plan, units, term=term))
    channel_ids = open_channels(SYSTEM, specs=[spec for _, _, spec in specs])
    links = _place_links(specs, channel_ids, len(taking_part), season)
    groups = {
        channel_id: Group(spec.unit_id, term.fiscal_year, term.framework, spec.part, term.closes)
        for channel_id, (_, _, spec) in zip(channel_ids, specs, strict=True)
    }
    attributes = {
        part: [
            len(each["choices"]) for each in framework.attributes if part[:3] in each["asked_in"]
        ]
        for part in season.parts
    }
    count = replay_season(
        SYSTEM,
        days=_list_days(season, links, attributes=attributes, term=term, seed=seed),
        groups=groups,
        chance=Random(seed),  # noqa: S311 - a simulation
    )
    replay_slips(
        SYSTEM,
        slips=list(_list_slips(season, links["IIT", 0], term=term, seed=seed)),
        closed_on=term.closes + timedelta(days=1) if term.is_over else None,
    )
    return count


def _list_specs(
    plan: Plan, units: np.ndarray, *, term: Term
) -> Iterator[tuple[str, int, ChannelSpec]]:
    """Yield part, agency and link: one for staff, one for visitors, a counter, an interviewer."""
    wanted = (
        ("IIT", Instrument.IIT, ChannelKind.LINK, plan.links["IIT"] > 0),
        ("EIT1", Instrument.EIT, ChannelKind.LINK, plan.links["EIT1"] > 0),
        ("EIT1", Instrument.EIT, ChannelKind.COUNTER, plan.links["EIT1"] < 1),
        ("EIT2", Instrument.EIT, ChannelKind.INTERVIEW, plan.counts["EIT2"] > 0),
    )
    for part, instrument, kind, has in wanted:
        for agency in np.flatnonzero(has):
            yield (
                part,
                int(agency),
                ChannelSpec(
                    unit_id=int(units[agency]),
                    fiscal_year=term.fiscal_year,
                    framework=term.framework,
                    instrument=instrument,
                    part=part,
                    opens_on=term.opens,
                    closes_on=term.closes,
                    kind=kind,
                ),
            )


def _place_links(
    specs: Sequence[tuple[str, int, ChannelSpec]],
    channel_ids: Sequence[int],
    agencies: int,
    season: Season,
) -> dict[tuple[str, int], np.ndarray]:
    """Return the channel of every agency by part and kind."""
    links = {
        (part, kind): np.zeros(agencies, np.int64)
        for part in season.parts
        for kind in range(len(KINDS))
    }
    for channel_id, (part, agency, spec) in zip(channel_ids, specs, strict=True):
        links[part, KINDS.index(spec.kind)][agency] = channel_id
    return links


def _list_days(
    season: Season,
    links: Links,
    *,
    attributes: Mapping[str, Sequence[int]],
    term: Term,
    seed: int,
) -> Iterator[PastDay]:
    """Yield day after day what came in; only one day lies in memory as rows."""
    chance = np.random.default_rng([seed, 1])
    orders = {part: np.argsort(each.day, kind="stable") for part, each in season.parts.items()}
    bounds = {
        part: np.searchsorted(each.day[orders[part]], np.arange(DAYS + 1))
        for part, each in season.parts.items()
    }
    for day in range(term.days):
        records: list[Record] = []
        networks: dict[int, int] = {}
        for part, answers in season.parts.items():
            rows = orders[part][bounds[part][day] : bounds[part][day + 1]]
            channels = _get_channels(answers, rows, part, links)
            profile = _draw_profile(chance, attributes[part], len(rows))
            records += _to_records(answers, rows, channels, profile)
            shared = channels[answers.shared[rows]]
            found, most = np.unique(shared, return_counts=True)
            networks |= dict(zip(found.tolist(), most.tolist(), strict=True))
        blob = chance.bytes(32 * len(records))
        leaves = [blob[at : at + 32] for at in range(0, len(blob), 32)]
        yield PastDay(term.opens + timedelta(days=day), records, leaves, networks)


def _get_channels(answers: Answers, rows: np.ndarray, part: str, links: Links) -> np.ndarray:
    kinds, agencies = answers.kind[rows], answers.agency[rows]
    channels = np.zeros(len(rows), np.int64)
    for kind in range(len(KINDS)):
        mine = kinds == kind
        channels[mine] = links[part, kind][agencies[mine]]
    return channels


def _draw_profile(chance: np.random.Generator, sizes: Sequence[int], count: int) -> np.ndarray:
    profile = np.empty((count, len(sizes)), np.uint8)
    for at, size in enumerate(sizes):
        profile[:, at] = chance.binomial(size - 1, 0.45, count)
    profile[chance.random(profile.shape) < 0.02] = LEFT_OUT
    return profile


def _to_records(
    answers: Answers, rows: np.ndarray, channels: np.ndarray, profile: np.ndarray
) -> list[Record]:
    width, wide = answers.answers.shape[1], profile.shape[1]
    given, about = answers.answers[rows].tobytes(), profile.tobytes()
    columns = zip(
        channels.tolist(), answers.told[rows].tolist(), answers.pace[rows].tolist(), strict=True
    )
    return [
        Record(
            channel,
            told,
            pace,
            given[at * width : (at + 1) * width],
            about[at * wide : (at + 1) * wide],
        )
        for at, (channel, told, pace) in enumerate(columns)
    ]


def _list_slips(
    season: Season, channels: np.ndarray, *, term: Term, seed: int
) -> Iterator[PastSlips]:
    """Yield the codes of every agency; while the season runs those that are not used yet too."""
    chance = np.random.default_rng([seed, 2])
    staff = season.parts["IIT"]
    given = staff.agency[staff.day < term.days]
    counts = np.bincount(given, minlength=len(season.plan.headcount))
    for agency, used in enumerate(counts.tolist()):
        made = max(int(season.plan.headcount[agency]), used)
        if not term.is_over:
            made = max(int(made * MADE), used)
        kept = used if term.is_over else made
        blob = chance.bytes(16 * kept)
        marks = [blob[at : at + 16] for at in range(0, len(blob), 16)]
        yield PastSlips(
            channel_id=int(channels[agency]),
            made_on=term.opens - timedelta(days=7),
            count=made,
            marks=marks[:used],
            unused=marks[used:],
        )


def _write_truth(season: Season, bodies: Sequence[Body], *, year: int, seed: int) -> Path:
    """Write what was planted beside the database, where no page and no job reads it."""
    file: Path = settings.VAR / f"demo_season_{year}_truth.json"
    plants = [
        {
            "agency": bodies[each.agency].code,
            "part": each.part,
            "style": each.style,
            "share": each.share,
            "planted": each.count,
            "answers": each.of,
        }
        for each in season.plants
    ]
    content = {"year": year, "seed": seed, "agencies": len(bodies), "plants": plants}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return file
