/** How far this phone's clock may be off before people are told, milliseconds. */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Returns how far ahead of the service this phone's clock is, milliseconds. */
export function ahead(serverTime: string, now = Date.now()): number {
    return now - Date.parse(serverTime);
}

/** A phone that lost its power may think it is 1970; the service takes times from 2000 to 2100 and marks odd ones. */
const EARLIEST = Date.UTC(2000, 0, 2);
const LATEST = Date.UTC(2099, 11, 30);

/** Returns what this phone's clock says, within what the service takes, as RFC 3339. */
export function clockTime(now = Date.now()): string {
    return new Date(Math.min(LATEST, Math.max(EARLIEST, now))).toISOString();
}
