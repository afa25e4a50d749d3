import { ask, type Shape } from "../../shared/api";

/** Becomes who an invitation is for; returns the token, which is given this once. Throws what `ask` throws. */
export async function joinByInvitation(code: string, name: string): Promise<string> {
    const { body } = await ask<Shape<"TokenOut">>("/join", { method: "POST", body: { code, name } });
    return body?.token ?? "";
}
