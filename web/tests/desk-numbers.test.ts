import { expect, test } from "vitest";
import { readWhole } from "../src/desk/numbers";
import { agedDays, endOf, lotDetails } from "../src/desk/screens/stock/stocks";
import { fieldsOf } from "../src/desk/state/live.svelte";

test.each([
    ["12", 12],
    [" １２ ", 12],
    ["1,000", 1000],
    ["0", null],
    ["-3", null],
    ["3.5", null],
    ["", null],
    ["100001", null],
])("reads %j as %j", (typed, value) => {
    expect(readWhole(typed, 1, 100_000)).toBe(value);
});

test("a day's end is Shanghai's", () => {
    expect(endOf("2026-11-23")).toBe("2026-11-23T23:59:59+08:00");
    expect(endOf("")).toBe("");
});

test("age counts days in Shanghai, not hours", () => {
    expect(agedDays("2026-11-22T17:00:00Z", "2026-11-23")).toBe(0);
    expect(agedDays("2026-11-22T15:00:00Z", "2026-11-23")).toBe(1);
});

test("a lot says what is known of it and nothing else", () => {
    const names = { wearers: { child: "Children" }, seasons: { winter: "Winter" }, conditions: {} };
    const row = { wearer: "child", size: "120", season: "winter", condition: null, earmark: null };
    expect(lotDetails(row as never, names)).toBe("Children · 120 · Winter");
});

test("an event has its id and its data, over several lines too", () => {
    expect(fieldsOf("id: 7\nevent: changed\ndata: {\ndata: }")).toEqual({
        id: "7",
        event: "changed",
        data: "{\n}",
    });
    expect(fieldsOf(": ok")).toEqual({ id: null, event: "message", data: "" });
});
