import { deleteDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { type Draft, draftOf, fresh, keepDraft } from "../src/phone/keep/drafts";
import { close } from "../src/phone/keep/db";
import { entries } from "../src/phone/keep/entries";
import { type Person, take } from "../src/phone/keep/people";
import { counted, described, PIECES_MAX, save, tapped, tidyPhone, wrongIn } from "../src/phone/logging";

function draft(more: Partial<Draft> = {}): Draft {
    return { ...fresh("p1"), ...more };
}

describe("a tap on a tile", () => {
    test("adds one, and points the amounts at its line", () => {
        let now = tapped(tapped(draft(), "clothing"), "shoes");
        expect(now.lines).toEqual([
            { category: "clothing", pieces: 1 },
            { category: "shoes", pieces: 1 },
        ]);
        expect(now.at).toBe(1);
        now = tapped(now, "clothing");
        expect(now.at).toBe(0);
        expect(now.lines[0]?.pieces).toBe(2);
    });
});

describe("an amount", () => {
    test("is set for the line that was tapped last, within what a line may hold", () => {
        const now = tapped(tapped(draft(), "clothing"), "shoes");
        expect(counted(now, 10).lines.map((line) => line.pieces)).toEqual([1, 10]);
        expect(counted(now, 5000).lines[1]?.pieces).toBe(PIECES_MAX);
        expect(counted(now, 2.9).lines[1]?.pieces).toBe(2);
    });

    test("of nought takes the line away and points at one that is left", () => {
        const now = counted(tapped(tapped(draft(), "clothing"), "shoes"), 0);
        expect(now.lines.map((line) => line.category)).toEqual(["clothing"]);
        expect(now.at).toBe(0);
        expect(counted(now, -3).lines).toEqual([]);
    });
});

describe("a detail", () => {
    test("is said of one line and can be taken back", () => {
        const now = described(tapped(draft(), "food.rice"), { expires_on: "2027-01-01" });
        expect(now.lines[0]).toEqual({ category: "food.rice", pieces: 1, expires_on: "2027-01-01" });
        expect(described(now, { expires_on: undefined }).lines[0]).toEqual({
            category: "food.rice",
            pieces: 1,
        });
    });
});

describe("what has to change before saving", () => {
    const lines = [{ category: "clothing", pieces: 1 }];
    const donor = { name: "", phone: "", consent: false, organisation: false };

    test("is nothing when something was given, or turned away", () => {
        expect(wrongIn(draft({ lines }))).toEqual([]);
        const refused = [{ category: "food.rice", pieces: 1, reason: "not_accepted" as const }];
        expect(wrongIn(draft({ refused }))).toEqual([]);
        expect(wrongIn(draft())).toEqual(["lines"]);
    });

    test("is a number that is none, and a name without consent", () => {
        expect(wrongIn(draft({ lines, donor: { ...donor, phone: "12345", consent: true } }))).toEqual([
            "phone",
        ]);
        expect(wrongIn(draft({ lines, donor: { ...donor, name: "王" } }))).toEqual(["consent"]);
        expect(wrongIn(draft({ lines, donor: { ...donor, name: "王", consent: true } }))).toEqual([]);
        expect(wrongIn(draft({ lines, donor }))).toEqual([]);
    });

    test.each(["13800138000", "+86 138-0013-8000", "１３８００１３８０００", "8613800138000"])(
        "is not %s: it is a number",
        (typed) => {
            expect(tidyPhone(typed)).toBe("13800138000");
        },
    );
});

describe("saving", () => {
    let person: Person;

    beforeEach(async () => {
        await close();
        await deleteDB("jiujin");
        person = await take({ name: "李", poster: null, token: "jj_0", role: "volunteer", place: "P-0001" });
    });

    test("sends the point, the time and the lines, and nothing that was not said", async () => {
        const now = { ...tapped(fresh(person.id), "clothing"), note: "  " };
        const entry = await save(now, person, Date.parse("2026-11-23T02:00:00Z"));
        expect(entry).toMatchObject({ method: "PUT", path: `/intakes/${now.id}`, lines: now.lines });
        expect(entry.body).toEqual({
            point: "P-0001",
            happened_at: "2026-11-23T02:00:00.000Z",
            lines: now.lines,
        });
    });

    test("sends a donor as they gave themselves, the number as it was meant", async () => {
        const donor = { name: " 王 ", phone: "138 0013 8000", consent: true, organisation: false };
        const now = { ...tapped(fresh(person.id), "clothing"), donor, note: "门口" };
        const { body } = await save(now, person);
        expect(body).toMatchObject({
            note: "门口",
            donor: { name: "王", phone: "13800138000", consent: true, organisation: false },
        });
    });

    test("an empty donor is none", async () => {
        const donor = { name: "", phone: "", consent: true, organisation: false };
        const { body } = await save({ ...tapped(fresh(person.id), "clothing"), donor }, person);
        expect(body).not.toHaveProperty("donor");
    });

    test("clears the draft with it, and saving twice is saving once", async () => {
        const now = tapped(fresh(person.id), "clothing");
        await keepDraft(now);
        await save(now, person);
        expect((await draftOf(person.id)).lines).toEqual([]);
        await save(now, person);
        expect(await entries()).toHaveLength(1);
    });
});
