import type { Shape } from "../../../shared/api";
import { nameOf } from "../../../shared/look.svelte";
import { get } from "../../asking";
import type { Option } from "../../parts/Picker.svelte";

type Counted = Shape<"NetworkOut">;

/** The districts with their counts, asked for once. */
class Districts {
    network = $state.raw<Counted | null>(null);
    #asked: Promise<void> | null = null;

    /** Asks for them, unless they were asked for. A filter without names shows codes. */
    begin(): void {
        this.#asked ??= get<Counted>("/network").then(
            (network) => void (this.network = network),
            () => void (this.#asked = null),
        );
    }

    /** Whether some positions were invented for planning. */
    get synthetic(): boolean {
        return (this.network?.positions ?? "") !== "";
    }

    /** Finds districts by name in either language or code. */
    find = (text: string): Option[] => {
        const wanted = text.trim().toLowerCase();
        const rows = this.network?.districts ?? [];
        return rows
            .filter(({ code, name, name_en }) =>
                [code, name, name_en].some((word) => word.toLowerCase().includes(wanted)),
            )
            .map((district) => ({ code: district.code, name: nameOf(district), about: district.code }));
    };

    /** Returns a district as what was chosen, for a code that an address names. */
    option = (code: string): Option | null => {
        const found = this.network?.districts.find((district) => district.code === code);
        return code === "" ? null : { code, name: found === undefined ? code : nameOf(found) };
    };
}

export const districts = new Districts();
