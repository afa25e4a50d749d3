/** How long the same code in front of the camera is one scan, milliseconds. */
export const SAME_MS = 2_000;

/**
 * Tells a code that is still in front of the camera from one that is shown again.
 *
 * While a code stays in sight its time runs anew, so that a hand that rests makes no noise, and what
 * was taken back does not come back by itself. Several codes may be in sight at once.
 */
export class Repeats {
    readonly #seen = new Map<string, number>();

    /** Tells whether a code at a moment in milliseconds is an earlier scan, seen once more. */
    isSame(code: string, at: number): boolean {
        for (const [other, last] of this.#seen) if (at - last >= SAME_MS) this.#seen.delete(other);
        const same = this.#seen.has(code);
        this.#seen.set(code, at);
        return same;
    }
}
