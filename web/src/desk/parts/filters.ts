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
