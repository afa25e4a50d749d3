import { type Problem, Refused } from "../../shared/api";
import { type Trouble, troubleOf } from "./loaded.svelte";

/** What somebody has the service do by a button: whether it is on its way, and why it could not be done. */
export class Attempt {
    busy = $state(false);
    trouble = $state.raw<Trouble | null>(null);

    /** What the service said when it refused. */
    get problem(): Problem | null {
        return this.trouble instanceof Refused ? this.trouble.problem : null;
    }

    /** What the service said when somebody else had changed the same before. */
    get clash(): Problem | null {
        return this.problem?.status === 412 ? this.problem : null;
    }

    /**
     * Does the work, unless it is being done.
     * `onfail` is part of it, and is told what the service said, or null when it did not answer.
     * Throws what is no answer of the service.
     */
    async run(work: () => Promise<unknown>, onfail?: (problem: Problem | null) => unknown): Promise<void> {
        if (this.busy) return;
        this.busy = true;
        this.trouble = null;
        try {
            await work();
        } catch (failed) {
            this.trouble = troubleOf(failed);
            await onfail?.(this.problem);
        } finally {
            this.busy = false;
        }
    }

    /** Forgets what went wrong: somebody begins anew. */
    forget(): void {
        this.trouble = null;
    }
}
