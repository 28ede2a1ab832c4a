/** An Azure double that the vendor's libraries reach under the public names of Azure. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientSecretCredential } from "@azure/identity";
import type { AzureDoubleOptions } from "../../../lab/azure";
import { AzureLab, TENANT_ID } from "../../../lab/testing/azure-lab";
import { describeWith } from "../../../lab/testing/describe-with";
import { startOrStop, stoppedBy } from "../../../lab/testing/start-or-stop";

/** Options that every client of `@azure/*` takes. */
export interface PipelineOptions {
  readonly agent: Agent;
}

/** A double with TLS and its proxy. Whoever started it stops it. */
export class TlsLab {
  readonly #agent: Agent;

  private constructor(
    readonly lab: AzureLab,
    private readonly directory: string,
    /** The certificate that clients must trust, in PEM. */
    readonly ca: string,
  ) {
    this.#agent = new Agent({ ca, host: "127.0.0.1", port: this.port });
  }

  static async start(options: Partial<AzureDoubleOptions> = {}): Promise<TlsLab> {
    return startOrStop(async (keep) => {
      const directory = await mkdtemp(join(tmpdir(), "azure-tls-"));
      keep(stoppedBy(() => rm(directory, { recursive: true })));
      const caFile = join(directory, "ca.pem");
      const lab = keep(await AzureLab.start({ ...options, caFile }));
      return new TlsLab(lab, directory, await readFile(caFile, "utf8"));
    });
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.lab.stop();
    await rm(this.directory, { recursive: true });
  }

  /** TCP port on 127.0.0.1 that serves every public name of Azure over TLS. */
  get port(): number {
    return Number(new URL(this.lab.azure.tls().endpoints.arm).port);
  }

  /**
   * Leads a client to the lab, whatever host it asks for. The client keeps the public names: it sends them, and checks the
   * certificate against them.
   */
  pipeline(): PipelineOptions {
    return { agent: this.#agent };
  }

  /** The deployer's login. */
  credential(): ClientSecretCredential {
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = this.lab.azure.environment();
    return new ClientSecretCredential(TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET, this.pipeline());
  }
}

/** Describes a subject with a double that runs while its tests do. */
export function describeWithTlsLab(
  title: string,
  options: Partial<AzureDoubleOptions>,
  body: (this: Mocha.Suite, lab: () => TlsLab) => void,
): void {
  describeWith(title, () => TlsLab.start(options), body);
}
