import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/**
 * Writes `/sw.js`: the worker's own text behind the list of files that the phone pages need.
 * The release is a hash over their contents, so the worker changes exactly when one of them does.
 */
export function worker(page: string, pages: readonly string[]): Plugin {
    return {
        name: "jiujin-worker",
        apply: "build",
        generateBundle: {
            order: "post",
            handler(_options, bundle) {
                const names = [...needed(bundle, page)].sort();
                const hash = createHash("sha256");
                for (const name of names) hash.update(name).update(contents(bundle, name));
                const release = hash.digest("hex").slice(0, 16);
                const files = names.map((name) => (name === page ? "/" : `/${name}`));
                const text = readFileSync("src/worker/sw.js", "utf8").split("// --- below the list ---\n")[1];
                const head = { RELEASE: release, FILES: files, PAGES: pages };
                const list = Object.entries(head).map(
                    ([name, value]) => `const ${name} = ${JSON.stringify(value)};`,
                );
                this.emitFile({ type: "asset", fileName: "sw.js", source: `${list.join("\n")}\n${text}` });
            },
        },
    };
}

/** Returns the files that a page reaches, and the public folder without the pictures that only an installer asks for. */
function needed(bundle: Bundle, page: string): Set<string> {
    const found = new Set<string>([page, ...readdirSync("public").filter((name) => !name.endsWith(".png"))]);
    const text = String(contents(bundle, page));
    const waiting = [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((found) => found[1]!);
    if (waiting.length === 0) throw new Error(`${page} names no file of its own`);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const output = bundle[name];
        if (found.has(name) || output === undefined) continue;
        found.add(name);
        if (output.type !== "chunk") continue;
        waiting.push(...output.imports, ...output.dynamicImports);
        waiting.push(
            ...(output.viteMetadata?.importedCss ?? []),
            ...(output.viteMetadata?.importedAssets ?? []),
        );
    }
    return found;
}

function contents(bundle: Bundle, name: string): string | Uint8Array {
    const output = bundle[name];
    if (output === undefined) return readFileSync(`public/${name}`);
    return output.type === "chunk" ? output.code : output.source;
}
