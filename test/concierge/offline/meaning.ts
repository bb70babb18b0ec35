import type { View } from '../../../src/concierge/interpreter.ts';

export type Said = Record<string, unknown>;

/** What picking an option comes to: the same as saying it. */
const picked = (option: string, view: View): Said => {
  const [kind, value] = [option.split(':')[0]!, option.slice(option.indexOf(':') + 1)];
  const label = view.options.find(({ id }) => id === option)?.label;
  const meant: Record<string, Said> = {
    auth: { command: 'set', auth_kind: value },
    sandbox: { command: 'set', sandbox: value },
    confirm: { command: 'affirm' },
    resume: { command: 'affirm' },
    deny: { command: 'deny' },
    skip: { command: 'skip' },
    cancel: { command: 'cancel' },
    agent: { command: 'list_tools', agent: label },
    ...(view.flow === null && { source: { command: 'test', source: label } }),
  };
  return meant[kind] ?? { command: 'choose', option };
};

/** Sources, agents and sandboxes are named as the user names them: "my support agent" is Support. */
const named = (value: string): string =>
  value
    .toLowerCase()
    .replace(/^(?:the|my|our) /, '')
    .replace(/ (?:agent|bot|server|source|one)$/, '');

/** What the processor makes of a command: a value equal to the present one is dropped, an option is what it stands for. */
export const meaning = (command: Said, view: View): unknown[] => {
  const meant = command.command === 'choose' ? picked(String(command.option), view) : command;
  return Object.entries(meant)
    .filter(([key, value]) => meant.command !== 'set' || view.slots[key as 'name'] !== value)
    .map(([key, value]) =>
      ['source', 'agent', 'auth_header'].includes(key) ? [key, named(String(value))] : [key, value],
    )
    .sort();
};

export const sameMeaning = (one: Said[], other: Said[], view: View): boolean =>
  JSON.stringify(one.map((said) => meaning(said, view))) ===
  JSON.stringify(other.map((said) => meaning(said, view)));
