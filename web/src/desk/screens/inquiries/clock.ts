import type { Shape } from "../../../shared/api";
import { say } from "../../../shared/look.svelte";
import { dayOf, stamp } from "../../format";
import type { Tone } from "../../parts/tones";
import { inquiries } from "./words";

type Clock = Pick<Shape<"InquiryRow">, "status" | "days_left" | "due_on" | "answered_at">;

/** From so many working days before its day, a query asks for attention. */
const SOON_DAYS = 3;

/** Returns in words how much time a query has left, or whether its answer was in time. */
export function clockText(row: Clock): string {
    const w = say(inquiries);
    if (row.answered_at !== null) return inTime(row) ? w.inTime : w.tooLate;
    const left = row.days_left ?? 0;
    // A day that has passed may have had no working day since.
    if (row.status === "overdue") return w.late(Math.max(1, -left));
    return left === 0 ? w.dueToday : w.left(left);
}

/** Returns how urgent a query is. */
export function clockTone(row: Clock): Tone {
    if (row.answered_at !== null) return inTime(row) ? "good" : "calm";
    if (row.status === "overdue") return "bad";
    return (row.days_left ?? 0) <= SOON_DAYS ? "warn" : "calm";
}

/** Returns a moment as a field for day and time has it, in Shanghai. */
export function fieldOf(at: number): string {
    return stamp(new Date(at).toISOString()).replace(" ", "T");
}

/** Returns what a field for day and time says as a moment for the service; as exactly as it began, if it was left so. */
export function momentOf(field: string, began: number): string {
    return field === fieldOf(began) ? new Date(began).toISOString() : `${field.slice(0, 16)}:00+08:00`;
}

function inTime(row: Clock): boolean {
    return row.answered_at !== null && dayOf(row.answered_at) <= row.due_on;
}
