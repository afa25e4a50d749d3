import { expect, test } from "vitest";
import type { Shape } from "../src/shared/api";
import {
    type Arriving,
    bodyOf,
    type Draft,
    judgedFor,
    kindOf,
    labelIn,
    likelyRun,
    missingOf,
    type Scan,
    toneOf,
    without,
} from "../src/desk/screens/receive/judging";
import { blank, ordered, outputOf, readExpiry, typedOf } from "../src/desk/screens/sort/lines";
import { judged } from "../src/desk/screens/sort/onTable";
import { readKilograms } from "../src/desk/weights";
import { checkCharacter } from "../src/shared/codes";

const OURS = `6P0XWQ2R9ML${checkCharacter("6P0XWQ2R9ML")}`;
const OTHER = `7P0XWQ2R9ML${checkCharacter("7P0XWQ2R9ML")}`;

function scan(n: number, label: string, kind: Scan["kind"], more: Partial<Scan> = {}): Scan {
    return { n, label, typed: label, kind, damaged: false, grams: null, about: null, made: null, ...more };
}

function run(name: string, ...labels: string[]): Arriving {
    const vehicle = { code: "V-01", name: "", name_en: "" };
    const bags = labels.map((label) => ({ label, point: "P-0001", pieces: 1, grams: 100 }));
    return { run: name, vehicle, driver: null, bags };
}

function draft(one: Arriving | null, ...scans: Scan[]): Draft {
    return { id: "d", run: one, alone: false, scans };
}

test("a label is read however it is written, and what is none is told apart", () => {
    const hyphened = `${OURS.slice(0, 4)}-${OURS.slice(4, 8)}-${OURS.slice(8)}`;
    expect(labelIn(hyphened)).toEqual({ label: OURS, foreign: false });
    expect(labelIn(`https://jiujin.example/B/${OURS}`)).toEqual({ label: OURS, foreign: false });
    expect(labelIn("B-88001")).toEqual({ label: "B-88001", foreign: true });
    expect(labelIn(OURS.slice(0, 11) + (OURS.endsWith("0") ? "1" : "0"))).toEqual({ kind: "misread" });
    for (const other of ["L-42-7", "P-0001", "https://elsewhere.example/x", "", "x".repeat(61)])
        expect(labelIn(other)).toEqual({ kind: "not_a_bag" });
});

test("what the service says of a label decides what it is here", () => {
    const bag = { status: "sealed", place: null, station: "S-01", history: [], retired_reason: null };
    const said = (more: object): string => kindOf({ ...bag, ...more } as never, false, "S-01").kind;
    expect(said({})).toBe("known");
    expect(said({ station: "S-02" })).toBe("elsewhere");
    expect(said({ place: { code: "S-01" } })).toBe("here");
    expect(said({ status: "opened" })).toBe("opened");
    expect(said({ status: "retired" })).toBe("retired");
    expect(said({ status: "unused" })).toBe("unknown");
    expect(kindOf(null, true, "S-01").kind).toBe("unknown");
    expect(kindOf(null, false, "S-01").kind).toBe("elsewhere");
});

test("another run judges the same scans anew", () => {
    const scans = [scan(1, OURS, "known"), scan(2, OTHER, "known"), scan(3, OURS, "again")];
    const first = judgedFor(scans, run("a", OURS));
    expect(first.map(({ kind }) => kind)).toEqual(["expected", "surplus", "again"]);
    const second = judgedFor(first, run("b", OTHER));
    expect(second.map(({ kind }) => kind)).toEqual(["surplus", "expected", "again"]);
    expect(judgedFor(second, null).map(({ kind }) => kind)).toEqual(["known", "known", "again"]);
});

test("the run is the one that the scanned bags came with", () => {
    const runs = [run("a", "x"), run("b", OURS, OTHER)];
    expect(likelyRun(draft(null), runs)).toBeNull();
    expect(likelyRun(draft(null), runs.slice(0, 1))?.run).toBe("a");
    expect(likelyRun(draft(null, scan(1, OTHER, "known")), runs)?.run).toBe("b");
    expect(likelyRun({ ...draft(null, scan(1, OTHER, "known")), alone: true }, runs)).toBeNull();
});

