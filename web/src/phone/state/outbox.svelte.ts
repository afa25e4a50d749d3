import { remember, remembered } from "../../shared/look.svelte";
import { dropProofs, entries, type Entry } from "../keep/entries";
import { me } from "./me.svelte";

/**
 * How long until what waits is tried again, milliseconds: reception may be back without a word. Each
 * failure doubles it, so that a service in trouble is not asked by a whole city every three seconds.
 */
const AGAIN_MS = 3_000;
const AGAIN_MAX_MS = 20_000;
/** Kept where it is written at once: who says not now may leave the page in the same moment. */
const HELD = "jiujin.held";

/** The outbox as the pages show it, and the one that sends it. */
class Outbox {
    all = $state.raw<Entry[]>([]);
    online = $state(true);
    sending = $state(false);
    /** The volunteer's own switch: do not send for now, the signal comes and goes. */
    held = $state(false);
    /** Whether the last attempt got an answer. */
    reached = $state(true);

    /** The entries of whoever holds the phone, newest first. */
    readonly mine: Entry[] = $derived(
        this.all.filter((entry) => entry.person === me.person?.id).sort((a, b) => b.seq! - a.seq!),
    );
    readonly waiting: Entry[] = $derived(
        this.mine.filter((entry) => entry.state === "waiting" || entry.state === "sending"),
    );
    readonly attention: Entry[] = $derived(this.mine.filter((entry) => entry.state === "attention"));
    /** What people before left on the phone; they are counted, never shown. */
    readonly others: Entry[] = $derived(
        this.all.filter((entry) => entry.person !== me.person?.id && entry.state !== "sent"),
    );
    readonly outstanding: number = $derived(this.waiting.length + this.attention.length);

    readonly #news = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("jiujin-outbox");
    #timer: ReturnType<typeof setTimeout> | undefined;
    #asked = false;
    #failures = 0;

    /** Reads the outbox and begins to send: now, with reception, by and by, and when the page comes back. */
    async begin(): Promise<void> {
        this.online = navigator.onLine;
        this.held = remembered(HELD) === "yes";
        await dropProofs();
        await this.read();
        addEventListener("online", () => void this.#back());
        addEventListener("offline", () => (this.online = false));
        addEventListener(
            "visibilitychange",
            () => document.visibilityState === "visible" && void this.send(),
        );
        if (this.#news !== null) this.#news.onmessage = () => void this.read();
        await this.send();
    }

    /** Reads what is kept. */
    async read(): Promise<void> {
        this.all = await entries();
    }

    /** Tells this page and the others that something was entered, and sends it. */
    async entered(): Promise<void> {
        await this.read();
        this.#news?.postMessage("changed");
        void this.send();
    }

    /** Sends what waits, unless there is no reception or the volunteer said not now. */
    async send(how: "ask" | "insist" = "ask"): Promise<void> {
        if (this.held && how === "ask") return;
        if (this.sending) {
            // Something was entered while a round was under way: another round follows.
            this.#asked = true;
            return;
        }
        clearTimeout(this.#timer);
        let waitS: number | null = null;
        try {
            if (navigator.onLine && this.#hasWork()) {
                this.sending = true;
                do {
                    this.#asked = false;
                    waitS = await this.#round();
                } while (this.#asked && this.reached);
            }
        } finally {
            // Whatever went wrong, the next round comes.
            this.sending = false;
            this.#later(waitS);
        }
    }

    /** Sets the volunteer's switch. */
    async hold(held: boolean): Promise<void> {
        this.held = held;
        remember(HELD, held ? "yes" : "no");
        if (!held) await this.send();
    }

    async #round(): Promise<number | null> {
        const showing = setInterval(() => void this.read(), 300);
        try {
            // Not needed before there is something to send, and somebody to send it to.
            const module = await import("../sync/drain").catch(() => null);
            const round = await module?.drain();
            this.reached = round?.reached ?? false;
            return round?.waitS ?? null;
        } finally {
            clearInterval(showing);
            await this.read();
            await me.reload();
            this.#news?.postMessage("changed");
        }
    }

    #hasWork(): boolean {
        return this.all.some((entry) => entry.state === "waiting" || entry.state === "sending");
    }

    #later(waitS: number | null): void {
        clearTimeout(this.#timer);
        this.#failures = this.reached ? 0 : this.#failures + 1;
        if (!this.#hasWork()) return;
        const again = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** Math.max(0, this.#failures - 1));
        // Phones that lost the service at the same moment must not come back at the same moment.
        const wait = (waitS === null ? again : waitS * 1000) * (0.8 + 0.2 * Math.random());
        this.#timer = setTimeout(() => void this.send(), wait);
    }

    async #back(): Promise<void> {
        this.online = true;
        this.#failures = 0;
        await this.send();
        await me.refresh();
    }
}

export const outbox = new Outbox();
