import type { Shape } from "../../../shared/api";

type Told = Pick<Shape<"StockOut">, "wearer" | "size" | "season" | "condition" | "earmark">;

/** What can be done to a lot where it lies. */
export type What = "adjust" | "hold" | "dispose";

/** What people do that changes what lies where. */
export const moves = [
    "receive_bags",
    "sort_lines",
    "open_sorting",
    "finish_sorting",
    "correct_sorting",
    "adjust",
    "hold",
    "release",
    "propose_disposal",
    "approve_disposal",
    "reject_disposal",
    "finalize_stocktake",
    "plan_shipment",
    "dispatch",
    "arrive",
    "return",
    "cancel",
    "allocate",
    "change_earmark",
];

/** Returns the end of a day in Shanghai as a moment, or nothing for no day. */
export function endOf(day: string): string {
    return day === "" ? "" : `${day}T23:59:59+08:00`;
}

/** Returns for how many days something has lain. */
export function agedDays(since: string, today: string): number {
    const from = Date.parse(new Date(since).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }));
    return Math.max(0, Math.round((Date.parse(today) - from) / 86_400_000));
}

interface Names {
    wearers: Record<string, string>;
    seasons: Record<string, string>;
    conditions: Record<string, string>;
}

/** Returns what else is known of a lot: for whom, which size, which season, how worn, for whom it is meant. */
export function lotDetails(row: Told, names: Names): string {
    const told = [
        row.wearer && names.wearers[row.wearer],
        row.size,
        row.season && names.seasons[row.season],
        row.condition && names.conditions[row.condition],
        row.earmark && `“${row.earmark}”`,
    ];
    return told.filter(Boolean).join(" · ");
}
