import { nameOf } from "../../../shared/look.svelte";
import type { Shape } from "../../../shared/api";

/** Returns what a place is called; what is outside of the network has words of its own. */
export function placeName(place: Shape<"PlaceRef">, outside: Record<string, string>): string {
    return outside[place.code] ?? nameOf(place);
}
