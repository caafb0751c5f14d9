"""`prongsai results score | marks | runs | export`: scoring a year, and its open data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from prongsai.core.actor import SYSTEM
from prongsai.core.errors import ProngsaiError
from prongsai.results.models import ScoringRun
from prongsai.results.selectors.runs import find_edition, list_files, read_file
from prongsai.results.services.marks import store_marks
from prongsai.results.services.runs import create_run, score_run


class Command(BaseCommand):
    """Scores a year and form, takes marks, writes open data. Publishing takes two people."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        score = parts.add_parser("score", help="score the released answers and marks")
        score.add_argument("framework", help="such as nacc-general-2569")
        score.add_argument("--note", default="")
        marks = parts.add_parser("marks", help="take marks of disclosure items from CSV or JSON")
        marks.add_argument("framework")
        marks.add_argument("file", type=Path)
        parts.add_parser("runs", help="list the runs")
        export = parts.add_parser("export", help="write the open data of a published run")
        export.add_argument("year", help="fiscal year (B.E.) or a framework")
        export.add_argument("folder", type=Path)
        export.add_argument("--form", default="general")
        export.add_argument("--number", type=int, help="of the run; else the newest published")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["part"])(options)
        except ProngsaiError as error:
            raise CommandError(error.message or "not found", returncode=2) from error
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error

    def score(self, options: dict[str, Any]) -> None:
        run = create_run(SYSTEM, framework=options["framework"], note=options["note"])
        done = score_run(SYSTEM, run_id=run.pk)
        run.refresh_from_db()
        if not done:
            raise CommandError(run.problem)
        self.stdout.write(_describe(run))

    def marks(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        count = store_marks(
            SYSTEM, framework=options["framework"], data=file.read_bytes(), file_name=file.name
        )
        self.stdout.write(f"{count} agencies")

    def runs(self, options: dict[str, Any]) -> None:
        for run in ScoringRun.objects.select_related("publication").order_by("pk"):
            self.stdout.write(_describe(run))

    def export(self, options: dict[str, Any]) -> None:
        year = options["year"]
        framework = f"nacc-{options['form']}-{year}" if year.isdecimal() else year
        run = find_edition(framework, options["number"])
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for path in list_files(run):
            with (folder / path).open("wb") as file:
                file.writelines(read_file(run, path))
        self.stdout.write(f"{folder}: run {run.number}, data {run.data_hash}")


def _describe(run: ScoringRun) -> str:
    published = "published" if hasattr(run, "publication") else run.state
    states = ", ".join(f"{count} {state}" for state, count in run.states.items())
    return f"{run.framework} run {run.number} (id {run.pk}): {published}; {states}"
