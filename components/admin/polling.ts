/** How often a page is read anew while something runs, and while nothing does. */
export const busyMilliseconds = 1500;
export const quietMilliseconds = 15_000;
