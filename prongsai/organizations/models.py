"""Units of the state and their stable codes."""

from django.db import models

from prongsai.core.db import Timed


class Unit(Timed):
    """A public agency under one code that survives every rename, move and merger."""

    code = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.code
