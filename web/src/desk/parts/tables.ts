import type { Snippet } from "svelte";
import type { Tone } from "./tones";

/** A column of a table: how a row's cell reads. */
export interface Column<Row> {
    name: string;
    title: string;
    value: (row: Row) => string;
    /** A second, paler line in the cell. */
    about?: (row: Row) => string;
    /** Where the cell leads. */
    href?: (row: Row) => string | null;
    /** Numbers stand right, in figures of one width. */
    number?: boolean;
    /** How what the cell says stands: it gets a colour and an icon beside its word. */
    tone?: (row: Row) => Tone | null;
    /** What stands in the cell instead of its value: a field, several links. */
    cell?: Snippet<[Row]>;
}
