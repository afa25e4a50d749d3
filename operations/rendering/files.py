"""A report as a file of any format, and what the file is called."""

import io

from models.access import Language
from operations.rendering.csv_files import csv_chunks
from operations.rendering.hxl import hxl_chunks
from operations.rendering.pdf import pdf_of
from operations.rendering.xlsx import write_xlsx
from operations.reports.registry import REPORTS
from operations.reports.tables import Report

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "hxl": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_ENDINGS = {"csv": ".csv", "hxl": "-hxl.csv", "xlsx": ".xlsx", "pdf": ".pdf"}


def rendered(
    report: Report, form: str, language: Language, *, bom: bool = True, titles: bool = False
) -> bytes:
    """Return a report as a file; `bom` and `titles` are CSV's. Pure: no database, so any thread may."""
    if form == "csv":
        return b"".join(csv_chunks(report.columns, report.rows, language, bom=bom, titles=titles))
    if form == "hxl":
        return b"".join(hxl_chunks(report.columns, report.rows, language))
    if form == "pdf":
        flows = REPORTS[report.name].flows
        return pdf_of(report, language, flows(report) if flows else None)
    file = io.BytesIO()
    write_xlsx(report, report.rows, language, file)
    return file.getvalue()


def file_name(name: str, first: object, last: object, form: str) -> str:
    """Return what a file is called: report and days, in letters that every system takes."""
    return f"jiujin-{name}-{first}-{last}{_ENDINGS[form]}"
