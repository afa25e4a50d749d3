import { expect, test } from "vitest";
import { spanTo } from "../src/desk/screens/board/tasks";
import { type Row, linesOf, linesToCorrect, partOf, sidesOf } from "../src/desk/screens/conflicts/values";

const said = (field: string, ...sources: ("logged" | "received")[]): Row => ({
    field,
    unit: null,
    values: sources.map((source) => ({ value: 1, source, by: null, at: null })),
});

test("what was written down first stands first", () => {
    expect(sidesOf([said("outcome", "received"), said("pieces", "logged", "received")])).toEqual([
        "logged",
        "received",
    ]);
    expect(sidesOf([])).toEqual([]);
});

test("what is corrected is what the other side has, and nothing where it has nothing", () => {
    const recorded = [
        { category: "clothing", pieces: 3 },
        { category: "food", pieces: 2 },
    ];
    const other = [
        { category: "clothing", pieces: 5 },
        { category: "toys", pieces: 1 },
    ];

    expect(linesToCorrect(recorded, other)).toEqual([
        { category: "clothing", pieces: 5 },
        { category: "food", pieces: 0 },
        { category: "toys", pieces: 1 },
    ]);
});

test("only lists of goods are lines", () => {
    expect(linesOf([{ category: "food", pieces: 2 }])).toHaveLength(1);
    expect(linesOf(["food"])).toBeNull();
    expect(linesOf("food")).toBeNull();
});

test("an address names its part of the desk", () => {
    expect(partOf("/desk/bag/0101")).toBe("bag");
    expect(partOf("/desk")).toBe("");
});

test("a time is told in days once one has passed, in hours before", () => {
    const now = Date.parse("2026-11-23T12:00:00+08:00");

    expect(spanTo("2026-11-21T11:00:00+08:00", now)).toEqual({ n: 2, unit: "days", past: true });
    expect(spanTo("2026-11-22T12:00:01+08:00", now)).toEqual({ n: 23, unit: "hours", past: true });
    expect(spanTo("2026-11-24T13:00:00+08:00", now)).toEqual({ n: 1, unit: "days", past: false });
});
