import { headerNameProblem } from '../domain/auth.ts';
import type { Slots, WordSlot } from '../domain/conversation.ts';
import { freeLabel, labelFromUrl, labelKey, labelProblem } from '../domain/label.ts';
import type { Egress } from '../egress/port.ts';
import type { Facts } from './facts.ts';
import type { Flow } from './flow.ts';
import { lookUp } from './name-lookup.ts';
import { areOf, code, listed, say } from './reply.ts';

export type Given = Partial<Record<WordSlot, string>>;
export type Refusal = { slot: WordSlot; detail: string };
export type Verdict = { accepted: Partial<Pick<Slots, WordSlot>>; refused: Refusal[] };

/** True when a label is used by another source of that sandbox. */
const isTaken =
  (facts: Facts, sandbox: string | undefined, own_id: string | undefined) => (label: string) => {
    const place = facts.sandboxes.find(({ name }) => name === sandbox) ?? facts.sandbox;
    return facts.sources.some(
      (source) =>
        source.sandbox_id === place.sandbox_id &&
        source.data_source_id !== own_id &&
        labelKey(source.name) === labelKey(label),
    );
  };

/** The label offered for a registration: the one that it had, or one from its URL; free in its sandbox. */
export const offeredName = (flow: Flow, facts: Facts): string => {
  const { slots = {}, former_name } = flow.name === 'register' ? flow.context : {};
  const offered = former_name ?? (slots.base_url ? labelFromUrl(slots.base_url) : 'server');
  return freeLabel(offered, isTaken(facts, slots.sandbox, undefined));
};

const hasScheme = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
const isLoopback = (text: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/?]|$)/i.test(text);

/** A host said without a scheme means `https://`, on the own machine `http://`. */
const withScheme = (text: string): string =>
  hasScheme(text) ? text : `${isLoopback(text) ? 'http' : 'https'}://${text}`;

/** `htp:/http://…`, `https:/…`, `//…`: a scheme that is said twice, in part, or not at all. */
const mistyped =
  /^(?:[a-z][a-z0-9+.-]*:\/{1,3}(?=[a-z][a-z0-9+.-]*:\/)|[a-z][a-z0-9+.-]*:\/(?!\/)|https?;?\/\/|\/+)/i;
/** The address without what is wrong at its beginning. */
const mended = (text: string): string => {
  let rest = text;
  while (mistyped.test(rest)) rest = rest.replace(mistyped, '');
  return `https://${rest.replace(/^https?:\/+/i, '')}`;
};

const judgeUrl = (egress: Egress, raw: string): { value: string } | { detail: string } => {
  if (mistyped.test(raw.trim())) return { detail: say('refused.base_url', { example: mended(raw.trim()) }) };
  const value = withScheme(raw.trim());
  const verdict = egress.judge(value);
  return verdict.ok ? { value } : { detail: verdict.refusal.detail };
};

/** Why a sandbox is not found, and which there are. */
export const noSandboxText = ({ sandboxes }: Facts, wanted: string): string => {
  const names = listed(sandboxes.map(({ name }) => code(name)));
  const are = areOf(sandboxes);
  return say('refused.sandbox', { sandbox: code(wanted), wanted, are, sandboxes: names });
};

const judgeSandbox = (facts: Facts, raw: string): { value: string } | { detail: string } => {
  const found = lookUp(
    raw,
    facts.sandboxes.map(({ name }) => ({ names: [name], name })),
  );
  if (found.kind === 'one') return { value: found.found.name };
  return { detail: noSandboxText(facts, raw) };
};

/** Why a new sandbox cannot have that name, or null. */
export const sandboxNameProblem = (facts: Facts, raw: string): string | null => {
  const name = raw.trim();
  if (name.includes('[credential]')) return say('refused.name_is_credential');
  if (labelProblem(name) !== null) return say('refused.sandbox_name');
  const taken = facts.sandboxes.some((one) => labelKey(one.name) === labelKey(name));
  return taken ? say('refused.sandbox_taken', { name: code(name) }) : null;
};

const judgeName = (
  facts: Facts,
  raw: string,
  place: { sandbox: string | undefined; own_id: string | undefined },
): { value: string } | { detail: string } => {
  const value = raw.trim();
  if (value.includes('[credential]')) return { detail: say('refused.name_is_credential') };
  const problem = labelProblem(value);
  if (problem) return { detail: problem };
  const taken = isTaken(facts, place.sandbox, place.own_id);
  return taken(value)
    ? { detail: say('refused.name', { name: value, offered: freeLabel(value, taken) }) }
    : { value };
};

const longestWordWithDigits = 8;
/** "tulip4711" for the name of a header: more likely its value, which is nothing to repeat. */
export const looksLikeValue = (header: string): boolean =>
  header.length > longestWordWithDigits && /\d/.test(header) && !header.includes('-');

/**
 * Judges slot values as the user gave them, one by one, against the rules and what exists. A value equal to the
 * present one is dropped; a header name means a custom header.
 */
export const judgeSlots = (egress: Egress, facts: Facts, given: Given, present: Slots): Verdict => {
  const accepted: Record<string, string> = {};
  const refused: Refusal[] = [];
  const take = (slot: WordSlot, judged: { value: string } | { detail: string }) => {
    if ('detail' in judged) refused.push({ slot, detail: judged.detail });
    else if (judged.value !== present[slot]) accepted[slot] = judged.value;
  };

  if (given.base_url !== undefined) take('base_url', judgeUrl(egress, given.base_url));
  if (given.auth_kind !== undefined) take('auth_kind', { value: given.auth_kind });
  if (given.auth_header !== undefined) {
    const problem = looksLikeValue(given.auth_header)
      ? say('refused.header_value')
      : headerNameProblem(given.auth_header);
    take('auth_header', problem ? { detail: problem } : { value: given.auth_header });
    if (given.auth_kind === undefined) take('auth_kind', { value: 'header_token' });
  }
  if (given.sandbox !== undefined) take('sandbox', judgeSandbox(facts, given.sandbox));
  const sandbox = accepted.sandbox ?? present.sandbox;
  const name = given.name ?? (accepted.sandbox === undefined ? undefined : present.name);
  if (name !== undefined) {
    const judged = judgeName(facts, name, { sandbox, own_id: present.source });
    take('name', judged);
  }
  return { accepted: accepted as Verdict['accepted'], refused };
};
