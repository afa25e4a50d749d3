import { set, setting } from "../keep/db";
import type { Entry } from "../keep/entries";
import type { Collection } from "../running";
import { type Gathered, known, without } from "../scan/gathering";
import { lookUp } from "../seeing";
import { me } from "../state/me.svelte";

const KEPT = "at-stop";

/** What was scanned at a stop and is not collected yet: kept, so that a killed page goes on where it was. */
interface Kept {
    person: string;
    run: string;
    point: string;
    list: Gathered;
}

/** Why a bag cannot be collected, by the words for it. */
type Barred = "collectedAlready" | "retired" | "noSuch";

/** What the driver has scanned at a stop. */
export class AtStop {
    list = $state.raw<Gathered>([]);
    #run = "";
    #point = "";

    /** Goes on where the page was left, or with what a refused entry held. */
    async begin(run: string, point: string, instead: Entry | null): Promise<void> {
        this.#run = run;
        this.#point = point;
        const kept = await setting<Kept>(KEPT);
        if (instead?.body != null) {
            const was = instead.body as unknown as Collection;
            this.list = [
                ...was.bags.map((label) => ({ label, announced: true })),
                ...was.unannounced.map(({ label }) => ({ label, announced: false })),
            ];
            await Promise.all(this.list.map(({ label }) => this.verify(label)));
        } else if (kept?.person === me.person?.id && kept?.run === run && kept.point === point)
            this.list = kept.list;
    }

    /** Sets the list and keeps it; a scan never waits for the store. */
    set(list: Gathered): void {
        this.list = list;
        const kept = { person: me.person?.id, run: this.#run, point: this.#point, list };
        void set(KEPT, kept).catch(() => undefined);
    }

    /** Ends the stop: what was scanned is in the outbox now. */
    async end(): Promise<void> {
        this.list = [];
        await set(KEPT, undefined);
    }

    /**
     * Asks the service about a label and sets the list right. Returns `announced` when somebody has
     * closed a bag with it, why it cannot be collected, or null when there is nothing to say.
     */
    async verify(label: string): Promise<"announced" | Barred | null> {
        if (me.person === null) return null;
        const { seen, asked } = await lookUp(label, me.person);
        if (!asked || seen === null || !this.list.some((one) => one.label === label)) return null;
        const { bag } = seen;
        const barred = bag === null ? "noSuch" : bag.status === "retired" ? "retired" : null;
        const gone = bag !== null && bag.place !== null && bag.place.kind !== "point";
        if (barred !== null || gone || bag?.status === "opened") {
            this.set(without(this.list, label));
            return barred ?? "collectedAlready";
        }
        const announced = bag?.status === "sealed" || bag?.status === "missing";
        const was = this.list.find((one) => one.label === label)?.announced;
        this.set(known(this.list, label, announced));
        return announced && was === false ? "announced" : null;
    }
}
