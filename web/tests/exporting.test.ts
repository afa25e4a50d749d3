import { expect, test } from "vitest";
import { copyOf } from "../src/phone/exporting";
import { made, type NewEntry } from "../src/phone/keep/entries";

function waiting(seq: number, more: Partial<NewEntry>) {
    const entry = {
        id: `e${seq}`,
        person: "p1",
        kind: "intake",
        method: "PUT",
        path: `/intakes/e${seq}`,
    } as const;
    return made({ ...entry, body: { point: "P-0001" }, seq, ...more }, 0);
}

test("a copy is what the outbox would send, in its order, and names the point and the time", async () => {
    const file = copyOf(
        [
            waiting(2, {
                kind: "request",
                method: "POST",
                path: "/points/{point}/pickup-requests",
                body: { reason: "full" },
            }),
            waiting(1, {}),
        ],
        "P-0001",
        new Date("2026-11-23T02:03:04Z"),
    );
    expect(file.name).toBe("jiujin-P-0001-2026-11-23-02-03.json");
    expect(JSON.parse(await file.text())).toEqual({
        operations: [
            { method: "PUT", path: "/intakes/e1", body: { point: "P-0001" } },
            { method: "POST", path: "/points/P-0001/pickup-requests", body: { reason: "full" } },
        ],
    });
});

test("a copy puts the point in where it was not known when something was entered", async () => {
    const { operations } = JSON.parse(await copyOf([waiting(1, { body: { point: null } })], "P-0002").text());
    expect(operations[0].body).toEqual({ point: "P-0002" });
});

test("a copy leaves out what has arrived: its content has left the phone", async () => {
    const { operations } = JSON.parse(await copyOf([waiting(1, { body: null })], "P-0001").text());
    expect(operations).toEqual([]);
});
