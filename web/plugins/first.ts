/** What a rule for chunks may ask about modules. */
interface Modules {
    getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Returns a rule that puts everything an entry imports at once into one file.
 *
 * Left alone, what later screens share with the first goes into files of its own: each costs half a
 * kilobyte of headers, and the seventh waits for a connection, which is another round trip.
 */
export function together(entry: string): (id: string, modules: Modules) => string | null {
    let first: Set<string> | null = null;
    return (id, modules) => {
        first ??= reached(entry, modules);
        return first.has(id) ? "phone" : null;
    };
}

function reached(entry: string, modules: Modules): Set<string> {
    const found = new Set<string>();
    const waiting = [entry];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (found.has(id)) continue;
        found.add(id);
        waiting.push(...(modules.getModuleInfo(id)?.importedIds ?? []));
    }
    return found;
}