test("only bags are counted, sent and missed", () => {
    const made = { category: "clothing", pieces: 4, point: null };
    const one = draft(
        run("a", OURS, OTHER),
        scan(1, OURS, "expected", { damaged: true, grams: 900 }),
        scan(2, OURS, "again"),
        scan(3, "B-1", "unknown"),
        scan(4, "B-2", "unknown", { made }),
        scan(5, "B-3", "ignored"),
    );
    expect(missingOf(one).map(({ label }) => label)).toEqual([OTHER]);
    expect(one.scans.map(toneOf)).toEqual(["mind", "again", "wrong", "mind", "again"]);
    expect(bodyOf(one, "S-01", "2026-11-29T00:00:00Z", { witness: "", note: "" })).toEqual({
        station: "S-01",
        happened_at: "2026-11-29T00:00:00Z",
        pickup: "a",
        bags: [
            { label: OURS, damaged: true, grams: 900 },
            { label: "B-2", damaged: false, category: "clothing", pieces: 4 },
        ],
    });
    const [rest, dropped] = without(one, [
        { pointer: "/bags/1", code: "unknown_label" },
        { pointer: "/witness", code: "witness_needed" },
    ]);
    expect(dropped).toBe(1);
    expect(rest.scans[3]).toMatchObject({ kind: "unprinted", made: null });
    expect(rest.scans[0]).toEqual(one.scans[0]);
});

test.each([
    ["0517", "2027-05-17"],
    ["1130", "2026-11-30"],
    ["12-01", "2026-12-01"],
    ["+1m", "2026-12-30"],
    ["+3m", "2027-02-28"],
    ["+10d", "2026-12-10"],
    ["+2w", "2026-12-14"],
    ["+1Y", "2027-11-30"],
    ["＋１m", "2026-12-30"],
    ["2027-05", "2027-05-31"],
    ["202802", "2028-02-29"],
    ["2027年5月", "2027-05-31"],
    ["2025-03-09", "2025-03-09"],
    ["20250309", "2025-03-09"],
    ["2027/5/7", "2027-05-07"],
    ["2027-13", null],
    ["0230", null],
    ["soon", null],
    ["", null],
])("reads the date %j as %j", (typed, date) => {
    expect(readExpiry(typed, "2026-11-30")).toBe(date);
});

test("the digits choose what is in the bags, then what the station has, then what is near", () => {
    const codes = [
        "clothing",
        "clothing.winter",
        "clothing.winter.adult",
        "clothing.summer",
        "food",
        "food.rice",
    ];
    const all = new Map(
        codes.map((code) => {
            const parent = code.includes(".") ? code.slice(0, code.lastIndexOf(".")) : null;
            return [code, { code, parent, accepted: true } as Shape<"CategoryOut">];
        }),
    );
    const inputs = [{ category: "clothing.winter", pieces: 3 }];
    expect(ordered(inputs, ["food.rice", "clothing.summer", "gone"], all)).toEqual([
        "clothing.winter",
        "clothing.summer",
        "clothing.winter.adult",
        "food.rice",
    ]);
});

test("a line says its reason by its condition, and comes back as it was typed", () => {
    const typed = { ...blank(), category: "clothing", pieces: "", grade: "WASTE", grams: "800" } as const;
    const output = outputOf({ ...typed, reject: "soiled" }, 0, 800, null);
    expect(output).toEqual({
        category: "clothing",
        grade: "WASTE",
        pieces: 0,
        grams: 800,
        condition: "soiled",
    });
    expect(typedOf(output)).toEqual({ ...typed, reject: "soiled" });
    expect(outputOf({ ...typed, reject: "other", reason: "wet" }, 0, 800, null)).not.toHaveProperty(
        "condition",
    );
});

test("only what lies at the station can be sorted", () => {
    const found = { what: "bag", code: "X", status: "sealed", place: { code: "S-01" }, pieces: 1, grams: 2 };
    const said = (more: object): unknown => judged({ ...found, ...more } as never, "S-01");
    expect(said({})).toMatchObject({ what: "bag", code: "X", weighed: null });
    expect(said({ place: { code: "V-01" } })).toBe("notHere");
    expect(said({ status: "opened", place: null })).toBe("opened");
    expect(said({ what: "label" })).toBe("unknown");
    expect(said({ what: "place" })).toBe("notGoods");
    expect(said({ what: "lot", status: "in_stock", place: null })).toMatchObject({ what: "lot" });
    expect(said({ what: "lot", status: "gone", place: null })).toBe("notHere");
});

test.each([
    ["6.2", 6200],
    ["６．２", 6200],
    ["1,25", 1250],
    ["0.001", 1],
    ["0", null],
    ["1001", null],
    ["6.2345", null],
    ["kg", null],
])("reads %j kilograms as %j grams", (typed, grams) => {
    expect(readKilograms(typed, 1000)).toBe(grams);
});
