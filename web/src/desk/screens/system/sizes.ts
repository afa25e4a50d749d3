import { look } from "../../../shared/look.svelte";

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Returns a number of bytes as people read it, in units of a thousand. */
export function bytes(value: number): string {
    const step = value < 1_000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1);
    const digits = { maximumFractionDigits: step === 0 ? 0 : 1 };
    const text = (value / 1_000 ** step).toLocaleString(look.language === "zh" ? "zh-CN" : "en-GB", digits);
    return `${text}\u00a0${UNITS[step]}`;
}

/** Returns a time in whole minutes, hours or days, with its unit, largest first: two of them at most. */
export function partsOf(seconds: number): { days: number; hours: number; minutes: number } {
    const minutes = Math.floor(seconds / 60);
    return { days: Math.floor(minutes / 1_440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}
