"""Write a report for humanitarian partners: CSV with HXL 1.1's hashtags under the header."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from models.access import Language
from operations.rendering.csv_files import body_chunks, line_of
from operations.rendering.words import heading
from operations.reports.tables import Column


def hxl_chunks(
    columns: Sequence[Column], rows: Iterable[tuple[Any, ...]], language: Language
) -> Iterator[bytes]:
    """Give a CSV file in chunks whose second line has the columns' hashtags, blank where there is none.

    There is no byte order mark, which HXL's readers would take for a part of the first title.
    """
    titles = line_of([heading(column, language) for column in columns])
    tags = line_of([column.hxl for column in columns])
    yield (titles + tags).encode()
    yield from body_chunks(columns, rows)
