"""Verifying a package of open data: hashes, the framework, then every score."""

from prongsai.frameworks.gateways.packs import get_pack, get_schema, list_packs
from prongsai.frameworks.rules.packs.build import build_framework
from prongsai.frameworks.rules.packs.check import check_framework
from prongsai.frameworks.rules.packs.yaml_text import parse_framework
from prongsai.frameworks.types.packs import BadFramework, Fault
from prongsai.results.gateways.packages import Package, open_package
from prongsai.results.rules.packages.layout import FRAMEWORK, MANIFEST, hash_data
from prongsai.results.rules.packages.verifying import Difference, Report, verify_tables
from prongsai.scoring.faults import BadInput
from prongsai.scoring.types.framework import Framework


def verify_package(source: str) -> Report:
    """Rebuild everything that the package of a folder or an address publishes."""
    with open_package(source) as package:
        report = Report(package.facts)
        _compare_hashes(package, report)
        framework = _read_framework(package)
        _compare_names(package, framework, report)
        with package.open_tables() as tables:
            return verify_tables(report, tables, framework)


def _compare_hashes(package: Package, report: Report) -> None:
    for listed in package.facts.files:
        found = package.hash_file(listed.path)
        if found != listed.sha256:
            report.add(Difference(listed.path, "sha256", listed.sha256, found))
    computed = hash_data(package.facts.files)
    if computed != package.facts.data_hash:
        report.add(Difference(MANIFEST, "data_hash", package.facts.data_hash, computed))


def _read_framework(package: Package) -> Framework:
    try:
        parsed = parse_framework(package.read_text(FRAMEWORK))
        faults = check_framework(parsed, get_schema())
    except BadFramework as error:
        faults = list(error.faults)
    if faults:
        raise _as_bad_input(faults[0])
    return build_framework(parsed.document)


def _as_bad_input(fault: Fault) -> BadInput:
    line = f": {fault.line}" if fault.line else ""
    path = f" {fault.path}" if fault.path else ""
    return BadInput(f"{FRAMEWORK}{line}{path}", fault.text.th, fault.text.en)


def _compare_names(package: Package, framework: Framework, report: Report) -> None:
    facts = package.facts
    pairs = [
        ("framework", facts.framework, framework.name),
        ("framework_hash", facts.framework_hash, framework.digest),
        ("fiscal_year", str(facts.fiscal_year), str(framework.fiscal_year)),
    ]
    for what, said, found in pairs:
        if said != found:
            report.add(Difference(MANIFEST, what, said, found))
    if framework.name in list_packs():
        report.known_framework = get_pack(framework.name).digest == framework.digest
