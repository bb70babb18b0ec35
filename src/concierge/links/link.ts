import { z } from 'zod';
import { textField, timeField } from '../../domain/answer-fields.ts';
import { type SourceStatus, sourceStatuses } from '../../domain/source.ts';
import { randomBytes, toHex } from '../../vault/bytes.ts';

export const linkKinds = ['confirm', 'credential'] as const;
export const linkStatuses = ['open', 'done', 'denied', 'expired'] as const;
/** The tools whose calls wait for their user. */
export const plannedTools = ['add_user_mcp_source', 'revoke_user_mcp_source', 'update_source'] as const;
export type PlannedTool = (typeof plannedTools)[number];

/** How long a user has to follow a link, in ms. */
export const linkLifetimeMs = 15 * 60_000;
/** How long it is still told what became of one, in ms. */
export const linkKeptMs = 60 * 60_000;

/** What would be done: what is shown, and what runs if the user agrees. */
export type Plan = {
  sandbox_id: string;
  tool: PlannedTool;
  /** The arguments of the call, complete and normalised. */
  input: Record<string, unknown>;
  kind: (typeof linkKinds)[number];
  title: string;
  /** Markdown. */
  text: string;
  /** What the text does not say and must not change meanwhile either. */
  basis: string;
};

/** A plan that waits for its user, as stored. Never a secret. */
export type Link = Plan & {
  id: string;
  /** `running`: somebody said yes, and it is being done or was broken off. `obsolete`: it can not be done any more. */
  status: 'open' | 'running' | 'done' | 'denied' | 'obsolete';
  created_at: string;
  expires_at: string;
  begun_at: string | null;
  result_text: string | null;
  /** The source that was made or changed. */
  data_source_id: string | null;
  /** How it was then; absent before. */
  source_status?: SourceStatus;
};

export const publicLink = z
  .object({
    id: textField('lk_5f0c7d2e9a41b86377c1d0e4f2a9b8c6d5e4f3a2b1c0d9e8'),
    kind: z.enum(linkKinds).describe('`credential`: the value is given instead of a yes.'),
    title: textField('Revoke Acme Docs'),
    text: textField('Revoke Acme Docs (`https://mcp.acme.com/mcp`)?').describe(
      'Markdown: exactly what will happen.',
    ),
    status: z.enum(linkStatuses),
    expires_at: timeField,
    result_text: z.string().exactOptional().describe('Markdown: what became of it.'),
    source_status: z
      .enum(sourceStatuses)
      .exactOptional()
      .describe('How the source was right after: `error` when it did not pass its check.'),
  })
  .meta({ id: 'Link' });

export type PublicLink = z.output<typeof publicLink>;

/** 192 random bits: who was not given a link does not guess it. */
export const newLinkId = (): string => `lk_${toHex(randomBytes(24))}`;
export const isLinkId = (text: string): boolean => /^lk_[0-9a-f]{48}$/.test(text);

export const hasExpired = ({ expires_at }: Link, now: Date): boolean =>
  now.getTime() >= Date.parse(expires_at);

const statusAt = (link: Link, now: Date): PublicLink['status'] => {
  if (link.status === 'done' || link.status === 'denied') return link.status;
  if (link.status === 'obsolete') return 'expired';
  return hasExpired(link, now) ? 'expired' : 'open';
};

/** A link as its user sees it. */
export const presentLink = (link: Link, now: Date): PublicLink => ({
  id: link.id,
  kind: link.kind,
  title: link.title,
  text: link.text,
  status: statusAt(link, now),
  expires_at: link.expires_at,
  ...(link.result_text !== null && { result_text: link.result_text }),
  ...(link.source_status !== undefined && { source_status: link.source_status }),
});
