"""`prongsai places load`: the official provinces, districts and sub-districts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from prongsai.core.actor import SYSTEM
from prongsai.organizations.services.places import load_geothai


class Command(BaseCommand):
    help = "Loads the official areas of the country; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["load"])

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_geothai(SYSTEM)
        self.stdout.write(
            f"{loaded.edition}: {loaded.added} added, {loaded.renamed} renamed, "
            f"{loaded.ended} ended"
        )
