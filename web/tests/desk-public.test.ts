import { beforeEach, describe, expect, it } from "vitest";
import type { Shape } from "../src/shared/api";
import { look } from "../src/shared/look.svelte";
import {
    addressOf,
    cellText,
    corrections,
    daysLeft,
    dutyState,
    dutyTone,
    headText,
} from "../src/desk/screens/disclosure/paper";
import { clockText, clockTone, fieldOf, momentOf } from "../src/desk/screens/inquiries/clock";

const GRAMS = { name: "grams", title: { zh: "重量", en: "Weight" }, holds: "grams" };
const PIECES = { name: "pieces", title: { zh: "件数", en: "Pieces" }, holds: "pieces" };
const CATEGORY = { name: "category", title: { zh: "类别", en: "Category" }, holds: "code" };
const PAPER: Shape<"Paper"> = {
    number: null,
    version: 2,
    duty: "emergency",
    duty_title: { zh: "应急募捐公示", en: "Emergency disclosure" },
    project: null,
    first: "2026-11-15",
    last: "2026-11-19",
    published_at: null,
    reason: null,
    names: { bedding: { zh: "床上用品", en: "Bedding" } },
    notes: [],
    tables: [
        {
            name: "received",
            title: { zh: "实际到账", en: "Received" },
            note: { zh: "", en: "" },
            columns: [CATEGORY, PIECES, GRAMS],
            rows: [["bedding", 2, 3600]],
            totals: { pieces: 2, grams: 3600 },
        },
    ],
    changes: [
        {
            table: "received",
            row: { category: "bedding" },
            column: "grams",
            before: null,
            after: 3600,
        },
        { table: "received", row: null, column: "pieces", before: 1, after: 1002 },
        { table: "project", row: null, column: "kind", before: "project", after: "emergency" },
        { table: "project", row: null, column: "ended_on", before: null, after: "2026-11-30" },
    ],
};
const DUTY: Shape<"DutyOut"> = {
    duty: "progress",
    project: "FLOOD-1",
    project_name: { zh: "抗洪", en: "Flood relief" },
    first: "2026-08-01",
    last: "2026-10-31",
    due_on: "2026-11-01",
    status: "open",
    number: null,
};

beforeEach(() => (look.language = "zh"));

describe("a paper", () => {
    it("says names for codes and kilograms for grams, as the public reads them", () => {
        expect(cellText(PAPER, CATEGORY, "bedding")).toBe("床上用品");
        expect(cellText(PAPER, CATEGORY, "gone")).toBe("gone");
        expect(cellText(PAPER, CATEGORY, null)).toBe("其他 (不单独列出)");
        expect(cellText(PAPER, GRAMS, 1234567)).toBe("1,234.567");
        expect(cellText(PAPER, PIECES, null)).toBe("—");
        expect(headText(GRAMS)).toBe("重量 (公斤)");
    });

    it("says of each correction where it stands, before and after", () => {
        expect(corrections(PAPER).map(({ where, before, after }) => [where, before, after])).toEqual([
            ["实际到账 · 床上用品 · 重量 (公斤)", "—", "3.600"],
            ["实际到账 · 合计 · 件数", "1", "1,002"],
            ["项目类型", "慈善项目", "应急募捐"],
            ["项目结束", "—", "2026-11-30"],
        ]);
    });
});

describe("a duty", () => {
    it("counts the days up to the one it is due on", () => {
        expect(daysLeft("2026-03-01", "2026-02-27")).toBe(2);
        expect(dutyState(DUTY, "2026-10-30")).toBe("还有 2 天");
        expect(dutyState(DUTY, "2026-11-01")).toBe("今天到期");
        expect(dutyState(DUTY, "2026-11-04")).toBe("逾期 3 天");
        expect(["2026-09-01", "2026-10-20", "2026-11-04"].map((today) => dutyTone(DUTY, today))).toEqual([
            "calm",
            "warn",
            "bad",
        ]);
    });

    it("leads to its draft, and to the paper once it is published", () => {
        expect(addressOf(DUTY)).toBe(
            "/desk/disclosure/new?duty=progress&first=2026-08-01&last=2026-10-31&project=FLOOD-1",
        );
        const published = { ...DUTY, status: "published" as const, number: "D-2026-0007" };
        expect(addressOf(published)).toBe("/desk/disclosure/D-2026-0007");
        expect([dutyState(published, "2027-01-01"), dutyTone(published, "2027-01-01")]).toEqual([
            "已公布",
            "good",
        ]);
    });
});

describe("the clock of a query", () => {
    const open = { status: "open", days_left: 3, due_on: "2026-12-01", answered_at: null } as const;

    it("says the working days that are left, or how late it is", () => {
        expect([clockText(open), clockTone(open)]).toEqual(["还有 3 个工作日", "warn"]);
        expect(clockTone({ ...open, days_left: 4 })).toBe("calm");
        expect(clockText({ ...open, days_left: 0 })).toBe("今天到期");
        const late = { ...open, status: "overdue", days_left: 0 } as const;
        expect([clockText(late), clockTone(late)]).toEqual(["逾期 1 个工作日", "bad"]);
    });

    it("tells by Shanghai's day whether the answer was in time", () => {
        const answered = { ...open, status: "answered", days_left: null } as const;
        expect(clockText({ ...answered, answered_at: "2026-12-01T15:59:00Z" })).toBe("按期答复");
        expect(clockText({ ...answered, answered_at: "2026-12-01T16:00:00Z" })).toBe("逾期答复");
    });

    it("sends a moment as exactly as it began unless somebody chose another minute", () => {
        const began = Date.parse("2026-11-29T22:42:31.500Z");
        expect(fieldOf(began)).toBe("2026-11-30T06:42");
        expect(momentOf(fieldOf(began), began)).toBe("2026-11-29T22:42:31.500Z");
        expect(momentOf("2026-11-30T06:41", began)).toBe("2026-11-30T06:41:00+08:00");
    });
});
