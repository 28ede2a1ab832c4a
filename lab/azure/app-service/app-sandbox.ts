/** What the code of an app has around it, on every host that has the identity endpoint of App Service. */
import { LabContainer, type LabContainerOptions } from "../container/lab-container";
import type { EntraTenant } from "../entra/entra-tenant";
import type { AttachedIdentity } from "../resources/attached-identities";
import { EgressGateway } from "../vm/egress-gateway";
import { IdentityEndpoint } from "./identity-endpoint";

/** Options of {@link AppSandbox.start}. */
export interface AppSandboxOptions extends Omit<LabContainerOptions, "egressUrl"> {
  /** Address of the AWS double. These hosts have a way out by themselves. */
  readonly egressTarget: string;
  /** The identities that the app's code may use now, read at each request. */
  readonly identities: () => readonly AttachedIdentity[];
  readonly tenant: EntraTenant;
}

/** A container with an identity endpoint and a way out. */
export class AppSandbox {
  private constructor(
    readonly container: LabContainer,
    private readonly endpoint: IdentityEndpoint,
    private readonly egress: EgressGateway,
  ) {}

  /** Starts it without any process. @throws Error when its folder is there already. */
  static async start(options: AppSandboxOptions): Promise<AppSandbox> {
    const { egressTarget, identities, tenant, ...container } = options;
    const endpoint = await IdentityEndpoint.start({ identities, tenant });
    const egress = await EgressGateway.start(egressTarget, () => true);
    try {
      const created = await LabContainer.create({
        ...container,
        env: { ...container.env, ...endpoint.environment() },
        egressUrl: egress.url,
      });
      return new AppSandbox(created, endpoint, egress);
    } catch (cause) {
      await Promise.all([endpoint.stop(), egress.stop()]);
      throw cause;
    }
  }

  /** Ends all that runs. The folder stays. */
  async stop(): Promise<void> {
    this.container.stop();
    await Promise.all([this.endpoint.stop(), this.egress.stop()]);
  }

  /** Ends all that runs and removes the folder. */
  async remove(): Promise<void> {
    await this.container.remove();
    await this.stop();
  }
}
