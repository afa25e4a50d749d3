import type { Language } from "./words";

const DAYS: Record<string, [string, string]> = {
    Mo: ["周一", "Mon"],
    Tu: ["周二", "Tue"],
    We: ["周三", "Wed"],
    Th: ["周四", "Thu"],
    Fr: ["周五", "Fri"],
    Sa: ["周六", "Sat"],
    Su: ["周日", "Sun"],
    PH: ["节假日", "public holidays"],
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NTH = ["1st", "2nd", "3rd", "4th", "5th"];
const DAY = "Mo|Tu|We|Th|Fr|Sa|Su|PH";
const MONTH = MONTHS.join("|");

/**
 * Returns opening hours as people say them. Those of OpenStreetMap are written for machines:
 * `Mo-Fr 09:00-17:00; PH off` is 周一至周五 09:00–17:00; 节假日休息. What is not understood stays as it is.
 */
export function hours(written: string, language: Language): string {
    const zh = language === "zh";
    const to = zh ? "至" : " to ";
    const and = zh ? "、" : ", ";
    const day = (code: string) => DAYS[code]![zh ? 0 : 1];
    const month = (name: string) => (zh ? `${MONTHS.indexOf(name) + 1}月` : name);
    return written
        .replace(/\b24\/7\b/g, zh ? "全天" : "day and night")
        .replace(/(\d\d:\d\d)\s*-\s*(\d\d:\d\d)/g, "$1–$2")
        .replace(/(\d\d:\d\d),\s*(?=\d\d:)/g, `$1${and}`)
        .replace(new RegExp(`\\b(${MONTH}) (\\d\\d)-(\\d\\d)\\b`, "g"), (_, name, from, until) =>
            zh
                ? `${month(name)}${Number(from)}日至${Number(until)}日`
                : `${Number(from)}–${Number(until)} ${name}`,
        )
        .replace(new RegExp(`\\b(${MONTH}) (\\d\\d)\\b`, "g"), (_, name, date) =>
            zh ? `${month(name)}${Number(date)}日` : `${Number(date)} ${name}`,
        )
        .replace(new RegExp(`\\b(20\\d\\d) `, "g"), zh ? "$1年" : "$1 ")
        .replace(new RegExp(`\\b(${DAY})\\[(\\d)\\]`, "g"), (_, code, nth) =>
            zh ? `第${nth}个${day(code)}` : `${NTH[Number(nth) - 1] ?? nth} ${day(code)}`,
        )
        .replace(
            new RegExp(`\\b(${DAY})-(${DAY})\\b`, "g"),
            (_, first, last) => `${day(first)}${to}${day(last)}`,
        )
        .replace(new RegExp(`\\b(${DAY})\\b`, "g"), (_, code) => day(code))
        .replace(new RegExp(`\\b(${MONTH})-(${MONTH})\\b`, "g"), (_, a, b) => `${month(a)}${to}${month(b)}`)
        .replace(/,(?=[^\s])/g, and)
        .replace(/\s*\b(off|closed)\b/g, zh ? "休息" : " closed");
}
