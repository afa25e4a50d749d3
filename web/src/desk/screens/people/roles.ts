import type { Shape } from "../../../shared/api";
import { findPoints, findSites } from "../../parts/pickers";
import type { Option } from "../../parts/Picker.svelte";

export type Role = Shape<"Role">;

/** The roles in the order of the goods' way, and then those who see everything. */
export const ROLES = [
    "volunteer",
    "driver",
    "station_manager",
    "warehouse_manager",
    "foundation",
    "auditor",
    "admin",
] as const satisfies readonly Role[];

/** Which kind of place a role works at; the others see the whole network. */
const PLACES: Partial<Record<Role, "point" | "station" | "warehouse">> = {
    volunteer: "point",
    driver: "station",
    station_manager: "station",
    warehouse_manager: "warehouse",
};

/** Returns the roles that somebody may hand on, as the service's policy has it. */
export function givenBy(role: Role | undefined): readonly Role[] {
    if (role === "admin") return ROLES;
    return role === "station_manager" ? ["volunteer", "driver"] : [];
}

/** Tells whether a role works on the phone's pages, and joins there. */
export function isOnPhone(role: Role): boolean {
    return role === "volunteer" || role === "driver";
}

/** Returns the kind of place that a role is bound to, or null. */
export function placeKindOf(role: Role): "point" | "station" | "warehouse" | null {
    return PLACES[role] ?? null;
}

/** Finds places that a role can be bound to. */
export function findPlaces(role: Role, text: string): Promise<Option[]> | Option[] {
    const kind = placeKindOf(role);
    if (kind === "point") return findPoints(text);
    const first = kind === "station" ? "S" : "W";
    return findSites(text).filter(({ code }) => code.startsWith(first));
}

/** Finds stations, the warehouse, and points. */
export async function findBound(text: string): Promise<Option[]> {
    return [...findSites(text), ...(await findPoints(text))];
}

/** Returns the address at which a secret lets somebody in; behind the # it reaches no server. */
export function linkOf(role: Role, secret: string, origin: string): string {
    return `${origin}${isOnPhone(role) ? "" : "/desk"}/join#${secret}`;
}

export type KeyState = "valid" | "expired" | "revoked";

/** Returns how a key stands at a moment. */
export function keyState(
    { expires_at, revoked_at }: { expires_at: string; revoked_at: string | null },
    now: number,
): KeyState {
    if (revoked_at !== null) return "revoked";
    return Date.parse(expires_at) <= now ? "expired" : "valid";
}
