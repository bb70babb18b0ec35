/** One exchange with a user's server for which the credential was taken out. Every one is recorded (rule L7). */
export type CredentialUse = {
  user_id: string;
  sandbox_id: string;
  data_source_id: string;
  kind: 'list' | 'call';
  /** `call`: the server's own tool name and the agent's slug. */
  tool: string | null;
  agent: string | null;
  at: Date;
};
