import { show } from "../../../shared/codes";
import { stamp, today, weight } from "../../format";
import { catalogue } from "../../state/catalogue.svelte";
import { hasForm, type Scan } from "./judging";
import type { Feedback } from "./receiving.svelte";
import type { receiving } from "./words";

type Words = (typeof receiving)["zh"];

/** Returns what became of a scan, in words. */
export function phraseOf(scan: Scan, w: Words): string {
    const { kind, about, made } = scan;
    if (made !== null) return w.made(catalogue.category(made.category));
    if (kind === "here" && about !== null) return w.hereAt(shortly(about));
    if (kind === "elsewhere" && about !== null) return w.boundFor(catalogue.site(about));
    if (kind === "retired" && about !== null) return w.retiredFor(about);
    return w.said[kind];
}

/** Returns what was said last, in words: of which bag, and what became of it. */
export function feedbackOf({ what, scan }: Feedback, w: Words): { code: string; words: string } {
    if (scan === null) return { code: "", words: w.nothingToUndo };
    const words = {
        scan: () => phraseOf(scan, w),
        damaged: () => w.isDamaged,
        whole: () => w.isWhole,
        undone: () => w.undone,
        weighed: () => (scan.grams === null ? "" : w.weighs(weight(scan.grams))),
        nothing: () => w.nothingToUndo,
    }[what]();
    return { code: codeOf(scan), words };
}

/** Returns a scan's code as it is printed; what is no code is cut so that it fills no page. */
export function codeOf(scan: Scan): string {
    return shown(scan.label).slice(0, 40);
}

/** Returns a label as it is printed; others' labels are not ours to put hyphens into. */
export function shown(label: string): string {
    return hasForm(label) ? show(label) : label;
}

/** Returns a moment of today as its time, another with its day. */
function shortly(at: string): string {
    const told = stamp(at);
    return told.startsWith(today()) ? told.slice(11) : told;
}
