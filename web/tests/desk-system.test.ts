import { describe, expect, it } from "vitest";
import { stepsOf } from "../src/desk/parts/setup";
import { healthOf, isUnderWay, type Part, worstOf } from "../src/desk/screens/system/health";
import { partsOf } from "../src/desk/screens/system/sizes";

type System = Parameters<typeof healthOf>[0];

const NOW = "2026-11-29T12:00:00+08:00";
const hoursAgo = (hours: number) => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
const backup = (hours: number, verified = true) => ({
    name: "jiujin-20261129T010000Z-5f70bf.zip",
    at: hoursAgo(hours),
    bytes: 1,
    sha256: "",
    revision: "0013",
    verified,
});
const check = (hours: number, ok = true): NonNullable<System["last_check"]> => ({
    id: "01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f",
    kind: "check",
    status: "done",
    asked_at: hoursAgo(hours),
    ended_at: hoursAgo(hours),
    done: 27,
    total: 27,
    problem: null,
    check: { ok, invariants: 27, violations: [] },
    backup: null,
});
const well: System = {
    version: "0.1.0",
    python: "3.11.7",
    now: NOW,
    started_at: hoursAgo(5),
    uptime_s: 18_000,
    database: {
        engine: "sqlite",
        version: "3",
        size_bytes: 1_000,
        revision: "0013",
        revision_wanted: "0013",
    },
    checks: { database: "ok", writer: "ok", network: "ok" },
    disk_free_bytes: 500_000,
    disk_bytes: 1_000_000,
    streams: { open: 1, most: 500 },
    exports: { waiting: 0, running: 0, failed: 0 },
    jobs: [],
    last_check: check(5),
    backups: [backup(5)],
    settings: [],
};

/** What is not well in a service that differs from a well one. */
function amiss(changed: Partial<System>): Omit<Part, "part">[] {
    return healthOf({ ...well, ...changed })
        .filter(({ tone }) => tone !== "good")
        .map(({ standing, tone }) => ({ standing, tone }));
}

describe("health", () => {
    it("finds nothing in a service that is well", () => {
        expect(amiss({})).toEqual([]);
        expect(worstOf(healthOf(well))).toBe("good");
    });

    it.each<[Partial<System>, Part["standing"], Part["tone"]]>([
        [{ checks: { ...well.checks, writer: "StoreBusy" } }, "writer_failed", "bad"],
        [{ checks: { ...well.checks, network: "empty" } }, "network_empty", "bad"],
        [{ database: { ...well.database, revision: "0012" } }, "schema_old", "bad"],
        [{ disk_free_bytes: 100_000 }, "disk_low", "warn"],
        [{ disk_free_bytes: 40_000 }, "disk_full", "bad"],
        [{ database: { ...well.database, size_bytes: 300_000 } }, "disk_full", "bad"],
        [{ backups: [] }, "backup_none", "bad"],
        [{ backups: [backup(1, false), backup(2)] }, "backup_broken", "bad"],
        [{ backups: [backup(49)] }, "backup_old", "warn"],
        [{ last_check: null }, "check_none", "warn"],
        [{ last_check: check(1, false) }, "check_broken", "bad"],
        [{ last_check: check(49) }, "check_old", "warn"],
        [{ exports: { ...well.exports, failed: 1 } }, "exports_failed", "warn"],
        [{ streams: { open: 450, most: 500 } }, "streams_crowded", "warn"],
    ])("says what is amiss: %#", (changed, standing, tone) => {
        expect(amiss(changed)).toEqual([{ standing, tone }]);
        expect(worstOf(healthOf({ ...well, ...changed }))).toBe(tone);
    });

    it("blames the database where it cannot be read", () => {
        expect(amiss({ checks: { database: "OperationalError", writer: "ok" } })).toEqual([
            { standing: "database_failed", tone: "bad" },
            { standing: "network_empty", tone: "warn" },
        ]);
    });

    it("knows which jobs go on", () => {
        const statuses = ["waiting", "running", "done", "failed"] as const;
        expect(statuses.filter((status) => isUnderWay({ ...check(1), status }))).toEqual([
            "waiting",
            "running",
        ]);
    });
});

describe("times", () => {
    it("are told in days, hours and minutes", () => {
        expect(partsOf(59)).toEqual({ days: 0, hours: 0, minutes: 0 });
        expect(partsOf(3 * 86_400 + 5 * 3_600 + 61)).toEqual({ days: 3, hours: 5, minutes: 1 });
    });
});

describe("first steps", () => {
    const told = {
        admin: true,
        places: 1500,
        stations: 4,
        stations_staffed: 4,
        help_phone: true,
        public_url_https: true,
        backup: NOW,
        labels_printed: true,
        invited: true,
        first_intake: true,
        demo: false,
    };
    const open = (changed: Partial<typeof told>) =>
        stepsOf({ ...told, ...changed })
            .filter(({ done }) => !done)
            .map(({ name }) => name);

    it("are all done in a service that is used", () => {
        expect(open({})).toEqual([]);
    });

    it("stay open while a station has no manager, or there is none at all", () => {
        expect(open({ stations_staffed: 3 })).toEqual(["staffed"]);
        expect(open({ places: 0, stations: 0, stations_staffed: 0 })).toEqual(["places", "staffed"]);
    });

    it("ask to leave what was invented behind", () => {
        expect(open({ demo: true })).toEqual(["demo"]);
    });
});
