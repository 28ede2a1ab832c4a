/** A virtual machine of the lab with the installed helper, and the two clouds that it needs: no engine is involved. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { guestPaths, type GuestProfile, renderInstallScript } from "../../credential-helper/index";
import { AwsDouble } from "../../lab/aws";
import type { LabVm } from "../../lab/azure";
import type { FaultRule, InjectedFault } from "../../lab/http";
import { AzureLab, IDENTITY, TENANT_ID, virtualMachine, VM } from "../../lab/testing/azure-lab";
import { labPython } from "../../lab/testing/lab-python";
import { startOrStop, stoppedBy } from "../../lab/testing/start-or-stop";
import { ROUTES } from "../security/faults/helper-faults";
import { BUCKET, OBJECT, PROFILE } from "./facts";
import { VmUser } from "./vm-user";

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";
const ROLE = "team-reports";
const ISSUER = `https://sts.windows.net/${TENANT_ID}/`;
const AUDIENCE = `api://${TENANT_ID}/aws`;

/** Seconds that a session lasts. */
const SESSION_SECONDS = 3600;

/** How the metadata service fails. */
const IMDS_TROUBLE = {
  /** Takes connections and never answers, as behind a firewall that drops. */
  silent: { kind: "latency", milliseconds: Infinity },
  /** Answers that it cannot, as during an outage. */
  down: { kind: "answer", answer: { status: 503 } },
} as const;

/** Everything running; whoever started it stops it. */
export class ClientVm {
  #sts: readonly InjectedFault[] = [];

  private constructor(
    private readonly azure: AzureLab,
    private readonly aws: AwsDouble,
    private readonly iam: IAMClient,
    private readonly vm: LabVm,
    private readonly principalId: string,
    /** Object ID of the service principal of the audience's application. */
    private readonly applicationPrincipal: string,
  ) {}

  static async start(): Promise<ClientVm> {
    const { python, bin } = await labPython();
    return startOrStop(async (keep) => {
      const aws = keep(
        await AwsDouble.start({
          python,
          accountId: ACCOUNT,
          region: REGION,
          buckets: { [BUCKET]: { [OBJECT]: "region,revenue\n" } },
          // The AWS double asks for Entra's keys only once both run.
          resolve: (url): string => azure.azure.resolve(url),
        }),
      );
      const azure: AzureLab = keep(await AzureLab.start({ egressTarget: aws.url, vmPath: [bin] }));
      const { clientId, principalId, applicationPrincipal } = await prepareAzure(azure);
      const {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      } = aws.rootEnvironment();
      const iam = new IAMClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
      keep(
        stoppedBy(() => {
          iam.destroy();
        }),
      );
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: [AUDIENCE] }));
      const vm = azure.azure.vm("vm1");
      const started = new ClientVm(azure, aws, iam, vm, principalId, applicationPrincipal);
      await started.createRole();
      await installHelper(vm, {
        profileName: PROFILE,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/${ROLE}`,
        audience: AUDIENCE,
        issuer: ISSUER,
        clientId,
        subject: principalId,
        region: REGION,
        durationSeconds: SESSION_SECONDS,
      });
      return started;
    });
  }

  async stop(): Promise<void> {
    this.iam.destroy();
    await this.azure.stop();
    await this.aws.stop();
  }

  /** A user who has never logged in, so nothing is in the cache. */
  async newUser(): Promise<VmUser> {
    return VmUser.create(this.vm);
  }

  /** Ends all trouble and counts STS calls from zero. */
  reset(): void {
    this.#resetWith();
  }

  /**
   * As {@link reset}, and the first session that STS then gives ends early. STS refuses its key from one second after
   * the end that it was given with, since that is told in whole seconds.
   */
  resetWithShortSession(seconds: number): void {
    this.#resetWith({
      route: ROUTES.sts,
      count: 1,
      fault: { kind: "wrong-body", change: (body) => endingIn(body, seconds) },
      onStrike: () => this.aws.ageSessions(SESSION_SECONDS - seconds - 1),
    });
  }

  /** As {@link reset}, and all sessions that STS then gives say that they end early. */
  resetWithOldSessions(seconds: number): void {
    this.#resetWith({
      route: ROUTES.sts,
      fault: { kind: "wrong-body", change: (body) => endingIn(body, seconds) },
    });
  }

  /** How often a session was asked for since the last reset. */
  get stsCalls(): number {
    return this.#sts.reduce((sum, { struck }) => sum + struck.length, 0);
  }

  /** Lets the metadata service fail until the next reset. */
  breakImds(how: keyof typeof IMDS_TROUBLE): void {
    this.azure.azure.faults.add({ route: /^GET \/metadata\//, fault: IMDS_TROUBLE[how] });
  }

  /** Attaches the identity to the VM, or takes it away. */
  async attachIdentity(attached: boolean): Promise<void> {
    const { identity, ...others } = virtualMachine();
    await this.azure.put(VM, { ...others, identity: attached ? identity : { type: "None" } });
  }

  /** Changes the service principal of the audience's application. */
  async changeApplication(change: Readonly<Record<string, boolean>>): Promise<void> {
    await this.azure.graph("PATCH", `/servicePrincipals/${this.applicationPrincipal}`, change);
  }

  async createRole(): Promise<void> {
    const name = ISSUER.replace("https://", "");
    await this.iam.send(
      new CreateRoleCommand({
        RoleName: ROLE,
        AssumeRolePolicyDocument: policy({
          Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${name}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${name}:aud`]: AUDIENCE, [`${name}:sub`]: this.principalId } },
        }),
      }),
    );
    await this.iam.send(
      new PutRolePolicyCommand({
        RoleName: ROLE,
        PolicyName: "list",
        PolicyDocument: policy({
          Action: ["s3:ListBucket", "s3:GetObject"],
          Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        }),
      }),
    );
  }

  async deleteRole(): Promise<void> {
    await this.iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: "list" }));
    await this.iam.send(new DeleteRoleCommand({ RoleName: ROLE }));
  }

  /** Rules that are given come first, since the oldest that strikes decides; the last one only counts. */
  #resetWith(...rules: readonly FaultRule[]): void {
    this.azure.azure.faults.clear();
    this.aws.faults.clear();
    const counting: FaultRule = { route: ROUTES.sts, fault: { kind: "latency", milliseconds: 0 } };
    this.#sts = [...rules, counting].map((rule) => this.aws.faults.add(rule));
  }
}

