import { deleteDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { close as closeBag, contentsOf, gramsOf, loose, summed, usedFor } from "../src/phone/bagging";
import { close } from "../src/phone/keep/db";
import { alter } from "../src/phone/keep/changes";
import { enter, type Entry, entries, type NewEntry } from "../src/phone/keep/entries";
import { type Person, take } from "../src/phone/keep/people";

const LABEL = "23GD5QA4XFDW";
const OTHER = "TAANBKFJRE20";
let person: Person;

beforeEach(async () => {
    await close();
    await deleteDB("jiujin");
    person = await take({ name: "李", poster: "ABC123", token: "jj_0", role: "volunteer", place: "P-0001" });
});

async function donation(id: string, more: Partial<NewEntry> = {}): Promise<void> {
    await enter({
        id,
        person: person.id,
        kind: "intake",
        method: "PUT",
        path: `/intakes/${id}`,
        body: {},
        lines: [{ category: "clothing", pieces: 2 }],
        ...more,
    });
}

async function ids(): Promise<string[]> {
    return loose(await entries(), person.id).map((one) => one.id);
}

async function seal(label: string, chosen: readonly string[], instead: Entry | null = null): Promise<Entry> {
    const found = loose(await entries(), person.id).filter((one) => chosen.includes(one.id));
    return closeBag({ label, chosen: found, grams: null, instead }, person, 1_000_000);
}

describe("what may go into a bag", () => {
    test("is every donation of this person, sent or not, the newest first", async () => {
        await donation("a");
        await donation("b", { state: "sent", body: null });
        await donation("foreign", { person: "somebody" });
        expect(await ids()).toEqual(["b", "a"]);
    });

    test("is none that was taken back, refused, or in which nothing was taken", async () => {
        await donation("undone", { undone: true });
        await donation("refused", { state: "attention" });
        await donation("turned-away", { lines: [] });
        await donation("good");
        expect(await ids()).toEqual(["good"]);
    });

    test("is none that lies in a bag, even when the phone has forgotten what it sent for it", async () => {
        await donation("a");
        await donation("b");
        const bag = await seal(LABEL, ["a"]);
        expect(await ids()).toEqual(["b"]);
        await alter([bag.id], (now) => ({ ...now, state: "sent", body: null }));
        expect(await ids()).toEqual(["b"]);
    });

    test("is summed by category", async () => {
        await donation("a");
        await donation("b", {
            lines: [
                { category: "clothing", pieces: 1 },
                { category: "shoes", pieces: 9 },
            ],
        });
        expect(summed(loose(await entries(), person.id))).toEqual([
            { category: "shoes", pieces: 9 },
            { category: "clothing", pieces: 3 },
        ]);
    });
});

describe("a closed bag", () => {
    test("is sent after what is in it, to the label's own address", async () => {
        await donation("a");
        await donation("b");
        const bag = await closeBag(
            { label: LABEL, chosen: loose(await entries(), person.id), grams: 5200, instead: null },
            person,
            Date.parse("2026-11-23T02:00:00Z"),
        );
        expect(bag).toMatchObject({
            kind: "bag",
            method: "PUT",
            path: `/bags/${LABEL}`,
            about: LABEL,
            after: ["b", "a"],
            body: {
                point: "P-0001",
                happened_at: "2026-11-23T02:00:00.000Z",
                intakes: ["b", "a"],
                grams: 5200,
            },
            lines: [{ category: "clothing", pieces: 4 }],
        });
    });

    test("has no weight that nobody measured", async () => {
        await donation("a");
        expect((await seal(LABEL, ["a"])).body).not.toHaveProperty("grams");
    });

    test("uses its label up on this phone, another label stays free", async () => {
        await donation("a");
        const bag = await seal(LABEL, ["a"]);
        expect(usedFor(await entries(), LABEL)?.id).toBe(bag.id);
        expect(usedFor(await entries(), OTHER)).toBeUndefined();
    });
});

describe("a bag whose label was refused", () => {
    async function refused(...pointers: string[]): Promise<Entry> {
        await donation("a");
        const bag = await seal(LABEL, ["a"]);
        const errors = pointers.map((pointer) => ({ pointer, code: "no", message: "" }));
        const problem = { status: 409, code: "conflict", title: "", detail: "", errors };
        await alter([bag.id], (now) => ({ ...now, state: "attention", problem }));
        return (await entries()).find((entry) => entry.id === bag.id)!;
    }

    test("is closed anew with the same content, and the refused one goes", async () => {
        const bag = await refused("/label");
        const chosen = contentsOf(bag, await entries());
        expect(chosen.map((one) => one.id)).toEqual(["a"]);
        const again = await closeBag({ label: OTHER, chosen, grams: null, instead: bag }, person, 9_000_000);
        const bags = (await entries()).filter((entry) => entry.kind === "bag");
        expect(bags.map((entry) => entry.id)).toEqual([again.id]);
        expect(again.path).toBe(`/bags/${OTHER}`);
        // It was closed when it was closed, not when its label was changed.
        expect(again.body).toMatchObject({ intakes: ["a"], happened_at: bag.body!["happened_at"] });
    });

    test.each([[["/label"]], [["/intakes/0", "/label"]], [[]]])("at %j may not have it again", async (at) => {
        const bag = await refused(...at);
        expect(usedFor(await entries(), LABEL, bag.id)?.id).toBe(bag.id);
    });

    test("may keep its label when something else was wrong", async () => {
        const bag = await refused("/intakes/0");
        expect(usedFor(await entries(), LABEL, bag.id)).toBeUndefined();
    });

    test("keeps the place of a donation whose record has left the phone", () => {
        expect(contentsOf({ after: ["gone"] } as Entry, [])).toEqual([{ id: "gone", entry: null }]);
    });
});

describe("a weight", () => {
    test.each([
        ["", null],
        ["  ", null],
        ["5.2", 5200],
        ["5,2", 5200],
        ["５．２", 5200],
        ["5.2 kg", 5200],
        ["5公斤", 5000],
        ["200", 200_000],
        ["0.001", 1],
    ])("written %j is %s grams", (typed, grams) => {
        expect(gramsOf(typed)).toBe(grams);
    });

    test.each(["5200", "0", "five", "1e9"])("written %j is none", (typed) => {
        expect(gramsOf(typed)).toBeNaN();
    });
});
