import { type Draft, draftOf, fresh, keepDraft } from "../keep/drafts";
import { me } from "./me.svelte";

/** The donation that is being logged, kept at every change. */
class Drafting {
    draft = $state.raw<Draft | null>(null);
    #keeping: Promise<void> = Promise.resolve();
    #beginning: Promise<void> | null = null;

    /** Takes up the draft of whoever holds the phone; asked again meanwhile, it is the same answer. */
    begin(): Promise<void> {
        // To read it twice could take back what was tapped after the first.
        this.#beginning ??= this.#read().finally(() => (this.#beginning = null));
        return this.#beginning;
    }

    /** Begins with a draft that was read from the store, or with a new one. */
    take(person: string, draft: Draft | undefined): void {
        this.draft = draft ?? fresh(person);
    }

    async #read(): Promise<void> {
        await this.#keeping;
        this.draft = me.person === null ? null : await draftOf(me.person.id);
    }

    /** Changes the draft and keeps it; a tap never waits for the store. */
    change(how: (draft: Draft) => Draft): void {
        if (this.draft === null) return;
        const changed = how(this.draft);
        this.draft = changed;
        const plain = $state.snapshot(changed) as Draft;
        this.#keeping = this.#keeping.then(() => keepDraft(plain)).catch(() => undefined);
    }

    /** Waits until the draft is kept, so that what follows does not meet an older one. */
    async kept(): Promise<void> {
        await this.#keeping;
    }

    /** Begins the next donation; the store has cleared the last one with its entry. */
    next(): void {
        if (this.draft !== null) this.draft = fresh(this.draft.person);
    }
}

export const drafting = new Drafting();
