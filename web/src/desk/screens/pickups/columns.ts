import type { Shape } from "../../../shared/api";
import { nameOf, say } from "../../../shared/look.svelte";
import { count, stamp, weight } from "../../format";
import type { Column } from "../../parts/tables";
import type { Tone } from "../../parts/tones";
import { catalogue } from "../../state/catalogue.svelte";
import { terms } from "../../terms";
import { network } from "../network/words";
import { pickups } from "./words";

type Due = Shape<"DueOut">;
type Run = Shape<"PickupOut">;

/** Returns the columns of points that are due. */
export function dueColumns(seesAll: boolean): Column<Due>[] {
    const [w, n, words] = [say(pickups), say(network), say(terms)];
    return [
        {
            name: "point",
            title: w.stop,
            value: (row) => nameOf(row.point),
            about: (row) => row.point.code,
            href: (row) => `/desk/points/${row.point.code}`,
        },
        ...(seesAll
            ? [
                  {
                      name: "station",
                      title: words.station,
                      value: (row: Due) => catalogue.site(row.station ?? ""),
                  },
              ]
            : []),
        {
            name: "because",
            title: w.why,
            value: (row) => row.because.map((why) => n.because[why]).join(", "),
            tone: (row) => (row.planned_in === null ? "bad" : "calm"),
            about: (row) => howDue(row),
        },
        {
            name: "grams",
            title: words.weight,
            value: (row) => weight(row.grams),
            about: (row) => `${count(row.bags)} ${w.bags}`,
            number: true,
        },
        {
            name: "run",
            title: w.planned,
            value: (row) => (row.planned_in === null ? w.free : w.plannedIn),
            href: (row) => (row.planned_in === null ? null : `/desk/pickups/${row.planned_in}`),
        },
    ];
}

function howDue(row: Due): string {
    const w = say(pickups);
    const waits = `${w.waits} ${w.days(count(Math.floor(row.days_waiting)))}`;
    const asks = row.requests.map((why) => w.requests[why]);
    return [`${w.fill} ${Math.round(row.fill * 100)}%`, waits, ...asks].join(" · ");
}

/** Returns the columns of runs. */
export function runColumns(seesAll: boolean): Column<Run>[] {
    const [w, words] = [say(pickups), say(terms)];
    return [
        {
            name: "day",
            title: w.day,
            value: (row) => row.planned_for,
            href: (row) => `/desk/pickups/${row.id}`,
        },
        ...(seesAll
            ? [{ name: "station", title: words.station, value: (row: Run) => catalogue.site(row.station) }]
            : []),
        { name: "vehicle", title: w.vehicle, value: (row) => nameOf(row.vehicle) },
        { name: "driver", title: w.driver, value: (row) => row.driver ?? w.noDriver },
        { name: "status", title: words.status, value: runWord, tone: runTone },
        {
            name: "made",
            title: w.stopsMade,
            value: (row) => w.ofAll(made(row).length, row.stops.length),
            number: true,
        },
        {
            name: "bags",
            title: w.collected,
            value: (row) => count(row.bags.length),
            number: true,
        },
        { name: "expected", title: w.expected, value: (row) => weight(row.expected_grams), number: true },
        { name: "back", title: w.dueBy, value: (row) => stamp(row.due_by) },
    ];
}

/** Returns the stops that were made, or where somebody was at least. */
export function made(run: Run): Run["stops"] {
    return run.stops.filter(({ outcome }) => outcome !== null && outcome !== "skipped");
}

/** Says how a run stands. */
export function runWord(run: Run): string {
    const w = say(pickups);
    return run.overdue ? w.overdue : w.states[run.status];
}

/** Returns how a run's state reads. */
export function runTone(run: Run): Tone {
    if (run.overdue) return "bad";
    return run.status === "finished" ? "good" : run.status === "under_way" ? "warn" : "calm";
}
