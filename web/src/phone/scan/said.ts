import type { Tone } from "../../shared/scan/sounds";

/** What is said about a scan. A `note` makes no sound: it is news, not an answer. */
export interface Said {
    tone: Tone | "note";
    words: string;
}
