import type { Shape } from "../../../shared/api";
import { say } from "../../../shared/look.svelte";
import { count } from "../../format";
import type { Tone } from "../../parts/tones";
import { disclosure, filing } from "./words";

type Paper = Shape<"Paper">;
type Column = Shape<"PaperColumn">;
type Cell = string | number | null;
type Duty = Shape<"DutyOut">;

const NOT_TOLD = "—";
const GRAMS_IN_A_KILOGRAM = 1_000;
const DAY_MS = 86_400_000;
/** From so many days before it is due on, a duty asks for attention. */
const SOON_DAYS = 14;

/** A corrected figure as people read it. */
export interface Corrected {
    n: number;
    where: string;
    before: string;
    after: string;
}

/** Returns a value of a published table as the public reads it: a name for a code, kilograms for grams. */
export function cellText(paper: Paper, column: Column, value: Cell): string {
    if (value === null) return column.holds === "code" ? say(filing).rest : NOT_TOLD;
    if (column.holds === "code") {
        const named = paper.names[String(value)];
        return named === undefined ? String(value) : say(named);
    }
    if (typeof value !== "number") return value;
    if (column.holds !== "grams") return count(value);
    return (value / GRAMS_IN_A_KILOGRAM).toLocaleString("en-GB", { minimumFractionDigits: 3 });
}

/** Returns a column's title with its unit. */
export function headText(column: Column): string {
    const title = say(column.title);
    return column.holds === "grams" ? `${title} (${say(filing).kilograms})` : title;
}

/** Tells whether a column holds figures. */
export function holdsFigures(column: Column): boolean {
    return ["pieces", "grams", "people", "count"].includes(column.holds);
}

/** Returns what a paper corrects: where it stands, before and after. */
export function corrections(paper: Paper): Corrected[] {
    return paper.changes.map((change, n) => {
        const table = paper.tables.find(({ name }) => name === change.table);
        const column = table?.columns.find(({ name }) => name === change.column);
        if (table === undefined || column === undefined) return { n, ...ofTheProject(change) };
        const row =
            change.row === null
                ? [say(filing).total]
                : Object.entries(change.row).map(([name, value]) => {
                      const key = table.columns.find((one) => one.name === name);
                      return key === undefined ? String(value) : cellText(paper, key, value);
                  });
        return {
            n,
            where: [say(table.title), ...row, headText(column)].join(" · "),
            before: cellText(paper, column, change.before),
            after: cellText(paper, column, change.after),
        };
    });
}

function ofTheProject(change: Shape<"Change">): Omit<Corrected, "n"> {
    const fields: Record<string, string> = say(filing).fields;
    const kinds: Record<string, string> = say(disclosure).kinds;
    const told = (value: Cell): string => (value === null ? NOT_TOLD : (kinds[value] ?? String(value)));
    return {
        where: fields[change.column] ?? change.column,
        before: told(change.before),
        after: told(change.after),
    };
}

/** Returns how many days a duty has left today; negative when it is late. */
export function daysLeft(due: string, today: string): number {
    return Math.round((Date.parse(due) - Date.parse(today)) / DAY_MS);
}

/** Returns in words how a duty stands today. */
export function dutyState(duty: Duty, today: string): string {
    const w = say(disclosure);
    if (duty.status === "published") return w.published;
    const left = daysLeft(duty.due_on, today);
    return left < 0 ? w.late(-left) : left === 0 ? w.dueToday : w.left(left);
}

/** Returns how urgent a duty is today. */
export function dutyTone(duty: Duty, today: string): Tone {
    if (duty.status === "published") return "good";
    const left = daysLeft(duty.due_on, today);
    return left < 0 ? "bad" : left <= SOON_DAYS ? "warn" : "calm";
}

/** Returns the desk's address of what a duty asks for: the paper when it is published, else its draft. */
export function addressOf(duty: Duty): string {
    if (duty.number !== null) return `/desk/disclosure/${duty.number}`;
    const asked = new URLSearchParams({ duty: duty.duty, first: duty.first, last: duty.last });
    if (duty.project !== null) asked.set("project", duty.project);
    return `/desk/disclosure/new?${asked}`;
}
