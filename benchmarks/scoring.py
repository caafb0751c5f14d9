"""Scoring a nation: 8,317 agencies and 1.35 M respondents, from stored answers to levels.

script/bench scoring [--scale 10] [--json]

Beside it, in the same run: a bare DuckDB scan of the same files.
"""

import argparse
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from prongsai.frameworks.gateways.packs import get_pack
from prongsai.scoring.nation import MISSING, NationCounts, list_choices, score_nation
from prongsai.scoring.report import write_score
from prongsai.scoring.types.framework import Framework
from prongsai.scoring.types.given import Given

AGENCIES = 8_317
RESPONDENTS = {"IIT": 450_000, "EIT1": 600_000, "EIT2": 300_000}
LEFT_OUT = 0.01
ROW_GROUP = 500_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help="nations at once")
    parser.add_argument("--framework", default="nacc-general-2568")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    framework = get_pack(options.framework)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(framework, Path(folder), options.scale)
    if options.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        show(found)


def measure(framework: Framework, folder: Path, scale: int) -> dict[str, object]:
    agencies = AGENCIES * scale
    for sheet, people in RESPONDENTS.items():
        write_answers(framework, sheet, folder, agencies, people * scale)
    count(framework, folder, agencies)  # once unmeasured: files in memory, libraries loaded
    aggregation = best(lambda: count(framework, folder, agencies))
    started, worked = time.perf_counter(), time.process_time()
    counted = count(framework, folder, agencies)
    levels, size, digest = write_results(framework, counted, agencies, folder / "results.jsonl")
    results, processor = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # before DuckDB has its own
    scan = best(lambda: scan_with_duckdb(framework, folder))
    check_against_duckdb(framework, folder, counted)
    return {
        "framework": framework.name,
        "agencies": agencies,
        "respondents": sum(RESPONDENTS.values()) * scale,
        "aggregation_s": round(aggregation, 3),
        "duckdb_scan_s": round(scan, 3),
        "aggregation_per_scan": round(aggregation / scan, 2),
        "explained_results_s": round(results, 2),
        "explained_results_cpu_s": round(processor, 2),
        "results_mb": round(size / 1e6, 1),
        "results_sha256": digest,
        "peak_mb": round(peak),
        "levels": levels,
    }


def write_answers(
    framework: Framework, sheet: str, folder: Path, agencies: int, people: int
) -> None:
    """Answers as the product stores them for analysis: one small column per question."""
    random = np.random.default_rng([people, *sheet.encode()])
    choices = list_choices(framework, sheet)
    fields = [pa.field("agency", pa.int32())]
    fields += [pa.field(f"q{number}", pa.uint8()) for number in range(len(choices))]
    with pq.ParquetWriter(folder / f"{sheet}.parquet", pa.schema(fields)) as writer:
        for start in range(0, people, ROW_GROUP):
            rows = min(ROW_GROUP, people - start)
            columns = [pa.array(random.integers(0, agencies, rows, dtype=np.int32))]
            for many in choices:
                column = random.integers(0, many, rows, dtype=np.uint8)
                column[random.random(rows) < LEFT_OUT] = MISSING
                columns.append(pa.array(column))
            writer.write_table(pa.Table.from_arrays(columns, schema=pa.schema(fields)))


def count(framework: Framework, folder: Path, agencies: int) -> dict[str, NationCounts]:
    """Stored answers to counts, one row group at a time."""
    counted = {}
    for sheet in RESPONDENTS:
        nation = NationCounts(agencies, list_choices(framework, sheet))
        with pq.ParquetFile(folder / f"{sheet}.parquet") as file:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                columns = [column.to_numpy() for column in table.columns]
                nation.add(columns[0], columns[1:])
        counted[sheet] = nation
    return counted


def scan_with_duckdb(framework: Framework, folder: Path) -> dict[str, np.ndarray]:
    """The bare peer: one sum per agency and question, nothing counted and nothing checked."""
    found: dict[str, np.ndarray] = {}
    for sheet in RESPONDENTS:
        sums = ", ".join(f"sum(q{n}) AS q{n}" for n in range(len(list_choices(framework, sheet))))
        file = folder / f"{sheet}.parquet"
        query = f"SELECT agency, {sums} FROM '{file}' GROUP BY agency"  # noqa: S608 - our own names
        found = duckdb.sql(query).fetchnumpy()
    return found


def check_against_duckdb(
    framework: Framework, folder: Path, counted: dict[str, NationCounts]
) -> None:
    """The last sheet must agree with what DuckDB sums."""
    nation = counted[list(RESPONDENTS)[-1]]
    sums = scan_with_duckdb(framework, folder)
    for number, many in enumerate(nation.choices):
        value = np.append(np.arange(many), MISSING)
        ours = (nation.lines[number] * value).sum(axis=1)[sums["agency"]]
        assert (ours == np.asarray(sums[f"q{number}"], dtype=np.int64)).all()


def write_results(
    framework: Framework, counted: dict[str, NationCounts], agencies: int, target: Path
) -> tuple[dict[str, int], int, str]:
    """Explained, levelled results, one line per agency."""
    levels: dict[str, int] = {}
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for score in score_nation(framework, make_agencies(framework, agencies), counted):
            level = score.grade.level.code if score.grade.level else "none"
            levels[level] = levels.get(level, 0) + 1
            pieces: list[str] = []
            write_score(score, pieces.append, explain=True)
            for piece in (*pieces, "\n"):
                raw = piece.encode()
                size += file.write(raw)
                digest.update(raw)
    return levels, size, digest.hexdigest()


def make_agencies(framework: Framework, agencies: int) -> Iterator[Given]:
    """Agencies with every disclosure item scored."""
    random = np.random.default_rng(2568)
    codes = [item.code for item in framework.get_instrument("OIT").all_items]
    full, none = Fraction(100), Fraction(0)
    for number in range(agencies):
        marks = random.random(len(codes)) < 0.93
        items = {code: full if mark else none for code, mark in zip(codes, marks, strict=True)}
        yield Given(code=f"A{number:06d}", items=items)


def best(work: object, times: int = 3) -> float:
    fastest = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        work()  # type: ignore[operator]
        fastest = min(fastest, time.perf_counter() - started)
    return fastest


def show(found: dict[str, object]) -> None:
    for name, value in found.items():
        print(f"{name:24} {value}")


if __name__ == "__main__":
    main()
