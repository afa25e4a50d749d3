/** How far this phone's clock may be off before people are told, milliseconds. */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Returns how far ahead of the service this phone's clock is, milliseconds. */
export function ahead(serverTime: string, now = Date.now()): number {
    return now - Date.parse(serverTime);
}
