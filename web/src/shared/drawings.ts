/** The drawings of icons by their names, as far as the sets that hold them were loaded. */
export const drawings: Record<string, string> = {};

/** Adds a set of drawings: before anything is shown that has one of them. */
export function addDrawings(set: Readonly<Record<string, string>>): void {
    Object.assign(drawings, set);
}
