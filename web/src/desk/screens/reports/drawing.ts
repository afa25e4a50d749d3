import type { Shape } from "../../../shared/api";
import { BARS_MAX, type Compared, type Drawn, type Grid, SERIES_MAX } from "../../parts/charts/kinds";
import { cell, type CellWords, heading, isAdditive, short } from "./cells";
import { daysOf, monthsOf } from "./periods";

type Report = Shape<"ReportOut">;
type Column = Shape<"ColumnOut">;
type Chart = Shape<"ChartOut">;

/** A way to draw a report as it was answered: which columns go where. */
export interface Way {
    kind: "bar" | "line" | "heat";
    x: Column;
    /** Tells series apart, or heads the rows of a heat map. */
    series: Column | null;
    measure: Column;
}

export interface DrawingWords extends CellWords {
    largest: (shown: number, all: number) => string;
}

/** Names that have an order of their own, such as bands of age, by the column that they stand in. */
export type Orders = ReadonlyMap<string, readonly string[]>;

const ORDERED = new Set(["age_band", "expiry_band", "grade", "urgency"]);
const TIMES = new Set(["month", "day"]);
/** Days and months of one series stand as columns up to here, and as a line from here on. */
const COLUMNS_MAX = 31;
/** A grid of more columns cannot be read. */
const GRID_MAX = 16;

/** Returns the ways in which an answer can be drawn by what it is offered with, the one to begin with first. */
export function waysOf(report: Report, charts: readonly Chart[]): Way[] {
    const column = new Map(report.columns.map((one) => [one.name, one]));
    const known = (names: readonly string[]): Column[] => names.flatMap((name) => column.get(name) ?? []);
    const found: Way[] = [];
    for (const { kind, x, y, series, value } of charts) {
        const [across, down] = [known(x)[0], known(kind === "heat" ? y : series)];
        if (across === undefined || !(kind === "bar" || kind === "line" || kind === "heat")) continue;
        const beside = down.find(({ name }) => name !== across.name) ?? null;
        if (kind === "heat" && beside === null) continue;
        for (const measure of known(kind === "heat" ? value : y))
            found.push({ kind, x: across, series: beside, measure });
    }
    const fit = found.filter(
        (way) => isKnown(report, way.measure) && (isAdditive(way.measure) || isAlone(report, way)),
    );
    // Of a single month there is no course to be seen: what it is made of comes first.
    const brief = axisOf(report, "month").length < 2;
    return brief ? fit.sort((one, other) => rank(one) - rank(other)) : fit;
}

/** Returns the order of the names of a report's bands and grades, as its filters list them. */
export function ordersOf(limits: readonly Shape<"FilterOut">[]): Orders {
    return new Map(
        limits
            .filter(({ name }) => ORDERED.has(name))
            .map(({ name, choices }) => [`${name}_name`, (choices ?? []).map(({ title }) => title)]),
    );
}

/** Returns the figures of a way, summed where several rows meet. */
export function drawnOf(report: Report, way: Way, words: DrawingWords, orders: Orders = new Map()): Drawn {
    const told = {
        measure: heading(way.measure, words),
        show: (value: number) => short(value, way.measure.holds),
        exact: (value: number) => cell(value, way.measure.holds, words),
    };
    const sums = sumsOf(report, way);
    const names = ordered(namesOf(report, way, sums), orders.get(way.x.name));
    if (way.kind === "heat") return gridOf(way, sums, names, told);
    const apart = way.series === null ? [""] : ordered(rowsBySize(sums), orders.get(way.series.name));
    const kept = way.series === null ? apart : largest(apart, rowsBySize(sums), SERIES_MAX);
    const shown = way.kind === "bar" ? names.slice(0, BARS_MAX) : names;
    const left = shown.length < names.length ? [shown.length, names.length] : [kept.length, apart.length];
    const [drawn, all] = left as [number, number];
    return {
        ...told,
        kind:
            way.kind === "bar" ? "bars" : kept.length > 1 || shown.length > COLUMNS_MAX ? "lines" : "columns",
        axis: way.x.title,
        names: shown,
        series: kept.map((of) => ({
            name: way.series === null ? way.measure.title : of,
            values: shown.map((at) => valueAt(sums, at, of, way)),
        })),
        ...(drawn < all ? { note: words.largest(drawn, all) } : {}),
    };
}

