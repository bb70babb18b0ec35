import type { CallScope } from '../calls/port.ts';
import type { Caller } from '../domain/account.ts';

/** Who asks, and whose catalog they are shown. Both verified: nothing in it comes from an MCP message. */
export type Session = { caller: Caller; scope: CallScope };
