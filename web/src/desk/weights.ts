/** Reads kilograms as they were typed, full-width digits and a comma too; null when they are none, or too many. */
export function readKilograms(typed: string, most: number): number | null {
    const text = typed
        .replace(/[\uff10-\uff19\uff0e]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .replace(/[\s\u3000]/g, "")
        .replace(/[,，。]/, ".");
    if (!/^\d{1,6}(\.\d{0,3})?$/.test(text)) return null;
    const grams = Math.round(Number(text) * 1000);
    return grams >= 1 && grams <= most * 1000 ? grams : null;
}