/** Returns the name with the largest sum of all that is drawn, and the sum. */
export function mostOf(drawn: Compared | Grid): { name: string; value: number } | null {
    const rows =
        drawn.kind === "heat"
            ? drawn.down.names.map((name, y) => ({ name, values: drawn.values[y] ?? [] }))
            : drawn.names.map((name, n) => ({
                  name,
                  values: drawn.series.map(({ values }) => values[n] ?? null),
              }));
    const sums = rows.map(({ name, values }) => ({
        name,
        value: values.reduce<number>((sum, one) => sum + (one ?? 0), 0),
    }));
    return sums.reduce<{ name: string; value: number } | null>(
        (most, one) => (most === null || one.value > most.value ? one : most),
        null,
    );
}

type Sums = Map<string, Map<string, number>>;

function rank({ kind }: Way): number {
    return kind === "bar" ? 0 : kind === "line" ? 1 : 2;
}

function sumsOf(report: Report, { x, series, measure }: Way): Sums {
    const sums: Sums = new Map();
    for (const row of report.rows) {
        const value = row[measure.name];
        if (typeof value !== "number") continue;
        const [at, of] = [label(row, x), series === null ? "" : label(row, series)];
        const line = sums.get(at) ?? new Map<string, number>();
        line.set(of, (line.get(of) ?? 0) + value);
        sums.set(at, line);
    }
    return sums;
}

function isKnown(report: Report, { name }: Column): boolean {
    return report.rows.some((row) => typeof row[name] === "number");
}

/** Tells whether no two rows meet in one mark: what may not be summed can be drawn then. */
function isAlone(report: Report, { x, series }: Way): boolean {
    const keys = report.rows.map((row) => `${label(row, x)}\n${series === null ? "" : label(row, series)}`);
    return new Set(keys).size === keys.length;
}

/** Returns what a row is called in a column; one without a name is called by its code. */
function label(row: Record<string, unknown>, { name }: Column): string {
    const value = row[name] ?? row[name.replace(/_name$/, "")];
    return value === null || value === undefined || value === "" ? "—" : String(value);
}

/** Returns the names along the axis: all of a time, what is grouped by its size, else as the rows have it. */
function namesOf(report: Report, { x, kind, measure }: Way, sums: Sums): string[] {
    if (TIMES.has(x.name)) {
        const axis = axisOf(report, x.name);
        const first = kind === "heat" ? Math.max(0, axis.length - GRID_MAX) : 0;
        return axis.slice(first);
    }
    const names = [...sums.keys()];
    const grouped = report.by.includes(x.name.replace(/_name$/, ""));
    return grouped && (isAdditive(measure) || kind === "bar")
        ? bySize(names, (name) => total(sums.get(name)))
        : names;
}

function axisOf(report: Report, time: string): string[] {
    const period = { from: report.from, to: report.to };
    return time === "month" ? monthsOf(period) : daysOf(period);
}

/** Returns names in the order that they have of their own, if they have one. */
function ordered(names: string[], order: readonly string[] | undefined): string[] {
    if (order === undefined || !names.every((name) => order.includes(name))) return names;
    return names.sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** Returns those of some names that are among the first of others. */
function largest(names: string[], bySize: string[], most: number): string[] {
    const kept = new Set(bySize.slice(0, most));
    return names.filter((name) => kept.has(name));
}

function gridOf(
    way: Way,
    sums: Sums,
    across: string[],
    told: Pick<Grid, "measure" | "show" | "exact">,
): Grid {
    const down = rowsBySize(sums).slice(0, BARS_MAX);
    return {
        ...told,
        kind: "heat",
        across: { axis: way.x.title, names: across },
        down: { axis: way.series?.title ?? "", names: down },
        values: down.map((name) => across.map((at) => sums.get(at)?.get(name) ?? null)),
    };
}

function valueAt(sums: Sums, at: string, of: string, { measure, x }: Way): number | null {
    // A month without rows is one in which nothing happened; of a share nothing is known then.
    return sums.get(at)?.get(of) ?? (TIMES.has(x.name) && isAdditive(measure) ? 0 : null);
}

function rowsBySize(sums: Sums): string[] {
    const whole = new Map<string, number>();
    for (const line of sums.values())
        for (const [name, value] of line) whole.set(name, (whole.get(name) ?? 0) + value);
    return bySize([...whole.keys()], (name) => whole.get(name) ?? 0);
}

function bySize(names: string[], size: (name: string) => number): string[] {
    return names.sort((one, other) => size(other) - size(one));
}

function total(line: Map<string, number> | undefined): number {
    return [...(line?.values() ?? [])].reduce((sum, value) => sum + value, 0);
}
