import type { Language, NamedThing, Worded } from "./words";

/** Two sizes of text: the standard, and that of the elderly norm's 大字版. */
export type Size = "standard" | "large";

const LANGUAGE = "jiujin.language";
const SIZE = "jiujin.size";

/** What the page looks like; kept beside the store because it is needed before the store opens. */
class Look {
    language = $state<Language>("zh");
    size = $state<Size>("standard");

    /** Reads what was chosen; the first time Chinese, or English where the browser knows no Chinese. */
    begin(): void {
        const chosen = remembered(LANGUAGE);
        const spoken = navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag));
        this.language = (chosen ?? spoken ?? "zh").toLowerCase().startsWith("en") ? "en" : "zh";
        this.size = remembered(SIZE) === "large" ? "large" : "standard";
        this.#show();
    }

    /** Changes the language; nothing that was entered is lost. */
    speak(language: Language): void {
        this.language = language;
        remember(LANGUAGE, language);
        this.#show();
    }

    /** Changes the size of text. */
    resize(size: Size): void {
        this.size = size;
        remember(SIZE, size);
        this.#show();
    }

    #show(): void {
        const root = document.documentElement;
        root.lang = this.language === "zh" ? "zh-Hans" : "en";
        root.dataset["size"] = this.size;
    }
}

export const look = new Look();

/** Returns words in the language that is shown. */
export function say<Words>(words: Worded<Words>): Words {
    return words[look.language] as Words;
}

/** Returns a thing's name in the language that is shown. */
export function nameOf(thing: NamedThing): string {
    return look.language === "zh" ? thing.name : thing.name_en || thing.name;
}

/** Returns a moment as people of the language write it; today without its day. */
export function moment(at: number | string, now = Date.now()): string {
    const date = new Date(at);
    const locale = look.language === "zh" ? "zh-CN" : "en-GB";
    const time = date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
    if (date.toDateString() === new Date(now).toDateString()) return time;
    return `${date.toLocaleDateString(locale, { month: "long", day: "numeric" })} ${time}`;
}

/** Returns a day as people of the language write it, with its weekday. */
export function day(iso: string): string {
    const date = new Date(`${iso}T00:00:00`);
    const locale = look.language === "zh" ? "zh-CN" : "en-GB";
    return date.toLocaleDateString(locale, { month: "long", day: "numeric", weekday: "short" });
}

/** Returns what was kept under a key where it is written at once; null also when the browser refuses. */
export function remembered(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

/** Keeps something under a key at once; when the browser refuses, it lasts as long as the page. */
export function remember(key: string, value: string): void {
    try {
        localStorage.setItem(key, value);
    } catch {
        return;
    }
}
