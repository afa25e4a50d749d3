import { type Changed, live } from "./live.svelte";

/** How long changes gather before a list is asked for again, milliseconds. */
const GATHER_MS = 400;

/**
 * Asks again for what is on the page when somebody changes something it may show: for use in an effect.
 * Many changes at once ask once.
 */
export function watching(concerns: (changed: Changed) => boolean, again: () => Promise<void>): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live.hear((changed) => {
        if (timer !== undefined || !(changed === null || concerns(changed))) return;
        timer = setTimeout(() => {
            timer = undefined;
            void again();
        }, GATHER_MS);
    });
    return () => {
        clearTimeout(timer);
        stop();
    };
}

/** Tells of changes of some kinds. */
export function ofKinds(...kinds: string[]): (changed: Changed) => boolean {
    return ({ kind }) => kinds.includes(kind);
}
