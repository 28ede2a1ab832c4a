/** A cluster of the lab: service accounts, and pods that are processes of this computer. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { LabContainer } from "../container/lab-container";
import { EgressGateway } from "../vm/egress-gateway";
import type { ClusterIssuer } from "./cluster-issuer";
import { KubernetesError } from "./kubernetes-error";
import { type KubernetesObject, parseManifest, type PodContainer, readPod } from "./manifest";

/** Options of {@link KubernetesCluster.create}. */
export interface KubernetesClusterOptions {
  readonly name: string;
  /** Folder in which every pod has its own. */
  readonly directory: string;
  /** Folders of programs that every image has. */
  readonly path: readonly string[];
  /** Address of the AWS double. */
  readonly egressTarget: string;
  readonly issuer: ClusterIssuer;
  /** The audience of tokens that were requested without one: the API server. */
  readonly apiServer: string;
}

/** For which service account and audience {@link KubernetesCluster.createToken} creates a token. */
export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly audience: string;
}

interface RunningPod {
  readonly container: LabContainer;
  readonly body: KubernetesObject["body"];
}

/** What the API server, a node and its kubelet do together. There are no controllers: a pod ends and is not replaced. */
export class KubernetesCluster {
  readonly #uids = new Map<string, string>();
  readonly #pods = new Map<string, RunningPod>();

  private constructor(
    private readonly options: KubernetesClusterOptions,
    private readonly egress: EgressGateway,
  ) {
    for (const namespace of ["default", "kube-system"]) {
      this.#addNamespace(namespace);
    }
  }

  static async create(options: KubernetesClusterOptions): Promise<KubernetesCluster> {
    // Nodes reach the internet through the cluster's load balancer ("Outbound types in AKS").
    return new KubernetesCluster(options, await EgressGateway.start(options.egressTarget, () => true));
  }

  get name(): string {
    return this.options.name;
  }

  get issuer(): ClusterIssuer {
    return this.options.issuer;
  }

  /**
   * `kubectl apply` of a manifest in YAML or JSON: creates what is not there yet.
   *
   * @throws KubernetesError for the first object that is refused; those before it stay.
   */
  async apply(manifest: string): Promise<void> {
    for (const object of parseManifest(manifest)) {
      if (object.kind === "Namespace") {
        this.#addNamespace(object.name);
      } else if (object.kind === "ServiceAccount") {
        this.#demandNamespace(object.namespace);
        this.#add(keyOf("serviceaccount", object.namespace, object.name));
      } else {
        await this.#applyPod(object);
      }
    }
  }

  /** The container of a pod. @throws KubernetesError when there is none. */
  pod(namespace: string, name: string): LabContainer {
    const pod = this.#pods.get(keyOf("pod", namespace, name));
    if (pod === undefined) {
      // @evidence source A pod that does not exist is `NotFound`. Source: kubernetes/kubernetes
      // staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
      throw new KubernetesError("NotFound", `pods "${name}" not found`);
    }
    return pod.container;
  }

  /** `kubectl delete pod`. @throws KubernetesError when there is none. */
  async deletePod(namespace: string, name: string): Promise<void> {
    const container = this.pod(namespace, name);
    this.#pods.delete(keyOf("pod", namespace, name));
    await container.remove();
  }

  /** `kubectl create token`: good for an hour and bound to no pod. @throws KubernetesError for an unknown account. */
  async createToken({ namespace, serviceAccount, audience }: TokenRequest): Promise<string> {
    const uid = this.#uids.get(keyOf("serviceaccount", namespace, serviceAccount));
    if (uid === undefined) {
      // @evidence source A service account that does not exist is `NotFound`. Source: kubernetes/kubernetes
      // staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
      throw new KubernetesError("NotFound", `serviceaccounts "${serviceAccount}" not found`);
    }
    return this.issuer.sign({
      namespace,
      serviceAccount: { name: serviceAccount, uid },
      audiences: [audience],
      expirationSeconds: 3600,
    });
  }

  /** Ends all that runs and removes its folders. */
  async remove(): Promise<void> {
    await Promise.all([...this.#pods.values()].map(({ container }) => container.remove()));
    await this.egress.stop();
  }

  /** Ends all that runs. Folders stay. */
  async stop(): Promise<void> {
    for (const { container } of this.#pods.values()) {
      container.stop();
    }
    await this.egress.stop();
  }

  async #applyPod(object: KubernetesObject): Promise<void> {
    const { namespace, name, body } = object;
    const pod = readPod(object);
    this.#demandNamespace(namespace);
    const account = pod.serviceAccountName;
    const accountUid = this.#uids.get(keyOf("serviceaccount", namespace, account));
    if (accountUid === undefined) {
      // @evidence source A pod whose service account is not there is `Forbidden`. Source: kubernetes/kubernetes
      // plugin/pkg/admission/serviceaccount/admission.go.
      throw new KubernetesError(
        "Forbidden",
        `pods "${name}" is forbidden: error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
      );
    }
    const key = keyOf("pod", namespace, name);
    const running = this.#pods.get(key);
    if (running !== undefined) {
      if (JSON.stringify(running.body) !== JSON.stringify(body)) {
        throw KubernetesError.notInTheLab(`changing a running pod (${name})`, "Delete the pod first");
      }
      return;
    }
    const container = await this.#startPod(object, pod, accountUid);
    this.#pods.set(key, { container, body });
  }

  async #startPod({ namespace, name }: KubernetesObject, pod: PodContainer, accountUid: string) {
    const uid = randomUUID();
    const mounts = await Promise.all(
      pod.mounts.map(async ({ path, tokens }) => ({
        path,
        files: await Promise.all(
          tokens.map(async (token) => ({
            name: token.path,
            text: await this.issuer.sign({
              namespace,
              serviceAccount: { name: pod.serviceAccountName, uid: accountUid },
              audiences: [token.audience ?? this.options.apiServer],
              expirationSeconds: token.expirationSeconds,
              pod: { name, uid },
            }),
          })),
        ),
      })),
    );
    const { directory, path } = this.options;
    const container = await LabContainer.create({
      name,
      folder: join(directory, this.name, `${namespace}_${name}_${uid}`),
      path,
      env: { HOSTNAME: name, ...pod.env },
      mounts,
      egressUrl: this.egress.url,
    });
    if (pod.command.length > 0) {
      container.start(pod.command);
    }
    return container;
  }

  #addNamespace(name: string): void {
    this.#add(keyOf("namespace", "", name));
    this.#add(keyOf("serviceaccount", name, "default"));
  }

  #add(key: string): void {
    this.#uids.set(key, this.#uids.get(key) ?? randomUUID());
  }

  #demandNamespace(name: string): void {
    if (!this.#uids.has(keyOf("namespace", "", name))) {
      // @evidence source A namespace that does not exist is `NotFound`. Source: kubernetes/kubernetes
      // staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
      throw new KubernetesError("NotFound", `namespaces "${name}" not found`);
    }
  }
}

function keyOf(kind: "namespace" | "serviceaccount" | "pod", namespace: string, name: string): string {
  return [kind, namespace, name].join("/");
}
