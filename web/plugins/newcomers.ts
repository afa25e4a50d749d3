import type { Plugin, Rolldown } from "vite";

/**
 * Writes a second form of a page, which also names what one later screen needs.
 *
 * Newcomers arrive from a poster and see the joining screen first: were its files named by the script
 * alone, they would cost another round trip, on the worst network that they will ever have.
 */
export function newcomers(page: string, screen: string, form: string): Plugin {
    return {
        name: "jiujin-newcomers",
        apply: "build",
        generateBundle: {
            order: "post",
            handler(_options, bundle) {
                const html = bundle[page];
                if (html?.type !== "asset") throw new Error(`${page} was not built`);
                const text = String(html.source);
                const links = [...filesOf(bundle, screen)].filter((name) => !text.includes(name)).map(linkTo);
                if (links.length === 0) throw new Error(`${screen} has no file of its own`);
                const source = text.replace("</head>", `${links.join("\n")}\n</head>`);
                this.emitFile({ type: "asset", fileName: form, source });
            },
        },
    };
}

function filesOf(bundle: Rolldown.OutputBundle, screen: string): Set<string> {
    const found = new Set<string>();
    const chunk = Object.values(bundle).find(
        (output) => output.type === "chunk" && output.facadeModuleId?.endsWith(screen),
    );
    const waiting = chunk === undefined ? [] : [chunk.fileName];
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
