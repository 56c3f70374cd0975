/** What the comparison of a panel keeps as JSON (`sync.ts`). */

/** A client here, or the customer there, as it was read: instants as ISO text, ids as the panel gives them. */
export type Side = {
  expiresAt: string | null;
  status: 'active' | 'suspended' | 'other' | null;
  packageId: string | null;
};
/** The columns of a client that a difference may change; the undo compares with what was put there. */
export type Columns = {
  expiresAt: string;
  panelExpiresAt: string | null;
  panelReadAt: string | null;
  panelState: 'none' | 'missing' | 'linked';
  status: 'active' | 'suspended';
  planId: string;
};

/** A customer unknown here carries what a client is made of, and is found by. */
export type Stranger = { name?: string | null; phone?: string | null; search?: string };

/** A line of a panel's list; `trial`: who tries and has not bought; `expired`: who is in use, and over by the date alone. */
export type Listed = Side & { name: string | null; phone: string | null; trial?: boolean; expired?: boolean };
