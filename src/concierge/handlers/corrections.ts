import { openQuestion, plainAuth } from '../ask.ts';
import { slotsOf } from '../conversation.ts';
import { type Flow, statePath, stepFlow } from '../flow.ts';
import { code, say } from '../reply.ts';
import type { Verdict } from '../slot-rules.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

type Accepted = Verdict['accepted'];

/** What each slot is called, and its value as the next question would show it. */
const shownSlots = ({ base_url, auth_kind, auth_header, name, sandbox }: Accepted) =>
  ({
    base_url: ['URL', base_url && code(base_url)],
    // A header of its own is told by its name.
    auth_kind: [
      'authentication',
      auth_kind === 'header_token' ? undefined : auth_kind && plainAuth(auth_kind, null),
    ],
    auth_header: ['header', auth_header && code(auth_header)],
    name: ['label', name],
    sandbox: ['sandbox', sandbox && code(sandbox)],
  }) as const;

/**
 * Says what a correction of earlier answers came to, before the next question; not what that question shows. A repair
 * acts on it at once and reports that.
 */
export async function* sayCorrections(turn: TurnState, flow: Flow, accepted: Accepted): Emissions {
  const next = stepFlow(flow, { type: 'slots.given', slots: accepted })?.flow;
  if (!next || !statePath(next).startsWith('filling')) return;
  const before = slotsOf(flow);
  const question = openQuestion({ ...conversationOf(turn), flow: next }, turn.facts) ?? '';
  const said = Object.entries(shownSlots(accepted)).flatMap(([slot, [noun, value]]) =>
    value === undefined || before[slot as keyof Accepted] === undefined || question.includes(value)
      ? []
      : [say('flow.corrected', { noun, value })],
  );
  if (said.length > 0) yield utter(said.join(' '));
}
