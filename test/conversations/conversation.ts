import { readFile } from 'node:fs/promises';
import type { FixtureName, FixtureServers } from '../fixtures/servers.ts';

/** What must be true of a turn; only the keys present are checked. */
export type Expectation = {
  flow?: string | null;
  awaiting?: string | null;
  secret_input?: boolean;
  /** A subset of the slots; null: unset. */
  slots?: Record<string, unknown>;
  /** The Concierge tools called, exactly, in order. */
  tools_called?: string[];
  /** Each occurs in the turn's text, upper and lower case alike; `a|b` means either. */
  says?: string[];
  never_says?: string[];
  /** After the turn the API shows such a source; `exists: false`: none of that name. */
  sources?: ({ name: string; exists?: boolean } & Record<string, unknown>)[];
};

export type ConversationTurn = { expect?: Expectation } & (
  | { say: string }
  | { credential: string }
  | { reply: string }
);

export type Conversation = {
  id: string;
  given?: {
    /** The first is the conversation's; default `["default"]`. */
    sandboxes?: string[];
    agents?: { slug: string; name: string; tool_allowlist?: string[]; sandbox?: string }[];
    sources?: { name: string; server: FixtureName; sandbox?: string; paused?: boolean }[];
  };
  turns: ConversationTurn[];
};

/** Reads a file of conversations, one JSON object a line. */
export const readConversations = async (file: string | URL): Promise<Conversation[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Conversation);

/** The conversation with `{server:NAME}` and `{token:good|bad}` replaced by what the fixtures have. */
export const substitute = (conversation: Conversation, fixtures: FixtureServers): Conversation =>
  JSON.parse(JSON.stringify(conversation), (_key, value: unknown) =>
    typeof value === 'string'
      ? value
          .replace(/\{server:(\w+)\}/g, (_all, name: string) => fixtures.url(name as FixtureName))
          .replace(/\{token:(good|bad)\}/g, (_all, name: 'good' | 'bad') => fixtures.token[name])
      : value,
  ) as Conversation;
