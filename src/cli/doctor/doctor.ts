import { isConciergeError } from '../../errors.ts';
import { columns } from '../columns.ts';
import { defineDiagnosis } from '../command.ts';
import { broken, type Finding, type Inspection } from './finding.ts';
import { checkSources } from './sources.ts';

const sourcesOf = async ({ api }: Inspection): Promise<Finding[]> => {
  if (api === null) return [];
  try {
    return await checkSources(api.client);
  } catch (error) {
    if (!isConciergeError(error)) throw error;
    return [broken('sources', error.message)];
  }
};

const allFindings = async (inspect: () => Promise<Inspection>): Promise<Finding[]> => {
  const inspection = await inspect();
  try {
    return [...inspection.findings, ...(await sourcesOf(inspection))];
  } finally {
    await inspection.api?.close();
  }
};

const verdict = (findings: Finding[]): string => {
  const count = findings.filter(({ state }) => state === 'broken').length;
  if (count === 0) return 'Nothing is broken.';
  return count === 1 ? 'One thing is broken.' : `${count} things are broken.`;
};

/** A line a finding; below it, what to do. */
const reportOf = (findings: Finding[]): string => {
  const lines = columns(findings.map(({ state, what, says }) => [state, what, says.replace(/\n/g, ' ')]));
  const withNext = lines.split('\n').flatMap((line, at) => {
    const next = findings[at]?.next ?? null;
    return next === null ? [line] : [line, `         → ${next}`];
  });
  return [...withNext, '', verdict(findings)].join('\n');
};

/** Looks at everything that a command or a server needs. */
export const doctor = defineDiagnosis({
  usage: 'doctor',
  about:
    'Check Node, the store, the keys, what may be reached, the model, the port and every source, and say what to do. With CONCIERGE_URL: that server, as far as it shows. Exit 1 when something is broken.',
  example: 'concierge doctor',
  run: async (work) => {
    const findings = await work.waiting('Looking', allFindings(work.inspect));
    const well = findings.every(({ state }) => state !== 'broken');
    return { text: reportOf(findings), json: { well, checks: findings }, failed: !well };
  },
});
