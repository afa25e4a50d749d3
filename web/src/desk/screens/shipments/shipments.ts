import type { Shape } from "../../../shared/api";
import type { Tone } from "../../parts/tones";

type Shipment = Shape<"ShipmentOut">;
type Line = Shape<"ShipmentLineOut">;

/** The two kinds of shipments, as addresses of the desk and of the API have them. */
export type Kind = "transfers" | "distributions";

export const TONES: Record<Shipment["status"], Tone> = {
    planned: "warn",
    picked: "warn",
    partly_dispatched: "warn",
    dispatched: "warn",
    partly_arrived: "warn",
    completed: "good",
    returned: "bad",
    lost: "bad",
    cancelled: "calm",
};

/** What people do with shipments. */
export const STEPS = ["plan_shipment", "pick", "dispatch", "arrive", "return", "cancel"];

/** Returns a shipment's pieces: planned, sent, arrived, under way. */
export function piecesIn(row: Shipment): {
    planned: number;
    sent: number;
    arrived: number;
    underWay: number;
} {
    const sum = (of: (line: Line) => number): number =>
        row.lines.reduce((total, line) => total + of(line), 0);
    return {
        planned: sum((line) => line.pieces),
        sent: sum((line) => line.sent_pieces),
        arrived: sum((line) => line.arrived_pieces),
        underWay: sum((line) => line.under_way_pieces),
    };
}

/** Returns a shipment's grams as planned. */
export function gramsIn(row: Shipment): number {
    return row.lines.reduce((total, line) => total + line.grams, 0);
}

/** Returns how many pieces of a line wait to be sent. */
export function waits(row: Shipment, line: Line): number {
    return row.status === "cancelled" ? 0 : Math.max(0, line.pieces - line.sent_pieces);
}

/** What somebody may do with a shipment as it stands: by their role, and by where they work. */
export type May = Record<"pick" | "dispatch" | "receive" | "deliver" | "return" | "cancel", boolean>;

/** Returns what somebody may do with a shipment now. */
export function mayDo(
    kind: Kind,
    shipment: Shipment,
    me: Shape<"MeOut"> | null,
    may: (operation: string) => boolean,
): May {
    const at = (code: string | undefined): boolean => me?.place == null || me.place.code === code;
    const sends = at(shipment.from_place.code);
    const takes = at(shipment.to_place?.code);
    const one = kind === "transfers" ? "transfer" : "distribution";
    const underWay = shipment.lines.some((line) => line.under_way_pieces + line.under_way_grams > 0);
    const given = shipment.lines.some((line) => line.arrived_pieces + line.arrived_grams > 0);
    const touched = shipment.lines.some(
        (line) => line.arrived_grams + line.lost_grams + line.returned_grams > 0,
    );
    const waiting = shipment.lines.some(
        (line) => waits(shipment, line) > 0 || (line.pieces === 0 && line.sent_grams < line.grams),
    );
    const gone = shipment.status === "cancelled";
    const toRecipient = kind === "distributions";
    return {
        pick: toRecipient && sends && shipment.status === "planned" && may("pick_distribution"),
        dispatch: sends && !gone && waiting && may(`dispatch_${one}`),
        receive: !toRecipient && takes && underWay && may("receive_transfer"),
        deliver: toRecipient && sends && underWay && may("deliver_distribution"),
        return: toRecipient && sends && (underWay || given) && may("return_distribution"),
        cancel: sends && !gone && !touched && may(`cancel_${one}`),
    };
}
