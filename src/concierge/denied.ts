import type { Request } from './commands.ts';
import type { Conversation } from './conversation.ts';

type Deed = 'pause' | 'resume' | 'rename' | 'limit' | 'move' | 'revoke' | 'rotate' | 'register';

/** The words by which a message speaks of a deed. */
const words: [Deed, RegExp][] = [
  ['pause', /(?<!\bun[- ]?)paus|\bon hold\b|\boff(?:line)?\b|\bsuspend|\bdisabl|\bstop/i],
  ['resume', /\bresum|\bun[- ]?paus|\b(?:re)?activat|\bback on\b|\bonline\b|\benabl/i],
  ['rename', /\b(?:re)?nam(?:e|ed|ing)\b|\bcall(?:ed)?\b|\blabel/i],
  ['limit', /\bcap|\blimit|\brate\b|\bthrottl|\brestrict|\ballow|\btools?\b/i],
  ['move', /\burl\b|\baddress|\bmov(?:e|ed|ing)\b/i],
  ['revoke', /\brevok|\bremov|\bdelet|\bdrop|\bget rid\b/i],
  ['rotate', /\brotat|\bcredential|\btoken\b/i],
  ['register', /\bregist|\badd(?:ed|ing)?\b|\bconnect/i],
];

/** What was done, by what takes it back. */
const doneBy = (undo: Request): Deed[] => {
  if (undo.command === 'resume') return ['pause'];
  if (undo.command === 'pause') return ['resume'];
  if (undo.command === 'help') return undo.topic === 'revoke' ? ['revoke'] : [];
  if (undo.command !== 'update') return [];
  const isLimit = undo.allowed_tools !== undefined || undo.rate_cap_per_minute !== undefined;
  return [
    ...(undo.name !== undefined ? (['rename'] as const) : []),
    ...(undo.base_url !== undefined ? (['move'] as const) : []),
    ...(isLimit ? (['limit'] as const) : []),
  ];
};

/**
 * What takes back the last message, if a no means that; empty after nothing, and for a no that speaks of what was not
 * done: "don't rename Docs" behind a pause.
 */
export const undoesOfDenied = ({ undo, undo_also = [], transcript }: Conversation): Request[] => {
  const said = transcript.findLast(({ role }) => role === 'user')?.text ?? '';
  const denied = words.flatMap(([deed, word]) => (word.test(said) ? [deed] : []));
  const done = undo === undefined ? [] : [undo, ...undo_also];
  const isMeant = (one: Request) => doneBy(one).some((deed) => denied.includes(deed));
  return denied.length === 0 ? done : done.filter(isMeant);
};
