// Writes the types of our API, from the OpenAPI document on standard input, to standard output.
// The shapes alone, without descriptions and examples: what the pages compile against.
import { text } from "node:stream/consumers";
import openapi, { astToString } from "openapi-typescript";
import { format, resolveConfig } from "prettier";

const document = JSON.parse(await text(process.stdin));

document.paths = {};

function strip(node) {
    if (Array.isArray(node)) return node.forEach(strip);
    if (node === null || typeof node !== "object") return;
    for (const key of ["description", "example", "examples", "title", "default", "pattern", "format"]) {
        if (typeof node[key] === "string" || key.startsWith("example")) delete node[key];
    }
    Object.values(node).forEach(strip);
}
for (const schema of Object.values(document.components.schemas)) strip(schema);

const written = astToString(await openapi(document, { alphabetize: true, defaultNonNullable: false }));
const file = "src/shared/schema.d.ts";
process.stdout.write(
    await format("// Made from our OpenAPI document by `make types`; a check finds drift.\n" + written, {
        ...(await resolveConfig(file, { editorconfig: true })),
        parser: "typescript",
    }),
);
