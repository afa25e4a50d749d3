import type { Shape } from "../../../shared/api";
import { read } from "../../../shared/codes";

type Scan = Shape<"ScanOut">;

/** What to ask the service about a scanned or typed text: a poster's point, or whatever a code stands for. */
export function questionOf(text: string): { poster: boolean; code: string } {
    const { what, code } = read(text);
    if (what === "poster") return { poster: true, code };
    // Of an address the last part counts, as it does for the service.
    const last =
        what === "unknown"
            ? (code
                  .replace(/[?#].*$/, "")
                  .split("/")
                  .findLast((part) => part) ?? "")
            : code;
    return { poster: false, code: last };
}

/** Returns the desk's page of what a code stands for, or null when there is none. */
export function pageOf({ what, code, path, place }: Scan): string | null {
    const last = path.split("/").at(-1) ?? "";
    if (what === "bag" || what === "label") return `/desk/bag/${last}`;
    if (what === "intake") return `/desk/intake/${last}`;
    if (what === "lot") return `/desk/lot/${code}`;
    if (place?.kind === "point") return `/desk/points/${code}`;
    return place?.kind === "station" || place?.kind === "warehouse" ? `/desk/stock?place=${code}` : null;
}
