import { z } from 'zod';
import { type ModelSettings, reservedSlugs } from '../domain/agent.ts';
import { validText } from '../domain/text.ts';
import { provider } from '../sources/present.ts';
import { holdsNoSecret } from './no-secrets.ts';

const limits = {
  slug: 64,
  name: 120,
  description: 2000,
  system_prompt: 100_000,
  tool_sources: 32,
  tool_allowlist: 2000,
  tool_name: 128,
};

const reserved = reservedSlugs.map((slug) => `\`${slug}\``).join(' and ');
const slugSentence = `\`slug\` has 1 to ${limits.slug} characters of a-z, 0-9 and hyphens; ${reserved} are reserved.`;
const nameSentence = `\`name\` has 1 to ${limits.name} visible characters.`;
const descriptionSentence = `\`description\` is text of at most ${limits.description} characters.`;
const promptSentence = `\`system_prompt\` is text of at most ${limits.system_prompt} characters.`;
const secretSentence = (field: string): string =>
  `\`${field}\` holds what looks like a credential. It is kept in clear and shown to a model, so leave it out: give the credential to the source whose tools need it, and no agent sees it.`;
const sourcesSentence = `\`tool_sources\` is a list of providers, and the one there is is \`${provider}\`; null means the default.`;
const allowlistSentence = `\`tool_allowlist\` is a list of at most ${limits.tool_allowlist} callable tool names of 1 to ${limits.tool_name} characters; an empty one allows all.`;

const names = (sentence: string, most: number, longest: number) =>
  z.array(z.string(sentence).min(1, sentence).max(longest, sentence), sentence).max(most, sentence);

const isFree = (slug: string): boolean => !(reservedSlugs as readonly string[]).includes(slug);

const number = (
  field: keyof ModelSettings,
  allowed: string,
  schema: z.ZodNumber,
  min: number,
  max: number,
) => {
  const sentence = `\`${field}\` is ${allowed} from ${min} to ${max}.`;
  return schema.min(min, sentence).max(max, sentence).optional();
};

const whole = (field: keyof ModelSettings, max: number) =>
  number(field, 'a whole number', z.int(`\`${field}\` is a whole number from 1 to ${max}.`), 1, max);

/** Model settings; what is left out stays, or gets its default. */
export const modelSettingsFields = z.object(
  {
    backend: z.literal('anthropic', '`backend` is `anthropic`.').optional(),
    model: z
      .string('`model` is the name of a model, 1 to 128 characters.')
      .regex(/^[\x21-\x7e]{1,128}$/, '`model` is the name of a model, 1 to 128 characters.')
      .optional(),
    temperature: number('temperature', 'a number', z.number('`temperature` is a number from 0 to 1.'), 0, 1),
    max_tokens: whole('max_tokens', 200_000),
    max_turns: whole('max_turns', 100),
    timeout_s: whole('timeout_s', 3600),
  },
  '`model_settings` is an object such as `{"backend": "anthropic", "model": "…"}`.',
);

/** The body of `POST …/agents`. */
export const agentFields = z.object({
  slug: z
    .string(slugSentence)
    .regex(/^[a-z0-9-]+$/, slugSentence)
    .max(limits.slug, slugSentence)
    .refine(isFree, slugSentence),
  name: z
    .string(nameSentence)
    .trim()
    .min(1, nameSentence)
    .max(limits.name, nameSentence)
    .refine(validText, nameSentence),
  description: z
    .string(descriptionSentence)
    .max(limits.description, descriptionSentence)
    .refine(holdsNoSecret, secretSentence('description'))
    .nullish(),
  system_prompt: z
    .string(promptSentence)
    .max(limits.system_prompt, promptSentence)
    .refine(holdsNoSecret, secretSentence('system_prompt')),
  tool_sources: z
    .array(z.literal(provider, sourcesSentence), sourcesSentence)
    .max(limits.tool_sources, sourcesSentence)
    .nullish(),
  tool_allowlist: names(allowlistSentence, limits.tool_allowlist, limits.tool_name).nullish(),
  model_settings: modelSettingsFields.nullish(),
});

/** The body of `PATCH …/agents/{slug}`. An agent keeps its slug. */
export const agentChanges = agentFields.omit({ slug: true }).partial();

export type AgentFields = z.output<typeof agentFields>;
export type AgentChanges = z.output<typeof agentChanges>;
