import type { Shape } from "../../../shared/api";
import type { Tone } from "../../parts/tones";

export type Task = Shape<"TaskOut">;
export type TaskKind = Task["kind"];

const PRESSING: readonly TaskKind[] = [
    "expired",
    "pickup_overdue",
    "shipment_overdue",
    "emergency_need",
    "conflicts",
];
const WAITING: readonly TaskKind[] = [
    "expiring",
    "point_waiting",
    "bags_arriving",
    "transfer_arriving",
    "sorting_open",
];

/** Returns how a task stands: in trouble already, waiting for somebody, or merely to be done. */
export function toneOf(kind: TaskKind): Tone {
    return PRESSING.includes(kind) ? "bad" : WAITING.includes(kind) ? "warn" : "calm";
}

/** How far a moment is from another: whole days, or hours on the same day. */
export interface Span {
    n: number;
    unit: "days" | "hours";
    past: boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Returns how far a moment is from now, in the largest unit that has passed once. */
export function spanTo(at: string, now: number): Span {
    const ms = now - Date.parse(at);
    const far = Math.abs(ms);
    const unit = far >= DAY_MS ? "days" : "hours";
    return { n: Math.floor(far / (unit === "days" ? DAY_MS : HOUR_MS)), unit, past: ms >= 0 };
}
