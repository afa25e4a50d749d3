import type { Shape } from "../../../shared/api";
import { ALPHABET, isWhole, LABEL_LENGTH, read, tidy } from "../../../shared/codes";
import type { BenchTone } from "../../../shared/scan/sounds";

/** What became of a scan. The first five are on the list; `unknown` is once somebody says that it is a bag. */
export type Kind =
    | "expected"
    | "known"
    | "surplus"
    | "elsewhere"
    | "unchecked"
    | "unknown"
    | "ignored"
    | "again"
    | "here"
    | "opened"
    | "retired"
    | "unprinted"
    | "misread"
    | "not_a_bag";

/** A scan as the bench keeps it. */
export interface Scan {
    /** Counts the scans of a receipt. */
    n: number;
    /** The label as the service compares it. */
    label: string;
    /** As it was scanned or typed. */
    typed: string;
    kind: Kind;
    damaged: boolean;
    grams: number | null;
    /** What is told beside: when it was received here, where else it was meant to go. */
    about: string | null;
    /** What an unknown bag seems to hold: said by whoever took it in. */
    made: Made | null;
}

/** What an unknown bag seems to hold, and where it came from. */
export interface Made {
    category: string;
    pieces: number | null;
    point: string | null;
}

/** A bag that is expected. */
export interface ExpectedBag {
    label: string;
    point: string;
    pieces: number;
    grams: number;
}

/** A run with bags that are still in its vehicle. */
export interface Arriving {
    run: string;
    vehicle: { code: string; name: string; name_en: string };
    driver: string | null;
    bags: ExpectedBag[];
}

/** A receipt as it grows. */
export interface Draft {
    id: string;
    /** The run that it is of; null while none is chosen. */
    run: Arriving | null;
    /** Whether somebody has said that it is of none. */
    alone: boolean;
    scans: Scan[];
}

const COUNTED = new Set<Kind>(["expected", "known", "surplus", "elsewhere", "unchecked"]);
const TONES: Record<Kind, BenchTone> = {
    expected: "ok",
    known: "ok",
    surplus: "mind",
    elsewhere: "mind",
    unchecked: "mind",
    unknown: "wrong",
    ignored: "again",
    again: "again",
    here: "again",
    opened: "wrong",
    retired: "wrong",
    unprinted: "wrong",
    misread: "wrong",
    not_a_bag: "wrong",
};
/** The form of a lot's number. */
const LOT = /^L-?[1-9]\d{0,17}-?[0-9A-HJ-NP-RTUWXY]$/i;
/** The longest label that the service takes: others' bags have labels of their own. */
const LABEL_MAX = 60;

/** Tells whether a scan is a bag of the receipt. */
export function counts(scan: Scan): boolean {
    return COUNTED.has(scan.kind) || (scan.kind === "unknown" && scan.made !== null);
}

/** Tells whether somebody is to say if a scan is a bag. */
export function isOpen(scan: Scan): boolean {
    return scan.kind === "unknown" && scan.made === null;
}

/** Returns how a scan sounds: what was damaged or made anew is to be minded too. */
export function toneOf(scan: Scan): BenchTone {
    if (counts(scan) && (scan.damaged || scan.made !== null)) return "mind";
    return TONES[scan.kind];
}

/** Returns the label in a scan or typing, or what it is instead. */
export function labelIn(
    text: string,
): { label: string; foreign: boolean } | { kind: "misread" | "not_a_bag" } {
    const typed = text.trim();
    const found = read(typed);
    if (found.what === "label") {
        // The code inside an address of ours may be cut.
        return isWhole(found.code, LABEL_LENGTH)
            ? { label: found.code, foreign: false }
            : { kind: "misread" };
    }
    const other = found.what !== "unknown" || LOT.test(typed) || typed.includes("://");
    if (other || typed === "" || typed.length > LABEL_MAX) return { kind: "not_a_bag" };
    return hasForm(typed) ? { kind: "misread" } : { label: typed, foreign: true };
}

/** Returns a label as it is compared: ours without hyphens. */
export function keyOf(label: string): string {
    return hasForm(label) ? tidy(label) : label.trim();
}

