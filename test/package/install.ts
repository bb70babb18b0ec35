import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

type Locked = { dev?: boolean; devOptional?: boolean; bin?: Record<string, string> };

/** The dependencies that the package names, as they lie in this clone: npm then has nothing to fetch. */
const copyDependencies = async (folder: string): Promise<void> => {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const own = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path.lastIndexOf('node_modules/') === 0 && !dev && !devOptional,
  );
  const bin = join(folder, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  for (const [path, { bin: commands = {} }] of own) {
    await cp(join(root, path), join(folder, path), { recursive: true });
    for (const [name, file] of Object.entries(commands))
      await symlink(posix.relative('node_modules/.bin', posix.join(path, file)), join(bin, name));
  }
};

/** Without the variables by which one npm tells another what it runs. */
const environment = (folder: string) => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: folder,
  npm_config_cache: join(folder, '.npm'),
  npm_config_update_notifier: 'false',
});

/** Packs this clone, and installs what was packed into an empty folder without development dependencies, offline. */
export const installPackage = async (folder: string): Promise<void> => {
  const env = environment(folder);
  await run('npm', ['run', '--silent', 'build:package'], { cwd: root, env });
  // The page is left as it is: other tests are looking at it.
  const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', packing, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
  const [file = ''] = /concierge-[\w.-]+\.tgz/.exec(stdout) ?? [];
  await copyDependencies(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const options = [
    '--omit=dev',
    '--offline',
    '--ignore-scripts',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
  ];
  await run('npm', ['install', ...options, `./${basename(file)}`], { cwd: folder, env });
};

/** Whether this machine has an npm to install with. */
export const hasNpm = await run('npm', ['--version']).then(
  () => true,
  () => false,
);
