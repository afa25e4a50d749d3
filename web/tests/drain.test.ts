import { deleteDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { type Asking, Refused, Unreachable } from "../src/shared/api";
import { close } from "../src/phone/keep/db";
import { alter, drop, entry, withdraw } from "../src/phone/keep/changes";
import { enter, entries, type NewEntry } from "../src/phone/keep/entries";
import { current, type Person, take } from "../src/phone/keep/people";
import { drain } from "../src/phone/sync/drain";

type Operation = { method: string; path: string; body: Record<string, unknown> | null };

/** A service in memory that keeps our promises: the same id again gives the first answer again. */
class Service {
    readonly kept = new Map<string, unknown>();
    readonly seen: Operation[][] = [];
    /** What to answer for a path instead of keeping it. */
    readonly refusing = new Map<string, number>();
    before: (path: string) => void = () => {};
    after: (path: string) => void = () => {};

    readonly ask = async (path: string, asking: Asking): Promise<{ body: unknown }> => {
        this.before(path);
        if (path === "/join") return { body: { token: "jj_1", place: "P-0001" } };
        const { operations } = asking.body as { operations: Operation[] };
        this.seen.push(operations);
        const results = operations.map((operation) => this.answer(operation));
        this.after(path);
        return { body: { results } };
    };

    private answer(operation: Operation) {
        const status = this.refusing.get(operation.path);
        if (status !== undefined) return { status, body: { code: "no", detail: "no" } };
        const again = this.kept.has(operation.path);
        if (!again) this.kept.set(operation.path, operation.body);
        return {
            status: again ? 200 : 201,
            body: { tracking_code: "AAA-BBB-CCCC", station: { name: "闸北", name_en: "Zhabei" } },
        };
    }
}

let service: Service;
let person: Person;

beforeEach(async () => {
    await close();
    await deleteDB("jiujin");
    service = new Service();
    person = await take({ name: "李", poster: "ABC123", token: "jj_0", role: "volunteer", place: "P-0001" });
});

function intake(n: number, more: Partial<NewEntry> = {}): NewEntry {
    return {
        id: `i${n}`,
        person: person.id,
        kind: "intake",
        method: "PUT",
        path: `/intakes/i${n}`,
        body: { point: "P-0001", n, donor: { name: "王", consent: true } },
        ...more,
    };
}

async function states(): Promise<Record<string, string>> {
    return Object.fromEntries((await entries()).map((one) => [one.id, one.state]));
}

describe("what waits is sent", () => {
    test("in the order it was made, and the donor leaves the phone", async () => {
        for (const n of [1, 2, 3]) await enter(intake(n));
        expect(await drain(service.ask)).toMatchObject({ sent: 3, attention: 0, reached: true });
        expect(service.seen.flat().map((one) => one.path)).toEqual([
            "/intakes/i1",
            "/intakes/i2",
            "/intakes/i3",
        ]);
        expect((await entries()).map((one) => one.body)).toEqual([null, null, null]);
        expect(JSON.stringify(await entries())).not.toContain("王");
        expect((await entry("i1"))?.answer).toEqual({
            tracking_code: "AAA-BBB-CCCC",
            station: { name: "闸北", name_en: "Zhabei" },
        });
    });

    test("once, however often it is entered", async () => {
        await enter(intake(1));
        await enter(intake(1));
        await drain(service.ask);
        expect(service.kept.size).toBe(1);
        expect((await entries()).length).toBe(1);
    });

    test("again when the answer was lost, and the second time changes nothing", async () => {
        await enter(intake(1));
        service.after = () => {
            throw new Unreachable("cut");
        };
        expect((await drain(service.ask)).reached).toBe(false);
        expect(await states()).toEqual({ i1: "waiting" });
        service.after = () => {};
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "sent" });
        expect(service.kept.size).toBe(1);
    });

    test("again after the page was killed while sending", async () => {
        await enter(intake(1));
        await alter(["i1"], (now) => ({ ...now, state: "sending", tries: 1 }));
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "sent" });
    });

    test("in batches, smaller ones when a request is too large", async () => {
        for (let n = 0; n < 8; n++) await enter(intake(n));
        service.before = (path) => {
            void path;
        };
        const small: typeof service.ask = async (path, asking) => {
            const { operations } = asking.body as { operations: Operation[] };
            if (operations.length > 3) throw refusal(413);
            return service.ask(path, asking);
        };
        expect((await drain(small)).sent).toBe(8);
        expect(service.seen.map((one) => one.length)).toEqual([2, 2, 2, 2]);
    });
});

