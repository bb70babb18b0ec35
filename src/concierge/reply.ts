import { prompts } from './prompts.gen.ts';

export type PromptKey = keyof typeof prompts;

type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** The values a prompt needs: none for a sentence without placeholders. */
export type PromptValues<K extends PromptKey> = [Placeholders<(typeof prompts)[K]>] extends [never]
  ? []
  : [values: Record<Placeholders<(typeof prompts)[K]>, string | number>];

/** A sentence of `prompts/`, filled in. That every placeholder has its value is checked by the compiler. */
export const say = <K extends PromptKey>(key: K, ...[values]: PromptValues<K>): string =>
  fillPrompt(key, values ?? {});

/** A prompt whose key is only known at run time; a placeholder without a value becomes nothing. */
export const fillPrompt = (key: PromptKey, values: Record<string, string | number>): string =>
  prompts[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** `one, two and three`. */
export const listed = (items: readonly string[], joint = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`;

/** For "there is …": the verb that so many names take. */
export const areOf = (names: readonly unknown[]): string => (names.length === 1 ? 'is' : 'are');

export const code = (text: string): string => `\`${text}\``;

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

export const numbered = (items: readonly string[]): string =>
  items.map((item, index) => `${index + 1}. ${item}`).join('\n');

/** `1 tool`, `3 tools`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A moment to the minute, as people read it. */
export const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`;
