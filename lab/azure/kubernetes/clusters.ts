/** The clusters that run. */
import { ArmError } from "../resources/arm-error";
import type { ResourceId } from "../resources/resource-id";
import type { ClusterIssuer } from "./cluster-issuer";
import { KubernetesCluster } from "./kubernetes-cluster";

/** Options of {@link Clusters}. */
export interface ClustersOptions {
  /** Folder in which every cluster has its own. */
  readonly directory: string;
  /** Folders of programs that every image has. */
  readonly path: readonly string[];
  /** Address of the AWS double. */
  readonly egressTarget: string;
}

/** Clusters by the IDs of their resources. */
export class Clusters {
  readonly #clusters = new Map<string, KubernetesCluster>();

  constructor(private readonly options: ClustersOptions) {}

  all(): readonly KubernetesCluster[] {
    return [...this.#clusters.values()];
  }

  get({ text }: ResourceId): KubernetesCluster | undefined {
    return this.#clusters.get(text.toLowerCase());
  }

  /** The issuer whose address begins an address; undefined if no cluster has it. */
  issuerOf(url: string): ClusterIssuer | undefined {
    return this.all()
      .map(({ issuer }) => issuer)
      .find((issuer) => url.startsWith(issuer.url));
  }

  /** Starts a cluster without pods. */
  async create(id: ResourceId, issuer: ClusterIssuer, apiServer: string): Promise<void> {
    if (this.all().some(({ name }) => name === id.name)) {
      throw ArmError.notInTheLab(`two clusters named ${id.name}`, "Give one of them another name");
    }
    const { directory, path, egressTarget } = this.options;
    const cluster = await KubernetesCluster.create({
      name: id.name,
      directory,
      path,
      egressTarget,
      issuer,
      apiServer,
    });
    this.#clusters.set(id.text.toLowerCase(), cluster);
  }

  /** Ends a cluster with all that runs in it; nobody can verify its tokens any longer. */
  async remove(id: ResourceId): Promise<void> {
    const cluster = this.get(id);
    this.#clusters.delete(id.text.toLowerCase());
    await cluster?.remove();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((cluster) => cluster.stop()));
  }
}
