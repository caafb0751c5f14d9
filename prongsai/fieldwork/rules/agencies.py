"""Which agencies a round can be about."""

from prongsai.frameworks.types.seasons import Form
from prongsai.organizations.types.units import UnitClass


def fits(framework: str, *, unit_class: str) -> bool:
    """Tell whether FRAMEWORK is for such agencies: districts have one of their own."""
    other = Form.GENERAL if unit_class == UnitClass.DISTRICT else Form.AMPHOE
    return f"-{other.value}-" not in framework
