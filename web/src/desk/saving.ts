import { API, problemOf, Refused } from "../shared/api";
import { look } from "../shared/look.svelte";
import { session } from "./state/session.svelte";

/** Fetches a file of the API as who is signed in, and has the browser keep it. Throws Refused. */
export async function saveFile(path: string): Promise<void> {
    const { blob, name } = await fetchFile(path);
    saveBlob(blob, name);
}

/** Opens a PDF of the API in a tab of its own, to be printed. Throws Refused. */
export async function openFile(path: string): Promise<void> {
    const { blob } = await fetchFile(path);
    const url = URL.createObjectURL(blob);
    open(url, "_blank", "noopener");
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Has the browser keep something under a name. */
export function saveBlob(blob: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function fetchFile(path: string): Promise<{ blob: Blob; name: string }> {
    const answer = await fetch(API + path, {
        headers: { authorization: `Bearer ${session.token ?? ""}`, "accept-language": look.language },
        cache: "no-store",
    });
    if (!answer.ok) {
        const body: unknown = await answer.json().catch(() => null);
        throw new Refused(problemOf(answer.status, body));
    }
    const said = answer.headers.get("content-disposition") ?? "";
    const encoded = /filename\*=(?:utf-8|UTF-8)''([^;]+)/.exec(said)?.[1];
    const name = encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)"?/.exec(said)?.[1];
    return { blob: await answer.blob(), name: name ?? path.split(/[/?]/).findLast((part) => part) ?? "file" };
}
