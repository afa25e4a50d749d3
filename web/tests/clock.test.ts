import { expect, test } from "vitest";
import { clockTime } from "../src/phone/sync/clock";

test.each([
    [Date.UTC(1970, 0, 1), "2000-01-02T00:00:00.000Z"],
    [Date.UTC(2150, 0, 1), "2099-12-30T00:00:00.000Z"],
    [Date.UTC(2026, 10, 25, 3, 30), "2026-11-25T03:30:00.000Z"],
])("a clock that says %s is sent as a time the service takes", (now, sent) => {
    expect(clockTime(now)).toBe(sent);
});
