"""Compare two published papers: which figure, before and after."""

from collections.abc import Iterator, Mapping

from models.disclosure_shapes import Cell, Change, Paper, PaperTable

#: What names a row; everything else in it is a figure.
_NAMES = frozenset({"code", "text", "month", "day"})

Row = tuple[tuple[str, str | None], ...]


def changes(before: Paper, after: Paper) -> list[Change]:
    """Return everything that is different: the project's facts, then table by table, totals last.

    A row that is new has nothing before, one that is gone has nothing after.
    """
    projects = ({} if p.project is None else p.project.model_dump(mode="json") for p in (before, after))
    was, is_ = ({table.name: table for table in paper.tables} for paper in (before, after))
    return list(_differences("project", None, *projects)) + [
        change
        for name in dict.fromkeys([*was, *is_])
        for change in _table_changes(name, was.get(name), is_.get(name))
    ]


def _table_changes(name: str, before: PaperTable | None, after: PaperTable | None) -> Iterator[Change]:
    was, is_ = _figures(before), _figures(after)
    for row in sorted(was.keys() | is_.keys(), key=_order):
        yield from _differences(name, dict(row), was.get(row, {}), is_.get(row, {}))
    totals = [{} if table is None else table.totals for table in (before, after)]
    yield from _differences(name, None, *totals)


def _differences(
    table: str,
    row: dict[str, str | None] | None,
    before: Mapping[str, Cell],
    after: Mapping[str, Cell],
) -> Iterator[Change]:
    for column in dict.fromkeys([*before, *after]):
        if before.get(column) != after.get(column):
            yield Change(
                table=table,
                row=row,
                column=column,
                before=before.get(column),
                after=after.get(column),
            )


def _figures(table: PaperTable | None) -> dict[Row, dict[str, Cell]]:
    """Return the figures of a table by what names their row."""
    if table is None:
        return {}
    found = {}
    for values in table.rows:
        cells = list(zip(table.columns, values, strict=True))
        row = tuple(
            (column.name, None if value is None else str(value))
            for column, value in cells
            if column.holds in _NAMES
        )
        found[row] = {column.name: value for column, value in cells if column.holds not in _NAMES}
    return found


def _order(row: Row) -> tuple[tuple[bool, str], ...]:
    """Sort what has no name last."""
    return tuple((value is None, value or "") for _, value in row)
