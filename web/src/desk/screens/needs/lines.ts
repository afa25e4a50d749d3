import type { Shape } from "../../../shared/api";
import type { Tone } from "../../parts/tones";
import { catalogue } from "../../state/catalogue.svelte";

type Line = Pick<Shape<"NeedLineOut">, "category" | "wearer" | "size">;

/** How an urgency stands. */
export const URGENT: Record<Shape<"Urgency">, Tone> = { normal: "calm", high: "warn", emergency: "bad" };

/** Returns what a line of a need asks for, in words: the category, for whom, which size. */
export function lineName(line: Line, wearers: Record<string, string>): string {
    const told = [catalogue.category(line.category), line.wearer && wearers[line.wearer], line.size];
    return told.filter(Boolean).join(" · ");
}

/** Returns sums over the lines of a need. */
export function sumsOf(need: Shape<"NeedOut">): {
    wanted: number;
    reserved: number;
    delivered: number;
    open: number;
} {
    const sum = (of: (line: Shape<"NeedLineOut">) => number): number =>
        need.lines.reduce((total, line) => total + of(line), 0);
    return {
        wanted: sum((line) => line.pieces),
        reserved: sum((line) => line.allocated_pieces),
        delivered: sum((line) => line.delivered_pieces),
        open: sum((line) => line.open_pieces),
    };
}

/** What people do that changes how far a need is met, or what there is for it. */
export const STEPS = [
    "allocate",
    "release",
    "plan_shipment",
    "dispatch",
    "arrive",
    "return",
    "cancel",
    "finish_sorting",
    "sort_lines",
    "adjust",
    "hold",
    "state_need",
];
