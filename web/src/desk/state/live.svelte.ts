import { API } from "../../shared/api";
import { look } from "../../shared/look.svelte";
import { session } from "./session.svelte";

/** What somebody did, as the service tells those who may see it. */
export interface Changed {
    kind: string;
    subject: string;
    place: string | null;
    by: string | null;
    at: string;
}

/** Takes a change; null when changes were missed, and what is shown may be old whatever it shows. */
type Listener = (changed: Changed | null) => void;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Without a sign for so long the line is taken for dead; the service gives one each 15 s. */
const SILENCE_MS = 40_000;

/** Hears what others do, while somebody is signed in: one stream for all that is on the page. */
class Live {
    /** Whether the stream is up. */
    on = $state(false);
    readonly #listeners = new Set<Listener>();
    #stop: AbortController | null = null;
    #last: string | null = null;

    /** Begins to hear; an earlier stream ends. */
    begin(): void {
        this.end();
        this.#stop = new AbortController();
        void this.#hear(this.#stop.signal);
    }

    /** Ends the stream. */
    end(): void {
        this.#stop?.abort();
        this.#stop = null;
        this.on = false;
    }

    /** Calls a listener for each change, until the returned function is called. */
    hear(listener: Listener): () => void {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    async #hear(stopped: AbortSignal): Promise<void> {
        let pause = FIRST_PAUSE_MS;
        while (!stopped.aborted && session.token !== null) {
            const began = Date.now();
            await this.#stream(stopped).catch(() => undefined);
            this.on = false;
            if (stopped.aborted || session.refused) return;
            if (Date.now() - began > SILENCE_MS) pause = FIRST_PAUSE_MS;
            await waiting(pause, stopped);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
    }

    async #stream(stopped: AbortSignal): Promise<void> {
        const silent = new AbortController();
        stopped.addEventListener("abort", () => silent.abort(), { once: true });
        const headers: Record<string, string> = {
            accept: "text/event-stream",
            "accept-language": look.language,
            authorization: `Bearer ${session.token ?? ""}`,
        };
        if (this.#last !== null) headers["last-event-id"] = this.#last;
        const answer = await fetch(`${API}/events`, {
            headers,
            cache: "no-store",
            signal: silent.signal,
        });
        if (!answer.ok || answer.body === null) throw new Error(String(answer.status));
        this.on = true;
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (;;) {
            const timer = setTimeout(() => silent.abort(), SILENCE_MS);
            const { done, value } = await reader.read().finally(() => clearTimeout(timer));
            if (done) return;
            const blocks = (rest + value).split("\n\n");
            rest = blocks.pop() ?? "";
            for (const block of blocks) this.#take(block);
        }
    }

    #take(block: string): void {
        const { id, event, data } = fieldsOf(block);
        if (id !== null) this.#last = id;
        if (data === "") return;
        const changed = event === "missed" ? null : (JSON.parse(data) as Changed);
        for (const listener of this.#listeners) listener(changed);
    }
}

/** Returns the id, kind and data of an event as the stream writes it (HTML, server-sent events §9.2.6). */
export function fieldsOf(block: string): { id: string | null; event: string; data: string } {
    let id: string | null = null;
    let event = "message";
    const data: string[] = [];
    for (const line of block.split("\n")) {
        if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
        else if (line.startsWith("id:")) id = line.slice(3).trim();
        else if (line.startsWith("event:")) event = line.slice(6).trim();
    }
    return { id, event, data: data.join("\n") };
}

function waiting(ms: number, stopped: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        stopped.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
        });
    });
}

export const live = new Live();
