import type { Shape } from "../../../shared/api";
import { readWhole } from "../../numbers";
import { waits } from "./shipments";

type Shipment = Shape<"ShipmentOut">;
type Line = Shape<"ShipmentLineOut">;

/** What is done with amounts of a shipment's lines. */
export type Step = "dispatch" | "receive" | "deliver" | "return";

/** A line in a step: how much of it there can be, and in which unit. */
export interface StepLine {
    lot: string;
    category: string;
    unit: "pieces" | "grams";
    there: number;
}

const MORE = { pieces: 100_000, grams: 50_000_000 };

/** Returns the lines that a step is about, each with how much there is: what waits, is under way, was given. */
export function stepLines(step: Step, shipment: Shipment): StepLine[] {
    return shipment.lines
        .map((line) => {
            const unit = line.pieces > 0 || line.under_way_pieces > 0 ? "pieces" : "grams";
            return {
                lot: line.lot,
                category: line.category,
                unit,
                there: thereIs(step, shipment, line, unit),
            } as const;
        })
        .filter(({ there }) => there > 0);
}

function thereIs(step: Step, shipment: Shipment, line: Line, unit: StepLine["unit"]): number {
    const pieces = unit === "pieces";
    const underWay = pieces ? line.under_way_pieces : line.under_way_grams;
    if (step === "return") return underWay + (pieces ? line.arrived_pieces : line.arrived_grams);
    if (step !== "dispatch") return underWay;
    if (pieces) return waits(shipment, line);
    return shipment.status === "cancelled" ? 0 : Math.max(0, line.grams - line.sent_grams);
}

/** Returns the most that may be entered: what arrives may be more than was sent, nothing else may. */
export function mostOf(step: Step, line: StepLine): number {
    return step === "receive" ? MORE[line.unit] : line.there;
}

/** Returns the amounts that a step begins with: all there is, but nothing of what comes back. */
export function begin(step: Step, lines: readonly StepLine[]): Record<string, string> {
    return Object.fromEntries(lines.map((line) => [line.lot, step === "return" ? "" : String(line.there)]));
}

/** Returns the amount of a line as a number: none when nothing was typed, null when it cannot be read. */
export function amountOf(step: Step, line: StepLine, typed: string | undefined): number | null {
    if (typed === undefined || typed.trim() === "") return 0;
    return readWhole(typed, 0, mostOf(step, line));
}

/** Returns a step's lines as the service takes them; null when an amount cannot be, or when there is none. */
export function stepped(
    step: Step,
    lines: readonly StepLine[],
    amounts: Readonly<Record<string, string>>,
): Shape<"LotIn">[] | null {
    const read = lines.map((line) => ({ line, value: amountOf(step, line, amounts[line.lot]) }));
    if (read.some(({ value }) => value === null)) return null;
    const some = read.filter(({ value }) => value !== 0);
    if (some.length === 0) return null;
    return some.map(({ line, value }) =>
        line.unit === "pieces"
            ? { lot: line.lot, pieces: value ?? 0 }
            : { lot: line.lot, pieces: 0, grams: value ?? 0 },
    );
}

/** Tells whether there are lines and nothing is entered for any; an amount that cannot be is not nothing. */
export function isNothing(
    step: Step,
    lines: readonly StepLine[],
    amounts: Readonly<Record<string, string>>,
): boolean {
    return lines.length > 0 && lines.every((line) => amountOf(step, line, amounts[line.lot]) === 0);
}

/** Tells whether less is entered than there is. */
export function isLess(
    step: Step,
    lines: readonly StepLine[],
    amounts: Readonly<Record<string, string>>,
): boolean {
    return lines.some((line) => (amountOf(step, line, amounts[line.lot]) ?? line.there) < line.there);
}
