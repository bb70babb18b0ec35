import type { OpenApi } from '../doors.ts';

/** What was looked at, how it is, and what to do about it. */
export type Finding = {
  what: string;
  state: 'ok' | 'warning' | 'broken';
  says: string;
  next: string | null;
};

/** What the entry found out, and the API to go on with; null where it cannot be had. */
export type Inspection = { findings: Finding[]; api: OpenApi | null };

export const fine = (what: string, says: string): Finding => ({ what, state: 'ok', says, next: null });

export const warning = (what: string, says: string, next: string): Finding => ({
  what,
  state: 'warning',
  says,
  next,
});

export const broken = (what: string, says: string, next: string | null = null): Finding => ({
  what,
  state: 'broken',
  says,
  next,
});
