/** Reads what was typed as a whole number within limits, full-width digits and blanks too; null when it is none. */
export function readWhole(typed: string, least: number, most: number): number | null {
    const digits = typed
        .replace(/[\uff10-\uff19]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .replace(/[\s,，]/g, "");
    const value = /^\d{1,12}$/.test(digits) ? Number(digits) : Number.NaN;
    return value >= least && value <= most ? value : null;
}
