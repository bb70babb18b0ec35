import { expect, it } from 'vitest';
import { notCheckedYet, type SourceStatus, standingOf } from '../../src/domain/source.ts';

it.each<[SourceStatus, string | null, string, string | null]>([
  ['active', null, 'active', null],
  ['paused', null, 'paused', null],
  ['error', 'It timed out.', 'error', 'It timed out.'],
  ['error', notCheckedYet, notCheckedYet, null],
  ['paused', notCheckedYet, 'paused', null],
])('%s with %s is shown as %s', (status, health_error, shown, problem) => {
  expect(standingOf({ status, health_error })).toEqual({ status: shown, problem });
});
