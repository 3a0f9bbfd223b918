/** What marks everything that thaw makes on an engine. */
export const runLabel = "thaw.run";
/** Which process made it: lets the next one see whether it still lives. */
export const ownerLabel = "thaw.owner";
