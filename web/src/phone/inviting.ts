import { ask, Refused, type Shape } from "../shared/api";
import { type Why, whyOf } from "./joining";
import { me } from "./state/me.svelte";

export type Invitation = Shape<"InvitedOut">;
/** Why an invitation lets nobody in: as for joining, or `spent`, which is unknown, used, taken back or too old. */
export type Spent = Why | "spent";

/** Returns what an invitation is to, or why it lets nobody in. */
export async function seeInvitation(code: string): Promise<Invitation | Spent> {
    try {
        const { body } = await ask<Invitation>("/join/invited", { method: "POST", body: { code } });
        return body ?? "down";
    } catch (failed) {
        return spentOr(failed);
    }
}

/** Takes an invitation up, once and for all; returns why not, or null. */
export async function takeUp(code: string, name: string): Promise<Spent | null> {
    try {
        const { body } = await ask<Shape<"TokenOut">>("/join", { method: "POST", body: { code, name } });
        if (body === null) return "down";
        await me.take({ name, poster: null, token: body.token, role: body.role, place: body.place });
        return null;
    } catch (failed) {
        return spentOr(failed);
    }
}

function spentOr(failed: unknown): Spent {
    return failed instanceof Refused && failed.problem.status === 404 ? "spent" : whyOf(failed);
}
