import { Refused, type Shape } from "../../../shared/api";
import { remember, remembered } from "../../../shared/look.svelte";
import { type BenchTone, sound } from "../../../shared/scan/sounds";
import { put } from "../../asking";
import { type Trouble, troubleOf } from "../../state/loaded.svelte";
import { benchKey } from "../../state/unsent";
import { fresh, type Kept, later, parked, toldOf, type Waiting } from "./drafts";
import {
    type Arriving,
    bodyOf,
    counts,
    type Draft,
    isOpen,
    judgedFor,
    keyOf,
    labelIn,
    likelyRun,
    type Made,
    placed,
    type Said,
    type Scan,
    type Told,
    toneOf,
    without,
} from "./judging";

/** What was said last: of which scan, and how it sounded. */
export interface Feedback {
    what: "scan" | "damaged" | "whole" | "undone" | "weighed" | "nothing";
    scan: Scan | null;
    tone: BenchTone;
    /** Counts what is said, so that the same words twice are said twice. */
    n: number;
}

const RETRY_MS = 15_000;
const UNRECORDED = [429, 500, 502, 503, 504];

/** The receiving bench of a place: what was scanned and what waits, kept in the browser at once. */
export class Receiving {
    draft = $state.raw<Draft>(fresh());
    waiting = $state.raw<Waiting[]>([]);
    runs = $state.raw<Arriving[]>([]);
    feedback = $state.raw<Feedback | null>(null);
    /** Whether the browser keeps the list. */
    kept = $state(true);
    /** The receipt that was recorded last. */
    recorded = $state.raw<Shape<"ReceiptOut"> | null>(null);
    #key: string;
    #said = 0;
    #sending = false;

    constructor(readonly station: string) {
        this.#key = benchKey(station);
        this.#read();
    }

