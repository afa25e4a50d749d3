import { describe, expect, it } from "vitest";
import {
    type DuePoint,
    metres,
    moved,
    propose,
    pressing,
    shifted,
    shortened,
    STOPS_MAX,
    tour,
    TRIPS_A_DAY,
} from "../src/desk/screens/pickups/plan";

const START = { lat: 31.3, lon: 121.4 };
const VANS = [
    { code: "V-1", capacity_grams: 1_500_000 },
    { code: "V-2", capacity_grams: 1_500_000 },
];

/** Points as chance strews them, the same every time. */
function strewn(count: number, grams = 200_000): DuePoint[] {
    let seed = 7;
    const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    return Array.from({ length: count }, (_, n) => ({
        code: `P-${n}`,
        name: `P-${n}`,
        lat: START.lat + (chance() - 0.5) * 0.4,
        lon: START.lon + (chance() - 0.5) * 0.4,
        grams,
        pressing: 1 + chance(),
    }));
}

function made(points: readonly DuePoint[], vans = VANS): ReturnType<typeof propose> {
    let n = 0;
    return propose(START, points, vans, "2026-11-30", () => `run-${(n += 1)}`);
}

describe("a proposal of runs", () => {
    it("has every point once, within what vehicles take and do", () => {
        const points = strewn(150);
        const runs = made(points);
        const stops = runs.flatMap((run) => run.stops);

        expect([...stops].sort()).toEqual(points.map(({ code }) => code).sort());
        for (const run of runs) {
            expect(run.stops.length * 200_000).toBeLessThanOrEqual(1_500_000);
            expect(run.stops.length).toBeLessThanOrEqual(STOPS_MAX);
        }
        expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    });

    it("is there at once for as many points as a city has", () => {
        const began = performance.now();
        made(strewn(1500));

        expect(performance.now() - began).toBeLessThan(5_000);
    });

    it("has no more stops in a run than a day has room for, however light they are", () => {
        expect(made(strewn(100, 10)).map(({ stops }) => stops.length)).toEqual([40, 40, 20]);
    });

    it("gives a point that is too heavy for any vehicle a run of its own", () => {
        const [heavy, ...rest] = strewn(3);
        const runs = made([{ ...heavy!, grams: 9_000_000 }, ...rest]);

        expect(runs.find(({ stops }) => stops.includes(heavy!.code))?.stops).toEqual([heavy!.code]);
        expect(runs.flatMap(({ stops }) => stops)).toHaveLength(3);
    });

    it("sends the most pressing first, and no vehicle more often in a day than it can go", () => {
        const points = strewn(60);
        const weight = new Map(points.map(({ code, pressing: is }) => [code, is]));
        const runs = made(points);
        const sums = runs.map(({ stops }) => stops.reduce((sum, code) => sum + weight.get(code)!, 0));

        expect(sums).toEqual([...sums].sort((one, other) => other - one));
        const trips = new Map<string, number>();
        for (const { vehicle, day } of runs)
            trips.set(`${vehicle} ${day}`, (trips.get(`${vehicle} ${day}`) ?? 0) + 1);
        expect(Math.max(...trips.values())).toBeLessThanOrEqual(TRIPS_A_DAY);
        expect(runs[0]?.day).toBe("2026-11-30");
    });

    it("is nothing without vehicles or points", () => {
        expect(made(strewn(3), [])).toEqual([]);
        expect(made([])).toEqual([]);
    });

    it("keeps a run on one side of the city", () => {
        const sides = [0.2, -0.2].flatMap((east, side) =>
            strewn(7).map((point, n) => ({
                ...point,
                code: `P-${side}-${n}`,
                lat: START.lat + n * 0.01,
                lon: START.lon + east,
            })),
        );
        for (const { stops } of made(sides))
            expect(new Set(stops.map((code) => code.split("-")[1])).size).toBe(1);
    });
});

describe("the order of stops", () => {
    it("is never longer than as they came, and as short as can be for a few", () => {
        const seven = strewn(7);
        const best = Math.min(...permuted(seven).map((order) => tour(START, order)));

        expect(tour(START, shortened(START, seven))).toBeLessThanOrEqual(best * 1.05);
        const many = strewn(40);
        expect(tour(START, shortened(START, many))).toBeLessThan(tour(START, many) / 2);
    });

    it("measures as far as it is", () => {
        // A thousandth of a degree of latitude is 111 m.
        expect(metres(START, { ...START, lat: START.lat + 0.001 })).toBeCloseTo(111.2, 0);
        expect(metres(START, { ...START, lon: START.lon + 0.001 })).toBeCloseTo(95, 0);
    });
});

describe("moving stops", () => {
    const runs = ["a", "b"].map((id) => ({
        id,
        vehicle: "V-1",
        driver: "",
        day: "2026-11-30",
        stops: [1, 2, 3].map((n) => `${id}${n}`),
    }));

    it("moves one up and down, and not over an end", () => {
        expect(shifted(runs, "a2", -1)[0]?.stops).toEqual(["a2", "a1", "a3"]);
        expect(shifted(runs, "a2", 1)[0]?.stops).toEqual(["a1", "a3", "a2"]);
        expect(shifted(runs, "a1", -1)).toEqual(runs);
        expect(shifted(runs, "b3", 1)).toEqual(runs);
    });

    it("puts one at the end of another run, or in none", () => {
        expect(moved(runs, "a2", "b").map(({ stops }) => stops)).toEqual([
            ["a1", "a3"],
            ["b1", "b2", "b3", "a2"],
        ]);
        expect(moved(runs, "a2", null)[0]?.stops).toEqual(["a1", "a3"]);
        expect(moved(runs, "new", "a")[0]?.stops).toEqual(["a1", "a2", "a3", "new"]);
    });
});

it("says how pressing a point is as the service orders them", () => {
    expect(pressing({ fill: 0.6, days_waiting: 0, requests: [] })).toBe(1);
    expect(pressing({ fill: 0.3, days_waiting: 14, requests: ["full"] })).toBe(3);
});

function permuted<T>(all: readonly T[]): T[][] {
    if (all.length < 2) return [[...all]];
    return all.flatMap((first, n) =>
        permuted([...all.slice(0, n), ...all.slice(n + 1)]).map((rest) => [first, ...rest]),
    );
}
