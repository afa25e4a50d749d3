import type { Shape } from "../../../shared/api";
import { address } from "../../asking";
import { monthOf } from "./periods";

type Offered = Shape<"OfferedReport">;
type Report = Shape<"ReportOut">;
type Preset = Shape<"models__report_shapes__PeriodOut">;

/** What is asked of a report, under the names of the API. */
export type Question = Record<string, string>;

/** Returns what the address asks of a report; what the report does not know is left out. */
export function questionOf(offered: Offered, filtered: (name: string) => string): Question {
    const days = offered.dated ? ["from", "to"] : hasPast(offered) ? ["to"] : [];
    const names = [...days, "by", ...offered.filters];
    const found = names.map((name) => [name, filtered(name)] as const).filter(([, value]) => value !== "");
    return Object.fromEntries(found);
}

/** Returns the address of a report in the API. */
export function reportPath(name: string, question: Question, more: Question = {}): string {
    return address(`/reports/${name}`, { ...question, ...more });
}

/** Returns the address of a report's page. */
export function pageOf(name: string, question: Question): string {
    return address(`/desk/reports/${name}`, question);
}

/** Returns with which period a report is opened first: last month, unless nothing is known of it yet. */
export function firstPeriod({ periods, has_data, dated }: Offered): Preset | undefined {
    const last = periods.find(({ name }) => name === "last_month");
    const early = has_data !== null && last !== undefined && has_data.first > last.from.slice(0, 7);
    return dated && !early ? last : periods[0];
}

/** Tells whether a report knows past days; another one knows the present alone. */
export function hasPast({ periods }: Offered): boolean {
    return periods.some(({ name }) => name !== "today");
}

/** Returns the question of a period of a report: a picture of one day is asked by its last alone. */
export function ofPeriod(offered: Offered, { from, to }: { from: string; to: string }): Question {
    if (offered.dated) return { from, to };
    return hasPast(offered) ? { to } : {};
}

/** Returns where the movements behind a row are; null where the row is no sum that the API can tell apart. */
export function movementsPath(offered: Offered, report: Report, row: Record<string, unknown>): string | null {
    if (!offered.has_movements) return null;
    const cell: Question = { from: report.from, to: report.to, ...report.filters };
    for (const word of report.by) {
        const value = row[word];
        if (word === "month" && typeof value === "string") {
            const { from, to } = monthOf(value);
            cell["from"] = from > report.from ? from : report.from;
            cell["to"] = to < report.to ? to : report.to;
        } else if (word === "day" && typeof value === "string") {
            cell["from"] = cell["to"] = value;
        } else if (typeof value === "boolean") cell[word] = String(value);
        else if (typeof value === "string" && value !== "" && offered.filters.includes(word))
            cell[word] = value;
        else return null;
    }
    return address(`/reports/${report.report}/movements`, cell);
}
