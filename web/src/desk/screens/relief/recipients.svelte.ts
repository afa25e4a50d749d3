import { untrack } from "svelte";
import type { Shape } from "../../../shared/api";
import { say } from "../../../shared/look.svelte";
import { address, get } from "../../asking";
import type { Option } from "../../parts/Picker.svelte";
import { relief } from "./words";

type Recipient = Shape<"RecipientOut">;
interface Page {
    items: Recipient[];
}

const SHOWN = 12;

/** Who recipients are, by their codes: asked for when a page first names them. */
class Recipients {
    #known = $state.raw<ReadonlyMap<string, Recipient>>(new Map());
    readonly #asked = new Set<string>();

    /** Returns what a recipient is called: an organisation's name, a case's code; the code while it is not known. */
    name(code: string): string {
        const found = this.#known.get(code);
        if (found !== undefined) return called(found);
        if (!this.#asked.has(code)) {
            this.#asked.add(code);
            void get<Recipient>(`/recipients/${encodeURIComponent(code)}`).then(
                (one) => this.learn([one]),
                // A page that cannot name somebody shows the code, and asks again the next time.
                () => this.#asked.delete(code),
            );
        }
        return code;
    }

    /** Takes in recipients that a page has anyway. */
    learn(some: readonly Recipient[]): void {
        // An effect that tells what it has must not run again because it told.
        const known = untrack(() => this.#known);
        this.#known = new Map([...known, ...some.map((one) => [one.code, one] as const)]);
    }

    /** Finds recipients that can be given to, by a part of their name or code. */
    find(text: string): Promise<Option[]> {
        return this.#search(text, "active");
    }

    /** Finds recipients, also those that nothing is given to any more, by a part of their name or code. */
    findAll(text: string): Promise<Option[]> {
        return this.#search(text, "");
    }

    async #search(text: string, status: string): Promise<Option[]> {
        const page = await get<Page>(address("/recipients", { q: text.trim(), status, limit: SHOWN }));
        this.learn(page.items);
        return page.items.map((one) => ({ code: one.code, name: called(one), about: one.code }));
    }

    /** Returns a recipient as what was chosen, for a code that an address names. */
    option(code: string): Option | null {
        return code === "" ? null : { code, name: this.name(code) };
    }
}

function called(one: Recipient): string {
    return one.name ?? say(relief).case(one.code);
}

export const recipients = new Recipients();
