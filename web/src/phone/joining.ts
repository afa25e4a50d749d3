import { ask, Refused, type Shape, Unreachable } from "../shared/api";
import { POSTER_LENGTH, read } from "../shared/codes";
import { me } from "./state/me.svelte";

/** Why nobody joined. */
export type Why = "unknown" | "short" | "often" | "down" | "offline" | "token";

/** A poster that was looked up: its point, or why there is none; `offline` lets people begin all the same. */
export interface Found {
    code: string;
    point: Shape<"PlaceOut"> | null;
    why: Why | null;
}

/** Returns the point whose poster carries what was scanned or typed. */
export async function findPoster(typed: string): Promise<Found> {
    const found = read(typed);
    if (found.what !== "poster") return { code: found.code, point: null, why: "short" };
    try {
        const { body } = await ask<Shape<"PlaceOut">>(`/join/${found.code}`);
        return { code: found.code, point: body, why: null };
    } catch (failed) {
        return { code: found.code, point: null, why: whyOf(failed) };
    }
}

/** Joins by a poster. Without reception one begins at once, and joins when something is first sent. */
export async function joinBy(poster: string, name: string, place: string | null): Promise<Why | null> {
    try {
        const { body } = await ask<Shape<"TokenOut">>("/join", {
            method: "POST",
            body: { code: poster, name },
        });
        if (body === null) return "down";
        await me.take({ name, poster, token: body.token, role: body.role, place: body.place });
        return null;
    } catch (failed) {
        const why = whyOf(failed);
        if (why !== "offline" || me.kit === null) return why;
        await me.take({ name, poster, token: null, role: "volunteer", place });
        return null;
    }
}

/** Joins with a token that a station gave; the service says whose it is. */
export async function joinWith(token: string): Promise<Why | null> {
    try {
        const { body } = await ask<Shape<"KitOut">>("/kit", { token: token.trim() });
        if (body?.role == null) return "token";
        await me.take({
            name: body.name ?? "",
            poster: null,
            token: token.trim(),
            role: body.role,
            place: body.place?.code ?? null,
        });
        return null;
    } catch (failed) {
        return failed instanceof Refused && failed.problem.status === 401 ? "token" : whyOf(failed);
    }
}

/** Returns why somebody could not join, by what was thrown. */
export function whyOf(failed: unknown): Why {
    if (failed instanceof Unreachable) return "offline";
    if (!(failed instanceof Refused)) throw failed;
    if (failed.problem.status === 429) return "often";
    return failed.problem.status >= 500 ? "down" : "unknown";
}

export { POSTER_LENGTH };
