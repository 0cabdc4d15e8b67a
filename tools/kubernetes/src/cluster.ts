import type { IKafka } from '@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/Kafka';
import type { IKafkaTopic } from '@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaTopic';
import type { IKafkaUser } from '@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaUser';
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { ITriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** A rendered resource, before anybody has looked at what kind it is. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
}

export type Labels = Readonly<Record<string, string>>;

interface Kinds {
  ConfigMap: IConfigMap;
  Deployment: IDeployment;
  HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  Ingress: IIngress;
  Job: IJob;
  Kafka: IKafka;
  KafkaTopic: IKafkaTopic;
  KafkaUser: IKafkaUser;
  NetworkPolicy: INetworkPolicy;
  PodDisruptionBudget: IPodDisruptionBudget;
  ScaledObject: IScaledObject;
  Secret: ISecret;
  Service: IService;
  ServiceAccount: IServiceAccount;
  StatefulSet: IStatefulSet;
  TriggerAuthentication: ITriggerAuthentication;
}

/** Without a name nothing is rendered, and a spec that is missing is what the published schemas find. */
export type Rendered<Model> = Model & { readonly metadata: { readonly name: string } } & (Model extends {
    spec?: infer Spec;
  }
    ? { readonly spec: NonNullable<Spec> }
    : unknown);

/** The pods that a workload makes. */
export interface Workload {
  /** Such as `Deployment/gateway`. */
  readonly name: string;
  readonly labels: Labels;
  readonly spec: IPodSpec;
  readonly container: IContainer;
  /** The program of ours that it runs, such as `gateway`; undefined for servers. */
  readonly program: string | undefined;
  /** Whether it runs the program's migration instead. */
  readonly isMigration: boolean;
}

/** What one overlay renders, by kind. Secrets that others make are among its Secrets. */
export class Cluster {
  readonly workloads: readonly Workload[];

  constructor(private readonly manifests: readonly Manifest[]) {
    this.workloads = (['Deployment', 'StatefulSet', 'Job'] as const).flatMap((kind) =>
      this.of(kind).flatMap(({ metadata, spec }) => {
        const { spec: podSpec, metadata: podMetadata } = spec.template;
        const [container] = podSpec?.containers ?? [];
        if (podSpec === undefined || container === undefined) return [];
        const entry = /^dist\/([\w-]+)\/(main|migrate)\.js$/.exec(container.args?.at(-1) ?? '');
        return {
          name: `${kind}/${metadata.name}`,
          labels: podMetadata?.labels ?? {},
          spec: podSpec,
          container,
          program: entry?.[1],
          isMigration: entry?.[2] === 'migrate',
        };
      }),
    );
  }

  of<Kind extends keyof Kinds>(kind: Kind): readonly Rendered<Kinds[Kind]>[] {
    // A manifest of that kind; whether it is a right one the schemas say.
    return this.manifests.filter((manifest) => manifest.kind === kind) as unknown as Rendered<Kinds[Kind]>[];
  }

  has(kind: keyof Kinds, name: string | undefined): boolean {
    return this.of(kind).some(({ metadata }) => metadata.name === name);
  }

  /** All settings of ConfigMaps that a container takes whole. */
  settings(container: IContainer): Readonly<Record<string, string>> {
    const names = (container.envFrom ?? []).map(({ configMapRef }) => configMapRef?.name);
    return Object.assign(
      {},
      ...this.of('ConfigMap').flatMap((map) => (names.includes(map.metadata.name) ? [map.data] : [])),
    ) as Record<string, string>; // a ConfigMap's data is text by text
  }
}
