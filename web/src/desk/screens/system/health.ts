import type { Shape } from "../../../shared/api";
import type { Tone } from "../../parts/tones";

type System = Shape<"SystemOut">;

/** How a part of the service stands: each word belongs to one part. */
export type Standing =
    | "database_ok"
    | "database_failed"
    | "writer_ok"
    | "writer_failed"
    | "network_ok"
    | "network_empty"
    | "schema_ok"
    | "schema_old"
    | "disk_ok"
    | "disk_low"
    | "disk_full"
    | "backup_ok"
    | "backup_old"
    | "backup_broken"
    | "backup_none"
    | "check_ok"
    | "check_old"
    | "check_broken"
    | "check_none"
    | "exports_ok"
    | "exports_failed"
    | "streams_ok"
    | "streams_crowded";

export type PartName =
    "database" | "writer" | "network" | "schema" | "disk" | "backup" | "check" | "exports" | "streams";

export interface Part {
    part: PartName;
    standing: Standing;
    tone: Tone;
}

/** A backup or check is to be made every night; one that is older was forgotten. */
const OLD_MS = 48 * 3_600_000;
/** Of the disk; a backup needs twice the database's size besides. */
const LOW = 0.15;
const FULL = 0.05;
const CROWDED = 0.9;

/** Returns how each part stands, the service's own words first. */
export function healthOf(system: System): Part[] {
    const now = Date.parse(system.now);
    return [
        told(system, "database"),
        told(system, "writer"),
        told(system, "network"),
        schema(system),
        disk(system),
        backup(system, now),
        check(system, now),
        exports(system),
        streams(system),
    ];
}

/** Returns the worst tone there is. */
export function worstOf(parts: readonly Part[]): Tone {
    const tones = parts.map(({ tone }) => tone);
    return tones.includes("bad") ? "bad" : tones.includes("warn") ? "warn" : "good";
}

/** Tells whether a job goes on, or is about to. */
export function isUnderWay({ status }: Shape<"JobOut">): boolean {
    return status === "waiting" || status === "running";
}

function told({ checks }: System, part: "database" | "writer" | "network"): Part {
    const wrong = part === "network" && checks[part] === "empty" ? "network_empty" : `${part}_failed`;
    const standing = (checks[part] === "ok" ? `${part}_ok` : wrong) as Standing;
    // Without a database there is no network either, and that is the database's fault.
    if (part === "network" && checks[part] === undefined) return rated("network", "network_empty", "warn");
    return rated(part, standing, checks[part] === "ok" ? "good" : "bad");
}

function schema({ database }: System): Part {
    return database.revision === database.revision_wanted
        ? rated("schema", "schema_ok", "good")
        : rated("schema", "schema_old", "bad");
}

function disk({ disk_bytes, disk_free_bytes, database }: System): Part {
    const share = disk_free_bytes / disk_bytes;
    if (share < FULL || disk_free_bytes < 2 * database.size_bytes) return rated("disk", "disk_full", "bad");
    return share < LOW ? rated("disk", "disk_low", "warn") : rated("disk", "disk_ok", "good");
}

function backup({ backups: [newest] }: System, now: number): Part {
    if (newest === undefined) return rated("backup", "backup_none", "bad");
    if (!newest.verified) return rated("backup", "backup_broken", "bad");
    if (now - Date.parse(newest.at) > OLD_MS) return rated("backup", "backup_old", "warn");
    return rated("backup", "backup_ok", "good");
}

function check({ last_check }: System, now: number): Part {
    if (last_check === null || last_check.check === null) return rated("check", "check_none", "warn");
    if (!last_check.check.ok) return rated("check", "check_broken", "bad");
    const at = Date.parse(last_check.ended_at ?? last_check.asked_at);
    return now - at > OLD_MS ? rated("check", "check_old", "warn") : rated("check", "check_ok", "good");
}

function exports({ exports: { failed } }: System): Part {
    return failed > 0 ? rated("exports", "exports_failed", "warn") : rated("exports", "exports_ok", "good");
}

function streams({ streams: { open, most } }: System): Part {
    return open >= most * CROWDED
        ? rated("streams", "streams_crowded", "warn")
        : rated("streams", "streams_ok", "good");
}

function rated(part: PartName, standing: Standing, tone: Tone): Part {
    return { part, standing, tone };
}
