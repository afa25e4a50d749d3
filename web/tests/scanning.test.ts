import { describe, expect, test } from "vitest";
import { gather, type Gathered, known, missing, without, withoutLast } from "../src/phone/scan/gathering";
import { keyOf, readAny, readLabel } from "../src/shared/scan/reading";
import { Repeats, SAME_MS } from "../src/phone/scan/repeats";
import { type Heard, Wedge } from "../src/shared/scan/wedge";

const LABEL = "23GD5QA4XFDW";
const SHOWN = "23GD-5QA4-XFDW";
const OTHER = "TAANBKFJRE20";

/** Types keys with pauses before each, and returns what the last one became. */
function type(wedge: Wedge, keys: readonly string[], pauses: number | readonly number[], from = 1000): Heard {
    let at = from;
    let heard: Heard = "typing";
    for (const [n, key] of keys.entries()) {
        at += typeof pauses === "number" ? pauses : (pauses[n] ?? 0);
        heard = wedge.hear(key, at);
    }
    return heard;
}

describe("a scanner that types", () => {
    test("gives the whole code at its Enter, or at its Tab", () => {
        expect(type(new Wedge(), [...LABEL, "Enter"], 8)).toEqual({ code: LABEL });
        expect(type(new Wedge(), [...LABEL, "Tab"], 8)).toEqual({ code: LABEL });
    });

    test("types an address with Shift between its characters", () => {
        const keys = [..."HTTP://X/B/", ...LABEL].flatMap((key) => ["Shift", key]);
        expect(type(new Wedge(), [...keys, "Enter"], 5)).toEqual({ code: `HTTP://X/B/${LABEL}` });
    });

    test("is heard to its end although the phone held one key back", () => {
        const pauses = [...LABEL, ""].map((_, n) => (n === 5 ? 250 : 6));
        expect(type(new Wedge(), [...LABEL, "Enter"], pauses)).toEqual({ code: LABEL });
    });

    test("is one burst from its second key, so that no button is pressed by it", () => {
        const wedge = new Wedge();
        expect(wedge.hear("2", 1000)).toBe("typing");
        expect(wedge.hear("3", 1008)).toBe("burst");
        expect(wedge.hear(" ", 1016)).toBe("burst");
    });

    test("gives a second code after the first", () => {
        const wedge = new Wedge();
        type(wedge, [...LABEL, "Enter"], 8, 1000);
        expect(type(wedge, [...OTHER, "Enter"], 8, 2000)).toEqual({ code: OTHER });
    });
});

describe("somebody who types", () => {
    test.each([60, 120, 400])("a key each %s ms is left alone, their Enter too", (pause) => {
        const wedge = new Wedge();
        for (const [n, key] of [...LABEL, "Enter"].entries())
            expect(wedge.hear(key, 1000 + n * pause)).toBe("typing");
    });

    test("and whose first letters stood there before the scanner began adds nothing to the code", () => {
        const wedge = new Wedge();
        type(wedge, [..."abc"], 200, 1000);
        expect(type(wedge, [...LABEL, "Enter"], 8, 3000)).toEqual({ code: LABEL });
    });

    test("a few letters at once types no code", () => {
        expect(type(new Wedge(), [..."12345", "Enter"], 8)).toBe("burst");
    });

    test("and deletes is no scanner", () => {
        expect(type(new Wedge(), [..."23GD5QA", "Backspace", ..."4XF", "Enter"], 8)).toBe("burst");
    });
});

describe("the same code", () => {
    test("within two seconds is one scan, later it is another", () => {
        const repeats = new Repeats();
        expect(repeats.isSame(LABEL, 0)).toBe(false);
        expect(repeats.isSame(LABEL, SAME_MS - 1)).toBe(true);
        expect(repeats.isSame(LABEL, 2 * SAME_MS)).toBe(false);
    });

    test("that stays in sight is one scan however long", () => {
        const repeats = new Repeats();
        repeats.isSame(LABEL, 0);
        for (let at = 200; at < 20_000; at += 200) expect(repeats.isSame(LABEL, at)).toBe(true);
    });

    test("beside another is not new each time the camera looks from one to the other", () => {
        const repeats = new Repeats();
        expect([LABEL, OTHER, LABEL, OTHER].map((code, n) => repeats.isSame(code, n * 100))).toEqual([
            false,
            false,
            true,
            true,
        ]);
    });
});

