"""What a package of open data consists of: its files, their columns and the list of them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from prongsai.scoring.types.framework import Framework

FORMAT = 1
MANIFEST = "datapackage.json"
FRAMEWORK = "framework.yaml"
AGENCIES = "agencies.csv"
SAMPLES = "samples.csv"
ANSWERS = "answers.csv"
ITEMS = "items.csv"
GIVEN = "given.csv"
RESULTS = "results.csv"
# What scores are computed from; the results are compared, and count for no data hash.
DATA = (AGENCIES, SAMPLES, ANSWERS, ITEMS, GIVEN)
TABLES = (*DATA, RESULTS)
FILES = (FRAMEWORK, *TABLES)
# All of them for whoever downloads; it is no file of the package itself.
ARCHIVE = "package.zip"

TITLES = {
    FRAMEWORK: "กรอบการประเมินที่ใช้ / The framework in force",
    AGENCIES: "หน่วยงาน / Agencies",
    SAMPLES: "จำนวนผู้ตอบ (ว่าง = ปกปิด) / Respondents (empty = withheld)",
    ANSWERS: "จำนวนผู้เลือกแต่ละตัวเลือก / How often each choice was picked",
    ITEMS: "คะแนนรายข้อ OIT / Marks of the disclosure items",
    GIVEN: "คะแนนที่ใช้แทนข้อมูลซึ่งปกปิด / Scores in place of what is withheld",
    RESULTS: "ผลที่ประกาศ / Published results",
}
NUMBERS = {"headcount", "respondents"}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the list says of one file."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a package says of itself."""

    framework: str
    framework_hash: str
    data_hash: str
    engine_version: str
    fiscal_year: int
    run: int
    threshold: int
    files: tuple[FileFacts, ...]

    def get_file(self, path: str) -> FileFacts:
        return next(file for file in self.files if file.path == path)


def list_columns(framework: Framework) -> dict[str, list[str]]:
    """The columns of every table under this framework."""
    most = max(
        (len(line.choices) for i in framework.instruments for line in i.lines),
        default=0,
    )
    instruments = [
        column
        for instrument in framework.instruments
        for column in (instrument.code, f"{instrument.code}_points")
    ]
    indicators = [name_indicator(indicator.code) for indicator in framework.indicators]
    return {
        AGENCIES: ["agency", "name_th", "name_en", "class", "headcount"],
        SAMPLES: ["agency", "sheet", "respondents"],
        ANSWERS: ["agency", "sheet", "line", *(f"choice_{n}" for n in range(most))],
        ITEMS: ["agency", "item", "mark"],
        GIVEN: ["agency", "kind", "code", "value", "precision"],
        RESULTS: ["agency", "state", "level", "total", "unrounded", *instruments, *indicators],
    }


def name_indicator(code: str) -> str:
    return f"indicator_{code}"


def hash_data(files: Iterable[FileFacts]) -> str:
    """The name of the data: the hash over the hashes of the files that scores rest on."""
    lines = sorted(f"{file.path} {file.sha256}\n" for file in files if file.path in DATA)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def describe_package(facts: Facts, framework: Framework) -> dict[str, Any]:
    """The page that lists everything: a data package as Frictionless Data describes it."""
    columns = list_columns(framework)
    return {
        "name": f"ita-{facts.framework}-{facts.run}",
        "title": f"{framework.title.th} / {framework.title.en}",
        "profile": "data-package",
        "version": str(facts.run),
        "resources": [_describe_file(file, columns) for file in facts.files],
        "prongsai": {
            "format": FORMAT,
            "framework": facts.framework,
            "framework_hash": facts.framework_hash,
            "data_hash": facts.data_hash,
            "engine_version": facts.engine_version,
            "fiscal_year": facts.fiscal_year,
            "run": facts.run,
            "threshold": facts.threshold,
        },
    }


def _describe_file(file: FileFacts, columns: Mapping[str, list[str]]) -> dict[str, Any]:
    ending = file.path.rpartition(".")[2]
    told: dict[str, Any] = {
        "name": file.path.rpartition(".")[0],
        "title": TITLES[file.path],
        "path": file.path,
        "profile": "data-resource",
        "format": ending,
        "mediatype": "text/csv" if ending == "csv" else "application/yaml",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.path in columns:
        fields = [{"name": name, "type": _type_of(name)} for name in columns[file.path]]
        told |= {"profile": "tabular-data-resource", "schema": {"fields": fields}}
    return told


def _type_of(column: str) -> str:
    # Scores are exact text: "38015/798" is no number of Frictionless Data.
    return "integer" if column in NUMBERS or column.startswith("choice_") else "string"
