import { ask, Refused, type Shape } from "../../shared/api";
import { db, type Told } from "../keep/db";
import type { Found } from "../keep/found";
import { NOBODY } from "../keep/names";
import { change, current, currentIn, leave, type Person, take } from "../keep/people";
import { ahead, CLOCK_TOLERANCE_MS } from "../sync/clock";

type Kit = Shape<"KitOut">;
type Category = Shape<"CategoryOut">;

/** What is kept for those who have not joined. */
const NOTHING_PERSONAL = {
    name: null,
    role: null,
    place: null,
    expires_at: null,
    station: null,
    near: [],
    next_pickup: null,
    asked_pickup: null,
} satisfies Partial<Kit>;

/** Who holds the phone, and what the service told them to work with. */
class Me {
    person = $state.raw<Person | null>(null);
    kit = $state.raw<Kit | null>(null);
    /** Whether the store was read; before that nothing is known. */
    ready = $state(false);
    /** How far ahead of the service this phone's clock is, in milliseconds; 0 when it is about right. */
    clockAhead = $state(0);

    /** Ends when the service has been asked, whatever came of it. */
    settled: Promise<void> = Promise.resolve();

    readonly categories: ReadonlyMap<string, Category> = $derived(
        new Map((this.kit?.categories ?? []).map((category) => [category.code, category])),
    );

    /** Reads who holds the phone; the service is asked for news, mostly told in no bytes, and nobody waits for it. */
    async load(): Promise<void> {
        // In one go: each question by itself would be another way to the store and back, before anything is seen.
        const tx = (await db()).transaction(["settings", "people", "kits"]);
        const person = await currentIn(tx);
        this.begin({ person, told: await tx.objectStore("kits").get(person?.id ?? NOBODY) });
    }

    /** Begins with what was read from the store. */
    begin({ person, told }: Pick<Found, "person" | "told">): void {
        this.person = person;
        this.kit = told?.what ?? null;
        this.ready = true;
        this.settled = this.#refresh(told);
    }

    /** Asks the service for what the phone needs. Without reception what was told before stays. */
    async refresh(): Promise<void> {
        await this.#refresh(await (await db()).get("kits", this.person?.id ?? NOBODY));
    }

    async #refresh(told: Told<Kit> | undefined): Promise<void> {
        const { person } = this;
        const key = person?.id ?? NOBODY;
        if (person !== null && person.token === null && this.kit !== null) return;
        try {
            const { body, etag, date } = await ask<Kit>("/kit", {
                token: person?.token ?? null,
                etag: told?.etag ?? null,
            });
            const what = body ?? told?.what;
            if (what === undefined) return;
            if (this.person?.id === person?.id) {
                // Shown first: to write it down takes as long as to draw it.
                this.kit = what;
                if (date !== null) this.#watchClock(date);
            }
            await (await db()).put("kits", { key, what, etag, at: Date.now() });
        } catch (failed) {
            if (failed instanceof Refused && failed.problem.status === 401 && person !== null)
                this.person = await change(person.id, { refused: failed.problem.code });
        }
    }

    /** Lets somebody take the phone, and gives them what the one before worked with at the same point. */
    async take(person: Omit<Person, "id" | "refused" | "gone">): Promise<void> {
        const same = this.kit !== null && (this.kit.place?.code ?? null) === person.place ? this.kit : null;
        const taken = await take(person);
        if (same !== null) {
            const what = { ...same, name: person.name };
            await (await db()).put("kits", { key: taken.id, what, etag: null, at: 0 });
        }
        await this.load();
    }

    /** Reads the person anew: sending may have joined them, or found that they may not. */
    async reload(): Promise<void> {
        const before = this.person?.token ?? null;
        this.person = await current();
        if ((this.person?.token ?? null) !== before) await this.refresh();
    }

    /** Lets nobody hold the phone. */
    async leave(): Promise<void> {
        // The list of goods is everybody's: with it the next one can begin without reception.
        if (this.kit !== null) {
            const what = { ...this.kit, ...NOTHING_PERSONAL };
            await (await db()).put("kits", { key: NOBODY, what, etag: null, at: 0 });
        }
        await leave();
        this.person = null;
        await this.load();
    }

    #watchClock(serverTime: string): void {
        const off = ahead(serverTime);
        this.clockAhead = Math.abs(off) > CLOCK_TOLERANCE_MS ? off : 0;
    }
}

export const me = new Me();
