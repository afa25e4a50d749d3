export type Outline = "circle" | "diamond" | "cross" | "triangle" | "square";

/** How a thing stands on the map: a shape and a token of colour, so that neither says it alone. */
export interface Mark {
    outline: Outline;
    ink: string;
    radius: number;
}

/** How many runs have a colour of their own; each also has its number on its stops. */
const RUN_INKS = 6;

export const MARKS = {
    open: { outline: "circle", ink: "--primary", radius: 4 },
    suspended: { outline: "diamond", ink: "--warn-ink", radius: 6 },
    closed: { outline: "cross", ink: "--muted", radius: 6 },
    due: { outline: "triangle", ink: "--error", radius: 8 },
    done: { outline: "square", ink: "--ok", radius: 9 },
    failed: { outline: "diamond", ink: "--error", radius: 10 },
    station: { outline: "square", ink: "--primary-deep", radius: 9 },
    warehouse: { outline: "square", ink: "--text", radius: 9 },
} satisfies Record<string, Mark>;

export type MarkName = keyof typeof MARKS;

/** Returns how the stops of a run stand on the map, by the run's number from zero. */
export function runMark(n: number): Mark {
    return { outline: "circle", ink: `--run-${(n % RUN_INKS) + 1}`, radius: 10 };
}

/** Something at one position. */
export interface Spot {
    id: string;
    lat: number;
    lon: number;
    name: string;
    mark: Mark;
    /** What stands in the mark: the number of a stop. */
    text?: string;
    /** Stations and the warehouse: a mark with its name beside it, which takes the focus. */
    big?: boolean;
}

/** A part of the city, as GeoJSON has it. */
export interface Area {
    id: string;
    name: string;
    geometry: GeoJSON.Geometry;
    /** How dark it is, from 0 to 1; null: its border alone. */
    depth: number | null;
    dashed?: boolean;
}

/** A way of a run from stop to stop. */
export interface Way {
    ink: string;
    along: readonly (readonly [number, number])[];
}

const CROSS: readonly (readonly [number, number])[] = [
    [-1, -0.6],
    [-0.6, -1],
    [0, -0.4],
    [0.6, -1],
    [1, -0.6],
    [0.4, 0],
    [1, 0.6],
    [0.6, 1],
    [0, 0.4],
    [-0.6, 1],
    [-1, 0.6],
    [-0.4, 0],
];

/** The corners of each outline around the middle; a circle has none. */
export const CORNERS: Record<Outline, readonly (readonly [number, number])[]> = {
    circle: [],
    diamond: [
        [0, -1],
        [1, 0],
        [0, 1],
        [-1, 0],
    ],
    triangle: [
        [0, -1],
        [1, 0.8],
        [-1, 0.8],
    ],
    square: [
        [-0.85, -0.85],
        [0.85, -0.85],
        [0.85, 0.85],
        [-0.85, 0.85],
    ],
    cross: CROSS,
};

/** Returns the colour that a token stands for on this page. */
export function inkOf(token: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