describe("a refused entry", () => {
    test("is set aside with the reason and blocks nobody", async () => {
        for (const n of [1, 2, 3]) await enter(intake(n));
        service.refusing.set("/intakes/i2", 409);
        expect(await drain(service.ask)).toMatchObject({ sent: 2, attention: 1 });
        expect(await states()).toEqual({ i1: "sent", i2: "attention", i3: "sent" });
        expect((await entry("i2"))?.problem).toMatchObject({ status: 409, code: "no" });
        expect((await entry("i2"))?.body).not.toBeNull();
    });

    test("keeps what hangs on it waiting, and nothing else", async () => {
        await enter(intake(1));
        await enter(intake(2, { id: "bag", path: "/bags/X", kind: "bag", after: ["i1"] }));
        await enter(intake(3));
        service.refusing.set("/intakes/i1", 422);
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "attention", bag: "waiting", i3: "sent" });
        expect(service.kept.has("/bags/X")).toBe(false);
    });

    test("is tried again by itself when the fault passes", async () => {
        await enter(intake(1));
        service.refusing.set("/intakes/i1", 503);
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "waiting" });
        expect(service.seen.length).toBe(1);
        service.refusing.clear();
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "sent" });
    });

    test("never goes before what it hangs on", async () => {
        await enter(intake(1));
        await enter(intake(2, { id: "bag", path: "/bags/X", kind: "bag", after: ["i1"] }));
        await drain(service.ask);
        expect(service.seen.map((one) => one.map(({ path }) => path))).toEqual([
            ["/intakes/i1"],
            ["/bags/X"],
        ]);
    });
});

describe("who sends", () => {
    test("joins first when they took the phone without reception", async () => {
        person = await take({ name: "张", poster: "ABC123", token: null, role: "volunteer", place: null });
        await enter(intake(1, { body: { point: null } }));
        await enter(
            intake(2, { id: "full", kind: "request", path: "/points/{point}/pickup-requests", body: {} }),
        );
        await drain(service.ask);
        expect(service.kept.get("/intakes/i1")).toEqual({ point: "P-0001" });
        expect(service.kept.has("/points/P-0001/pickup-requests")).toBe(true);
        expect((await current())?.token).toBe("jj_1");
    });

    test("is asked to join again when the token is dead; what waits stays", async () => {
        await enter(intake(1));
        service.before = (path) => {
            if (path === "/sync") throw refusal(401, "token_expired");
        };
        await drain(service.ask);
        expect(await states()).toEqual({ i1: "waiting" });
        expect((await current())?.refused).toBe("token_expired");
    });

    test("is forgotten after handing over, once nothing of theirs waits", async () => {
        await enter(intake(1));
        const before = person;
        person = await take({
            name: "张",
            poster: "ABC123",
            token: "jj_2",
            role: "volunteer",
            place: "P-0001",
        });
        await enter(intake(2));
        await drain(service.ask);
        const left = await entries();
        expect(left.map((one) => one.id)).toEqual(["i2"]);
        expect(JSON.stringify(left)).not.toContain(before.id);
        expect(service.kept.size).toBe(2);
    });
});

describe("taking back", () => {
    test("an entry that never left takes its corrections along", async () => {
        await enter(intake(1));
        await enter(
            intake(2, { id: "better", path: "/intakes/i1/corrections", kind: "correction", after: ["i1"] }),
        );
        expect((await withdraw("i1"))?.id).toBe("i1");
        expect(await entries()).toEqual([]);
    });

    test("an entry leaves its bag, which keeps the others", async () => {
        await enter(intake(1, { lines: [{ category: "clothing", pieces: 3 }] }));
        await enter(intake(2, { lines: [{ category: "clothing", pieces: 2 }] }));
        const bag = { id: "bag", path: "/bags/X", kind: "bag", after: ["i1", "i2"] } as const;
        const body = { point: "P-0001", intakes: ["i1", "i2"] };
        await enter(
            intake(3, { ...bag, after: [...bag.after], body, lines: [{ category: "clothing", pieces: 5 }] }),
        );
        await withdraw("i1");
        expect(await entry("bag")).toMatchObject({
            after: ["i2"],
            body: { intakes: ["i2"] },
            lines: [{ category: "clothing", pieces: 2 }],
        });
        await withdraw("i2");
        expect(await entries()).toEqual([]);
    });

    test("a refused donation is dropped, and its bag keeps the others", async () => {
        await enter(intake(1));
        await enter(intake(2));
        const body = { point: "P-0001", intakes: ["i1", "i2"] };
        await enter(intake(3, { id: "bag", path: "/bags/X", kind: "bag", after: ["i1", "i2"], body }));
        service.refusing.set("/intakes/i1", 422);
        await drain(service.ask);
        await drop("i1");
        await drain(service.ask);
        expect(service.kept.get("/bags/X")).toMatchObject({ intakes: ["i2"] });
        expect(await states()).toEqual({ i2: "sent", bag: "sent" });
    });

    test("an entry that may have arrived is impossible", async () => {
        await enter(intake(1));
        service.before = () => {
            throw new Unreachable("cut");
        };
        await drain(service.ask);
        expect(await withdraw("i1")).toBeNull();
        expect((await entries()).length).toBe(1);
    });
});

function refusal(status: number, code = "no"): Refused {
    return new Refused({ status, code, title: "", detail: "", errors: [] });
}
