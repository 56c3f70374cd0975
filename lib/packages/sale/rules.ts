/** A number as people of the country write it, for an empty field. */
export const EXAMPLE = { MZ: '84 512 3456', BR: '(11) 99999-9999' } as const;
