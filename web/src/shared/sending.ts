export const API = "/api/v1";
/** How long an answer may take before the network counts as gone, milliseconds. */
const PATIENCE_MS = 30_000;

export interface Asking {
    method?: "GET" | "POST" | "PUT" | "DELETE";
    body?: unknown;
    /** Whose request it is. */
    token?: string | null;
    /** What the caller has already. */
    etag?: string | null;
    /** Which version a change was made from: another one is refused as stale. */
    ifMatch?: string;
}

/** What came back, with all of its text. */
export interface Came {
    answer: Response;
    text: string;
}

interface Begun {
    asking: Asking;
    came: Promise<Came>;
}

const begun = new Map<string, Promise<Begun | null>>();

/** Sends a request to the service; refusals come in the language, or in the browser's. */
export async function send(path: string, asking: Asking, language?: string): Promise<Came> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (language !== undefined) headers["accept-language"] = language;
    if (asking.token) headers["authorization"] = `Bearer ${asking.token}`;
    if (asking.etag) headers["if-none-match"] = asking.etag;
    if (asking.ifMatch !== undefined) headers["if-match"] = asking.ifMatch;
    if (asking.body !== undefined) headers["content-type"] = "application/json";
    const answer = await fetch(path.startsWith("/") ? API + path : path, {
        method: asking.method ?? "GET",
        headers,
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(asking.body === undefined ? {} : { body: JSON.stringify(asking.body) }),
    });
    return { answer, text: await answer.text() };
}

/** Begins what the pages will ask for once they are there; `early` gives them what comes of it. */
export function begin(path: string, asking: Promise<Asking | null>): void {
    begun.set(
        path,
        asking.then(
            (known) => (known === null ? null : { asking: known, came: heard(send(path, known)) }),
            () => null,
        ),
    );
}

/** Returns what was asked for early, once, if it was asked for in just this way. */
export async function early(path: string, asking: Asking): Promise<Came | null> {
    const asked = begun.get(path);
    begun.delete(path);
    const before = await asked;
    if (before == null || asking.method !== undefined) return null;
    const { token, etag } = before.asking;
    return token === asking.token && etag === asking.etag ? before.came : null;
}

/** Nobody need hear of a failure before somebody waits for it. */
function heard(came: Promise<Came>): Promise<Came> {
    came.catch(() => undefined);
    return came;
}
