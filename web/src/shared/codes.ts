/** The characters of GB 32100-2015: none that look alike. */
export const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
export const LABEL_LENGTH = 12;
export const TRACKING_LENGTH = 10;
export const POSTER_LENGTH = 6;
const LOOKALIKES: Record<string, string> = { I: "1", O: "0", S: "5", Z: "2" };

/** What a scanned or typed text stands for. */
export type Read =
    | { what: "label" | "gift" | "poster"; code: string }
    | { what: "place"; code: string }
    | { what: "unknown"; code: string };

/** Returns what was typed in capitals, without blanks and hyphens and with look-alikes mapped. */
export function tidy(typed: string): string {
    return typed
        .replace(/[\uff01-\uff5e]/g, (full) => String.fromCharCode(full.charCodeAt(0) - 0xfee0))
        .toUpperCase()
        .replace(/[\s\u00a0\u2009\-\u2010\u2011\u2013\u2014]/g, "")
        .replace(/[IOSZ]/g, (letter) => LOOKALIKES[letter]!);
}

/** Returns the check character of a code's other characters (GB 32100-2015: weights 3^i, mod 31). */
export function checkCharacter(body: string): string {
    let total = 0;
    let weight = 1;
    for (const character of body) {
        total += ALPHABET.indexOf(character) * weight;
        weight = (weight * 3) % 31;
    }
    return ALPHABET[(31 - (total % 31)) % 31]!;
}

/** Tells whether a code of that many characters is whole: right alphabet, right check character. */
export function isWhole(code: string, length: number): boolean {
    if (code.length !== length || [...code].some((character) => !ALPHABET.includes(character))) return false;
    return checkCharacter(code.slice(0, -1)) === code.at(-1);
}

/** Returns what a scan or typing stands for: our addresses, or a bare code told by its length. */
export function read(text: string): Read {
    const trimmed = text.trim();
    const address = /^https?:\/\/[^/]+\/([BTJ])\/([^/?#]+)/i.exec(trimmed);
    const what = { B: "label", T: "gift", J: "poster" } as const;
    if (address !== null) {
        const kind = what[address[1]!.toUpperCase() as "B" | "T" | "J"];
        return { what: kind, code: kind === "gift" ? address[2]! : tidy(address[2]!) };
    }
    const place = /^[PSW]-?\d{1,4}$/i.exec(trimmed);
    if (place !== null) return { what: "place", code: trimmed.toUpperCase() };
    const code = tidy(trimmed);
    if (isWhole(code, LABEL_LENGTH)) return { what: "label", code };
    if (isWhole(code, TRACKING_LENGTH)) return { what: "gift", code };
    if (isWhole(code, POSTER_LENGTH)) return { what: "poster", code };
    return { what: "unknown", code: trimmed };
}

/** Returns a code as it is printed. */
export function show(code: string): string {
    if (code.length === TRACKING_LENGTH) return `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`;
    return code.length === LABEL_LENGTH ? `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}` : code;
}

/**
 * Returns a short number to say aloud before the service has given a tracking code: six characters
 * from the id's random end.
 */
export function spoken(id: string): string {
    let rest = BigInt(`0x${id.replaceAll("-", "").slice(-12)}`);
    let code = "";
    for (let n = 0; n < 6; n++) {
        code += ALPHABET[Number(rest % 31n)];
        rest /= 31n;
    }
    return `${code.slice(0, 3)}-${code.slice(3)}`;
}

/** Returns the address of the donor's page of an intake, in capitals: QR's smaller mode. */
export function giftAddress(id: string, origin: string): string {
    return `${origin}/T/${id.replaceAll("-", "")}`.toUpperCase();
}
