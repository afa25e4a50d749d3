import { Refused } from "../../../shared/api";
import { put } from "../../asking";
import { type Trouble, troubleOf } from "../../state/loaded.svelte";
import type { Draft } from "./plan";

/** The runs that somebody is planning: they stay while one looks at another page. */
class Planning {
    station = $state("");
    runs = $state.raw<Draft[]>([]);
    open = $state("");
    troubles = $state.raw<ReadonlyMap<string, Trouble>>(new Map());
    sending = $state(false);

    /** Begins with proposed runs; whatever was planned before is gone. */
    begin(station: string, runs: Draft[]): void {
        this.station = station;
        this.runs = runs;
        this.open = runs[0]?.id ?? "";
        this.troubles = new Map();
    }

    /** Changes one of the runs. */
    change(id: string, changed: Partial<Draft>): void {
        this.runs = this.runs.map((run) => (run.id === id ? { ...run, ...changed } : run));
    }

    /**
     * Compares with the runs that the service has by now, by the points in them. A run of ours that is among
     * them arrived, though its answer was lost; stops that are in others are taken out. Returns how many of each.
     */
    compare(planned: ReadonlyMap<string, string>): { sent: number; taken: number } {
        const there = new Set(planned.values());
        const left = this.runs.filter(({ id }) => !there.has(id));
        const runs = left.map((run) => ({
            ...run,
            stops: run.stops.filter((stop) => !planned.has(stop)),
        }));
        const sent = this.runs.length - left.length;
        const taken = stopsIn(left) - stopsIn(runs);
        if (sent + taken > 0) {
            this.runs = runs;
            this.troubles = new Map([...this.troubles].filter(([id]) => !there.has(id)));
        }
        return { sent, taken };
    }

    /** Sends the runs one by one; those the service took are done, the others stay with their trouble. */
    async send(): Promise<number> {
        this.sending = true;
        const troubles = new Map<string, Trouble>();
        let sent = 0;
        for (const run of this.runs.filter(({ stops }) => stops.length > 0)) {
            try {
                await put(`/pickups/${run.id}`, bodyOf(run, this.station));
                this.runs = this.runs.filter(({ id }) => id !== run.id);
                sent += 1;
            } catch (failed) {
                const trouble = troubleOf(failed);
                troubles.set(run.id, trouble);
                if (!(trouble instanceof Refused)) break;
            }
        }
        if (troubles.size === 0) this.runs = [];
        this.troubles = troubles;
        this.open = this.runs.find(({ id }) => troubles.has(id))?.id ?? this.runs[0]?.id ?? "";
        this.sending = false;
        return sent;
    }
}

function stopsIn(runs: readonly Draft[]): number {
    return runs.reduce((sum, { stops }) => sum + stops.length, 0);
}

function bodyOf({ vehicle, driver, day, stops }: Draft, station: string): unknown {
    const named = driver.trim() === "" ? {} : { driver: driver.trim() };
    return { station, vehicle, planned_for: day, stops, ...named };
}

export const planning = new Planning();
