import { look } from "../shared/look.svelte";

/** Returns a number as people of the language write it. */
export function count(value: number): string {
    return value.toLocaleString(look.language === "zh" ? "zh-CN" : "en-GB");
}

/** Returns grams as kilograms, as tonnes from one tonne on, and as grams where kilograms would say nothing. */
export function weight(grams: number): string {
    if (grams !== 0 && Math.abs(grams) < 50) return `${count(grams)}\u00a0g`;
    const tonnes = Math.abs(grams) >= 1_000_000;
    const value = grams / (tonnes ? 1_000_000 : 1_000);
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: tonnes ? 2 : 1 };
    const text = value.toLocaleString(look.language === "zh" ? "zh-CN" : "en-GB", digits);
    return `${text}\u00a0${tonnes ? "t" : "kg"}`;
}

/** Returns the day of a moment as tables have it: 2026-11-23, in Shanghai. */
export function dayOf(at: string): string {
    return new Date(at).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}

/** Returns a moment as tables have it: 2026-11-23 14:02, in Shanghai. */
export function stamp(at: string): string {
    const time = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" } as const;
    return `${dayOf(at)} ${new Date(at).toLocaleTimeString("sv-SE", time)}`;
}

/** Returns today's date in Shanghai, as the API has days. */
export function today(now = Date.now()): string {
    return dayOf(new Date(now).toISOString());
}

/** Returns a day some days later. */
export function daysLater(iso: string, days: number): string {
    const at = new Date(`${iso}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() + days);
    return at.toISOString().slice(0, 10);
}