/** The audience's application, the identity and the VM. Whether the tenant demands an assignment is tested elsewhere. */
async function prepareAzure(
  azure: AzureLab,
): Promise<{ clientId: string; principalId: string; applicationPrincipal: string }> {
  const { body } = await azure.graph("POST", "/applications", {
    displayName: "aws",
    identifierUris: [AUDIENCE],
  });
  const principal = await azure.graph("POST", "/servicePrincipals", { appId: body.appId });
  await azure.prepareNetwork();
  await azure.put(VM, virtualMachine());
  const { properties } = (await azure.arm("GET", IDENTITY)).body;
  const { clientId, principalId } = properties as { clientId: string; principalId: string };
  return { clientId, principalId, applicationPrincipal: String(principal.body.id) };
}

/** Installs as Run Command does, then puts a script in the helper's place that notes each run. */
async function installHelper(vm: LabVm, profile: GuestProfile): Promise<void> {
  const script = renderInstallScript({ profiles: [profile] });
  const { exitCode, stderr } = await vm.runScript(script, { name: "install", timeoutMilliseconds: 60_000 });
  if (exitCode !== 0) {
    throw new Error(`the install script failed: ${stderr}`);
  }
  const helper = join(vm.folder, guestPaths.helper);
  await rename(helper, `${helper}.counted`);
  await writeFile(helper, COUNTING, { mode: 0o755 });
  await mkdir(join(vm.folder, "home"), { recursive: true });
}

/** Times are those of the files, to the resolution of the file system. */
const COUNTING = `#!/bin/sh
: >"$HOME/helper-runs/$$.start"
"$0.counted" "$@"
status=$?
: >"$HOME/helper-runs/$$.end"
exit "$status"
`;

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** STS's answer with an earlier end of the session. */
function endingIn(answer: string, seconds: number): string {
  const end = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000).toISOString();
  return answer.replace(/<Expiration>[^<]*</, `<Expiration>${end.replace(".000", "")}<`);
}
