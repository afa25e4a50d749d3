import type { Shape } from "../../../shared/api";
import { address, get } from "../../asking";
import { type Arriving, type ExpectedBag, keyOf } from "./judging";

type Bag = Shape<"BagRow">;
type Run = Shape<"PickupOut">;
interface Window<Row> {
    items: Row[];
    next_cursor: string | null;
}

/** How many of the latest runs are looked at: what is still in a vehicle came with one of them. */
const RUNS = 20;

/** Asks for the runs whose bags are still in their vehicles, as a receipt at the station expects them. */
export async function arriving(station: string): Promise<Arriving[]> {
    const vehicles = await get<Shape<"VehicleOut">[]>("/vehicles");
    const loaded = vehicles.filter((one) => one.home === station && one.grams + one.pieces > 0);
    if (loaded.length === 0) return [];
    const [runs, ...aboard] = await Promise.all([
        get<Window<Run>>(address("/pickups", { limit: RUNS })),
        ...loaded.map(({ code }) => bagsIn(code)),
    ]);
    const bags = new Map(loaded.map(({ code }, n) => [code, aboard[n] ?? []]));
    return runs.items
        .filter((run) => run.station === station)
        .map((run) => expected(run, bags.get(run.vehicle.code) ?? []))
        .filter((run) => run !== null);
}

async function bagsIn(vehicle: string): Promise<Bag[]> {
    const found: Bag[] = [];
    let cursor: string | null = null;
    do {
        const page: Window<Bag> = await get<Window<Bag>>(
            address("/bags", { place: vehicle, limit: 100, cursor }),
        );
        found.push(...page.items);
        cursor = page.next_cursor;
    } while (cursor !== null);
    return found;
}

/** Returns what a run still carries; nothing when all that is left of it was missing before. */
function expected(run: Run, aboard: readonly Bag[]): Arriving | null {
    const there = new Map(aboard.map((bag) => [keyOf(bag.label), bag]));
    const bags: ExpectedBag[] = [];
    let waits = false;
    for (const { label, point, pieces, grams } of run.bags) {
        const bag = there.get(keyOf(label));
        if (bag === undefined) continue;
        waits ||= bag.status === "sealed";
        bags.push({ label: keyOf(label), point, pieces, grams });
    }
    return waits ? { run: run.id, vehicle: run.vehicle, driver: run.driver, bags } : null;
}
