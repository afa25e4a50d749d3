import type { Column } from "../tables";
import type { Compared, Drawn, Flow, Grid } from "./kinds";

/** What a chart shows, as a table: its columns, and rows of texts. */
export interface Twin {
    columns: Column<string[]>[];
    rows: string[][];
}

/** Returns the table beside a chart; `from` and `to` head the two ends of flows. */
export function twinOf(drawn: Drawn, words: { from: string; to: string }): Twin {
    if (drawn.kind === "heat") return gridTwin(drawn);
    if (drawn.kind === "flow") return flowTwin(drawn, words);
    return comparedTwin(drawn);
}

function comparedTwin(drawn: Compared): Twin {
    const alone = drawn.series.length === 1;
    return {
        columns: columnsOf(
            [drawn.axis],
            drawn.series.map(({ name }) => (alone ? drawn.measure : name)),
        ),
        rows: drawn.names.map((name, n) => [
            name,
            ...drawn.series.map(({ values }) => written(drawn, values[n] ?? null)),
        ]),
    };
}

function gridTwin(drawn: Grid): Twin {
    return {
        columns: columnsOf([drawn.down.axis], drawn.across.names),
        rows: drawn.down.names.map((name, y) => [
            name,
            ...drawn.across.names.map((_, x) => written(drawn, drawn.values[y]?.[x] ?? null)),
        ]),
    };
}

function flowTwin(drawn: Flow, { from, to }: { from: string; to: string }): Twin {
    const name = new Map(drawn.nodes.map((node) => [node.id, node.name]));
    return {
        columns: columnsOf([from, to], [drawn.measure]),
        rows: drawn.links.map(({ source, target, value }) => [
            name.get(source) ?? source,
            name.get(target) ?? target,
            drawn.exact(value),
        ]),
    };
}

function columnsOf(heads: string[], figures: string[]): Column<string[]>[] {
    return [...heads, ...figures].map((title, n) => ({
        name: String(n),
        title,
        value: (row) => row[n] ?? "",
        number: n >= heads.length,
    }));
}

function written(drawn: Drawn, value: number | null): string {
    return value === null ? "—" : drawn.exact(value);
}
