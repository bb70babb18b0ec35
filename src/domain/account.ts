/** An account; every stored key begins with it. */
export type Account = { user_id: string; created_at: string };

/** An API key as stored: only its SHA-256 (hex) is kept. */
export type ApiKey = {
  id: string;
  user_id: string;
  name: string;
  key_hash: string;
  /** First characters, to recognise it by. */
  key_prefix: string;
  created_at: string;
  expires_at: string | null;
  /** To the minute; left out: never used. */
  last_used_at?: string;
};

/** Who asks: made from a verified key (or the terminal's own account), never from a request's body. */
export type Caller = { user_id: string };
