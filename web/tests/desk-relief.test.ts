import { describe, expect, test } from "vitest";
import type { Shape } from "../src/shared/api";
import {
    amountsOf,
    chosenOf,
    fits,
    fitsOf,
    inOrder,
    keyOf,
    piecesOf,
} from "../src/desk/screens/needs/matching";
import { bodyOf, typedOf, wrongIn } from "../src/desk/screens/recipients/forms";
import { lineOf, linesOf, totalOf, whyNot } from "../src/desk/screens/shipments/drafts";
import { mayDo } from "../src/desk/screens/shipments/shipments";
import { begin, isLess, isNothing, stepLines, stepped } from "../src/desk/screens/shipments/steps";

type Stock = Shape<"StockOut">;
type Shipment = Shape<"ShipmentOut">;

const NORTH = { code: "S-01", kind: "station", name: "北", name_en: "North" } as const;
const STORE = { code: "W-01", kind: "warehouse", name: "仓", name_en: "Store" } as const;
const SCHOOL = { code: "R-1", earmarks: ["云南"] };

function lot(number: string, more: Partial<Stock> = {}): Stock {
    return {
        lot: number,
        place: NORTH,
        category: "clothing.winter",
        grade: "A",
        wearer: null,
        size: null,
        earmark: null,
        expires_on: null,
        expiry_band: "none",
        pieces: 10,
        grams: 5000,
        available_pieces: 10,
        available_grams: 5000,
        ...more,
    } as Stock;
}

function asked(n: number, more: Partial<Shape<"NeedLineOut">> = {}): Shape<"NeedLineOut"> {
    return {
        n,
        category: "clothing",
        wearer: null,
        size: null,
        pieces: 10,
        allocated_pieces: 0,
        delivered_pieces: 0,
        open_pieces: 10,
        ...more,
    };
}

describe("what fits a line of a need", () => {
    test.each([
        ["what is below the category", {}, true],
        ["what only begins with the same letters", { category: "clothings" }, false],
        ["what is not graded", { grade: null }, false],
        ["what is recycled", { grade: "RECYCLE" }, false],
        ["what expired", { expiry_band: "expired" }, false],
        ["what is all reserved", { available_pieces: 0 }, false],
        ["what is meant for it", { earmark: " 云南 " }, true],
        ["what is meant for others", { earmark: "四川" }, false],
    ] as [string, Partial<Stock>, boolean][])("%s", (_, more, right) => {
        expect(fits(asked(0), lot("L-1-1", more), SCHOOL)).toBe(right);
    });

    test("who wears it and which size count when the line says so", () => {
        const line = asked(0, { wearer: "woman", size: "M" });
        expect(fits(line, lot("L-1-1", { wearer: "woman", size: "M" }), SCHOOL)).toBe(true);
        expect(fits(line, lot("L-1-1", { wearer: "woman", size: "L" }), SCHOOL)).toBe(false);
    });

    test("what expires first comes first, then the older lot", () => {
        const rows = [lot("L-12-X"), lot("L-9-X"), lot("L-20-X", { expires_on: "2027-01-01" })];
        expect(inOrder(rows).map((row) => row.lot)).toEqual(["L-20-X", "L-9-X", "L-12-X"]);
    });

    test("a lot that was read twice is offered once for each line that is open", () => {
        const rows = [lot("L-1-1"), lot("L-1-1")];
        const lines = [asked(0), asked(1), asked(2, { open_pieces: 0 })];
        expect(fitsOf(lines, rows, SCHOOL).map(({ key }) => key)).toEqual(["0 S-01 L-1-1", "1 S-01 L-1-1"]);
    });

    test("what was proposed is chosen, and what cannot be read is not", () => {
        const shown = fitsOf([asked(0)], [lot("L-1-1"), lot("L-2-2")], SCHOOL);
        const proposed = [{ need_line: 0, place: "S-01", lot: "L-1-1", pieces: 4 } as Shape<"ProposalLine">];
        const amounts = amountsOf(proposed);
        expect(chosenOf(shown, amounts).map(({ fit, pieces }) => [fit.lot, pieces])).toEqual([["L-1-1", 4]]);
        expect(chosenOf(shown, { [keyOf(0, "S-01", "L-2-2")]: "11" })).toEqual([]);
        expect([piecesOf("", 5), piecesOf("６", 5), piecesOf("５", 5)]).toEqual([0, null, 5]);
    });
});

