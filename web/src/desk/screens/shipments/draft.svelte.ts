import { Refused, type Shape } from "../../../shared/api";
import { sound } from "../../../shared/scan/sounds";
import { address, get, newId } from "../../asking";
import { session } from "../../state/session.svelte";
import { bare, type DraftLine, type Failure, type Head, lineOf, type Why, whyNot } from "./drafts";
import type { Kind } from "./shipments";

interface Kept {
    who: string;
    id: string;
    head: Head;
    lines: DraftLine[];
}

/** How a scan ended. */
export interface Heard {
    code: string;
    why: Why | null;
    amount: string;
}

/** A shipment that is being scanned together; this browser keeps it until it is planned or given up. */
export class Draft {
    id = $state(newId());
    head = $state<Head>({ from: "", to: "", vehicle: "", due: "" });
    /** The newest first. */
    lines = $state<DraftLine[]>([]);
    failures = $state<Failure[]>([]);
    heard = $state.raw<Heard | null>(null);
    /** Scans that are still being looked up. */
    waiting = $state(0);
    #turn: Promise<void> = Promise.resolve();

    constructor(readonly kind: Kind) {
        const kept = read(this.#key);
        if (kept === null || kept.who !== this.#who) return;
        this.id = kept.id;
        this.head = kept.head;
        this.lines = kept.lines;
    }

    get #key(): string {
        return `jiujin.desk.shipping.${this.kind}`;
    }

    get #who(): string {
        return `${session.me?.role ?? ""} ${session.me?.name ?? ""} ${session.me?.place?.code ?? ""}`;
    }

    /** Takes a code in its turn: a scanner is faster than an answer. */
    scan(code: string): void {
        this.waiting += 1;
        this.#turn = this.#turn.then(async () => {
            await this.#take(code.trim());
            this.waiting -= 1;
        });
    }

    /** Takes the lot off that was added last; returns its code. */
    undo(): string | null {
        const [last] = this.lines;
        if (last !== undefined) this.lines = this.lines.slice(1);
        return last?.lot ?? null;
    }

    /** Takes a lot off. */
    remove(lot: string): void {
        this.lines = this.lines.filter((line) => line.lot !== lot);
    }

    /** Keeps what there is in this browser. */
    keep(): void {
        const kept: Kept = { who: this.#who, id: this.id, head: this.head, lines: this.lines };
        localStorage.setItem(this.#key, JSON.stringify(kept));
    }

    /** Forgets it all: it is planned, or given up. */
    forget(): void {
        localStorage.removeItem(this.#key);
        this.id = newId();
        this.lines = [];
        this.failures = [];
        this.heard = null;
    }

    async #take(code: string): Promise<void> {
        if (code === "") return;
        const found = await this.#find(code);
        const others = this.failures.filter((failure) => bare(failure.code) !== bare(code));
        if ("why" in found) {
            if (found.why !== "twice") this.failures = [found, ...others];
            this.heard = { ...found, amount: "" };
            sound(found.why === "twice" ? "again" : "wrong");
        } else {
            this.lines = [found, ...this.lines];
            this.failures = others;
            this.heard = { code: found.lot, why: null, amount: found.amount };
            sound("ok");
        }
    }

    /** Returns what was scanned as a line, or under the code that it is known by why it is none. */
    async #find(code: string): Promise<DraftLine | Failure> {
        const not = (why: Why, known = code): Failure => ({ code: known, why });
        const there = (lot: string): boolean => this.lines.some((line) => bare(line.lot) === bare(lot));
        if (there(code)) return not("twice");
        try {
            const scanned = await get<Shape<"ScanOut">>(`/scan/${encodeURIComponent(code)}`);
            if (scanned.what === "bag")
                return not(scanned.status === "opened" ? "opened" : "sealed", scanned.code);
            if (scanned.what !== "lot") return not("other", scanned.code);
            if (there(scanned.code)) return not("twice", scanned.code);
            const asked = address("/stock", { place: this.head.from, lot: scanned.code });
            const [row] = (await get<Shape<"StockPage">>(asked)).items;
            const why = whyNot(this.kind, row);
            return row === undefined || why !== null ? not(why ?? "elsewhere", scanned.code) : lineOf(row);
        } catch (failed) {
            return not(failed instanceof Refused ? "unknown" : "unreachable");
        }
    }
}

function read(key: string): Kept | null {
    try {
        return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null;
    } catch {
        return null;
    }
}