    /** Follows other tabs and the network, and sends what waits, as long as the desk is open. */
    begin(): void {
        addEventListener("storage", (event) => {
            if (event.key === this.#key) this.#read();
        });
        addEventListener("online", () => void this.catchUp());
        setInterval(() => void this.catchUp(), RETRY_MS);
        void this.catchUp();
    }

    /** Takes a scan: it is on the list before the service has said anything. */
    async scan(typed: string): Promise<void> {
        this.recorded = null;
        const found = labelIn(typed);
        if ("kind" in found) return this.#note(this.#made(typed, typed, found.kind));
        const { label, foreign } = found;
        const before = this.draft.scans.find(
            (scan) => scan.label === label && (counts(scan) || isOpen(scan)),
        );
        if (before !== undefined) return this.#note(this.#made(label, typed, "again"));
        const carrying = this.runs.find((run) => run.bags.some((bag) => bag.label === label));
        // The first bag of a run says which run it is: nobody has to put the scanner down.
        if (this.draft.run === null && !this.draft.alone && carrying !== undefined) this.choose(carrying);
        if (placed({ kind: "known", about: null }, label, this.draft.run).kind === "expected")
            return this.#note(this.#made(label, typed, "expected"));
        const scan = this.#made(label, typed, "unchecked");
        this.#put([...this.draft.scans, scan]);
        const told = await Promise.race([toldOf(label, foreign, this.station), later()]);
        this.#settle(scan.n, told ?? { kind: "unchecked", about: null });
    }

    /** Chooses the run that the receipt is of; null says that it is of none. */
    choose(run: Arriving | null): void {
        this.#judge(run, run === null);
    }

    /** Learns what is on its way: which run it is may show by what was scanned already. */
    know(runs: Arriving[]): void {
        this.runs = runs;
        const { run, scans } = this.draft;
        const now = runs.find((one) => one.run === run?.run) ?? likelyRun(this.draft, runs);
        // A list that was begun stays with its run: what that carries may be all received by now.
        if (now !== null || scans.length === 0) this.#judge(now, this.draft.alone);
    }

    /** Takes the last bag off the list. */
    undo(): void {
        const last = this.draft.scans.findLast(counts);
        if (last === undefined) return this.#say("nothing", null, "again");
        this.#put(this.draft.scans.filter((scan) => scan !== last));
        this.#say("undone", last, "again");
    }

    /** Notes that the last bag is damaged, or that it is not. */
    damage(): void {
        const last = this.draft.scans.findLast(counts);
        if (last === undefined) return this.#say("nothing", null, "again");
        const changed = { ...last, damaged: !last.damaged };
        this.#change(changed);
        this.#say(changed.damaged ? "damaged" : "whole", changed, changed.damaged ? "mind" : "ok");
    }

    /** Notes what the last bag weighs. */
    weigh(grams: number | null): void {
        const last = this.draft.scans.findLast(counts);
        if (last === undefined) return;
        const changed = { ...last, grams };
        this.#change(changed);
        this.#say("weighed", changed, "ok");
    }

    /** Takes an unknown bag in, with what it seems to hold; null leaves it out. */
    decide(n: number, made: Made | null, grams: number | null): void {
        const scan = this.draft.scans.find((one) => one.n === n);
        if (scan === undefined) return;
        const changed: Scan = { ...scan, kind: made === null ? "ignored" : "unknown", made, grams };
        this.#change(changed);
        this.#say("scan", changed, toneOf(changed));
    }

    /** Throws the list away. */
    clear(): void {
        this.#keep(fresh());
        this.feedback = null;
    }

    /** Sends the receipt. Returns null when it is recorded or waits, else what the service says against it. */
    async finish(said: Said): Promise<Trouble | null> {
        const body = bodyOf(this.draft, this.station, new Date().toISOString(), said);
        const entry: Waiting = { draft: this.draft, said, body, refused: null };
        // It is kept as it goes out: whatever happens to the answer, it is this that is sent again.
        this.#write({ draft: fresh(), waiting: [...this.waiting, entry] });
        const trouble = await this.#send(entry);
        if (trouble instanceof Refused) this.open(entry.draft.id);
        if (!(trouble instanceof Refused)) this.feedback = null;
        return trouble instanceof Refused ? trouble : null;
    }

    /** Brings a receipt that was refused back onto the bench, without the bags that cannot be received. */
    open(id: string): void {
        const entry = this.waiting.find(({ draft }) => draft.id === id);
        if (entry === undefined) return;
        const others = this.waiting.filter((other) => other !== entry);
        const [draft] = without(entry.draft, entry.refused?.errors ?? []);
        const mine = this.draft.scans.length === 0 ? [] : [parked(this.draft, this.station)];
        this.#write({ draft, waiting: [...others, ...mine] });
    }

    /** Sends what waits, and asks about what was scanned without an answer. */
    async catchUp(): Promise<void> {
        // Whoever signs in after somebody does not send what that one has received.
        if (this.#sending || benchKey(this.station) !== this.#key) return;
        this.#sending = true;
        try {
            for (const entry of this.waiting) {
                if (entry.refused === null && (await this.#send(entry)) === "unreachable") return;
            }
            for (const { n, label, typed } of this.draft.scans.filter(({ kind }) => kind === "unchecked")) {
                const found = labelIn(typed);
                const told = await toldOf(label, "foreign" in found && found.foreign, this.station);
                if (told === null) return;
                this.#settle(n, told);
            }
        } finally {
            this.#sending = false;
        }
    }

    async #send(entry: Waiting): Promise<Trouble | null> {
        const { id } = entry.draft;
        try {
            this.recorded = await put<Shape<"ReceiptOut">>(`/receipts/${id}`, entry.body);
            this.#write({ waiting: this.waiting.filter(({ draft }) => draft.id !== id) });
            return null;
        } catch (failed) {
            const trouble = troubleOf(failed);
            if (trouble === "unreachable") return trouble;
            const { problem } = trouble;
            // A service that is busy or broken has not judged it, and neither has one that wants a new key.
            if (UNRECORDED.includes(problem.status) || problem.status === 401) return "unreachable";
            const waiting = this.waiting.map((one) =>
                one.draft.id === id ? { ...one, refused: problem } : one,
            );
            this.#write({ waiting });
            return trouble;
        }
    }

    #settle(n: number, told: Told): void {
        const scan = this.draft.scans.find((one) => one.n === n);
        // It was taken off the list, or another answer came first.
        if (scan?.kind !== "unchecked") return;
        const changed = { ...scan, ...placed(told, scan.label, this.draft.run) };
        this.#change(changed);
        this.#say("scan", changed, toneOf(changed));
    }

    #judge(run: Arriving | null, alone: boolean): void {
        const unchecked = new Set(
            this.draft.scans.filter(({ kind }) => kind === "unchecked").map(({ n }) => n),
        );
        const scans = judgedFor(this.draft.scans, run);
        this.#keep({ ...this.draft, run, alone, scans });
        // The run may answer before the service does; whoever scanned waits to hear it.
        const answered = scans.findLast(({ n, kind }) => unchecked.has(n) && kind !== "unchecked");
        if (answered !== undefined) return this.#say("scan", answered, toneOf(answered));
        const scan = scans.find(({ n }) => n === this.feedback?.scan?.n);
        if (this.feedback !== null && scan !== undefined) this.feedback = { ...this.feedback, scan };
    }

    #made(label: string, typed: string, kind: Scan["kind"]): Scan {
        const n = Math.max(0, ...this.draft.scans.map((scan) => scan.n)) + 1;
        return { n, label: keyOf(label), typed, kind, damaged: false, grams: null, about: null, made: null };
    }

    #note(scan: Scan): void {
        this.#put([...this.draft.scans, scan]);
        this.#say("scan", scan, toneOf(scan));
    }

    #say(what: Feedback["what"], scan: Scan | null, tone: BenchTone): void {
        this.feedback = { what, scan, tone, n: ++this.#said };
        sound(tone);
    }

    #change(changed: Scan): void {
        this.#put(this.draft.scans.map((scan) => (scan.n === changed.n ? changed : scan)));
    }

    #put(scans: Scan[]): void {
        this.#keep({ ...this.draft, scans });
    }

    #keep(draft: Draft): void {
        this.#write({ draft });
    }

    #write(changed: Partial<Kept>): void {
        this.draft = changed.draft ?? this.draft;
        this.waiting = changed.waiting ?? this.waiting;
        const text = JSON.stringify({ draft: this.draft, waiting: this.waiting } satisfies Kept);
        remember(this.#key, text);
        this.kept = remembered(this.#key) === text;
    }

    #read(): void {
        const text = remembered(this.#key);
        if (text === null) return;
        const { draft, waiting } = JSON.parse(text) as Kept;
        this.draft = draft;
        this.waiting = waiting;
    }
}

const benches = new Map<string, Receiving>();

/** Returns the bench of who is signed in at a station: one for all pages, so that none sends what another has. */
export function receivingAt(station: string): Receiving {
    const key = benchKey(station);
    const known = benches.get(key);
    if (known !== undefined) return known;
    const made = new Receiving(station);
    benches.set(key, made);
    made.begin();
    return made;
}
