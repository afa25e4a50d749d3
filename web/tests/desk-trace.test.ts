import { expect, test } from "vitest";
import type { Shape } from "../src/shared/api";
import { pageOf, questionOf } from "../src/desk/screens/trace/finding";
import { draw, kindOf, type Step, stepsOf } from "../src/desk/screens/trace/flow";

const step = (source: string, target: string, grams: number): Step => ({ source, target, grams });

function graphOf(...steps: Step[]): Shape<"GraphOut"> {
    const flows = steps.map(({ source, target, grams }) => ({ source, target, share_grams: grams }));
    return {
        subject: "L-1",
        direction: "back",
        grams: 0,
        lots: [],
        edges: [],
        origins: [],
        points: {},
        ends: [],
        flows,
    };
}

const WAY = [
    step("intake:a", "lot:1", 600),
    step("intake:b", "lot:2", 400),
    step("lot:1", "run:r", 600),
    step("lot:2", "run:r", 400),
    step("run:r", "lot:3", 900),
    step("run:r", "end:1", 100),
    step("lot:3", "end:0", 900),
];

test("what both directions tell is drawn once", () => {
    const back = graphOf(...WAY.slice(0, 5));
    const forward = graphOf(...WAY.slice(4));

    expect(stepsOf([back, forward])).toEqual(WAY);
});

test("goods go from left to right and every end stands in the last column", () => {
    const { boxes } = draw(WAY);
    const column = Object.fromEntries(boxes.map((box) => [box.id, box.column]));

    expect(column).toEqual({
        "intake:a": 0,
        "intake:b": 0,
        "lot:1": 1,
        "lot:2": 1,
        "run:r": 2,
        "lot:3": 3,
        "end:0": 4,
        "end:1": 4,
    });
    for (const { source, target } of WAY) expect(column[target]!).toBeGreaterThan(column[source]!);
});

test("a box holds what went through it, and a band is as wide as its share", () => {
    const { boxes, bands } = draw(WAY);

    expect(boxes.find(({ id }) => id === "run:r")?.grams).toBe(1000);
    const wide = Object.fromEntries(bands.map(({ id, width }) => [id, width]));
    expect(wide["run:r>lot:3"]! / wide["lot:2>run:r"]!).toBeCloseTo(9 / 4);
});

test("boxes of a column do not lie on each other and nothing is lost where there are many", () => {
    const many = Array.from({ length: 40 }, (_, n) => step(`intake:${n}`, "lot:1", n + 1));
    const { boxes, bands, height } = draw(many);
    const first = boxes.filter(({ column }) => column === 0);

    expect(first).toHaveLength(10);
    expect(first.reduce((sum, { grams }) => sum + grams, 0)).toBe(820);
    expect(first.find(({ kind }) => kind === "more")?.stands).toBe(31);
    expect(bands).toHaveLength(10);
    const tops = first.map(({ y }) => y).sort((one, other) => one - other);
    for (let n = 1; n < tops.length; n++) expect(tops[n]! - tops[n - 1]!).toBeGreaterThan(4);
    expect(Math.max(...tops)).toBeLessThan(height);
});

test("boxes grow with the room there is, and never below what can be read", () => {
    expect(draw(WAY, 0).width).toBe(draw(WAY, 40).width);
    expect(draw(WAY, 80).width).toBeCloseTo(80);
    expect(draw(WAY, 800).width).toBeLessThan(100);
});

test("nothing to draw is an empty picture", () => {
    expect(draw([])).toMatchObject({ boxes: [], bands: [], width: 0, height: 0 });
    expect(kindOf("end:3")).toBe("end");
});

test("an address is asked about by its last part, a poster by its point", () => {
    expect(questionOf("https://jiujin.example/t/01926b5e7c1a7e309d510a7b3c2d1e4f").code).toBe(
        "01926b5e7c1a7e309d510a7b3c2d1e4f",
    );
    expect(questionOf("https://jiujin.example/B/2DXA-XC3K-GCF3")).toEqual({
        poster: false,
        code: "2DXAXC3KGCF3",
    });
    expect(questionOf("HTTPS://JIUJIN.EXAMPLE/J/1WDE4K")).toEqual({ poster: true, code: "1WDE4K" });
    expect(questionOf(" L-3-W ")).toEqual({ poster: false, code: "L-3-W" });
});

test("each code leads to the page of what it stands for", () => {
    const scan = (what: Shape<"ScanOut">["what"], path: string, kind: string | null = null): string | null =>
        pageOf({
            code: "X-1",
            what,
            status: "",
            place: kind === null ? null : { code: "X-1", name: "", name_en: "", kind: kind as "point" },
            pieces: 0,
            grams: 0,
            last_by: null,
            last_at: null,
            path,
        });

    expect(scan("bag", "/api/v1/bags/2DXA")).toBe("/desk/bag/2DXA");
    expect(scan("label", "/api/v1/bags/2DXA")).toBe("/desk/bag/2DXA");
    expect(scan("intake", "/api/v1/intakes/7")).toBe("/desk/intake/7");
    expect(scan("lot", "/api/v1/stock?lot=X-1")).toBe("/desk/lot/X-1");
    expect(scan("place", "/api/v1/points/X-1", "point")).toBe("/desk/points/X-1");
    expect(scan("place", "/api/v1/stations/X-1", "station")).toBe("/desk/stock?place=X-1");
    expect(scan("place", "/api/v1/vehicles/X-1", "vehicle")).toBeNull();
});
