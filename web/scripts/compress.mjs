// Lays a .br and a .gz beside every built file that becomes smaller by it: made once, with all the time there is.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = "../app/pages";
const {
    BROTLI_PARAM_MODE: mode,
    BROTLI_MODE_TEXT: text,
    BROTLI_PARAM_SIZE_HINT: hint,
    Z_BEST_COMPRESSION: level,
} = constants;

const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
for (const name of names.filter((name) => /\.(html|js|css|svg|webmanifest|json|txt)$/.test(name))) {
    const path = `${folder}/${name}`;
    const whole = readFileSync(path);
    const smaller = {
        br: brotliCompressSync(whole, { params: { [mode]: text, [hint]: whole.length } }),
        gz: gzipSync(whole, { level }),
    };
    for (const [ending, bytes] of Object.entries(smaller)) {
        if (bytes.length < whole.length) writeFileSync(`${path}.${ending}`, bytes);
    }
}
