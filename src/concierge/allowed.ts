import { type CommandName, commandNames } from './commands.ts';
import { awaitingOf, type Conversation, isDoubted, onlySuggested } from './conversation.ts';
import type { Facts } from './facts.ts';
import { type Flow, type FlowEvent, isOptional, statePath, stepFlow } from './flow.ts';
import { optionsOf } from './options.ts';
import { suggestedUrl } from './suggestion.ts';

const takes = (flow: Flow | null, event: FlowEvent): boolean =>
  flow !== null && stepFlow(flow, event) !== null;

const takesSlots = (flow: Flow | null): boolean => takes(flow, { type: 'slots.given', slots: {} });

/** The commands that the open question and the machine behind it take now; what depends on neither is always taken. */
export const allowedCommands = (conversation: Conversation, facts: Facts): CommandName[] => {
  const { flow, question } = conversation;
  const resumes = question?.awaiting === 'resume';
  const isOpen = flow !== null || question !== null;
  const skips = !question && flow !== null && isOptional(flow);
  const confirms = !question && takes(flow, { type: 'confirmed' });
  const suggests = !question && suggestedUrl(flow) !== null && awaitingOf(conversation) === 'repair';
  const takesYes = question?.awaiting === 'auth_kind' || onlySuggested(question) !== null;
  const denies = takes(flow, { type: 'denied' }) || isDoubted(flow) || suggests;
  const atConfirmation = flow !== null && statePath(flow) === 'filling.confirmation';
  const rules: [CommandName, boolean][] = [
    ['set', takesSlots(flow)],
    ['clear', takes(flow, { type: 'slot.cleared', slot: 'name' })],
    ['affirm', resumes || confirms || skips || suggests || takesYes],
    ['deny', question !== null || denies || atConfirmation],
    ['choose', optionsOf(conversation, facts).length > 0],
    ['skip', skips],
    ['back', takes(flow, { type: 'went.back' })],
    ['cancel', isOpen],
  ];
  const refused = new Set(rules.filter(([, allowed]) => !allowed).map(([name]) => name));
  return commandNames.filter((name) => !refused.has(name));
};
