// Takes out of the lock what is no part of it: pages that ask for money, and where a registry is.
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const held of Object.values(lock.packages)) {
    delete held.funding;
    delete held.resolved;
}
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
