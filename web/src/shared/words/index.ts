/** The languages of every word that people see. */
export type Language = "zh" | "en";

type Like<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] };

/** Words in both languages, side by side; English has exactly the words that Chinese has. */
export interface Worded<Words> {
    zh: Words;
    en: Like<Words>;
}

/** Puts both languages of a screen's words side by side, checked against each other by the compiler. */
export function worded<Words extends object>(zh: Words, en: Like<Words>): Worded<Words> {
    return { zh, en };
}

/** A thing with names, as our API has them. */
export interface NamedThing {
    name: string;
    name_en: string;
}
