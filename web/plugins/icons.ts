import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const MODULE = "virtual:icons/";
const find = createRequire(import.meta.url).resolve;

/** Gives `virtual:icons/{set}`: the drawings of the icons that a set names, and of no others. */
export function icons(sets: Readonly<Record<string, readonly string[]>>): Plugin {
    return {
        name: "jiujin-icons",
        resolveId: (id) => (id.startsWith(MODULE) ? `\0${id}` : undefined),
        load(id) {
            if (!id.startsWith(`\0${MODULE}`)) return undefined;
            const named = sets[id.slice(MODULE.length + 1)];
            if (named === undefined) throw new Error(`there is no set of icons for ${id.slice(1)}`);
            const drawn = named.map((name) => [name, drawing(name)]);
            return `export default ${JSON.stringify(Object.fromEntries(drawn))};`;
        },
    };
}

/** Returns what is inside an icon's `svg` element, on one line. */
function drawing(name: string): string {
    const text = readFileSync(find(`lucide-static/icons/${name}.svg`), "utf8");
    const inside = /<svg[^>]*>(.*)<\/svg>/s.exec(text)?.[1];
    if (inside === undefined) throw new Error(`${name} is no icon`);
    return inside.replace(/\s+/g, " ").replace(/> </g, "><").replace(/ \/>/g, "/>").trim();
}
