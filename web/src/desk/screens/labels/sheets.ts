/** Labels on a sheet of A4: three by eight, of 70 by 37 mm. */
export const COLUMNS = 3;
export const ROWS = 8;
export const A_SHEET = COLUMNS * ROWS;
/** As many as one batch may have, in whole sheets. */
export const SHEETS_MAX = 40;
