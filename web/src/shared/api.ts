import { look } from "./look.svelte";
import type { components } from "./schema";
import { type Asking, type Came, early, send } from "./sending";

type Schemas = components["schemas"];
/** A shape of our API by its name in the OpenAPI document. */
export type Shape<Name extends keyof Schemas> = Schemas[Name];

export { API } from "./sending";
export type { Asking } from "./sending";

/** What the service says when it refuses: RFC 9457, with a pointer to each field. */
export interface Problem {
    status: number;
    code: string;
    title: string;
    detail: string;
    errors: { pointer: string; code: string; message: string }[];
    /** For a stale change: who made another one, when, and both values of each field. */
    conflict?: Clash;
}

/** Two values of the same fields: what is stored by now, and what was sent. */
export interface Clash {
    by: string | null;
    at: string | null;
    /** The version that stands now. */
    version?: string | null;
    fields: { pointer: string; stored: unknown; sent: unknown }[];
}

/** A refusal that the service sent. */
export class Refused extends Error {
    constructor(
        readonly problem: Problem,
        readonly retryAfterS: number | null = null,
    ) {
        super(problem.detail || problem.title);
    }
}

/** No answer at all: no network, no service, or too slow to wait for. */
export class Unreachable extends Error {}

/** An answer; `body` is null when what the caller has is still right (304). */
export interface Answered<Body> {
    body: Body | null;
    etag: string | null;
    /** What time the service said it was, as HTTP has it. */
    date: string | null;
}

/** Asks the service. Throws Refused for a problem answer and Unreachable for none. */
export async function ask<Body>(path: string, asking: Asking = {}): Promise<Answered<Body>> {
    let came: Came;
    try {
        // Refusals are shown as they come.
        came = (await early(path, asking)) ?? (await send(path, asking, look.language));
    } catch (lost) {
        throw new Unreachable(String(lost));
    }
    const { answer, text } = came;
    const date = answer.headers.get("date");
    if (answer.status === 304) return { body: null, etag: asking.etag ?? null, date };
    // The page of a hotel's or a train's network answers everything with 200: that is no answer of ours.
    if (answer.ok && !isJson(answer) && text !== "") throw new Unreachable("not ours");
    if (answer.ok) return { body: parsed<Body>(text), etag: answer.headers.get("etag"), date };
    throw new Refused(problemOf(answer.status, parsed(text)), seconds(answer.headers.get("retry-after")));
}

/** Returns a problem answer's content as a problem, whatever came: a proxy's error page is one too. */
export function problemOf(status: number, body: unknown): Problem {
    const said = (typeof body === "object" && body !== null ? body : {}) as Partial<Problem>;
    return {
        status,
        code: said.code ?? "unknown",
        title: said.title ?? "",
        detail: said.detail ?? "",
        errors: said.errors ?? [],
        ...(said.conflict === undefined ? {} : { conflict: said.conflict }),
    };
}

function isJson(answer: Response): boolean {
    return /\bjson\b/.test(answer.headers.get("content-type") ?? "");
}

function parsed<Body>(text: string): Body | null {
    try {
        return text === "" ? null : (JSON.parse(text) as Body);
    } catch {
        return null;
    }
}

function seconds(header: string | null): number | null {
    const value = Number(header ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
}
