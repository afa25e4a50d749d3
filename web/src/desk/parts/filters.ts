import type { Option } from "./Picker.svelte";

/** A filter of a list; its name is the parameter of the address and of the API. */
export type Filter =
    | { kind: "choice"; name: string; label: string; options: readonly { value: string; name: string }[] }
    | {
          kind: "pick";
          name: string;
          label: string;
          search: (text: string) => Promise<Option[]> | Option[];
          option: (code: string) => Option | null;
      }
    | { kind: "day" | "text"; name: string; label: string };

/** Returns what can be chosen, by its names: all of it, or these in this order. */
export function optionsOf<All extends string, Value extends All = All>(
    names: Readonly<Record<All, string>>,
    values = Object.keys(names) as Value[],
): { value: Value; name: string }[] {
    return values.map((value) => ({ value, name: names[value] }));
}
