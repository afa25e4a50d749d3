import { deleteDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { close } from "../src/phone/keep/db";
import { alter } from "../src/phone/keep/changes";
import { type Entry, entries } from "../src/phone/keep/entries";
import { type Person, take } from "../src/phone/keep/people";
import * as running from "../src/phone/running";

type Run = running.Run;
const FIRST = "23GD-5QA4-XFDW";
const SECOND = "TAAN-BKFJ-RE20";
const EXTRA = "G612DD272HDE";
let driver: Person;

beforeEach(async () => {
    await close();
    await deleteDB("jiujin");
    driver = await take({ name: "陈", poster: null, token: "jj_0", role: "driver", place: "S-04" });
});

function stop(code: string, more: Partial<running.Stop> = {}): running.Stop {
    return {
        point: { code, name: code, name_en: code, kind: "point" },
        planned: true,
        outcome: null,
        ended_at: null,
        address: "路",
        address_en: "Road",
        position: { lat: 31.2, lon: 121.4 },
        phone: "",
        opening_hours: "",
        waiting: [],
        requests: [],
        ...more,
    };
}

function run(more: Partial<Run> = {}): Run {
    return {
        id: "r1",
        station: "S-04",
        vehicle: { code: "V-1", name: "车", name_en: "van", kind: "vehicle" },
        driver: null,
        planned_for: "2026-11-23",
        due_by: "2026-11-23T12:00:00Z",
        status: "planned",
        overdue: false,
        capacity_grams: 1_500_000,
        expected_grams: 0,
        over_capacity: false,
        stops: [stop("P-0001", { waiting: [FIRST, SECOND], requests: ["full"] }), stop("P-0002")],
        bags: [],
        pieces: 0,
        grams: 0,
        finished_at: null,
        ...more,
    };
}

const GATHERED = [
    { label: "23GD5QA4XFDW", announced: true },
    { label: EXTRA, announced: false },
];

async function collect(cannot: running.Cannot | null = null): Promise<running.Collection> {
    const gathered = cannot === null ? GATHERED : [];
    return running.collect(
        run(),
        "P-0001",
        gathered,
        cannot,
        driver,
        null,
        Date.parse("2026-11-23T03:00:00Z"),
    );
}

describe("a stop that was made without reception", () => {
    test("is done at once: its bags are aboard, what was left still waits, the request is answered", async () => {
        const after = running.collected(run(), await collect());
        expect(after.status).toBe("under_way");
        expect(after.stops[0]).toMatchObject({
            outcome: "collected",
            ended_at: "2026-11-23T03:00:00.000Z",
            waiting: [SECOND],
            requests: [],
        });
        expect(after.stops[1]).toEqual(run().stops[1]);
        expect(after.bags.map((bag) => [bag.label, bag.announced, bag.point])).toEqual([
            [FIRST, true, "P-0001"],
            ["G612-DD27-2HDE", false, "P-0001"],
        ]);
        expect(running.progress(after)).toMatchObject({ made: 1, all: 2, bags: 2, unweighed: 2 });
        expect(running.progress(after).next?.point.code).toBe("P-0002");
    });

    test("where nothing could be collected is done too, and still asks to be emptied", async () => {
        const after = running.collected(run(), await collect("nobody_there"));
        expect(after.stops[0]).toMatchObject({
            outcome: "nobody_there",
            waiting: [FIRST, SECOND],
            requests: ["full"],
        });
        expect(after.bags).toEqual([]);
    });

    test("changes nothing when it is put on top of what the service knows already", async () => {
        const made = await collect();
        const once = running.collected(run(), made);
        const known = { ...once, bags: once.bags.map((bag) => ({ ...bag, grams: 5200 })) };
        expect(running.collected(known, made)).toEqual(known);
    });

    test("is sent under an id of its own, with what was announced apart from what was not", async () => {
        const made = await collect();
        const [entry] = await entries();
        expect(entry).toMatchObject({
            id: made.id,
            kind: "collect",
            method: "POST",
            path: "/pickups/r1/collect",
            about: "r1",
            where: "P-0001",
            body: {
                id: made.id,
                point: "P-0001",
                happened_at: "2026-11-23T03:00:00.000Z",
                bags: ["23GD5QA4XFDW"],
                unannounced: [{ label: EXTRA }],
            },
        });
        expect(entry?.body).not.toHaveProperty("cannot");
    });

    test("says why nothing was collected", async () => {
        await collect("vehicle_full");
        expect((await entries())[0]?.body).toMatchObject({ cannot: "vehicle_full", bags: [] });
    });
});

describe("news from the service", () => {
    test("does not undo what this phone has done and not sent", async () => {
        await collect();
        const [told] = running.withUnsent([run()], running.unsentOf(await entries()));
        expect(told?.stops[0]?.outcome).toBe("collected");
    });

    test("stands as it is once all has arrived", async () => {
        const made = await collect();
        await alter([made.id], (now) => ({ ...now, state: "sent", body: null }));
        expect(running.withUnsent([run()], running.unsentOf(await entries()))).toEqual([run()]);
    });

    test("leaves other runs alone", async () => {
        await collect();
        const other = run({ id: "r2" });
        expect(running.withUnsent([other], running.unsentOf(await entries()))).toEqual([other]);
    });
});

describe("a refused collection", () => {
    test("is sent anew under a new id, at the time of the first, which goes", async () => {
        const made = await collect();
        const problem = { status: 409, code: "conflict", title: "", detail: "", errors: [] };
        await alter([made.id], (now) => ({ ...now, state: "attention", problem }));
        const before = (await entries())[0] as Entry;
        const mended = GATHERED.map((one) => ({ ...one, announced: true }));
        const again = await running.collect(run(), "P-0001", mended, null, driver, before, Date.now());
        const left = await entries();
        expect(left.map((entry) => entry.id)).toEqual([again.id]);
        expect(again.id).not.toBe(made.id);
        expect(again).toMatchObject({
            happened_at: made.happened_at,
            bags: ["23GD5QA4XFDW", EXTRA],
            unannounced: [],
        });
    });
});

describe("the end of a run", () => {
    test("goes after its collections and skips what was not visited", async () => {
        const made = await collect();
        const at = await running.finish(run(), driver, await entries());
        const end = (await entries()).find((entry) => entry.kind === "finish");
        expect(end).toMatchObject({
            path: "/pickups/r1/finish",
            after: [made.id],
            body: { happened_at: at },
        });
        const after = running.finished(running.collected(run(), made), at);
        expect(after.status).toBe("finished");
        expect(after.stops.map((one) => one.outcome)).toEqual(["collected", "skipped"]);
        const told = running.withUnsent([run()], running.unsentOf(await entries()));
        expect(told[0]).toEqual(after);
    });

    test("waits for nothing that has arrived", async () => {
        const made = await collect();
        await alter([made.id], (now) => ({ ...now, state: "sent", body: null }));
        await running.finish(run(), driver, await entries());
        expect((await entries()).find((entry) => entry.kind === "finish")?.after).toEqual([]);
    });
});

describe("runs", () => {
    test("that should have been made stand first, then by their day", () => {
        const list = [
            run({ id: "later", planned_for: "2026-11-25" }),
            run({ id: "today" }),
            run({ id: "late", planned_for: "2026-11-20" }),
            run({ id: "back-late", overdue: true }),
        ];
        const order = running.ordered(list, "2026-11-23").map((one) => one.id);
        expect(order).toEqual(["late", "back-late", "today", "later"]);
    });

    test("that are finished are late no more", () => {
        const over = run({ planned_for: "2026-11-20", status: "finished", overdue: true });
        expect(running.isLate(over, "2026-11-23")).toBe(false);
        expect(running.isLate({ ...over, status: "planned" }, "2026-11-23")).toBe(true);
    });
});
