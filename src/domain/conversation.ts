import type { AuthKind } from './auth.ts';

export const flowNames = ['register', 'revoke', 'update', 'create_sandbox'] as const;
export type FlowName = (typeof flowNames)[number];

/** What a conversation waits for. `resume`, and a bare `source` or `agent`, come with no flow; `reading` with any. */
export const awaitables = [
  'base_url',
  'auth_kind',
  'auth_header',
  'credential',
  'name',
  'sandbox',
  'confirmation',
  'repair',
  'source',
  'agent',
  'reading',
  'resume',
] as const;
export type Awaiting = (typeof awaitables)[number];

/** What a flow has learned so far; absent means unset. Never a secret. */
export type Slots = {
  base_url?: string;
  auth_kind?: AuthKind;
  auth_header?: string;
  name?: string;
  /** A sandbox's name. */
  sandbox?: string;
  has_credential?: true;
  /** A data source id. */
  source?: string;
  /** An agent's slug. */
  agent?: string;
};

/** The slots a user fills with words; the credential has its own way in. */
export const wordSlots = ['base_url', 'auth_kind', 'auth_header', 'name', 'sandbox'] as const;
export type WordSlot = (typeof wordSlots)[number];

/** An answer that can be given by a button, a number or its label. */
export type Option = { id: string; label: string };

export type TranscriptEntry = { role: 'user' | 'concierge'; text: string; at: string };
