/** Whether the providers of a component are logged in to their clouds: the first thing that a preview must tell. */
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getClientConfig as getAzureLogin } from "@pulumi/azure-native/authorization/getClientConfig";
import { getClientConfig as getEntraLogin } from "@pulumi/azuread/getClientConfig";
import type * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { PerDeployment } from "../deployment";
import { supportsHooks } from "../pulumi/engine-support";
import { type LoginProblem, loginProblem } from "./login-problem";

/** A cloud that a component deploys to. */
export type Cloud = "entra" | "azure" | "aws";

interface Login {
  /** A resource type of the provider, by which Pulumi finds the component's provider. */
  readonly token: string;
  /** The provider, as the message names it. */
  readonly path: string;
  /** How to log in. */
  readonly remedy: () => string;
  readonly ask: (parent: pulumi.Resource) => Promise<unknown>;
}

const logins: Readonly<Record<Cloud, Login>> = {
  entra: {
    token: "azuread:index/application:Application",
    path: "azuread",
    remedy: () => azureRemedy("az login --tenant <tenant ID>"),
    ask: (parent) => getEntraLogin({ parent }),
  },
  azure: {
    token: "azure-native:resources:ResourceGroup",
    path: "azure-native",
    remedy: () => azureRemedy("az login && az account set --subscription <subscription ID>"),
    ask: (parent) => getAzureLogin({ parent }),
  },
  aws: {
    token: "aws:iam/role:Role",
    path: "aws",
    remedy: () => "aws sso login, or set AWS_PROFILE",
    ask: (parent) => getCallerIdentity({}, { parent }),
  },
};

/** With `ARM_CLIENT_ID`, both Azure providers sign in as that application, and a login of the Azure CLI changes nothing. */
function azureRemedy(command: string): string {
  return process.env.ARM_CLIENT_ID === undefined
    ? command
    : `correct ARM_CLIENT_SECRET (or the variables of your OIDC login) for the application in ARM_CLIENT_ID, or unset the ARM_… variables and run ${command}`;
}

/** What the providers of this deployment said; those that parts share are asked once. */
const answers = new PerDeployment(() => new Map<unknown, Promise<LoginProblem | undefined>>());

/**
 * Fails the program unless the providers are logged in, in the preview too: what cannot be looked at would otherwise pass
 * for something that is not there. All that lack a login are one error. It asks nothing under Pulumi's mocks.
 *
 * @param paths - Where problems are reported.
 * @param parent - The component, whose providers are asked.
 * @returns Resolves once the providers are known to be logged in, and never if one is not.
 */
export async function requireLogins(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  clouds: readonly Cloud[],
): Promise<void> {
  if (!supportsHooks()) {
    return;
  }
  const known = answers.current();
  const own: Promise<LoginProblem | undefined>[] = [];
  const others: Promise<LoginProblem | undefined>[] = [];
  for (const cloud of clouds) {
    const provider = parent.getProvider(logins[cloud].token) ?? cloud;
    const before = known.get(provider);
    const answer = before ?? problemOf(logins[cloud], parent);
    known.set(provider, answer);
    (before === undefined ? own : others).push(answer);
  }
  const problems = (await Promise.all(own)).filter((problem) => problem !== undefined);
  if (problems.length > 0) {
    const isMissing = problems.some((problem) => problem.isMissing);
    return failLate(paths, problems, isMissing ? notLoggedIn : notAsked);
  }
  // The component that asked first has reported these.
  const reported = (await Promise.all(others)).some((problem) => problem !== undefined);
  return reported ? new Promise<never>(() => undefined) : undefined;
}

/**
 * Whether the provider of a component is known to lack a login. That is reported already, so what the provider cannot read
 * for that reason is no news.
 *
 * @param parent - The component, whose provider was asked.
 */
export async function lacksLogin(parent: pulumi.Resource, cloud: Cloud): Promise<boolean> {
  const provider = parent.getProvider(logins[cloud].token) ?? cloud;
  return (await answers.current().get(provider)) !== undefined;
}

function notLoggedIn(component: string): string {
  return `${component}: ${withCode(coded("logins-missing", "a login is missing or has expired"))}`;
}

function notAsked(component: string): string {
  return `${component}: ${withCode(coded("logins-not-checked", "could not check a login"))}`;
}

async function problemOf(
  { path, remedy, ask }: Login,
  parent: pulumi.Resource,
): Promise<LoginProblem | undefined> {
  try {
    await ask(parent);
    return undefined;
  } catch (error) {
    return loginProblem(path, remedy(), error);
  }
}
