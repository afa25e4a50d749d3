/** One row of bars, one line: a value for each name along the axis; null where nothing is known. */
export interface Series {
    name: string;
    values: (number | null)[];
}

/** An end of flows; what it is decides its colour. */
export interface FlowNode {
    id: string;
    name: string;
    kind: string;
}

export interface FlowLink {
    source: string;
    target: string;
    value: number;
}

interface Said {
    /** What is measured, with its unit. */
    measure: string;
    /** Writes a value beside its mark, in as few digits as the eye can compare. */
    show: (value: number) => string;
    /** Writes a value in full, as the table beside the chart does. */
    exact: (value: number) => string;
    /** What the chart leaves out, where it leaves out anything. */
    note?: string;
}

/** Figures side by side or along time; `axis` says what the names are. */
export interface Compared extends Said {
    kind: "bars" | "columns" | "lines";
    axis: string;
    names: string[];
    series: Series[];
}

/** A number where two names meet: `values` are rows of `down`, in each a value for every name `across`. */
export interface Grid extends Said {
    kind: "heat";
    across: { axis: string; names: string[] };
    down: { axis: string; names: string[] };
    values: (number | null)[][];
}

/** What went from where to where. */
export interface Flow extends Said {
    kind: "flow";
    nodes: FlowNode[];
    links: FlowLink[];
}

/** Figures that are ready to be drawn. */
export type Drawn = Compared | Grid | Flow;

/** How a picture is set: how wide, in which size of type, with which patterns and how much room above. */
export interface Setting {
    width: number;
    size: number;
    /** Patterns tell series apart on paper without colours. */
    patterns: boolean;
    /** Title and second line; none where the page has them. */
    head?: { title: string; about: string };
}

/** The most series a chart has: more cannot be told apart. */
export const SERIES_MAX = 6;
/** The most bars a chart has: the table has them all. */
export const BARS_MAX = 20;
