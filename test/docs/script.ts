import type { Conversation } from '../conversations/conversation.ts';

/** One thing a person does: says something, gives the credential in its own field, presses a button, or waits. */
export type Act = { say: string } | { credential: string } | { press: string } | { wait_minutes: number };

export type Script = { title: string; given: NonNullable<Conversation['given']>; acts: Act[] };
/** A file of `test/docs/conversations/`: who talks, and what about. */
export type Person = { name: string; about: string; scripts: Script[] };

const actOf = (block: string): Act => {
  const button = /^\[(.+)\]$/.exec(block);
  const field = /^credential field: (.+)$/.exec(block);
  const wait = /^\((\d+) minutes pass\)$/.exec(block);
  if (button) return { press: button[1]! };
  if (field) return { credential: field[1]! };
  if (wait) return { wait_minutes: Number(wait[1]) };
  if (!block.split('\n').every((line) => /^>(?: |$)/.test(line)))
    throw new Error(`What is said begins with ">": ${block}`);
  return { say: block.replace(/^> ?/gm, '') };
};

const scriptOf = (text: string): Script => {
  const [title = '', ...blocks] = text.split(/\n\n+/).map((block) => block.trim());
  const said = blocks.filter(Boolean);
  const given = said[0]?.startsWith('given ') ? said.shift()!.slice('given '.length) : '{}';
  return { title, given: JSON.parse(given) as Script['given'], acts: said.map(actOf) };
};

/** Reads `# person`, a paragraph about them, then a `## title` with its acts for each conversation. */
export const readScript = (text: string): Person => {
  const [head = '', ...scripts] = text.trim().split(/^## /m);
  const [name = '', about = ''] = head.replace(/^# /, '').trim().split(/\n\n+/);
  return { name, about: about.trim(), scripts: scripts.map(scriptOf) };
};
