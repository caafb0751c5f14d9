"""Makers of runs, findings and cases, and of seasons as columns."""

from datetime import timedelta
from typing import Any

import numpy as np

from prongsai.core import clock
from prongsai.integrity.gateways import read_thresholds
from prongsai.integrity.models import Case, Finding, Run, ThresholdsVersion
from prongsai.integrity.rules.columns import Columns
from prongsai.integrity.selectors.thresholds import hash_numbers
from prongsai.integrity.types import CaseState, Flag, RunState, VersionState

# Two scales of six, one of them reversed, and a question with yes and no.
RANKS = ((0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (0, 1, 2, 3, 4, 5), (0, 1))


def make_flag(code: str = "identical", **fields: Any) -> Flag:
    numbers = {"counted": 12.0, "of": 40, "expected": 0.5, "measure": 9.0, "threshold": 5.5}
    return Flag(**{"code": code, **numbers, **fields})


def make_finding(unit_id: int, *flags: Flag, **fields: Any) -> Finding:
    """Store an ended run with one finding."""
    limits = read_thresholds()
    year = fields.pop("fiscal_year", 2569)
    run = Run.objects.filter(fiscal_year=year, state=RunState.DONE).first()
    run = run or Run.objects.create(
        fiscal_year=year,
        state=RunState.DONE,
        thresholds_version=limits.version,
        thresholds_hash=limits.hash,
        finished_at=clock.now(),
        data_hash="0" * 64,
        summary={"parts": {"IIT": {"respondents": 400, "agencies": 10, "networks": False}}},
    )
    flags = flags or (make_flag(),)
    return Finding.objects.create(
        **{
            "run": run,
            "unit_id": unit_id,
            "part": "IIT",
            "respondents": 40,
            "flags": [flag.as_json() for flag in flags],
            "weight": 1.6,
            **fields,
        }
    )


def make_case(finding: Finding, **fields: Any) -> Case:
    """Store a question that waits for the agency."""
    return Case.objects.create(
        **{
            "finding": finding,
            "unit_id": finding.unit_id,
            "fiscal_year": finding.run.fiscal_year,
            "part": finding.part,
            "state": CaseState.ASKED,
            "question": "เก็บคำตอบอย่างไร",
            "reply_by": clock.today() + timedelta(days=14),
            **fields,
        }
    )


def make_thresholds() -> dict[str, int]:
    """Store other limits that were tried; return their address, and the number of the shipped."""
    now = read_thresholds()
    numbers = {**now.numbers, "burst_share": 0.6}
    row = ThresholdsVersion.objects.create(
        state=VersionState.TRIED,
        numbers=numbers,
        hash=hash_numbers(numbers),
        follows=now.hash,
        reason="ปีก่อนแจ้งน้อยไป",
        proposed_by_name="ผู้เสนอ",
    )
    return {"draft_thresholds": row.pk, "thresholds": now.version}


def make_old_thresholds(version: int) -> ThresholdsVersion:
    """Put limits in force that were set before formulas had a number."""
    numbers = {**read_thresholds(2).numbers, "burst_share": 0.6}
    return ThresholdsVersion.objects.create(
        state=VersionState.IN_FORCE,
        version=version,
        numbers=numbers,
        hash=hash_numbers(numbers),
        follows=read_thresholds(2).hash,
        reason="ปีก่อน",
        proposed_by_id=1,
        proposed_by_name="ผู้เสนอ",
        approved_by_id=2,
        approved_by_name="ผู้อนุมัติ",
        in_force_at=clock.now(),
    )


def make_columns(agency: Any, answers: Any, **fields: Any) -> Columns:
    """Return columns of one small part; nobody was told and nobody's time is known."""
    agency = np.asarray(agency, np.int64)
    nothing = np.full(len(agency), 255, np.uint8)
    return Columns(
        **{
            "part": "EIT1",
            "ranks": RANKS,
            "agencies": int(agency.max()) + 1,
            "agency": agency,
            "answers": np.asarray(answers, np.uint8),
            "told": nothing,
            "pace": nothing,
            **fields,
        }
    )
