import { expect, test } from "vitest";
import { type Problem, Refused, Unreachable } from "../src/shared/api";
import { Attempt } from "../src/desk/state/attempt.svelte";

function refusal(status: number): Refused {
    const problem: Problem = { status, code: "no", title: "no", detail: "no", errors: [] };
    return new Refused(problem);
}

test("what is being done is not begun again", async () => {
    const attempt = new Attempt();
    let done = 0;
    let end = (): void => undefined;
    const first = attempt.run(async () => {
        done += 1;
        await new Promise<void>((resolve) => (end = resolve));
    });
    expect(attempt.busy).toBe(true);
    await attempt.run(async () => void (done += 1));
    expect(attempt.busy).toBe(true);
    end();
    await first;
    expect([done, attempt.busy]).toEqual([1, false]);
});

test("a refusal is told, to whoever waits for it too, and gone with the next attempt", async () => {
    const attempt = new Attempt();
    const refused = refusal(409);
    const told: (Problem | null)[] = [];
    await attempt.run(
        () => Promise.reject(refused),
        (problem) => {
            told.push(problem);
            // What has to follow a failure is part of what is being done.
            expect(attempt.busy).toBe(true);
        },
    );
    expect([attempt.trouble, attempt.problem, attempt.clash]).toEqual([refused, refused.problem, null]);
    expect(told).toEqual([refused.problem]);

    await attempt.run(() => Promise.resolve());
    expect([attempt.trouble, attempt.problem, attempt.busy]).toEqual([null, null, false]);
});

test("a stale change is told apart from other refusals", async () => {
    const attempt = new Attempt();
    const stale = refusal(412);
    await attempt.run(() => Promise.reject(stale));
    expect(attempt.clash).toBe(stale.problem);
    attempt.forget();
    expect([attempt.trouble, attempt.clash]).toEqual([null, null]);
});

test("without an answer there is trouble and no problem", async () => {
    const attempt = new Attempt();
    const told: (Problem | null)[] = [];
    await attempt.run(
        () => Promise.reject(new Unreachable()),
        (problem) => told.push(problem),
    );
    expect([attempt.trouble, attempt.problem]).toEqual(["unreachable", null]);
    expect(told).toEqual([null]);
});

test("what is no answer of the service is thrown, and nothing stays busy", async () => {
    const attempt = new Attempt();
    await expect(attempt.run(() => Promise.reject(new TypeError("a fault")))).rejects.toThrow("a fault");
    expect([attempt.busy, attempt.trouble]).toEqual([false, null]);
});
