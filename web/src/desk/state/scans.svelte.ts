type Taker = (code: string) => void;

/** Who takes what the scanner types: the page that is made for it, or nobody. */
class Scans {
    #takers: Taker[] = [];

    /** Gives scans to a page as long as it is there: for use in an effect. */
    take(taker: Taker): () => void {
        this.#takers.push(taker);
        return () => {
            this.#takers = this.#takers.filter((other) => other !== taker);
        };
    }

    /** Gives a scan to the page that asked last; tells whether there is one. */
    give(code: string): boolean {
        const taker = this.#takers.at(-1);
        taker?.(code);
        return taker !== undefined;
    }
}

export const scans = new Scans();
