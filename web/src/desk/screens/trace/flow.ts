import type { Shape } from "../../../shared/api";

type Graph = Shape<"GraphOut">;
export type Kind = "intake" | "lot" | "run" | "end" | "more";

/** A step of goods from one node to another. */
export interface Step {
    source: string;
    target: string;
    grams: number;
}

/** A box of the picture, in rem: which column, how far down, and how much went through it. */
export interface Box {
    id: string;
    kind: Kind;
    column: number;
    x: number;
    y: number;
    grams: number;
    /** How many nodes stand behind it: more than one where a column would be too long. */
    stands: number;
}

/** A band between two boxes, as the path of an SVG in rem. */
export interface Band {
    id: string;
    path: string;
    width: number;
}

export interface Picture {
    boxes: Box[];
    bands: Band[];
    boxWidth: number;
    width: number;
    height: number;
}

export const BOX_HEIGHT = 4.25;
const BOX_WIDTH_MIN = 9.5;
const BOX_WIDTH_MAX = 17;
const GAP_X = 2.5;
const GAP_Y = 0.75;
/** As wide as the band of all that was asked about. */
const BAND_MAX = 3;
const BAND_MIN = 0.1;
const COLUMN_MAX = 10;

/** Returns the steps of graphs of the same thing, each once: what came before it, and what after. */
export function stepsOf(graphs: readonly Graph[]): Step[] {
    const steps = new Map<string, Step>();
    for (const { flows } of graphs)
        for (const { source, target, share_grams } of flows)
            if (!steps.has(`${source}>${target}`))
                steps.set(`${source}>${target}`, { source, target, grams: share_grams });
    return [...steps.values()];
}

/**
 * Lays steps out in columns from left to right; what goes on furthest stands furthest right.
 * `room`: how wide it may be without scrolling, in rem.
 */
export function draw(steps: readonly Step[], room = 0): Picture {
    const columns = columnsOf(steps);
    const gathered = gather(steps, columns);
    const count = Math.max(-1, ...columns.values()) + 1;
    const fitting = (room - (count - 1) * GAP_X) / Math.max(count, 1);
    const boxWidth = Math.min(BOX_WIDTH_MAX, Math.max(BOX_WIDTH_MIN, fitting));
    const boxes = place(gathered, boxWidth);
    const at = new Map(boxes.map((box) => [box.id, box]));
    const most = Math.max(1, ...boxes.map(({ grams }) => grams));
    const right = Math.max(0, ...boxes.map(({ x }) => x + boxWidth));
    const bottom = Math.max(0, ...boxes.map(({ y }) => y + BOX_HEIGHT));
    const bands = bandsOf(gathered.steps, at, most, boxWidth);
    return { boxes, bands, boxWidth, width: right, height: bottom };
}

/** Returns the kind of a node by the beginning of its name. */
export function kindOf(id: string): Kind {
    return id.slice(0, id.indexOf(":")) as Kind;
}

/** The column of a node is one behind the furthest of those before it; all ends stand in the last. */
function columnsOf(steps: readonly Step[]): Map<string, number> {
    const before = new Map<string, string[]>();
    for (const { source, target } of steps) {
        before.set(target, [...(before.get(target) ?? []), source]);
        if (!before.has(source)) before.set(source, []);
    }
    const columns = new Map<string, number>();
    // A sorting run only makes new lots: there is no way back to where one was.
    const columnOf = (id: string): number => {
        const known = columns.get(id);
        if (known !== undefined) return known;
        columns.set(id, 0);
        const column = Math.max(-1, ...(before.get(id) ?? []).map(columnOf)) + 1;
        columns.set(id, column);
        return column;
    };
    for (const id of before.keys()) columnOf(id);
    const last = Math.max(0, ...columns.values());
    for (const id of columns.keys()) if (kindOf(id) === "end") columns.set(id, last);
    return columns;
}

interface Gathered {
    steps: Step[];
    columns: Map<string, number>;
    stands: Map<string, number>;
}

