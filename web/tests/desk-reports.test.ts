import { expect, test } from "vitest";
import { contrast, onTop, ramp, SERIES } from "../src/desk/parts/charts/colours";
import type { Compared, Grid } from "../src/desk/parts/charts/kinds";
import { heightOf } from "../src/desk/parts/charts/options";
import { twinOf } from "../src/desk/parts/charts/twins";
import { cell, heading, readable, short } from "../src/desk/screens/reports/cells";
import { drawnOf, mostOf, waysOf } from "../src/desk/screens/reports/drawing";
import { daysOf, lastQuarter, monthOf, monthsOf, shifted } from "../src/desk/screens/reports/periods";
import { firstPeriod, movementsPath, ofPeriod } from "../src/desk/screens/reports/questions";

const words = {
    units: { pieces: "pieces", grams: "kg" },
    yes: "Yes",
    no: "No",
    largest: (shown: number, all: number) => `${shown} of ${all}`,
};
const MONTH = { name: "month", title: "Month", holds: "month" };
const CODE = { name: "category", title: "Category code", holds: "code" };
const NAME = { name: "category_name", title: "Category", holds: "text" };
const GRAMS = { name: "grams", title: "Weight", holds: "grams" };
const SHARE = { name: "share", title: "Share", holds: "share" };
const CHARTS = [
    {
        kind: "line",
        x: ["month", "day"],
        y: ["grams"],
        series: ["category_name"],
        value: [],
        source: null,
        target: null,
    },
    {
        kind: "bar",
        x: ["category_name"],
        y: ["grams"],
        series: ["category_name"],
        value: [],
        source: null,
        target: null,
    },
    {
        kind: "heat",
        x: ["month"],
        y: ["category_name"],
        series: [],
        value: ["grams"],
        source: null,
        target: null,
    },
    { kind: "map", x: ["district"], y: [], series: [], value: ["grams"], source: null, target: null },
];

function reportOf(rows: [string, string, number][], from = "2026-01-01", to = "2026-03-31"): never {
    return {
        report: "intake",
        from,
        to,
        by: ["month", "category"],
        filters: { station: "S-01" },
        columns: [MONTH, CODE, NAME, GRAMS],
        rows: rows.map(([month, category, grams]) => ({
            month,
            category,
            category_name: category === "x" ? null : category.toUpperCase(),
            grams,
        })),
    } as never;
}

test.each([
    [1_234_567, "grams", "1,234.567"],
    [0, "grams", "0.000"],
    [0.256, "share", "25.6%"],
    [12345, "pieces", "12,345"],
    [2.5, "days", "2.5"],
    [1234.56789, "number", "1,234.5679"],
    [true, "yes_no", "Yes"],
    [null, "grams", ""],
    ["0012", "code", "0012"],
    ["2026-11-22T17:30:00Z", "instant", "2026-11-23 01:30"],
])("a cell of %j that holds %s reads %s", (value, holds, text) => {
    expect(cell(value, holds, words)).toBe(text);
});

test("a mark in a chart has no more digits than the eye can compare", () => {
    expect(short(1_234_567, "grams")).toBe("1,235");
    expect(short(1_250, "grams")).toBe("1.3");
    expect(short(0.1234, "share")).toBe("12.3%");
});

test("a heading has its unit once, and a code is left out where its name stands beside it", () => {
    expect(heading(GRAMS, words)).toBe("Weight (kg)");
    expect(heading({ ...GRAMS, title: "Weight in kg" }, words)).toBe("Weight in kg");
    expect(heading({ ...GRAMS, title: "重量" }, { ...words, units: { grams: "公斤" } })).toBe("重量 (公斤)");
    expect(readable([CODE, NAME, GRAMS])).toEqual([NAME, GRAMS]);
    const side = { name: "side", title: "Side", holds: "code" };
    expect(readable([side, GRAMS], [{ side: "in" }, { side: "" }, { side: null }])).toEqual([GRAMS]);
    expect(readable([side, GRAMS], [{ side: "in" }, { side: "P-0001" }])).toEqual([side, GRAMS]);
});

test("periods are whole months where they were, and count leap days", () => {
    expect(monthOf("2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(shifted({ from: "2026-01-01", to: "2026-03-31" }, -1)).toEqual({
        from: "2025-10-01",
        to: "2025-12-31",
    });
    expect(shifted({ from: "2026-12-01", to: "2026-12-31" }, 1)).toEqual({
        from: "2027-01-01",
        to: "2027-01-31",
    });
    expect(shifted({ from: "2026-03-02", to: "2026-03-08" }, -1)).toEqual({
        from: "2026-02-23",
        to: "2026-03-01",
    });
    expect(lastQuarter("2026-01-15")).toEqual({ from: "2025-10-01", to: "2025-12-31" });
    expect(monthsOf({ from: "2025-11-20", to: "2026-02-01" })).toEqual([
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]);
    expect(daysOf({ from: "2026-02-27", to: "2026-03-01" })).toEqual([
        "2026-02-27",
        "2026-02-28",
        "2026-03-01",
    ]);
});

test("of one month its parts are drawn first, of several their course", () => {
    const one = reportOf([["2026-01", "a", 5]], "2026-01-01", "2026-01-31");
    expect(waysOf(one, CHARTS).map(({ kind }) => kind)).toEqual(["bar", "line", "heat"]);
    expect(waysOf(reportOf([["2026-01", "a", 5]]), CHARTS)[0]?.kind).toBe("line");
});

