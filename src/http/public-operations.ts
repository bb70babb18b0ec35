import { z } from 'zod';
import { operation } from './operation.ts';

/** What answers without a key. */
export const publicOperations = {
  live: operation({
    id: 'isLive',
    summary: 'Whether the process lives',
    answer: z.object({ status: z.literal('ok') }),
  }),
  ready: operation({
    id: 'isReady',
    summary: 'Whether the store answers and requests are taken',
    answer: z.object({ status: z.literal('ready') }),
    errors: ['unavailable'],
  }),
  metrics: operation({
    id: 'getMetrics',
    summary: 'Figures of this process, in the text format of Prometheus',
    answer: { text: ['plain'] },
  }),
  page: operation({
    id: 'showDocs',
    summary: 'A page to read this document; where it is not built, how to build it',
    answer: { text: ['html', 'plain'] },
  }),
  pageFile: operation({
    id: 'getDocsFile',
    summary: 'What the page is made of',
    answer: { text: ['css', 'javascript'] },
  }),
  document: operation({
    id: 'getOpenApi',
    summary: 'This document',
    answer: z.record(z.string(), z.unknown()).meta({ examples: [{ openapi: '3.1.1' }] }),
  }),
};
