"""Periods of one thing never overlap.

Built-in range types only: no extension is needed. A range of one number stands for equality,
which GiST otherwise offers for ranges alone.
"""

from django.db import migrations


def exclude(table, name, expression, condition=""):
    where = f" WHERE ({condition})" if condition else ""
    return migrations.RunSQL(
        f"ALTER TABLE organizations_{table} ADD CONSTRAINT organizations_{name} "
        f"EXCLUDE USING gist ({expression} WITH &&, "
        f"daterange(valid_from, valid_to) WITH &&){where}",
        f"ALTER TABLE organizations_{table} DROP CONSTRAINT organizations_{name}",
    )


CHILD = "int8range(child_id, child_id, '[]')"


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_timeline")]

    operations = [
        exclude("unitversion", "unitversion_no_overlap", "int8range(unit_id, unit_id, '[]')"),
        exclude("unitrelation", "unitrelation_one_line_parent", CHILD, "kind = 'line'"),
        exclude("unitrelation", "unitrelation_one_geography_parent", CHILD, "kind = 'geography'"),
        exclude(
            "unitrelation", "unitrelation_one_supervision_parent", CHILD, "kind = 'supervision'"
        ),
        exclude(
            "divisionversion",
            "divisionversion_no_overlap",
            "int8range(division_id, division_id, '[]')",
        ),
        exclude("place", "place_no_overlap", "int4range(code::integer, code::integer, '[]')"),
    ]
