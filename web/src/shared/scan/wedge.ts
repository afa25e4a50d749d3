/** The longest pause within a code, milliseconds: a busy phone may hold a key back that long. */
export const PAUSE_MAX_MS = 300;
/** The most that a key may take on average, milliseconds. Scanners need 2 to 30, the fastest fingers 60. */
export const KEY_MAX_MS = 45;
/** The fewest characters of a code: a poster's. */
export const LENGTH_MIN = 6;

/** What becomes of a key: pass it on, keep it from the page, or a code is whole. */
export type Heard = "typing" | "burst" | { code: string };

/**
 * Tells a scanner that types from a person at a keyboard.
 *
 * A scanner types a whole code at one pace and ends with Enter or Tab. Only what came that fast is a
 * code; whoever types slowly, even the right characters and Enter, is left alone.
 */
export class Wedge {
    #typed = "";
    #first = 0;
    #last = Number.NEGATIVE_INFINITY;

    /** How many characters may belong to a code so far. */
    get length(): number {
        return this.#typed.length;
    }

    /** Takes a key at a moment in milliseconds. */
    hear(key: string, at: number): Heard {
        // Capitals come with Shift, which is no character of its own.
        if (key === "Shift" || key === "CapsLock") return "typing";
        if (at - this.#last > PAUSE_MAX_MS) this.#typed = "";
        this.#last = at;
        if (this.#typed === "") this.#first = at;
        if (key === "Enter" || key === "Tab") return this.#end(key, at);
        // A key that moves or deletes is no scanner's: what comes after it begins anew.
        this.#typed = [...key].length === 1 ? this.#typed + key : "";
        return this.#isFast(at, this.length - 1) ? "burst" : "typing";
    }

    #end(key: string, at: number): Heard {
        const code = this.#typed;
        const fast = this.#isFast(at, code.length);
        this.#typed = "";
        if (!fast) return "typing";
        return code.length >= LENGTH_MIN ? { code } : key === "Enter" ? "burst" : "typing";
    }

    #isFast(at: number, pauses: number): boolean {
        return this.length > 1 && at - this.#first <= pauses * KEY_MAX_MS;
    }
}