/** Returns what the service's answer about a label makes of it; `body` is null when it knows none. */
export function kindOf(body: Shape<"BagOut"> | null, foreign: boolean, station: string): Told {
    if (body === null) return { kind: foreign ? "unknown" : "elsewhere", about: null };
    if (body.status === "retired") return { kind: "retired", about: body.retired_reason };
    if (body.status === "unused") return { kind: "unknown", about: null };
    if (body.status === "opened") return { kind: "opened", about: null };
    if (body.place?.code === station) return { kind: "here", about: body.history.at(-1)?.at ?? null };
    if (body.station !== null && body.station !== station) return { kind: "elsewhere", about: body.station };
    return { kind: "known", about: null };
}

/** What a scan is, and what is told beside. */
export interface Told {
    kind: Kind;
    about: string | null;
}

/** Returns what a bag is on this receipt: what its run does not carry is surplus, whatever it is besides. */
export function placed(told: Told, label: string, run: Arriving | null): Told {
    if (run?.bags.some((bag) => bag.label === label)) return { kind: "expected", about: null };
    if (run !== null && (told.kind === "known" || told.kind === "expected"))
        return { kind: "surplus", about: null };
    return told;
}

/** Returns the scans that are judged anew once another run is chosen. */
export function judgedFor(scans: readonly Scan[], run: Arriving | null): Scan[] {
    return scans.map((scan) => {
        if (!COUNTED.has(scan.kind)) return scan;
        const bare = scan.kind === "surplus" || scan.kind === "expected" ? "known" : scan.kind;
        return { ...scan, ...placed({ kind: bare, about: scan.about }, scan.label, run) };
    });
}

/** Returns the run that a receipt is likely of: the one most of its bags came with, or the only one there is. */
export function likelyRun(draft: Draft, runs: readonly Arriving[]): Arriving | null {
    if (draft.alone) return null;
    const labels = new Set(draft.scans.filter(counts).map((scan) => scan.label));
    if (labels.size === 0) return runs.length === 1 ? (runs[0] ?? null) : null;
    const carried = runs.map((run) => run.bags.filter((bag) => labels.has(bag.label)).length);
    const most = Math.max(0, ...carried);
    return most === 0 ? null : (runs[carried.indexOf(most)] ?? null);
}

/** Returns the bags of the run that were not scanned. */
export function missingOf(draft: Draft): ExpectedBag[] {
    const there = new Set(draft.scans.filter(counts).map((scan) => scan.label));
    return (draft.run?.bags ?? []).filter((bag) => !there.has(bag.label));
}

/** Returns the receipt as the service takes it. */
export function bodyOf(draft: Draft, station: string, at: string, said: Said): Shape<"ReceiptIn"> {
    return {
        station,
        happened_at: at,
        ...(draft.run === null ? {} : { pickup: draft.run.run }),
        bags: draft.scans.filter(counts).map(arrived),
        ...(said.witness === "" ? {} : { witness: said.witness }),
        ...(said.note === "" ? {} : { note: said.note }),
    };
}

/** Who was there besides, and what else is to be said. */
export interface Said {
    witness: string;
    note: string;
}

/** What the service says of single bags when it refuses a receipt. */
const REFUSED: Record<string, Kind> = {
    bag_here_already: "here",
    unknown_label: "unprinted",
    label_retired: "retired",
};

/** Returns a draft without the bags that the service refuses, and how many they were. */
export function without(draft: Draft, errors: readonly { pointer: string; code: string }[]): [Draft, number] {
    const sent = draft.scans.filter(counts);
    const kinds = new Map<number, Kind>();
    for (const { pointer, code } of errors) {
        const at = /^\/bags\/(\d+)$/.exec(pointer)?.[1];
        const scan = at === undefined ? undefined : sent[Number(at)];
        const kind = REFUSED[code];
        if (scan !== undefined && kind !== undefined) kinds.set(scan.n, kind);
    }
    const scans = draft.scans.map((scan) => {
        const kind = kinds.get(scan.n);
        return kind === undefined ? scan : { ...scan, kind, about: null, made: null };
    });
    return [{ ...draft, scans }, kinds.size];
}

function arrived(scan: Scan): Shape<"ArrivedIn"> {
    return {
        label: scan.label,
        damaged: scan.damaged,
        ...(scan.grams === null ? {} : { grams: scan.grams }),
        ...(scan.made === null ? {} : saidOf(scan.made)),
    };
}

function saidOf(made: Made): Partial<Shape<"ArrivedIn">> {
    return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null));
}

/** Tells whether something has the form of our labels, right or misread. */
export function hasForm(typed: string): boolean {
    const code = tidy(typed);
    return code.length === LABEL_LENGTH && [...code].every((character) => ALPHABET.includes(character));
}
