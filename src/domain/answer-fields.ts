import { z } from 'zod';
import { type IdKind, idPrefixes } from './id.ts';

/** An id in an answer. */
export const idField = (kind: IdKind) =>
  z
    .string()
    .regex(new RegExp(`^${idPrefixes[kind]}_[0-9A-HJKMNP-TV-Z]{26}$`))
    .meta({ examples: [exampleId(kind)] });

/** An id to show in an example. */
export const exampleId = (kind: IdKind): string => `${idPrefixes[kind]}_01KB4Z3T5W8Q9V7N2M6H1C0XJD`;

/** Text in an answer, with some to show. */
export const textField = (example: string) => z.string().meta({ examples: [example] });

/** A time that something took in an answer, in whole ms, with one to show. */
export const msField = (example: number) => z.int().meta({ examples: [example] });

/** A time in an answer, ISO-8601 UTC. */
export const timeField = z.string().meta({ format: 'date-time', examples: ['2026-11-24T09:30:00.000Z'] });

/** A list in an answer: `{ "<plural>": […], "count": n }`. */
export const listOf = <Plural extends string, Item extends z.ZodType>(plural: Plural, item: Item) =>
  z.object({ [plural]: z.array(item), count: z.int().min(0) } as Record<Plural, z.ZodArray<Item>> & {
    count: z.ZodInt;
  });
