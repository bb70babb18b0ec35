import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentSchema, parseConfig } from '../../src/config.ts';
import { composeFile, type KubernetesObject, kubernetesObject, readDeployFile, readYaml } from './files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const known = Object.keys(environmentSchema.shape);
/** A stop takes up to 25 s. */
const stopSeconds = 25;
const secrets = {
  REDIS_URL: 'redis://redis:6379',
  CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)),
  CONCIERGE_API_KEY: 'olk_0123456789abcdef',
};

describe('the Compose file', () => {
  const { services, configs, volumes } = composeFile.parse(readYaml('docker-compose.yml')[0]);
  const { concierge, redis, proxy } = services;

  it('starts two instances on one Redis that keeps all it is given', () => {
    expect(concierge?.deploy?.replicas).toBe(2);
    expect(concierge?.environment?.REDIS_URL).toBe('redis://redis:6379');
    expect(redis?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
    expect(redis?.volumes).toEqual(['redis:/data']);
    expect(Object.keys(volumes)).toEqual(['redis']);
  });

  it('sets variables that exist, to values that are taken', () => {
    const env = concierge?.environment ?? {};
    expect(Object.keys(env).filter((name) => !known.includes(name))).toEqual([]);
    const given = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ]);
    expect(() => parseConfig({ ...Object.fromEntries(given), ...secrets, HOST: '0.0.0.0' })).not.toThrow();
  });

  it('refuses to start without its secrets', () => {
    for (const name of ['CONCIERGE_MASTER_KEY', 'CONCIERGE_API_KEY'])
      expect(concierge?.environment?.[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?.+\\}$`));
  });

  it('lets an instance stop in its own time, and asks whether it is ready', () => {
    expect(Number.parseInt(concierge?.stop_grace_period ?? '0', 10)).toBeGreaterThan(stopSeconds);
    expect(concierge?.healthcheck?.test.join(' ')).toContain('http://127.0.0.1:8787/readyz');
  });

  it('spreads requests over the instances without sticking to one, and streams through', () => {
    expect(proxy?.configs?.[0]?.source).toBe('proxy');
    expect(configs.proxy?.content).toMatch(/dynamic a concierge 8787\s+lb_policy round_robin/);
    expect(configs.proxy?.content).toContain('flush_interval -1');
    expect(proxy?.ports).toEqual(['127.0.0.1:8787:80']);
  });
});

describe('the Kubernetes example', () => {
  const objects = readYaml('kubernetes.yaml').map((object) => kubernetesObject.parse(object));
  const find = <Kind extends KubernetesObject['kind']>(kind: Kind, name: string) =>
    objects.find(
      (one): one is Extract<KubernetesObject, { kind: Kind }> =>
        one.kind === kind && one.metadata.name === name,
    )!;
  const { spec } = find('Deployment', 'concierge');
  const [container] = spec.template.spec.containers;

  it('runs two instances, and lets one go only when another is ready', () => {
    expect([spec.replicas, spec.strategy.rollingUpdate.maxUnavailable]).toEqual([2, 0]);
    expect(find('PodDisruptionBudget', 'concierge').spec.minAvailable).toBe(1);
  });

  it('waits for a stop that takes its whole time', () => {
    const { seconds } = container!.lifecycle!.preStop.sleep;
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(seconds + stopSeconds);
  });

  it('asks the process whether it lives and the store whether it is ready', () => {
    const { livenessProbe, readinessProbe, startupProbe } = container!;
    const paths = [livenessProbe, readinessProbe, startupProbe].map((probe) => probe?.httpGet?.path);
    expect(paths).toEqual(['/healthz', '/readyz', '/healthz']);
  });

  it('sets variables that exist; what is secret comes from a secret that its text says how to make', () => {
    const env = container!.env ?? [];
    expect(env.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    const plain = Object.fromEntries(env.flatMap((one) => ('value' in one ? [[one.name, one.value]] : [])));
    expect(() => parseConfig({ ...plain, ...secrets })).not.toThrow();
    for (const one of env)
      if ('valueFrom' in one && !one.valueFrom.secretKeyRef.optional)
        expect(readDeployFile('kubernetes.yaml')).toContain(`--from-literal=${one.name}=`);
  });

  it('leads each service to a container that has its label and its port', () => {
    for (const service of objects.filter((one) => one.kind === 'Service')) {
      const workload = objects.find(
        (one) =>
          (one.kind === 'Deployment' || one.kind === 'StatefulSet') &&
          one.spec.template.metadata.labels.app === service.spec.selector.app,
      ) as Extract<KubernetesObject, { kind: 'Deployment' }> | undefined;
      const names = workload?.spec.template.spec.containers[0]?.ports.map(({ name }) => name);
      for (const { targetPort } of service.spec.ports) expect(names).toContain(targetPort);
    }
  });

  it('has a Redis that keeps all it is given, on a disk', () => {
    const { spec: redis } = find('StatefulSet', 'redis');
    const [server] = redis.template.spec.containers;
    expect(server?.args?.join(' ')).toMatch(
      /--appendonly yes .*--maxmemory 600mb --maxmemory-policy noeviction/,
    );
    expect(server?.volumeMounts?.[0]?.name).toBe(redis.volumeClaimTemplates[0]?.metadata.name);
    expect(find('Service', redis.serviceName).spec.ports[0]?.port).toBe(6379);
  });
});

describe('the Dockerfile', () => {
  const lines = readDeployFile('Dockerfile')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const of = (instruction: string): string[] =>
    lines
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1));

  it('copies what is there', () => {
    const copied = of('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('starts the server itself, as a user without rights, on a Node that it runs on', () => {
    const [command] = of('CMD').map((line) => JSON.parse(line) as string[]);
    expect(command?.[0]).toBe('node');
    expect(existsSync(join(root, command?.[1] ?? ''))).toBe(true);
    expect(of('USER')).toEqual(['node']);
    expect(new Set(of('FROM').map((line) => line.split(' ')[0]))).toEqual(new Set(['node:26-slim']));
  });
});
