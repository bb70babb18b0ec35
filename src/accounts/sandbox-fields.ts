import { z } from 'zod';
import { labelProblem, maxLabelLength } from '../domain/label.ts';
import { validText } from '../domain/text.ts';

const maxMetadataCharacters = 16 * 1024;
const sentences = {
  name: `A sandbox's name has 1 to ${maxLabelLength} visible characters, without line breaks.`,
  owner_id: '`owner_id` has 1 to 200 visible characters.',
  tier: '`tier` has 1 to 64 visible characters.',
  metadata: '`metadata` is a JSON object of at most 16 KiB.',
};

const line = (sentence: string, maxLength: number) =>
  z
    .string(sentence)
    .trim()
    .min(1, sentence)
    .max(maxLength, sentence)
    .refine((text) => validText(text), sentence);

export const sandboxName = z
  .string(sentences.name)
  .trim()
  .normalize('NFC')
  .refine((name) => labelProblem(name) === null, sentences.name)
  .meta({ minLength: 1, maxLength: maxLabelLength });
export const ownerId = line(sentences.owner_id, 200);
export const tier = line(sentences.tier, 64);
export const metadata = z
  .record(z.string(), z.unknown(), sentences.metadata)
  .refine((value) => JSON.stringify(value).length <= maxMetadataCharacters, sentences.metadata);
