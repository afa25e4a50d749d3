import type { Entry } from "./keep/entries";

/** Returns what waits as a file that `POST /api/v1/sync` takes as it is; a repeat of it changes nothing. */
export function copyOf(entries: readonly Entry[], place: string | null, now = new Date()): File {
    const operations = [...entries]
        .sort((a, b) => a.seq! - b.seq!)
        .filter((entry) => entry.body !== null)
        .map(({ method, path, body }) => ({
            method,
            path: path.replace("{point}", place ?? ""),
            body: body !== null && "point" in body ? { ...body, point: body["point"] ?? place } : body,
        }));
    const stamp = now.toISOString().slice(0, 16).replace(/[:T]/g, "-");
    return new File([JSON.stringify({ operations }, null, 1)], `jiujin-${place ?? "phone"}-${stamp}.json`, {
        type: "application/json",
    });
}

/** Hands a file to the phone: its sharing sheet where there is one, else its downloads. */
export async function hand(file: File): Promise<void> {
    if (navigator.canShare?.({ files: [file] })) {
        try {
            await navigator.share({ files: [file] });
            return;
        } catch (refused) {
            // Closing the sheet is a decision; anything else falls back to a download.
            if (refused instanceof DOMException && refused.name === "AbortError") return;
        }
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
