import { z } from 'zod';
import { textField } from '../domain/answer-fields.ts';

/** The answer to a change of state and to a delete. */
export const stateChange = z
  .object({
    success: z.literal(true),
    message: textField('Acme Docs is deleted.').describe('What holds now.'),
  })
  .meta({ id: 'StateChange' });

export const changed = (message: string): z.output<typeof stateChange> => ({ success: true, message });
