import { z } from 'zod';

/** The answer to a change of state and to a delete. */
export const stateChange = z
  .object({ success: z.literal(true), message: z.string().describe('What holds now.') })
  .meta({ id: 'StateChange' });

export const changed = (message: string): z.output<typeof stateChange> => ({ success: true, message });
