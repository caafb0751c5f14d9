"""Runs made before archives were kept with them get theirs."""

import io
import zipfile

from django.db import migrations

ARCHIVE, PIECE = "package.zip", 1 << 19


def make_archives(apps, schema_editor):
    files = apps.get_model("results", "RunFile").objects
    with_files = files.values_list("run_id", "run__created_at").order_by("run_id").distinct()
    for run_id, made in with_files.exclude(run__pieces__path=ARCHIVE):
        content = zip_pieces(files.filter(run_id=run_id).order_by("id"), made)
        for number, start in enumerate(range(0, len(content), PIECE)):
            piece = content[start : start + PIECE]
            files.create(run_id=run_id, path=ARCHIVE, number=number, content=piece)


def zip_pieces(pieces, made):
    """Return the ZIP of all pieces, which lie in the order of their files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in dict.fromkeys(pieces.values_list("path", flat=True)):
            info = zipfile.ZipInfo(path, date_time=made.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as entry:
                for piece in pieces.filter(path=path).iterator(chunk_size=1):
                    entry.write(piece.content)
    return target.getvalue()


class Migration(migrations.Migration):
    dependencies = [("results", "0003_frozen")]

    operations = [migrations.RunPython(make_archives, migrations.RunPython.noop)]
