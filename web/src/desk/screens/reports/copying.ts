/** Copies a text; where the address is plain HTTP the browser knows only the older way. */
export async function copyText(text: string): Promise<void> {
    if (navigator.clipboard !== undefined) return await navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    // Within the dialog, if there is one: outside of it nothing can be selected.
    const before = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus();
}
