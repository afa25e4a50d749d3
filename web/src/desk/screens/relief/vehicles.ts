import type { Shape } from "../../../shared/api";
import { nameOf } from "../../../shared/look.svelte";
import { get } from "../../asking";
import type { Option } from "../../parts/Picker.svelte";

/** Finds vehicles by name or code. */
export async function findVehicles(text: string): Promise<Option[]> {
    const wanted = text.trim().toLowerCase();
    const all = await get<Shape<"VehicleOut">[]>("/vehicles");
    return all
        .filter(({ code, name, name_en }) =>
            [code, name, name_en].some((word) => word.toLowerCase().includes(wanted)),
        )
        .map((one) => ({ code: one.code, name: nameOf(one), about: `${one.code} · ${one.home}` }));
}
