import type { Shape } from "../../../shared/api";
import type { Tone } from "../../parts/tones";

/** Returns how the state of a place reads. */
export function stateTone(status: Shape<"PlaceOut">["status"]): Tone {
    return status === "open" ? "good" : status === "suspended" ? "warn" : "calm";
}
