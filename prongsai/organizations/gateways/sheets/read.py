"""Reading an uploaded table, which may be hostile: nothing is believed before it is checked."""

from prongsai.organizations.gateways.sheets.csv_file import read_csv
from prongsai.organizations.gateways.sheets.limits import LARGEST_FILE, refuse
from prongsai.organizations.gateways.sheets.xlsx_file import read_xlsx
from prongsai.organizations.types.imports import Sheet

ZIP = b"PK\x03\x04"


def read_sheet(data: bytes, *, file_name: str) -> Sheet:
    """Return the table in a CSV or XLSX file, or refuse the whole file and say why."""
    if not data.strip():
        raise refuse("empty")
    if len(data) > LARGEST_FILE:
        raise refuse("large", most=LARGEST_FILE // 1024**2)
    ending = file_name.lower().rpartition(".")[2]
    if ending not in {"csv", "xlsx"}:
        raise refuse("ending")
    if (ending == "xlsx") is not data.startswith(ZIP):
        raise refuse("magic", ending=ending.upper())
    sheet = read_xlsx(data) if ending == "xlsx" else read_csv(data)
    if len(sheet.rows) < 2:
        raise refuse("empty")
    return sheet
