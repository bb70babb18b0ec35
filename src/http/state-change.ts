import { z } from 'zod';
import { textField } from '../domain/answer-fields.ts';
import { type Operation, operation } from './operation.ts';

/** The answer to a change of state and to a delete. */
export const stateChange = z
  .object({
    success: z.literal(true),
    message: textField('Acme Docs is deleted.').describe('What holds now.'),
  })
  .meta({ id: 'StateChange' });

/** Describes a route that changes a state or deletes, and takes no body. */
export const changeOperation = (described: Pick<Operation, 'id' | 'summary' | 'description' | 'headers'>) =>
  operation({ ...described, answer: stateChange, errors: ['conflict'] });

export const changed = (message: string): z.output<typeof stateChange> => ({ success: true, message });
