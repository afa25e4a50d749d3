/** The phone's store, as the browser knows it. */
export const STORE = "jiujin";
/** The setting that says who holds the phone. */
export const CURRENT = "current";
