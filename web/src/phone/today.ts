/** Returns today's date where the city is, whatever zone the phone is set to. */
export function today(now = new Date()): string {
    // Swedish dates are written as ISO's: 2026-11-23.
    return now.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
}
