"""The demo's settings, with every answer saying what it cost."""

from config.settings.dev import *  # noqa: F403 - one line on top of the demo
from config.settings.dev import MIDDLEWARE as PRODUCT

MIDDLEWARE = ["benchmarks.costs.tell_costs", *PRODUCT]
