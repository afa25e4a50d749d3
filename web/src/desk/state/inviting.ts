import { ask, type Shape } from "../../shared/api";

/** Returns what an invitation is to, before anybody takes it up. Throws what `ask` throws. */
export async function seeInvitation(code: string): Promise<Shape<"InvitedOut"> | null> {
    const { body } = await ask<Shape<"InvitedOut">>("/join/invited", { method: "POST", body: { code } });
    return body;
}

/** Becomes who an invitation is for; returns the token, which is given this once. Throws what `ask` throws. */
export async function joinByInvitation(code: string, name: string): Promise<string> {
    const { body } = await ask<Shape<"TokenOut">>("/join", { method: "POST", body: { code, name } });
    return body?.token ?? "";
}

/** Returns the secret in what was pasted or opened: a whole link, or the secret alone. */
export function secretIn(text: string): string {
    return text.slice(text.indexOf("#") + 1).trim();
}
