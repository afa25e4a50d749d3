import type { Shape } from "../../../shared/api";
import { daysLater } from "../../format";

type Output = Shape<"OutputIn">;
type Category = Shape<"CategoryOut">;
export type Grade = Shape<"Grade">;
export type Condition = Shape<"Condition">;

/** How many categories the digits choose from. */
export const KEYS = 9;
/** The letters of grades; in the fields of a line they are not typed but done. */
export const GRADE_KEYS: Record<string, Grade> = { a: "A", b: "B", c: "C", r: "RECYCLE", w: "WASTE" };
/** The letters of conditions. */
export const CONDITION_KEYS: Record<string, Condition> = {
    n: "new",
    g: "good",
    f: "fair",
    o: "worn",
    s: "soiled",
    d: "damaged",
};
/** Why goods are not given on: a condition, their date, or what is written down. */
export type Reject = "worn" | "soiled" | "damaged" | "expired" | "other";
export const REJECT_KEYS: Record<string, Reject> = {
    o: "worn",
    s: "soiled",
    d: "damaged",
    x: "expired",
    t: "other",
};

/** A line as it is typed. */
export interface Typed {
    category: string | null;
    pieces: string;
    grade: Grade | null;
    grams: string;
    condition: Condition | null;
    reject: Reject | null;
    reason: string;
    expiry: string;
    wearer: Shape<"Wearer"> | null;
    season: Shape<"Season"> | null;
    size: string;
}

/** What is wrong with a line, by its fields. */
export type Wrong = Partial<Record<"category" | "pieces" | "grade" | "grams" | "expiry" | "reject", true>>;

/** Returns an empty line. */
export function blank(): Typed {
    return {
        category: null,
        pieces: "",
        grade: null,
        grams: "",
        condition: null,
        reject: null,
        reason: "",
        expiry: "",
        wearer: null,
        season: null,
        size: "",
    };
}

/** Tells whether goods of a grade are given to nobody. */
export function isReject(grade: Grade | null): boolean {
    return grade === "RECYCLE" || grade === "WASTE";
}

/**
 * Reads a date as it is typed at a bench: `0517` is the next 17 May, `+1m` a month from today (d, w, m, y),
 * `2027-05` the last day of that month. Null when it is none.
 */
export function readExpiry(typed: string, today: string): string | null {
    const text = typed
        .replace(/[\uff10-\uff19\uff0b\uff0d]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .replace(/[\s./年月日]/g, (mark) => (/\s|日/.test(mark) ? "" : "-"))
        .replace(/-$/, "")
        .toLowerCase();
    const later = /^\+(\d{1,3})([dwmy])$/.exec(text);
    if (later !== null) return fromToday(Number(later[1]), later[2] as "d" | "w" | "m" | "y", today);
    const short = /^(\d{2})-?(\d{2})$/.exec(text);
    if (short !== null) return next(short[1]!, short[2]!, today);
    const month = /^(\d{4})-?(\d{1,2})$/.exec(text);
    if (month !== null) return lastOf(Number(month[1]), Number(month[2]));
    const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
    return day === null ? null : real(Number(day[1]), Number(day[2]), Number(day[3]));
}

/**
 * Puts categories in the order of their keys: what is in the bags, what this station has most of, then what is
 * near to what is in the bags, then all others.
 */
export function ordered(
    inputs: readonly { category: string; pieces: number }[],
    stocked: readonly string[],
    all: ReadonlyMap<string, Category>,
): string[] {
    const inside = ranked(inputs.map(({ category, pieces }) => [category, pieces] as const));
    const often = ranked(stocked.map((category) => [category, 1] as const));
    const tops = new Set(inside.map(topOf));
    const leaves = leavesOf(all);
    const below = leaves.filter((code) => inside.some((one) => code.startsWith(`${one}.`)));
    const near = (codes: readonly string[]): string[] => codes.filter((code) => tops.has(topOf(code)));
    const found = [...inside, ...near(often), ...below, ...near(leaves), ...often, ...leaves];
    return [...new Set(found)].filter((code) => all.has(code));
}

/** Returns a line as the service takes it; `grams` and `pieces` are read already. */
export function outputOf(typed: Typed, pieces: number, grams: number, expires: string | null): Output {
    const rejected = isReject(typed.grade);
    const worn = typed.reject === "expired" || typed.reject === "other" ? null : typed.reject;
    const condition = rejected ? worn : typed.condition;
    return {
        category: typed.category ?? "",
        grade: typed.grade ?? "A",
        pieces,
        grams,
        ...(condition === null ? {} : { condition }),
        ...(expires === null ? {} : { expires_on: expires }),
        ...(typed.wearer === null ? {} : { wearer: typed.wearer }),
        ...(typed.season === null ? {} : { season: typed.season }),
        ...(typed.size.trim() === "" ? {} : { size: typed.size.trim() }),
    };
}

/** Returns what a line that came back says in the fields it was typed in. */
export function typedOf(output: Output): Typed {
    const rejected = isReject(output.grade);
    const { condition = null } = output;
    const reject =
        condition === "worn" || condition === "soiled" || condition === "damaged" ? condition : "other";
    return {
        ...blank(),
        category: output.category,
        pieces: output.pieces ? String(output.pieces) : "",
        grade: output.grade,
        grams: String(output.grams),
        condition: rejected ? null : condition,
        reject: rejected ? reject : null,
        expiry: output.expires_on ?? "",
        wearer: output.wearer ?? null,
        season: output.season ?? null,
        size: output.size ?? "",
    };
}

function ranked(counted: readonly (readonly [string, number])[]): string[] {
    const sums = new Map<string, number>();
    for (const [code, n] of counted) sums.set(code, (sums.get(code) ?? 0) + n);
    return [...sums].toSorted(([, one], [, other]) => other - one).map(([code]) => code);
}

function leavesOf(all: ReadonlyMap<string, Category>): string[] {
    const parents = new Set([...all.values()].map(({ parent }) => parent));
    // What nobody accepts comes last: it is seldom what a bag holds.
    return [...all.values()]
        .filter(({ code }) => !parents.has(code))
        .toSorted((one, other) => Number(other.accepted) - Number(one.accepted))
        .map(({ code }) => code);
}

function topOf(code: string): string {
    return code.split(".")[0]!;
}

function fromToday(n: number, unit: "d" | "w" | "m" | "y", today: string): string {
    if (unit === "d" || unit === "w") return daysLater(today, unit === "d" ? n : 7 * n);
    const [year, month, day] = today.split("-").map(Number) as [number, number, number];
    const months = 12 * year + month - 1 + (unit === "m" ? n : 12 * n);
    const last = lastOf(Math.floor(months / 12), (months % 12) + 1)!;
    // A month from 31 January is the end of February.
    return Number(last.slice(8)) < day ? last : last.slice(0, 8) + String(day).padStart(2, "0");
}

function next(month: string, day: string, today: string): string | null {
    const year = Number(today.slice(0, 4));
    const found = real(year, Number(month), Number(day));
    if (found !== null && found >= today) return found;
    return real(year + 1, Number(month), Number(day));
}

function lastOf(year: number, month: number): string | null {
    if (month < 1 || month > 12) return null;
    return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function real(year: number, month: number, day: number): string | null {
    const at = new Date(Date.UTC(year, month - 1, day));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null;
}
