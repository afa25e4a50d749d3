import {
    ALPHABET,
    isWhole,
    LABEL_LENGTH,
    POSTER_LENGTH,
    type Read,
    read,
    tidy,
    TRACKING_LENGTH,
} from "../codes";

/** What is wrong with a code that nothing stands for. */
export type Fault = "empty" | "length" | "character" | "check";

/** A scan or typing: what it stands for, or what is wrong with it. */
export type Reading = { read: Exclude<Read, { what: "unknown" }> } | { fault: Fault; typed: string };

const LENGTHS = [LABEL_LENGTH, TRACKING_LENGTH, POSTER_LENGTH];
/** What a text that is shown back may have at most, so that a page of text in a QR code fills no screen. */
export const SHOWN_MAX = 40;

/** Reads what was scanned or typed and says, if it is no code, why. */
export function readAny(text: string): Reading {
    const found = read(text);
    if (found.what === "unknown") return { fault: faultIn(text), typed: text.trim().slice(0, SHOWN_MAX) };
    // The code inside an address of ours may be mistyped or cut, too. A receipt's has an intake's id.
    const length = { label: LABEL_LENGTH, poster: POSTER_LENGTH, gift: null, place: null }[found.what];
    if (length !== null && !isWhole(found.code, length))
        return { fault: faultIn(found.code, length), typed: found.code.slice(0, SHOWN_MAX) };
    return { read: found };
}

/** Reads a bag's label, or says what is wrong; another kind of code is of the wrong length. */
export function readLabel(text: string): { label: string } | { fault: Fault; typed: string } {
    const found = readAny(text);
    if ("fault" in found) return { fault: faultIn(found.typed, LABEL_LENGTH), typed: found.typed };
    if (found.read.what === "label") return { label: found.read.code };
    return { fault: "length", typed: text.trim().slice(0, SHOWN_MAX) };
}

function faultIn(text: string, only: number | null = null): Fault {
    const code = tidy(text);
    if (code === "") return "empty";
    if ([...code].some((character) => !ALPHABET.includes(character))) return "character";
    const lengths = only === null ? LENGTHS : [only];
    return lengths.includes(code.length) ? "check" : "length";
}

/** Returns a label as it is kept and compared: ours without hyphens, a foreign one as it was written. */
export function keyOf(label: string): string {
    const code = tidy(label);
    const ours = code.length === LABEL_LENGTH && [...code].every((character) => ALPHABET.includes(character));
    return ours ? code : label.trim();
}
