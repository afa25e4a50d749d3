import { type Shape, Unreachable } from "../../../shared/api";
import { address, get } from "../../asking";
import { Listing, ROWS, type Trouble, troubleOf } from "../../state/loaded.svelte";
import { amountsOf, GIVEN, keyOf } from "./matching";

type Stock = Shape<"StockOut">;
type Need = Shape<"NeedOut">;

/** What there is for a need, what is proposed of it, and what somebody chooses instead. */
export class Matching {
    /** What was typed, by line, place and lot; the proposal until somebody changes it. */
    amounts = $state<Record<string, string>>({});
    reasons = $state.raw<Readonly<Record<string, string>>>({});
    touched = $state(false);
    ready = $state(false);
    trouble = $state.raw<Trouble | null>(null);
    /** Lots of a category and a grade, a page of each. */
    #lists = $state.raw<readonly Listing<Stock>[]>([]);
    /** What is proposed beyond the pages that were read. */
    #beyond = $state.raw<readonly Stock[]>([]);
    #asked = 0;

    readonly rows = $derived([...this.#lists.flatMap((list) => list.rows), ...this.#beyond]);
    readonly more = $derived(this.#lists.some((list) => list.more));

    /** Reads what there is for a need, and what is proposed; amounts that somebody typed stay. */
    async read(need: Need): Promise<void> {
        const asked = ++this.#asked;
        try {
            const lists = await this.#listed(need);
            const proposal = await get<Shape<"ProposalOut">>(`/needs/${need.id}/proposal`);
            const read = lists.flatMap((list) => list.rows);
            const beyond = await missing(proposal.lines, read);
            if (asked !== this.#asked) return;
            this.#lists = lists;
            this.#beyond = beyond;
            this.reasons = Object.fromEntries(
                proposal.lines.map((line) => [keyOf(line.need_line, line.place, line.lot), line.reason]),
            );
            if (!this.touched) this.amounts = amountsOf(proposal.lines);
            this.trouble = null;
            this.ready = true;
        } catch (failed) {
            if (asked === this.#asked) this.trouble = troubleOf(failed);
        }
    }

    /** Takes the proposal again instead of what was typed. */
    async reset(need: Need): Promise<void> {
        this.touched = false;
        await this.read(need);
    }

    /** Reads the next page of every list that has one. */
    async next(): Promise<void> {
        await Promise.all(this.#lists.filter((list) => list.more).map((list) => list.next()));
    }

    async #listed(need: Need): Promise<Listing<Stock>[]> {
        const open = need.lines.filter((line) => line.open_pieces > 0).map((line) => line.category);
        const lists = [...new Set(open)].flatMap((category) =>
            GIVEN.map((grade) => ({ list: new Listing<Stock>(ROWS), category, grade })),
        );
        await Promise.all(
            lists.map(({ list, category, grade }) => list.from(address("/stock", { category, grade }))),
        );
        const failed = lists.find(({ list }) => list.trouble !== null)?.list.trouble ?? null;
        if (failed !== null) throw failed === "unreachable" ? new Unreachable() : failed;
        return lists.map(({ list }) => list);
    }
}

/** Returns the stock of what is proposed that was not read yet. */
async function missing(
    proposed: readonly Shape<"ProposalLine">[],
    read: readonly Stock[],
): Promise<readonly Stock[]> {
    const known = new Set(read.map((row) => `${row.place.code} ${row.lot}`));
    const wanted = proposed.filter((line) => !known.has(`${line.place} ${line.lot}`));
    const pages = await Promise.all(
        wanted.map(({ place, lot }) => get<Shape<"StockPage">>(address("/stock", { place, lot }))),
    );
    return pages.flatMap((page) => page.items);
}
