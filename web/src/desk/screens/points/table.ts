import type { Shape } from "../../../shared/api";

/** A column of a places file; the types leave out what is called like an example of OpenAPI. */
export type ImportColumn = Shape<"ImportColumnOut"> & { example: string };

/** A table as it was read: its header, and its rows with the lines that a spreadsheet shows them on. */
export interface Sheet {
    header: string[];
    rows: { line: number; cells: string[] }[];
}

/** Returns a file's text: UTF-8, or what Chinese spreadsheets write when they are told nothing else. */
export function decoded(bytes: ArrayBuffer): string {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
        return new TextDecoder("gb18030").decode(bytes);
    }
}

/** Reads a table: commas, semicolons or tabs between its cells, quotes around those that hold them. */
export function readTable(text: string): Sheet {
    const plain = text.replace(/^\ufeff/, "");
    const first = plain.split("\n", 1)[0] ?? "";
    const delimiter = [",", ";", "\t"].reduce((best, one) =>
        first.split(one).length > first.split(best).length ? one : best,
    );
    const [header = [], ...rows] = cellsOf(plain, delimiter);
    return {
        header: header.map((cell) => cell.trim()),
        rows: rows
            .map((cells, n) => ({ line: n + 2, cells: cells.map((cell) => cell.trim()) }))
            .filter(({ cells }) => cells.some((cell) => cell !== "")),
    };
}

function cellsOf(text: string, delimiter: string): string[][] {
    const rows: string[][] = [];
    let row: string[] = [];
    let cell = "";
    let quoted = false;
    for (let n = 0; n < text.length; n += 1) {
        const at = text[n]!;
        if (quoted) {
            if (at !== '"') cell += at;
            else if (text[n + 1] === '"') {
                cell += '"';
                n += 1;
            } else quoted = false;
        } else if (at === '"' && cell === "") quoted = true;
        else if (at === delimiter) {
            row.push(cell);
            cell = "";
        } else if (at === "\n") {
            rows.push([...row, cell.replace(/\r$/, "")]);
            row = [];
            cell = "";
        } else cell += at;
    }
    if (cell !== "" || row.length > 0) rows.push([...row, cell]);
    return rows;
}

/** Where a column of a places file comes from: a column of the table, one value for all rows, or nowhere. */
export type From = { column: number } | { value: string } | null;

/** Returns which column of a table is most likely which: by its name or the words of its description. */
export function guessed(
    header: readonly string[],
    columns: readonly { column: string; description: string }[],
): Record<string, From> {
    const bare = (word: string): string => word.toLowerCase().replace(/[\s_-]/g, "");
    const found = columns.map(({ column, description }): [string, From] => {
        const words = [column, description.split(/[,，;；:：(（]/)[0] ?? ""].map(bare);
        const at = header.findIndex((name) => name !== "" && words.includes(bare(name)));
        return [column, at === -1 ? null : { column: at }];
    });
    return Object.fromEntries(found);
}

/**
 * Writes a places file of what was chosen of a table. Each row stays on the line where its spreadsheet
 * shows it: what the service says of line 7 is about line 7 of the file that somebody has.
 */
export function placesFile(
    sheet: Sheet,
    columns: readonly string[],
    from: Readonly<Record<string, From>>,
): string {
    const lines = [columns.map(quotedCell).join(",")];
    for (const { line, cells } of sheet.rows) {
        while (lines.length < line - 1) lines.push("");
        lines.push(columns.map((name) => quotedCell(valueOf(cells, from[name] ?? null))).join(","));
    }
    return `${lines.join("\n")}\n`;
}

/** Returns what a row says of a column. */
export function valueOf(cells: readonly string[], from: From): string {
    if (from === null) return "";
    return "value" in from ? from.value : (cells[from.column] ?? "");
}

/** Returns a table with one cell of a line changed. */
export function corrected(sheet: Sheet, line: number, column: number, value: string): Sheet {
    return {
        ...sheet,
        rows: sheet.rows.map((row) => {
            if (row.line !== line) return row;
            const cells = [...row.cells, ...Array<string>(Math.max(0, column - row.cells.length)).fill("")];
            cells[column] = value;
            return { line, cells };
        }),
    };
}

function quotedCell(text: string): string {
    const line = text.replace(/\s*[\r\n]+\s*/g, " ");
    return /[",;\t]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
