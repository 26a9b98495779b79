/** A version is kept by itself this long after the last change of a section's text, */
export const AUTOSAVE_IDLE_MS = 2 * 60_000;

/** and this often while writing goes on. */
export const AUTOSAVE_LONGEST_MS = 10 * 60_000;
