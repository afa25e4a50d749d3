import { daysLater } from "../../format";

/** Days of Shanghai, both inclusive. */
export interface Period {
    from: string;
    to: string;
}

/** Returns the quarter before the one that a day is in. */
export function lastQuarter(today: string): Period {
    const [year, month] = parts(today);
    const first = Math.floor((month - 1) / 3) * 3 + 1;
    return months(year, first - 3, 3);
}

/** Returns a whole month: 2026-02 is 2026-02-01 to 2026-02-28. */
export function monthOf(month: string): Period {
    const [year, number] = parts(`${month}-01`);
    return months(year, number, 1);
}

/** Returns the period as long as this one, just before it or just after: whole months stay whole months. */
export function shifted({ from, to }: Period, by: -1 | 1): Period {
    const [year, month] = parts(from);
    if (isWhole({ from, to })) {
        const [lastYear, lastMonth] = parts(to);
        const length = (lastYear - year) * 12 + lastMonth - month + 1;
        return months(year, month + by * length, length);
    }
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
    return { from: daysLater(from, by * days), to: daysLater(to, by * days) };
}

/** Tells whether a period is made of whole months. */
export function isWhole({ from, to }: Period): boolean {
    return from.endsWith("-01") && daysLater(to, 1).endsWith("-01");
}

/** Returns the months that a period touches, such as 2026-02. */
export function monthsOf({ from, to }: Period): string[] {
    const found: string[] = [];
    const [year, month] = parts(from);
    for (let n = 0; found.length < 240; n += 1) {
        const at = monthAt(year, month + n);
        if (at > to.slice(0, 7)) break;
        found.push(at);
    }
    return found;
}

/** Returns the days of a period. */
export function daysOf({ from, to }: Period): string[] {
    const found: string[] = [];
    for (let day = from; day <= to && found.length < 400; day = daysLater(day, 1)) found.push(day);
    return found;
}

function months(year: number, first: number, length: number): Period {
    const after = `${monthAt(year, first + length)}-01`;
    return { from: `${monthAt(year, first)}-01`, to: daysLater(after, -1) };
}

function monthAt(year: number, month: number): string {
    const at = new Date(Date.UTC(year, month - 1, 1));
    return at.toISOString().slice(0, 7);
}

function parts(day: string): [number, number] {
    return [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
}