describe("a list that is scanned together", () => {
    test.each([
        [undefined, "elsewhere"],
        [lot("L-1-1", { available_pieces: 0, available_grams: 0 }), "reserved"],
        [lot("L-1-1", { expiry_band: "expired" }), "expired"],
        [lot("L-1-1", { grade: null }), null],
    ] as [Stock | undefined, string | null][])("tells why %o is not on it", (row, why) => {
        expect(whyNot("transfers", row)).toBe(why);
    });

    test("what is not graded goes to no recipient", () => {
        expect(whyNot("distributions", lot("L-1-1", { grade: null }))).toBe("unsuited");
    });

    test("what has no pieces is told by its grams", () => {
        const rags = lineOf(lot("L-1-1", { available_pieces: 0, available_grams: 700 }));
        const coats = lineOf(lot("L-2-2"));
        coats.amount = "5";
        expect(linesOf([rags, coats])).toEqual([
            { lot: "L-1-1", pieces: 0, grams: 700 },
            { lot: "L-2-2", pieces: 5 },
        ]);
        expect(totalOf([rags, coats])).toEqual({ pieces: 5, grams: 3200 });
    });

    test("an amount that cannot be sends nothing", () => {
        const line = lineOf(lot("L-1-1"));
        line.amount = "11";
        expect(linesOf([line])).toBeNull();
        expect(linesOf([])).toBeNull();
    });
});

function shipment(more: Partial<Shipment["lines"][number]> = {}, status = "planned"): Shipment {
    const zero = { arrived_pieces: 0, arrived_grams: 0, lost_pieces: 0, lost_grams: 0, returned_pieces: 0 };
    const line = { lot: "L-1-1", category: "clothing", pieces: 10, grams: 5000, weighed_grams: 0 };
    const way = { sent_pieces: 0, sent_grams: 0, under_way_pieces: 0, under_way_grams: 0, returned_grams: 0 };
    return {
        status,
        from_place: NORTH,
        to_place: STORE,
        lines: [{ ...line, ...zero, ...way, ...more }],
    } as unknown as Shipment;
}

describe("a step of a shipment", () => {
    const sent = {
        sent_pieces: 6,
        sent_grams: 3000,
        under_way_pieces: 4,
        under_way_grams: 2000,
        arrived_pieces: 2,
    };

    test("begins with all there is", () => {
        const lines = stepLines("dispatch", shipment(sent));
        expect(lines.map(({ there }) => there)).toEqual([4]);
        expect(stepped("dispatch", lines, begin("dispatch", lines))).toEqual([{ lot: "L-1-1", pieces: 4 }]);
        expect(stepped("dispatch", lines, { "L-1-1": "5" })).toBeNull();
    });

    test("takes more than was sent only where it is received", () => {
        const lines = stepLines("receive", shipment(sent));
        expect(stepped("receive", lines, { "L-1-1": "5" })).toEqual([{ lot: "L-1-1", pieces: 5 }]);
        expect(isLess("receive", lines, { "L-1-1": "3" })).toBe(true);
        expect(isLess("receive", lines, { "L-1-1": "5" })).toBe(false);
    });

    test("takes back nothing by itself, and what was given too", () => {
        const lines = stepLines("return", shipment(sent));
        expect(lines[0]?.there).toBe(6);
        expect(stepped("return", lines, begin("return", lines))).toBeNull();
        expect(isNothing("return", lines, begin("return", lines))).toBe(true);
    });

    test("tells nothing entered from too much", () => {
        const lines = stepLines("deliver", shipment(sent));
        expect(isNothing("deliver", lines, { "L-1-1": "0" })).toBe(true);
        expect(isNothing("deliver", lines, { "L-1-1": "5" })).toBe(false);
        expect(isNothing("deliver", lines, { "L-1-1": "five" })).toBe(false);
        expect(isNothing("deliver", [], {})).toBe(false);
    });

    test("is offered where the goods are", () => {
        const may = (): boolean => true;
        const at = (place: typeof NORTH | typeof STORE): Shape<"MeOut"> =>
            ({ place }) as unknown as Shape<"MeOut">;
        expect(mayDo("transfers", shipment(sent), at(NORTH), may)).toMatchObject({
            dispatch: true,
            receive: false,
            deliver: false,
        });
        expect(mayDo("transfers", shipment(sent), at(STORE), may)).toMatchObject({
            dispatch: false,
            receive: true,
            cancel: false,
        });
        expect(mayDo("transfers", shipment({}, "cancelled"), at(NORTH), may).dispatch).toBe(false);
    });
});

describe("a recipient's form", () => {
    const stored = {
        code: "R-1",
        kind: "organisation",
        name: "学校",
        credit_code: "91350100M000100Y43",
        division_code: "530000",
        earmarks: ["云南", "山区"],
        position: { lat: 25, lon: 102 },
        status: "active",
    } as unknown as Shape<"RecipientOut">;

    test("says again what is stored", () => {
        expect(bodyOf(typedOf(stored), stored)).toEqual({
            kind: "organisation",
            name: "学校",
            credit_code: "91350100M000100Y43",
            division_code: "530000",
            earmarks: ["云南", "山区"],
            position: { lat: 25, lon: 102 },
            status: "active",
        });
    });

    test("somebody who moved is placed anew", () => {
        expect(bodyOf({ ...typedOf(stored), division: "510000" }, stored)).not.toHaveProperty("position");
    });

    test("names what has to be mended", () => {
        expect([...wrongIn(typedOf(null))].sort()).toEqual(["code", "credit", "division", "name"]);
        expect([...wrongIn({ ...typedOf(null), kind: "case", code: "C-1", division: "310113" })]).toEqual([
            "reference",
        ]);
    });
});
