import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner } from './run-in-process.ts';

const isInstalled = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What each shell is told, to say what it would offer behind these words; the last one is only begun. */
const asking = {
  bash: (script: string, words: string[]) =>
    `${script}\nCOMP_WORDS=(${words.join(' ')})\nCOMP_CWORD=${words.length - 1}\n_concierge\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
  // Without a line editor zsh offers nothing; its functions for offering are replaced by such as print.
  zsh: (script: string, words: string[]) =>
    `compdef() { }\ncompadd() { shift; print -l -- $@ }\n_describe() { print -l -- \${(P)\${@[-1]}} }\n${script}\n` +
    `words=(${words.join(' ')} ''); CURRENT=${words.length}\n_concierge`,
  fish: (script: string, words: string[]) =>
    `${script}\ncomplete -C '${words.join(' ').replaceAll("''", '')}'`,
};
type Shell = keyof typeof asking;

describe.each(Object.keys(asking) as Shell[])('completion in %s', (shell) => {
  let script: string;
  beforeAll(async () => {
    script = (await (await createRunner())(['completion', shell])).stdout;
  });

  /** What is offered, without what is said about it. */
  const offered = (words: string[]): string[] => {
    const { stdout, stderr } = spawnSync(shell, ['-c', asking[shell](script, words)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const begun = words.at(-1)!.replaceAll("'", '');
    return stdout
      .split('\n')
      .map((line) => line.split(/[:\t]/)[0]!)
      .filter((word) => word !== '' && word.startsWith(begun));
  };

  // bash is everywhere that tests run; the others are where somebody uses them.
  it.skipIf(!isInstalled(shell)).each<[words: string[], offers: string[]]>([
    [['concierge', 'so'], ['source']],
    [
      ['concierge', 'source', 're'],
      ['rename', 'resume'],
    ],
    [['concierge', 'source', 'user-mcp', 'a'], ['add']],
    [['concierge', 'source', 'list', '--sta'], ['--status']],
    [['concierge', 'source', 'list', '--status', 'p'], ['paused']],
    [['concierge', 'source', 'user-mcp', 'add', 'acme', '--auth', 'b'], ['bearer']],
    [['concierge', 'completion', 'f'], ['fish']],
  ])('behind `%s` offers %j', (words, offers) => {
    expect(offered(words).sort()).toEqual(offers);
  });

  it.skipIf(!isInstalled(shell))('offers every group and command at the beginning', () => {
    const first = [
      'chat',
      'serve',
      'doctor',
      'source',
      'agent',
      'sandbox',
      'account',
      'apikey',
      'completion',
    ];
    expect(offered(['concierge', "''"])).toEqual(expect.arrayContaining(first));
  });
});
