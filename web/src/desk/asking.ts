import { v7 } from "uuid";
import type { Asking } from "../shared/api";
import { session } from "./state/session.svelte";

/** Returns what the service answers to a question. Throws Refused and Unreachable. */
export async function get<Body>(path: string): Promise<Body> {
    return (await session.ask<Body>(path)).body as Body;
}

/** An answer with the version it has, for whoever will change it. */
export async function getVersioned<Body>(path: string): Promise<{ body: Body; version: string | null }> {
    const { body, etag } = await session.ask<Body>(path);
    return { body: body as Body, version: etag };
}

/** Does something by PUT; with `version` only if nobody has changed it meanwhile. */
export async function put<Body>(path: string, body: unknown, version: string | null = null): Promise<Body> {
    return (await session.ask<Body>(path, { method: "PUT", body, ...matching(version) })).body as Body;
}

/** Does something by POST. */
export async function post<Body>(path: string, body: unknown, version: string | null = null): Promise<Body> {
    return (await session.ask<Body>(path, { method: "POST", body, ...matching(version) })).body as Body;
}

/** Takes something away by DELETE. */
export async function remove(path: string): Promise<void> {
    await session.ask(path, { method: "DELETE" });
}

/** Returns an id for something new: made here, so that asking twice does it once. */
export function newId(): string {
    return v7();
}

/** Returns an address of the API with the parameters that are set. */
export function address(path: string, query: Record<string, string | number | null | undefined>): string {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== "") asked.set(name, String(value));
    }
    const text = asked.toString();
    return text === "" ? path : `${path}?${text}`;
}

function matching(version: string | null): Pick<Asking, "ifMatch"> {
    return version === null ? {} : { ifMatch: version };
}
