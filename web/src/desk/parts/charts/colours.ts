/** Paul Tol's set for the colour-blind (SRON/EPS/TN/09-002), those with 3:1 on white; the PDF's order. */
export const SERIES = ["#332288", "#CC6677", "#117733", "#999933", "#882255", "#AA4499"] as const;
export const INK = "#1a1a1a";
export const MUTED = "#505a5f";
export const LINE = "#d5dadd";

/** What ends of flows are coloured by. */
export const FLOW: Record<string, string> = {
    district: "#332288",
    station: "#117733",
    warehouse: "#999933",
    recipient_kind: "#882255",
    disposal: "#CC6677",
};

/** The two ends of the ramp of a heat map: one hue. */
export const RAMP = ["#eef4fa", "#084a82"] as const;

/** Returns a colour of the ramp, from 0 to 1. */
export function ramp(share: number): string {
    const [from, to] = RAMP.map(channels) as [number[], number[]];
    const at = Math.min(1, Math.max(0, share));
    return `#${from.map((start, n) => hex(start + ((to[n] ?? start) - start) * at)).join("")}`;
}

/** Returns the colour in which a number reads best on a ground: black or white. */
export function onTop(ground: string): string {
    return contrast(ground, "#000000") >= contrast(ground, "#ffffff") ? "#000000" : "#ffffff";
}

/** Returns the contrast of two colours as WCAG counts it. */
export function contrast(one: string, other: string): number {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
    return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
    const [red, green, blue] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] {
    return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(value: number): string {
    return Math.round(value).toString(16).padStart(2, "0");
}