test("a month without rows keeps its place, and what has no name is called by its code", () => {
    const report = reportOf([
        ["2026-01", "a", 5],
        ["2026-03", "a", 7],
        ["2026-03", "x", 9],
    ]);
    const drawn = drawnOf(report, waysOf(report, CHARTS)[0]!, words) as Compared;
    expect(drawn.kind).toBe("lines");
    expect(drawn.names).toEqual(["2026-01", "2026-02", "2026-03"]);
    expect(drawn.series).toEqual([
        { name: "A", values: [5, 0, 7] },
        { name: "x", values: [0, 0, 9] },
    ]);
    expect(mostOf(drawn)).toEqual({ name: "2026-03", value: 16 });
});

test("bars are summed and stand by their size; more than six series are not told apart", () => {
    const letters = [..."abcdefgh"];
    const report = reportOf(
        letters.flatMap((letter, n) => [
            ["2026-01", letter, n + 1] as [string, string, number],
            ["2026-02", letter, n + 1] as [string, string, number],
        ]),
    );
    const [line, bar, heat] = waysOf(report, CHARTS) as [never, never, never];
    const bars = drawnOf(report, bar, words) as Compared;
    expect(bars.names[0]).toBe("H");
    expect(bars.series[0]?.values[0]).toBe(16);
    const lines = drawnOf(report, line, words) as Compared;
    expect(lines.series.map(({ name }) => name)).toEqual(["H", "G", "F", "E", "D", "C"]);
    expect(lines.note).toBe("6 of 8");
    const orders = new Map([["category_name", [...letters.map((letter) => letter.toUpperCase())]]]);
    expect((drawnOf(report, bar, words, orders) as Compared).names.join("")).toBe("ABCDEFGH");
    expect((drawnOf(report, line, words, orders) as Compared).series.map(({ name }) => name).join("")).toBe(
        "CDEFGH",
    );
    const grid = drawnOf(report, heat, words) as Grid;
    expect(grid.down.names).toHaveLength(8);
    expect(grid.values[0]).toEqual([8, 8, null]);
});

test("more bars than can be read are cut, and the chart says so", () => {
    const report = reportOf(Array.from({ length: 30 }, (_, n) => ["2026-01", `c${n}`, n + 1]));
    const bar = waysOf(report, CHARTS).find(({ kind }) => kind === "bar")!;
    const drawn = drawnOf(report, bar, words) as Compared;
    expect(drawn.names).toHaveLength(20);
    expect(drawn.note).toBe("20 of 30");
    expect(heightOf(drawn, { width: 800, size: 14, patterns: false })).toBeGreaterThan(20 * 14);
});

test("shares are never summed: where rows would meet they are not drawn", () => {
    const charts = [{ ...CHARTS[1]!, y: ["share"] }];
    const report = {
        ...(reportOf([]) as object),
        columns: [MONTH, CODE, NAME, SHARE],
        rows: [
            { month: "2026-01", category: "a", category_name: "A", share: 0.5 },
            { month: "2026-02", category: "a", category_name: "A", share: 0.6 },
        ],
    } as never;
    expect(waysOf(report, charts)).toEqual([]);
});

test("a chart's table has every figure of it in full", () => {
    const report = reportOf([["2026-01", "a", 1_234_567]], "2026-01-01", "2026-01-31");
    const twin = twinOf(drawnOf(report, waysOf(report, CHARTS)[0]!, words), { from: "From", to: "To" });
    expect(twin.columns.map(({ title }) => title)).toEqual(["Category", "Weight (kg)"]);
    expect(twin.rows).toEqual([["A", "1,234.567"]]);
});

test("the movements of a row are asked by its codes, within the days asked", () => {
    const offered = { has_movements: true, filters: ["category", "station"] } as never;
    const report = reportOf([], "2026-01-10", "2026-03-31");
    const row = { month: "2026-01", category: "food" };
    expect(movementsPath(offered, report, row)).toBe(
        "/reports/intake/movements?from=2026-01-10&to=2026-01-31&station=S-01&category=food",
    );
    expect(movementsPath(offered, report, { ...row, category: "" })).toBeNull();
    expect(movementsPath({ has_movements: false } as never, report, row)).toBeNull();
});

test("a report opens on last month, or on this one where nothing older is known", () => {
    const periods = [
        { name: "this_month", title: "", from: "2026-11-01", to: "2026-11-23" },
        { name: "last_month", title: "", from: "2026-10-01", to: "2026-10-31" },
    ];
    const offered = { dated: true, periods, has_data: { first: "2026-09", last: "2026-11" } };
    expect(firstPeriod(offered as never)?.name).toBe("last_month");
    expect(firstPeriod({ ...offered, has_data: { first: "2026-11", last: "2026-11" } } as never)?.name).toBe(
        "this_month",
    );
    expect(ofPeriod({ dated: false, periods: [{ name: "today" }] } as never, periods[0]!)).toEqual({});
});

test("numbers read on every step of the ramp, and every series is seen on white", () => {
    for (let share = 0; share <= 1; share += 0.05) {
        const ground = ramp(share);
        expect(contrast(ground, onTop(ground))).toBeGreaterThanOrEqual(4.5);
    }
    for (const colour of SERIES) expect(contrast(colour, "#ffffff")).toBeGreaterThanOrEqual(2.95);
});
