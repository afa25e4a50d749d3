import { newId } from "../../asking";

/** An id and a moment for what is sent: the same content is sent as the same thing, however often it is tried. */
export class Once {
    #id = newId();
    #at = "";
    #said: string | null = null;

    /** Returns the id and the moment of some content; other content gets others. */
    of(content: unknown): { id: string; at: string } {
        const said = JSON.stringify(content);
        if (this.#said !== said) {
            if (this.#said !== null) this.#id = newId();
            this.#at = new Date().toISOString();
            this.#said = said;
        }
        return { id: this.#id, at: this.#at };
    }
}
