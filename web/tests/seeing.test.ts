import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { close, db } from "../src/phone/keep/db";
import { forgetGone, type Person, take } from "../src/phone/keep/people";
import { lookUp, seenBefore, whatIs } from "../src/phone/seeing";

const LABEL = "23GD5QA4XFDW";
const BAG = { label: "23GD-5QA4-XFDW", status: "sealed" };
let person: Person;

beforeEach(async () => {
    await close();
    await deleteDB("jiujin");
    person = await somebody("jj_0");
});

afterEach(() => vi.unstubAllGlobals());

async function somebody(token: string | null): Promise<Person> {
    return take({ name: "李", poster: "ABC123", token, role: "volunteer", place: "P-0001" });
}

function service(answer: (path: string) => Response): string[] {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (path: string) => {
        asked.push(path);
        return answer(path);
    });
    return asked;
}

function json(status: number, body: unknown): Response {
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

function noNetwork(): Response {
    throw new TypeError("no network");
}

describe("a bag that is looked up", () => {
    test("is kept, and shown as it was last known without reception", async () => {
        const asked = service(() => json(200, BAG));
        expect(await lookUp(BAG.label, person)).toMatchObject({ asked: true, seen: { bag: BAG } });
        expect(asked).toEqual([`/api/v1/bags/${LABEL}`]);
        service(noNetwork);
        const known = await lookUp(LABEL, person);
        expect(known).toMatchObject({ asked: false, seen: { label: LABEL, bag: BAG } });
        expect(known.seen!.at).toBeGreaterThan(0);
    });

    test("that the service knows nothing of is known to be unknown", async () => {
        service(() => json(404, { code: "not_found" }));
        expect(await lookUp(LABEL, person)).toMatchObject({ asked: true, seen: { bag: null } });
    });

    test("while the service is down is as without reception", async () => {
        service(() => json(503, {}));
        expect(await lookUp(LABEL, person)).toEqual({ asked: false, seen: null });
    });

    test("by somebody who has not joined yet is not asked for", async () => {
        const asked = service(() => json(200, BAG));
        expect(await lookUp(LABEL, await somebody(null))).toEqual({ asked: false, seen: null });
        expect(asked).toEqual([]);
    });
});

describe("what somebody saw", () => {
    test("is not shown to who has the phone after them, and is forgotten with them", async () => {
        service(() => json(200, BAG));
        await lookUp(LABEL, person);
        await (await db()).put("runs", { key: person.id, what: [], etag: null, at: 1 });
        const next = await somebody("jj_1");
        expect(await seenBefore(LABEL, next)).toBeNull();
        expect(await seenBefore(LABEL, person)).not.toBeNull();
        await forgetGone();
        expect(await (await db()).getAll("seen")).toEqual([]);
        expect(await (await db()).getAll("runs")).toEqual([]);
    });

    test("stays while they have the phone", async () => {
        service(() => json(200, BAG));
        await lookUp(LABEL, person);
        await forgetGone();
        expect(await seenBefore(LABEL, person)).not.toBeNull();
    });
});

describe("any other code", () => {
    test("is asked about, and nothing is said when nobody knows it or can be asked", async () => {
        service(() => json(200, { what: "lot", code: "L-1-Y" }));
        expect(await whatIs("L-1-Y", person)).toMatchObject({ what: "lot" });
        service(() => json(404, {}));
        expect(await whatIs("BOX 17", person)).toBeNull();
        service(noNetwork);
        expect(await whatIs("BOX 17", person)).toBeNull();
    });
});