describe("a list of scans", () => {
    const waiting = [SHOWN, "TAAN-BKFJ-RE20"];

    test("ticks off what is expected, however it is written, and says what is missing", () => {
        const { list, change } = gather([], LABEL.toLowerCase(), waiting);
        expect(change).toBe("expected");
        expect(list).toEqual([{ label: LABEL, announced: true }]);
        expect(missing(list, waiting)).toEqual(["TAAN-BKFJ-RE20"]);
    });

    test("takes what is not expected as unannounced", () => {
        expect(gather([], OTHER, [SHOWN])).toEqual({
            list: [{ label: OTHER, announced: false }],
            change: "unexpected",
        });
    });

    test("has each label once", () => {
        const once = gather([], LABEL, waiting).list;
        expect(gather(once, SHOWN, waiting)).toEqual({ list: once, change: "again" });
    });

    test("gives back the last scan, and then takes the same one again", () => {
        const one = gather([], LABEL, waiting).list;
        const two = gather(one, OTHER, waiting).list;
        expect(withoutLast(two)).toEqual(one);
        expect(gather(withoutLast(two), OTHER, waiting).change).toBe("expected");
        expect(withoutLast([])).toEqual([]);
    });

    test("gives back any one scan", () => {
        const list: Gathered = [
            { label: LABEL, announced: true },
            { label: OTHER, announced: false },
        ];
        expect(without(list, LABEL)).toEqual([{ label: OTHER, announced: false }]);
    });

    test("learns that a bag was announced after all", () => {
        expect(known([{ label: OTHER, announced: false }], OTHER, true)).toEqual([
            { label: OTHER, announced: true },
        ]);
    });
});

describe("what was scanned or typed", () => {
    test("is read with what is wrong with it", () => {
        expect(readAny(" ")).toEqual({ fault: "empty", typed: "" });
        expect(readAny("23GD-5QA4")).toEqual({ fault: "length", typed: "23GD-5QA4" });
        expect(readAny("23GD-5QA4-XFDX")).toEqual({ fault: "check", typed: "23GD-5QA4-XFDX" });
        expect(readAny("标签")).toEqual({ fault: "character", typed: "标签" });
        expect(readAny(SHOWN)).toEqual({ read: { what: "label", code: LABEL } });
    });

    test("is checked inside an address of ours, too", () => {
        expect(readAny("HTTPS://X/B/23GD5QA4XFDX")).toEqual({ fault: "check", typed: "23GD5QA4XFDX" });
        expect(readAny("HTTPS://X/B/23GD")).toEqual({ fault: "length", typed: "23GD" });
        expect(readAny("HTTPS://X/T/0190A0B0111172228333 0123456789AB".replace(" ", ""))).toMatchObject({
            read: { what: "gift" },
        });
    });

    test("is shown back no longer than a line", () => {
        expect(readAny("x!".repeat(500))).toEqual({ fault: "character", typed: "x!".repeat(20) });
    });

    test("is a label or is told apart from one", () => {
        expect(readLabel("２３ＧＤ 5qa4－xfdw")).toEqual({ label: LABEL });
        expect(readLabel("9GF-WAP-E9KJ")).toEqual({ fault: "length", typed: "9GF-WAP-E9KJ" });
        expect(readLabel("P-0317")).toEqual({ fault: "length", typed: "P-0317" });
        expect(readLabel("23GD5QA4XFDX")).toEqual({ fault: "check", typed: "23GD5QA4XFDX" });
    });

    test("is compared without hyphens when it is ours, and as written when it is foreign", () => {
        expect(keyOf(SHOWN)).toBe(LABEL);
        expect(keyOf(" BOX-17 ")).toBe("BOX-17");
    });
});
