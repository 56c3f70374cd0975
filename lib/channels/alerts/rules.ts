/**
 * How the periods of the morning's summaries begin. One that did not arrive is nobody's delivery: it would speak of
 * itself the next morning, and its counts are of yesterday.
 */
export const SUMMARY = 'digest:';
/** The same for a LIKE. */
export const SUMMARIES = `${SUMMARY}%`;
