import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const folder = new URL('../../deploy/', import.meta.url);

export const readDeployFile = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** Every document of a YAML file; a duplicate key or a syntax error throws. */
export const readYaml = (name: string): unknown[] =>
  parseAllDocuments(readDeployFile(name), { uniqueKeys: true }).map((document) => {
    if ('errors' in document && document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });

const text = z.string().min(1);
const duration = z.string().regex(/^\d+(?:ms|s|m)$/);
const dependsOn = z.record(
  text,
  z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }),
);

/** The part of the Compose Specification that we use; what is not named here is a mistake. */
export const composeFile = z.strictObject({
  name: text,
  services: z.record(
    text,
    z.strictObject({
      image: text.optional(),
      build: z.strictObject({ context: text, dockerfile: text }).optional(),
      command: z.array(text).optional(),
      environment: z.record(text, z.string()).optional(),
      deploy: z.strictObject({ replicas: z.int().positive() }).optional(),
      depends_on: dependsOn.optional(),
      healthcheck: z
        .strictObject({
          test: z.array(text).min(2),
          interval: duration,
          timeout: duration,
          start_period: duration.optional(),
        })
        .optional(),
      stop_grace_period: duration.optional(),
      configs: z.array(z.strictObject({ source: text, target: text })).optional(),
      ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
      volumes: z.array(z.string().regex(/^[a-z]+:\/[a-z]+$/)).optional(),
      restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
    }),
  ),
  configs: z.record(text, z.strictObject({ content: text })),
  volumes: z.record(text, z.null()),
});

const labels = z.record(text, text);
const metadata = z.strictObject({ name: text, namespace: text.optional(), labels: labels.optional() });
const port = z.union([z.int().min(1).max(65_535), text]);
const probe = z
  .strictObject({
    httpGet: z.strictObject({ path: z.string().startsWith('/'), port }).optional(),
    tcpSocket: z.strictObject({ port }).optional(),
    exec: z.strictObject({ command: z.array(text) }).optional(),
    periodSeconds: z.int().positive(),
    timeoutSeconds: z.int().positive().optional(),
    failureThreshold: z.int().positive().optional(),
  })
  .refine(({ httpGet, tcpSocket, exec }) => [httpGet, tcpSocket, exec].filter(Boolean).length === 1);
const secretKeyRef = z.strictObject({ name: text, key: text, optional: z.boolean().optional() });
const amounts = z.partialRecord(z.enum(['cpu', 'memory', 'storage']), z.string().regex(/^\d+(?:m|Mi|Gi)?$/));
const resources = z.strictObject({ requests: amounts, limits: amounts.optional() });

const container = z.strictObject({
  name: text,
  image: text,
  args: z.array(text).optional(),
  ports: z.array(z.strictObject({ name: text, containerPort: z.int() })),
  env: z
    .array(
      z.union([
        z.strictObject({ name: text, value: z.string() }),
        z.strictObject({ name: text, valueFrom: z.strictObject({ secretKeyRef }) }),
      ]),
    )
    .optional(),
  startupProbe: probe.optional(),
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: z
    .strictObject({ preStop: z.strictObject({ sleep: z.strictObject({ seconds: z.int().positive() }) }) })
    .optional(),
  volumeMounts: z.array(z.strictObject({ name: text, mountPath: text })).optional(),
  resources,
  securityContext: z
    .strictObject({
      allowPrivilegeEscalation: z.boolean(),
      readOnlyRootFilesystem: z.boolean(),
      capabilities: z.strictObject({ drop: z.array(text) }),
    })
    .optional(),
});

const template = z.strictObject({
  metadata: z.strictObject({ labels }),
  spec: z.strictObject({
    terminationGracePeriodSeconds: z.int().positive(),
    automountServiceAccountToken: z.boolean(),
    securityContext: z.strictObject({
      runAsNonRoot: z.boolean(),
      runAsUser: z.int(),
      fsGroup: z.int().optional(),
      seccompProfile: z.strictObject({ type: text }),
    }),
    topologySpreadConstraints: z
      .array(
        z.strictObject({
          maxSkew: z.int(),
          topologyKey: text,
          whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
          labelSelector: z.strictObject({ matchLabels: labels }),
        }),
      )
      .optional(),
    containers: z.array(container).length(1),
  }),
});
const selector = z.strictObject({ matchLabels: labels });

const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.strictObject({
    replicas: z.int(),
    selector,
    strategy: z.strictObject({
      type: z.literal('RollingUpdate'),
      rollingUpdate: z.strictObject({ maxSurge: z.int(), maxUnavailable: z.int() }),
    }),
    template,
  }),
});
const statefulSet = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('StatefulSet'),
  metadata,
  spec: z.strictObject({
    serviceName: text,
    replicas: z.int(),
    selector,
    template,
    volumeClaimTemplates: z.array(
      z.strictObject({
        metadata,
        spec: z.strictObject({ accessModes: z.array(z.literal('ReadWriteOnce')), resources }),
      }),
    ),
  }),
});
const service = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata,
  // Without `sessionAffinity`: any instance takes any request.
  spec: z.strictObject({
    selector: labels,
    ports: z.array(z.strictObject({ name: text, port: z.int(), targetPort: port })),
  }),
});
const disruptionBudget = z.strictObject({
  apiVersion: z.literal('policy/v1'),
  kind: z.literal('PodDisruptionBudget'),
  metadata,
  spec: z.strictObject({ minAvailable: z.int(), selector }),
});

/** The part of the Kubernetes API that we use, by its published types; what is not named here is a mistake. */
export const kubernetesObject = z.discriminatedUnion('kind', [
  deployment,
  statefulSet,
  service,
  disruptionBudget,
]);
export type KubernetesObject = z.infer<typeof kubernetesObject>;
