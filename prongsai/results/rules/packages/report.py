"""What verifying found, in words and as plain data."""

from dataclasses import asdict
from typing import Any

from prongsai.results.rules.packages.verifying import Difference, Report
from prongsai.scoring.types.framework import Text

LISTED = 20
DEPTHS = {
    "answers": Text("จากคำตอบ", "from the answers"),
    "indicators": Text(
        "จากคะแนนตัวชี้วัด เพราะจำนวนคำตอบบางช่องน้อยจนต้องปกปิด",
        "from scores of indicators, since some counts of answers are small and withheld",
    ),
    "instruments": Text(
        "จากคะแนนเครื่องมือสองตำแหน่ง เพราะมีผู้ตอบน้อยจนต้องปกปิด (ตรวจว่าอยู่ในช่วงที่ปัดเศษได้)",
        "from an instrument's score with two decimals, since few answered"
        " (checked to lie within its rounding)",
    ),
}


def describe_report(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    facts = report.facts
    return {
        "agrees": report.agrees,
        "framework": facts.framework,
        "framework_hash": facts.framework_hash,
        "framework_is_shipped": report.known_framework,
        "data_hash": facts.data_hash,
        "fiscal_year": facts.fiscal_year,
        "run": facts.run,
        "threshold": facts.threshold,
        "engine_version": facts.engine_version,
        "verified_with": report.engine_version,
        "agencies": report.agencies,
        "agencies_that_differ": report.wrong,
        "checked_from": {depth: report.depths[depth] for depth in DEPTHS},
        "differences": report.count,
        "first_differences": [asdict(difference) for difference in report.differences],
    }


def write_report(report: Report, language: str) -> str:
    """The report in Thai or English."""
    texts = [*_about_package(report), *_about_depths(report), *_about_differences(report)]
    return "\n".join(text.th if language == "th" else text.en for text in texts)


def _about_package(report: Report) -> list[Text]:
    facts = report.facts
    lines = [
        Text(
            f"ชุดข้อมูล {facts.framework} ครั้งที่ {facts.run} ปีงบประมาณ {facts.fiscal_year}",
            f"Package {facts.framework}, run {facts.run}, fiscal year {facts.fiscal_year} B.E.",
        ),
        Text(
            f"กรอบการประเมิน {facts.framework_hash}\nข้อมูล {facts.data_hash}",
            f"Framework {facts.framework_hash}\nData {facts.data_hash}",
        ),
        Text(
            f"คำนวณไว้ด้วยรุ่น {facts.engine_version} ตรวจด้วยรุ่น {report.engine_version}",
            f"Computed with version {facts.engine_version}, verified with {report.engine_version}",
        ),
    ]
    if report.known_framework is not None:
        lines.append(_about_framework(same=report.known_framework))
    return lines


def _about_framework(*, same: bool) -> Text:
    if same:
        return Text(
            "กรอบการประเมินตรงกับที่มากับโปรแกรมนี้",
            "The framework is the one that comes with this program",
        )
    return Text(
        "โปรดทราบ: กรอบการประเมินไม่ตรงกับที่มากับโปรแกรมนี้ ให้ตรวจว่าเป็นฉบับที่ประกาศใช้",
        "Note: the framework is not the one that comes with this program; check where it is from",
    )


def _about_depths(report: Report) -> list[Text]:
    return [
        Text(f"{report.depths[depth]:,} หน่วยงาน {text.th}", f"{report.depths[depth]:,} {text.en}")
        for depth, text in DEPTHS.items()
        if report.depths[depth]
    ]


def _about_differences(report: Report) -> list[Text]:
    if report.agrees:
        return [
            Text(
                f"ผลของทั้ง {report.agencies:,} หน่วยงานตรงกับที่ประกาศทุกค่า",
                f"All {report.agencies:,} agencies: every published figure agrees",
            )
        ]
    lines = [
        Text(
            f"ไม่ตรง {report.count:,} ค่า ใน {report.wrong:,} จาก {report.agencies:,} หน่วยงาน",
            f"{report.count:,} figures differ, in {report.wrong:,} of {report.agencies:,} agencies",
        )
    ]
    lines += [_about_difference(difference) for difference in report.differences[:LISTED]]
    if report.count > LISTED:
        rest = f"{report.count - LISTED:,}"
        lines.append(Text(f"และอีก {rest} ค่า (ดูทั้งหมดด้วย --json)", f"and {rest} more (see --json)"))
    return lines


def _about_difference(found: Difference) -> Text:
    said, computed = found.published or "-", found.computed or "-"
    return Text(
        f"  {found.where} {found.what}: ประกาศ {said} คำนวณได้ {computed}",
        f"  {found.where} {found.what}: published {said}, computed {computed}",
    )
