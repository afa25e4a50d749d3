import { deleteDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { amend, differences, undo } from "../src/phone/amending";
import { close } from "../src/phone/keep/db";
import { alter, drop, entry } from "../src/phone/keep/changes";
import { enter, type Entry, entries, type Line } from "../src/phone/keep/entries";

beforeEach(async () => {
    await close();
    await deleteDB("jiujin");
});

const LINES: Line[] = [
    { category: "clothing", pieces: 3 },
    { category: "food.rice", pieces: 2, expires_on: "2027-01-01" },
];

async function donation(): Promise<Entry> {
    return enter({
        id: "i1",
        person: "p1",
        kind: "intake",
        method: "PUT",
        path: "/intakes/i1",
        body: { lines: LINES, note: "门口", donor: { name: "王", consent: true } },
        lines: LINES,
    });
}

async function arrived(): Promise<Entry> {
    await donation();
    await alter(["i1"], (now) => ({ ...now, state: "sent", tries: 1, body: null }));
    return (await entry("i1"))!;
}

describe("the lines of a correction", () => {
    test("are those that changed, as they should have been", () => {
        const now = [{ ...LINES[0]!, pieces: 5 }, LINES[1]!, { category: "shoes", pieces: 1 }];
        expect(differences(LINES, now)).toEqual([
            { category: "clothing", pieces: 5 },
            { category: "shoes", pieces: 1 },
        ]);
    });

    test("say nought of what is gone", () => {
        expect(differences(LINES, [LINES[0]!])).toEqual([
            { category: "food.rice", expires_on: "2027-01-01", pieces: 0, grams: 0 },
        ]);
    });

    test("are told apart by date and condition, not by category alone", () => {
        const other = { ...LINES[1]!, expires_on: "2028-01-01" };
        expect(differences(LINES, [LINES[0]!, other])).toEqual([
            { category: "food.rice", expires_on: "2027-01-01", pieces: 0, grams: 0 },
            { category: "food.rice", expires_on: "2028-01-01", pieces: 2 },
        ]);
    });

    test("are none when nothing changed", () => {
        expect(differences(LINES, LINES)).toEqual([]);
    });
});

describe("undo", () => {
    test("of what never left gives back what was entered, under another id, and leaves nothing", async () => {
        const draft = await undo(await donation());
        expect(draft).toMatchObject({ person: "p1", lines: LINES, note: "门口", donor: { name: "王" } });
        expect(draft?.id).not.toBe("i1");
        expect(await entries()).toEqual([]);
    });

    test("of what may have arrived is a correction that follows it", async () => {
        expect(await undo(await arrived())).toBeNull();
        const correction = (await entries()).find((one) => one.kind === "correction");
        expect(correction).toMatchObject({
            path: "/intakes/i1/corrections",
            after: ["i1"],
            body: { reason: "not_received", lines: [{ pieces: 0 }, { pieces: 0 }] },
        });
        expect(await entry("i1")).toMatchObject({ undone: true, lines: [] });
    });
});

describe("a correction", () => {
    test("shows on the record at once, and what it said before is kept", async () => {
        await amend(await arrived(), [{ category: "clothing", pieces: 1 }, LINES[1]!], "miscount");
        expect((await entry("i1"))?.lines[0]?.pieces).toBe(1);
        const correction = (await entries()).find((one) => one.kind === "correction")!;
        expect(correction.was).toEqual(LINES);
        expect(correction.body).toMatchObject({
            id: correction.id,
            lines: [{ category: "clothing", pieces: 1 }],
        });
    });

    test("that was refused and is dropped leaves the record as it was", async () => {
        await amend(await arrived(), [], "not_received");
        const correction = (await entries()).find((one) => one.kind === "correction")!;
        await alter([correction.id], (now) => ({ ...now, state: "attention" }));
        await drop(correction.id);
        expect(await entry("i1")).toMatchObject({ undone: false, lines: LINES });
    });

    test("of nothing is not made", async () => {
        await amend(await arrived(), LINES, "miscount");
        expect(await entries()).toHaveLength(1);
    });
});
