import type { IDBPTransaction } from "idb";
import { v7 } from "uuid";
import type { Shape } from "../../shared/api";
import { db, type Keeping, set } from "./db";
import { CURRENT } from "./names";

/** Somebody who works with this phone: joined, or about to join when there is reception. */
export interface Person {
    id: string;
    name: string;
    /** The poster's code, with which a token is asked for; null for those who came with a token. */
    poster: string | null;
    token: string | null;
    role: Shape<"Role">;
    /** The code of the point or station; null until the service has said which the poster hangs at. */
    place: string | null;
    /** Why the service does not let this person in any more, if so. */
    refused: string | null;
    /** Handed the phone over: forgotten as soon as nothing of theirs waits. */
    gone: boolean;
}

/** Returns who holds the phone. */
export async function current(): Promise<Person | null> {
    return currentIn((await db()).transaction(["settings", "people"]));
}

/** Returns who holds the phone, within a transaction that reads more. */
export async function currentIn(
    tx: IDBPTransaction<Keeping, ("settings" | "people" | "kits")[]>,
): Promise<Person | null> {
    const id = (await tx.objectStore("settings").get(CURRENT)) as string | undefined;
    return id === undefined ? null : ((await tx.objectStore("people").get(id)) ?? null);
}

/** Makes somebody new the one who holds the phone; who held it before is gone. */
export async function take(person: Omit<Person, "id" | "refused" | "gone">): Promise<Person> {
    const taken: Person = { ...person, id: v7(), refused: null, gone: false };
    const tx = (await db()).transaction(["people", "settings"], "readwrite", { durability: "strict" });
    const people = tx.objectStore("people");
    for (const before of await people.getAll()) await people.put({ ...before, gone: true });
    await people.put(taken);
    await tx.objectStore("settings").put(taken.id, CURRENT);
    await tx.done;
    return taken;
}

/** Sets something about a person. */
export async function change(id: string, what: Partial<Person>): Promise<Person | null> {
    const tx = (await db()).transaction("people", "readwrite");
    const person = await tx.store.get(id);
    const changed = person === undefined ? null : { ...person, ...what };
    if (changed !== null) await tx.store.put(changed);
    await tx.done;
    return changed;
}

/** Returns the ids of those whom the service does not let in any more. */
export async function shutOut(): Promise<Set<string>> {
    const people = await (await db()).getAll("people");
    return new Set(people.filter((person) => person.refused !== null).map((person) => person.id));
}

/** Lets nobody hold the phone: the next one joins from a poster or with a link. */
export async function leave(): Promise<void> {
    const tx = (await db()).transaction("people", "readwrite");
    for (const before of await tx.store.getAll()) await tx.store.put({ ...before, gone: true });
    await tx.done;
    await set(CURRENT, undefined);
}

/** Forgets people who are gone and have nothing waiting: their token, their draft, what they sent and saw. */
export async function forgetGone(): Promise<void> {
    const stores = ["people", "entries", "drafts", "kits", "runs", "seen"] as const;
    const tx = (await db()).transaction(stores, "readwrite");
    const entries = await tx.objectStore("entries").getAll();
    for (const person of await tx.objectStore("people").getAll()) {
        const theirs = entries.filter((entry) => entry.person === person.id);
        if (!person.gone || theirs.some((entry) => entry.state !== "sent")) continue;
        for (const entry of theirs) await tx.objectStore("entries").delete(entry.seq!);
        await tx.objectStore("people").delete(person.id);
        await tx.objectStore("drafts").delete(person.id);
        await tx.objectStore("kits").delete(person.id);
        await tx.objectStore("runs").delete(person.id);
        for (const one of await tx.objectStore("seen").getAll())
            if (one.person === person.id) await tx.objectStore("seen").delete(one.label);
    }
    await tx.done;
}
