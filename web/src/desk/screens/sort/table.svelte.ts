import { Refused, type Shape } from "../../../shared/api";
import { remember, remembered } from "../../../shared/look.svelte";
import { newId, post } from "../../asking";
import { type Trouble, troubleOf } from "../../state/loaded.svelte";

type Output = Shape<"OutputIn">;

/** A line that the service has not answered for; `refused` when it has said no. */
export interface Waiting {
    id: string;
    happened_at: string;
    outputs: [Output];
    refused: Refused["problem"] | null;
}

interface Kept {
    waiting: Waiting[];
    notes: string[];
}

const RETRY_MS = 15_000;
const UNRECORDED = [401, 429, 500, 502, 503, 504];

/** The table of a sorting run: each line goes out at once, and what got no answer is kept in the browser. */
export class TableTop {
    waiting = $state.raw<Waiting[]>([]);
    /** What is to be said at the end, of lines that say it nowhere else. */
    notes = $state.raw<string[]>([]);
    #key: string;
    #sending: Promise<Trouble | null> | null = null;
    /** The undoing that got no answer: asked for again, it is done once. */
    #undoing: { id: string; lot: string } | null = null;

    constructor(
        readonly path: string,
        readonly ondone: () => Promise<void>,
    ) {
        this.#key = `jiujin.desk.sort.${path}`;
        const text = remembered(this.#key);
        if (text === null) return;
        const kept = JSON.parse(text) as Kept;
        this.waiting = kept.waiting;
        this.notes = kept.notes;
    }

    /** Sends what waits now and then, until the returned function is called. */
    begin(): () => void {
        const again = (): void => void this.catchUp();
        const timer = setInterval(again, RETRY_MS);
        addEventListener("online", again);
        again();
        return () => {
            clearInterval(timer);
            removeEventListener("online", again);
        };
    }

    /** Writes a line. Returns the refusal; a line that got no answer is kept and sent again. */
    async write(output: Output, note: string | null): Promise<Refused | null> {
        const line: Waiting = {
            id: newId(),
            happened_at: new Date().toISOString(),
            outputs: [output],
            refused: null,
        };
        const notes = note === null ? this.notes : [...this.notes, note];
        this.#keep({ waiting: [...this.waiting, line], notes });
        await this.catchUp();
        const mine = this.waiting.find(({ id }) => id === line.id);
        if (mine?.refused == null) return null;
        this.take(line.id);
        if (note !== null) this.#keep({ notes: this.notes.filter((one) => one !== note) });
        return new Refused(mine.refused);
    }

    /** Takes a line back that the service refused, and returns what it said. */
    take(id: string): Output | null {
        const line = this.waiting.find((one) => one.id === id);
        this.#keep({ waiting: this.waiting.filter((one) => one !== line) });
        return line?.outputs[0] ?? null;
    }

    /** Takes back the last line that the service has: it is corrected to nothing, and that is on record. */
    async undo(lot: string, reason: string): Promise<Trouble | null> {
        if (this.#undoing?.lot !== lot) this.#undoing = { id: newId(), lot };
        try {
            await post(`${this.path}/corrections`, { ...this.#undoing, pieces: 0, grams: 0, reason });
        } catch (failed) {
            return troubleOf(failed);
        }
        this.#undoing = null;
        await this.ondone();
        return null;
    }

    /** Sends the lines that wait, one after the other. */
    async catchUp(): Promise<void> {
        while (this.#sending !== null) await this.#sending;
        this.#sending = this.#sendAll().finally(() => (this.#sending = null));
        await this.#sending;
    }

    /** Forgets what was kept: the run is finished. */
    forget(): void {
        localStorage.removeItem(this.#key);
        this.waiting = [];
        this.notes = [];
    }

    async #sendAll(): Promise<Trouble | null> {
        let sent = false;
        for (const line of this.waiting.filter(({ refused }) => refused === null)) {
            const trouble = await this.#send(line);
            if (trouble === "unreachable") return trouble;
            sent ||= trouble === null;
        }
        if (sent) await this.ondone();
        return null;
    }

    async #send(line: Waiting): Promise<Trouble | null> {
        const { refused: _, ...body } = line;
        try {
            await post(`${this.path}/lines`, body);
            this.#keep({ waiting: this.waiting.filter(({ id }) => id !== line.id) });
            return null;
        } catch (failed) {
            const trouble = troubleOf(failed);
            if (trouble === "unreachable" || UNRECORDED.includes(trouble.problem.status))
                return "unreachable";
            const waiting = this.waiting.map((one) =>
                one.id === line.id ? { ...one, refused: trouble.problem } : one,
            );
            this.#keep({ waiting });
            return trouble;
        }
    }

    #keep(changed: Partial<Kept>): void {
        this.waiting = changed.waiting ?? this.waiting;
        this.notes = changed.notes ?? this.notes;
        remember(this.#key, JSON.stringify({ waiting: this.waiting, notes: this.notes } satisfies Kept));
    }
}
