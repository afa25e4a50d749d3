/** The phone's store, as the browser knows it. */
export const STORE = "jiujin";
/** The setting that says who holds the phone. */
export const CURRENT = "current";
/** Under what the list of goods is kept for those who have not joined. */
export const NOBODY = "nobody";
