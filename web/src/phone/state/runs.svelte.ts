import { ask, Refused, Unreachable } from "../../shared/api";
import { db } from "../keep/db";
import type { Person } from "../keep/people";
import { type Run, unsentOf, withUnsent } from "../running";
import { me } from "./me.svelte";
import { outbox } from "./outbox.svelte";

const STATUSES = ["under_way", "planned"];
const LIMIT = 100;

/** The runs of a driver's station, kept on the phone: a yard has no reception. */
class Runs {
    list = $state.raw<Run[] | null>(null);
    /** When the service told them. */
    at = $state<number | null>(null);
    /** Whether the last question got an answer. */
    reached = $state(true);
    asking = $state(false);
    #of: string | null = null;

    /** Reads what is kept, and asks for news. */
    async begin(): Promise<void> {
        const { person } = me;
        if (person === null) return;
        if (this.#of !== person.id) {
            this.#of = person.id;
            const told = await (await db()).get("runs", person.id);
            this.list = told?.what ?? null;
            this.at = told?.at ?? null;
        }
        await this.refresh();
    }

    /** Asks the service; without reception what was told before stays. */
    async refresh(): Promise<void> {
        const { person } = me;
        if (person === null || person.token === null || this.asking) return;
        this.asking = true;
        // What is unsent now may be in the answer or not; it is put on top again.
        const unsent = unsentOf(outbox.all);
        try {
            const told = withUnsent(await this.#ask(person), unsent);
            if (me.person?.id === person.id) await this.#keep(person, told, Date.now());
            this.reached = true;
        } catch (failed) {
            if (!(failed instanceof Unreachable) && !(failed instanceof Refused)) throw failed;
            this.reached = false;
        } finally {
            this.asking = false;
        }
    }

    /** Changes a run as this phone knows it. */
    async change(id: string, how: (run: Run) => Run): Promise<void> {
        if (me.person === null || this.list === null) return;
        const list = this.list.map((run) => (run.id === id ? how(run) : run));
        await this.#keep(me.person, list, this.at ?? Date.now());
    }

    async #ask(person: Person): Promise<Run[]> {
        const asked = STATUSES.map((status) =>
            ask<{ items: Run[] }>(`/pickups?status=${status}&limit=${LIMIT}`, {
                token: person.token,
            }),
        );
        return (await Promise.all(asked)).flatMap(({ body }) => body?.items ?? []);
    }

    async #keep(person: Person, list: Run[], at: number): Promise<void> {
        this.list = list;
        this.at = at;
        await (await db()).put("runs", { key: person.id, what: list, etag: null, at });
    }
}

export const runs = new Runs();
