import { describe, expect, test } from "vitest";
import {
    ALPHABET,
    checkCharacter,
    giftAddress,
    isWhole,
    read,
    show,
    spoken,
    tidy,
} from "../src/shared/codes";

// Made by models/identifiers.py: the phone and the service must agree on every code.
const CHECKS: [body: string, check: string][] = [
    ["00000000000", "0"],
    ["YYYYYYYYYYY", "6"],
    ["1", "Y"],
    ["AB12C", "7"],
    ["AY4CL", "W"],
    ["12TH3BJ1X", "R"],
    ["G612DD272HD", "E"],
    ["1TJ3Y7LLJY1", "J"],
    ["JJC171HU4", "1"],
    ["9D4H3", "L"],
    ["J9HTM53JJL6B3HN2J1K6FMHDQAEJXEB97R5", "1"],
];
const SHOWN: [code: string, shown: string][] = [
    ["NQ72J5", "NQ72J5"],
    ["9GFWAPE9KJ", "9GF-WAP-E9KJ"],
    ["23GD5QA4XFDW", "23GD-5QA4-XFDW"],
    ["1YM2QHJRW6", "1YM-2QH-JRW6"],
    ["TAANBKFJRE20", "TAAN-BKFJ-RE20"],
];
const LABEL = "23GD5QA4XFDW";

describe("the check character", () => {
    test.each(CHECKS)("of %s is %s, as the service has it", (body, check) => {
        expect(checkCharacter(body)).toBe(check);
    });

    test("finds every wrong character and every swap of neighbours", () => {
        for (let n = 0; n < LABEL.length; n++) {
            for (const other of ALPHABET) {
                const wrong = LABEL.slice(0, n) + other + LABEL.slice(n + 1);
                expect(isWhole(wrong, LABEL.length)).toBe(other === LABEL[n]);
            }
            if (n > 0 && LABEL[n] !== LABEL[n - 1]) {
                const swapped = LABEL.slice(0, n - 1) + LABEL[n] + LABEL[n - 1] + LABEL.slice(n + 1);
                expect(isWhole(swapped, LABEL.length)).toBe(false);
            }
        }
    });
});

describe("a code", () => {
    test.each(SHOWN)("%s is printed as %s, and read back from it", (code, shown) => {
        expect(show(code)).toBe(shown);
        expect(read(shown)).toMatchObject({ code });
    });

    test.each([
        ["ab-cd 12", "ABCD12"],
        ["ＡＢ１２", "AB12"],
        ["io sz", "1052"],
        ["12–34—56", "123456"],
        ["a\u2009b\u00a0c", "ABC"],
    ])("%s is meant as %s", (typed, meant) => {
        expect(tidy(typed)).toBe(meant);
    });

    test("is told by its length, or by the address around it", () => {
        expect(read("23gd 5qa4 xfdw")).toEqual({ what: "label", code: LABEL });
        expect(read("9GF-WAP-E9KJ")).toEqual({ what: "gift", code: "9GFWAPE9KJ" });
        expect(read("NQ72J5")).toEqual({ what: "poster", code: "NQ72J5" });
        expect(read("p-0317")).toEqual({ what: "place", code: "P-0317" });
        expect(read(`HTTPS://JIUJIN.EXAMPLE/B/${LABEL}`)).toEqual({ what: "label", code: LABEL });
        expect(read("https://jiujin.example/j/NQ72J5?from=poster")).toEqual({
            what: "poster",
            code: "NQ72J5",
        });
    });

    test("that is mistyped, foreign or empty is unknown and stays as it was typed", () => {
        expect(read("23GD-5QA4-XFDX")).toEqual({ what: "unknown", code: "23GD-5QA4-XFDX" });
        expect(read(" 6901234567892 ")).toEqual({ what: "unknown", code: "6901234567892" });
        expect(read("")).toEqual({ what: "unknown", code: "" });
    });
});

describe("before the service has given a code", () => {
    test("a number can be said aloud, the same for the same id and another for another", () => {
        const id = "0190a0b0-1111-7222-8333-0123456789ab";
        expect(spoken(id)).toMatch(/^[0-9A-HJ-NP-RTUWXY]{3}-[0-9A-HJ-NP-RTUWXY]{3}$/);
        expect(spoken(id)).toBe(spoken(id));
        expect(spoken("0190a0b0-1111-7222-8333-0123456789ac")).not.toBe(spoken(id));
    });

    test("the donor's address is in capitals, which makes a smaller picture, and is read as a gift", () => {
        const address = giftAddress("0190a0b0-1111-7222-8333-0123456789ab", "https://jiujin.example");
        expect(address).toBe("HTTPS://JIUJIN.EXAMPLE/T/0190A0B0111172228333 0123456789AB".replace(" ", ""));
        expect(read(address).what).toBe("gift");
    });
});
