import type { Plugin, Rolldown } from "vite";

/**
 * Writes a page in several forms, each of which also names what its first screen needs.
 *
 * Were those files named by the script alone, they would cost another round trip, for newcomers on the worst
 * network that they will ever have. For the same reason `early` stands before the script: it asks for what
 * the screen waits for while the script is on its way.
 */
export function forms(page: string, early: string, screens: Readonly<Record<string, string>>): Plugin {
    return {
        name: "jiujin-forms",
        apply: "build",
        generateBundle: {
            order: "post",
            handler(_options, bundle) {
                const html = bundle[page];
                if (html?.type !== "asset") throw new Error(`${page} was not built`);
                const text = withEarly(String(html.source), chunkOf(bundle, early).fileName);
                for (const [form, screen] of Object.entries(screens)) {
                    const links = [...filesOf(bundle, screen)]
                        .filter((name) => !text.includes(name))
                        .map(linkTo);
                    if (links.length === 0) throw new Error(`${screen} has no file of its own`);
                    const source = text.replace("</head>", `${links.join("\n")}\n</head>`);
                    if (form === page) html.source = source;
                    else this.emitFile({ type: "asset", fileName: form, source });
                }
            },
        },
    };
}

/** Runs a file as soon as it is there; without `async` it would wait for the styles. */
function withEarly(text: string, name: string): string {
    const script = `crossorigin src="/${name}"></script>`;
    if (!text.includes(script)) throw new Error(`${name} does not stand in the page`);
    return text.replace(script, `async ${script}`);
}

function chunkOf(bundle: Rolldown.OutputBundle, module: string): Rolldown.OutputChunk {
    for (const output of Object.values(bundle))
        if (output.type === "chunk" && output.moduleIds.some((id) => id.endsWith(module))) return output;
    throw new Error(`${module} has no file of its own`);
}

function filesOf(bundle: Rolldown.OutputBundle, screen: string): Set<string> {
    const found = new Set<string>();
    const waiting = [chunkOf(bundle, screen).fileName];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        const output = bundle[name];
        if (found.has(name) || output === undefined) continue;
        found.add(name);
        if (output.type === "chunk")
            waiting.push(...output.imports, ...(output.viteMetadata?.importedCss ?? []));
    }
    return found;
}

function linkTo(name: string): string {
    return name.endsWith(".css")
        ? `<link rel="preload" as="style" crossorigin href="/${name}">`
        : `<link rel="modulepreload" crossorigin href="/${name}">`;
}