/** Puts the smallest nodes of a column that is too long into one. */
function gather(steps: readonly Step[], columns: ReadonlyMap<string, number>): Gathered {
    const sums = sumsOf(steps);
    const names = new Map<string, string>();
    const stands = new Map<string, number>();
    const kept = new Map<string, number>();
    for (const column of new Set(columns.values())) {
        const ids = [...columns].filter(([, at]) => at === column).map(([id]) => id);
        ids.sort((one, other) => (sums.get(other) ?? 0) - (sums.get(one) ?? 0) || (one < other ? -1 : 1));
        const few = ids.length <= COLUMN_MAX ? ids : ids.slice(0, COLUMN_MAX - 1);
        for (const id of few) kept.set(id, column);
        for (const id of ids.slice(few.length)) names.set(id, `more:${column}`);
        if (few.length < ids.length) {
            kept.set(`more:${column}`, column);
            stands.set(`more:${column}`, ids.length - few.length);
        }
    }
    const joined = new Map<string, Step>();
    for (const step of steps) {
        const source = names.get(step.source) ?? step.source;
        const target = names.get(step.target) ?? step.target;
        const grams = (joined.get(`${source}>${target}`)?.grams ?? 0) + step.grams;
        joined.set(`${source}>${target}`, { source, target, grams });
    }
    return { steps: [...joined.values()], columns: kept, stands };
}

/** Returns what went through each node: the larger of what came in and what went out. */
function sumsOf(steps: readonly Step[]): Map<string, number> {
    const into = new Map<string, number>();
    const out = new Map<string, number>();
    for (const { source, target, grams } of steps) {
        out.set(source, (out.get(source) ?? 0) + grams);
        into.set(target, (into.get(target) ?? 0) + grams);
    }
    const ids = new Set([...into.keys(), ...out.keys()]);
    return new Map([...ids].map((id) => [id, Math.max(into.get(id) ?? 0, out.get(id) ?? 0)]));
}

function place({ steps, columns, stands }: Gathered, boxWidth: number): Box[] {
    const sums = sumsOf(steps);
    const longest = Math.max(0, ...counted([...columns.values()]).values());
    const boxes: Box[] = [];
    for (const column of [...new Set(columns.values())].sort((one, other) => one - other)) {
        const ids = [...columns].filter(([, at]) => at === column).map(([id]) => id);
        const top = ((longest - ids.length) * (BOX_HEIGHT + GAP_Y)) / 2;
        ids.forEach((id, n) => {
            boxes.push({
                id,
                kind: kindOf(id),
                column,
                x: column * (boxWidth + GAP_X),
                y: top + n * (BOX_HEIGHT + GAP_Y),
                grams: sums.get(id) ?? 0,
                stands: stands.get(id) ?? 1,
            });
        });
    }
    return boxes;
}

function counted(values: readonly number[]): Map<number, number> {
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
}

/** Draws the bands; at a box they lie one below the other, in the order of where they come from or go. */
function bandsOf(
    steps: readonly Step[],
    at: ReadonlyMap<string, Box>,
    most: number,
    boxWidth: number,
): Band[] {
    const wide = (grams: number): number => Math.max(BAND_MIN, (BAND_MAX * grams) / most);
    const leaving = offsets(steps, at, wide, "source", "target");
    const coming = offsets(steps, at, wide, "target", "source");
    return steps.flatMap((step, n) => {
        const source = at.get(step.source);
        const target = at.get(step.target);
        if (source === undefined || target === undefined) return [];
        const [x1, x2] = [source.x + boxWidth, target.x];
        const y1 = source.y + BOX_HEIGHT / 2 + (leaving[n] ?? 0);
        const y2 = target.y + BOX_HEIGHT / 2 + (coming[n] ?? 0);
        const middle = (x1 + x2) / 2;
        const path = `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
        return [{ id: `${step.source}>${step.target}`, path, width: wide(step.grams) }];
    });
}

/** Returns for each step how far from the middle of a box its band begins or ends. */
function offsets(
    steps: readonly Step[],
    at: ReadonlyMap<string, Box>,
    wide: (grams: number) => number,
    here: "source" | "target",
    there: "source" | "target",
): number[] {
    const found: number[] = steps.map(() => 0);
    for (const id of new Set(steps.map((step) => step[here]))) {
        const mine = steps.map((step, n) => ({ step, n })).filter(({ step }) => step[here] === id);
        mine.sort((one, other) => (at.get(one.step[there])?.y ?? 0) - (at.get(other.step[there])?.y ?? 0));
        let next = -mine.reduce((sum, { step }) => sum + wide(step.grams), 0) / 2;
        for (const { step, n } of mine) {
            found[n] = next + wide(step.grams) / 2;
            next += wide(step.grams);
        }
    }
    return found;
}
