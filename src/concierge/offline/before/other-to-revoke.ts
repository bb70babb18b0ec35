import type { TranscriptEntry } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { correctionIn } from './corrections.ts';
import { meantBy } from './meant.ts';

/** "Atlas, not Desk", "Atlas instead of Desk". */
const notThis =
  /^(?:(?:no|nope|oh|ugh|sorry|wait)\b[,.!\s]*)*(?<name>[^?!.,]+?),? (?:not|instead of|rather than) (?<wrong>[^?!.,]+)[.!]*$/i;

/** "not Desk, Atlas": the same the other way round. */
const notThisBut =
  /^(?:(?:no|nope|oh|ugh|sorry|wait)\b[,.!\s]*)*not (?<wrong>[^?!.,;:]+?) ?[,.;:!–-]+ ?(?:but )?(?<name>[^?!.,]+?)(?: (?:instead|please))*[.!]*$/i;

/** The other one of two that were offered, where one of them was picked. */
const otherOffered = (picked: string | undefined, recent: readonly TranscriptEntry[]): string[] => {
  const offers = recent.filter(({ role, text }) => role === 'concierge' && /^1\. /m.test(text)).at(-1);
  const names = [...(offers?.text ?? '').matchAll(/^\d+\. (.+)$/gm)].map(([, name]) => name!);
  return names.length === 2 && picked !== undefined && names.includes(picked)
    ? names.filter((name) => name !== picked)
    : [];
};
const actuallyOther = /^(?:(?:no|actually|sorry|wait|oh|i (?:mean|meant)),? )+the other(?: one)?[.!]*$/i;

/** At the question whether to revoke one source, another one is named as the right one: that is asked about instead. */
export const otherToRevoke = (
  text: string,
  view: View,
  recent: readonly TranscriptEntry[],
): Command[] | null => {
  if (view.flow !== 'revoke' || view.awaiting !== 'confirmation') return null;
  const said = text.trim();
  const open = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  const [other] = actuallyOther.test(said) ? otherOffered(open?.name, recent.slice(-4)) : [];
  if (other !== undefined) return [{ command: 'deny' }, { command: 'revoke', source: other }];
  const right = notThis.exec(said) ?? notThisBut.exec(said) ?? correctionIn(said);
  const { name = '', wrong } = right?.groups ?? {};
  const meant = meantBy(name, { ...view, agents: [], sandboxes: [] });
  const denied = wrong === undefined ? null : meantBy(wrong, { ...view, agents: [], sandboxes: [] });
  const isOpen = denied === null || ('source' in denied && denied.source === open?.name);
  const isOther = meant !== null && 'source' in meant && meant.source !== open?.name;
  return isOther && (wrong === undefined || (denied !== null && isOpen))
    ? [{ command: 'deny' }, { command: 'revoke', ...meant }]
    : null;
};
