"""Bases of all tables."""

from django.db import models

from prongsai.core import clock


class Timed(models.Model):
    """A row that knows when it was made."""

    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
