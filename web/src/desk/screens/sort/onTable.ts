import { Refused, type Shape } from "../../../shared/api";
import { get } from "../../asking";
import { troubleOf } from "../../state/loaded.svelte";

/** A bag or a lot that is to be sorted: what it should weigh, and what the scale said. */
export interface Source {
    what: "bag" | "lot";
    code: string;
    pieces: number;
    grams: number;
    weighed: number | null;
}

/** Why something cannot be put on the table. */
export type Fault = "notHere" | "opened" | "unknown" | "notGoods" | "noAnswer";

/** Asks what a code is, and whether it can be sorted at the station. */
export async function sourceOf(typed: string, station: string): Promise<Source | Fault> {
    try {
        const found = await get<Shape<"ScanOut">>(`/scan/${encodeURIComponent(typed.trim())}`);
        return judged(found, station);
    } catch (failed) {
        return troubleOf(failed) instanceof Refused ? "unknown" : "noAnswer";
    }
}

/** Tells whether what a code stands for can be sorted at the station. */
export function judged(found: Shape<"ScanOut">, station: string): Source | Fault {
    const { what, code, status, place, pieces, grams } = found;
    if (what === "label") return "unknown";
    if (what !== "bag" && what !== "lot") return "notGoods";
    if (status === "opened") return "opened";
    // A lot that lies in several places says none; the service knows whether it lies here too.
    const here = place?.code === station || (what === "lot" && place === null && status === "in_stock");
    return here ? { what, code, pieces, grams, weighed: null } : "notHere";
}

/** Returns what goes into a run, as the service takes it. */
export function inputOf({ what, code, weighed }: Source): Shape<"InputIn"> {
    if (what === "lot") return { lot: code };
    return { bag: code, ...(weighed === null ? {} : { grams: weighed }) };
}
