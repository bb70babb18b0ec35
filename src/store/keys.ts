/**
 * Every key of the store, in one place. The account comes first, in braces: on a Redis Cluster it is the
 * hash tag, so that one commit stays in one slot.
 */
const own = (user_id: string, ...parts: string[]): string => `{${user_id}}/${parts.join('/')}`;

export const keys = {
  account: (user_id: string) => own(user_id, 'account'),
  apiKey: (user_id: string, id: string) => own(user_id, 'api-key', id),
  sandbox: (user_id: string, sandbox_id: string) => own(user_id, 'sandbox', sandbox_id),
  /** Claims `(owner_id, name)`. */
  sandboxName: (user_id: string, owner_id: string, name: string) =>
    own(user_id, 'sandbox-name', encodeURIComponent(owner_id), encodeURIComponent(name)),
  source: (user_id: string, sandbox_id: string, data_source_id: string) =>
    own(user_id, 'source', sandbox_id, data_source_id),
  /** Claims a label among the sources of a sandbox that are not disconnected. */
  label: (user_id: string, sandbox_id: string, label_key: string) =>
    own(user_id, 'label', sandbox_id, encodeURIComponent(label_key)),
  namespace: (user_id: string, sandbox_id: string, namespace: string) =>
    own(user_id, 'namespace', sandbox_id, namespace),
  /** Claims an idempotency key; holds the id of what it made. */
  idempotency: (user_id: string, key: string) => own(user_id, 'idempotency', encodeURIComponent(key)),
  /** What an `Idempotency-Key` of the API stands for, and a sign of life while it is worked on. */
  attempt: (user_id: string, key: string) => own(user_id, 'attempt', encodeURIComponent(key)),
  attemptBeat: (user_id: string, key: string) => own(user_id, 'attempt-beat', encodeURIComponent(key)),
  secret: (user_id: string, sandbox_id: string, data_source_id: string) =>
    own(user_id, 'secret', sandbox_id, data_source_id),
  /** A credential that a flow of a conversation took and that is not yet a source's. */
  stagedSecret: (user_id: string, session_id: string, flow: number | '') =>
    own(user_id, 'staged-secret', session_id, String(flow)),
  agent: (user_id: string, sandbox_id: string, slug: string) => own(user_id, 'agent', sandbox_id, slug),
  session: (user_id: string, sandbox_id: string, session_id: string) =>
    own(user_id, 'session', sandbox_id, session_id),
  /** Says which turn has the conversation, for as long as that shows signs of life. */
  turnLock: (user_id: string, session_id: string) => own(user_id, 'turn-lock', session_id),
  /** A change that waits for its user behind a link. */
  link: (user_id: string, link_id: string) => own(user_id, 'link', link_id),
  run: (user_id: string, sandbox_id: string, run_id: string) => own(user_id, 'run', sandbox_id, run_id),
  /** Says that a run is this agent's; the run itself lies under its own key. */
  agentRun: (user_id: string, sandbox_id: string, agent_id: string, run_id: string) =>
    own(user_id, 'agent-run', sandbox_id, agent_id, run_id),
  /** A conversation with an agent. */
  agentSession: (user_id: string, sandbox_id: string, session_id: string) =>
    own(user_id, 'agent-session', sandbox_id, session_id),
  /** Alive while a run of that conversation goes on; holds the id of the run. */
  runBeat: (user_id: string, sandbox_id: string, session_id: string) =>
    own(user_id, 'run-beat', sandbox_id, session_id),
  audit: (user_id: string, id: string) => own(user_id, 'audit', id),
  /** One batch of uses of credentials. */
  credentialUse: (user_id: string, id: string) => own(user_id, 'credential-use', id),
  system: {
    apiKey: (key_hash: string) => `{system}/api-key/${key_hash}`,
    /** A one-time code of a sign-in link, by its SHA-256. */
    signInCode: (code_hash: string) => `{system}/sign-in-code/${code_hash}`,
    /** Someone signed in on the page, by the SHA-256 of what their cookie holds. */
    pageSession: (token_hash: string) => `{system}/page-session/${token_hash}`,
    account: (user_id: string) => `{system}/account/${user_id}`,
    /** Claims to be the account that a first start makes, and holds which key it was given. */
    firstAccount: () => '{system}/first-account',
    /** A known text sealed with the master key, to tell a wrong key from the right one. */
    vaultCheck: () => '{system}/vault-check',
    /** Written and taken back, to see whether the store takes anything. */
    doctor: (id: string) => `{system}/doctor/${id}`,
  },
} as const;

/** True for keys under which sealed credentials lie. */
export const holdsSecret = (key: string): boolean => /^\{[^}]*\}\/(?:secret|staged-secret)\//.test(key);

/** True for keys that every call of a tool reads. */
export const isReadByCalls = (key: string): boolean =>
  /^\{[^}]*\}\/(?:api-key|sandbox|source|agent)\//.test(key);

/** Prefixes of all that lies in a sandbox and goes with it, secrets first. A new kind that does belongs here. */
export const sandboxPrefixes = (user_id: string, sandbox_id: string): string[] =>
  [
    'secret',
    'source',
    'label',
    'namespace',
    'agent',
    'session',
    'run',
    'agent-run',
    'agent-session',
    'run-beat',
  ].map((kind) => own(user_id, kind, sandbox_id, ''));
