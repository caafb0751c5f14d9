"""Official areas of the country."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceLevel(TextChoices):
    """The three levels of the country's official areas."""

    PROVINCE = "province", _("จังหวัด")
    DISTRICT = "district", _("อำเภอหรือเขต")
    SUBDISTRICT = "subdistrict", _("ตำบลหรือแขวง")


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """An official area as an edition of the register gives it."""

    code: str
    name_th: str
    name_en: str

    @property
    def level(self) -> PlaceLevel:
        return {2: PlaceLevel.PROVINCE, 4: PlaceLevel.DISTRICT, 6: PlaceLevel.SUBDISTRICT}[
            len(self.code)
        ]
