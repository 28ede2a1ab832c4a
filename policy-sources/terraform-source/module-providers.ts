import { unknownMark } from "../../trust";
import { type FoundProvider, foundProvider } from "../found-provider";
import { ANY } from "./instances";
import { type Body, ignoresChanges } from "./terraform-folder";
import type { TerraformModule } from "./terraform-module";

const PROVIDER = "aws_iam_openid_connect_provider";

/** An OpenID Connect provider that a module creates: one that lists a single audience pins it. */
export interface ModuleProvider extends FoundProvider {
  readonly address: string;
  /** A mark in each policy that refers to it, if it may not exist. With such a policy it does. */
  readonly mayBeMissing: string | undefined;
}

/** The providers of a module and of the modules of the repository that it calls. */
export async function providersIn(module: TerraformModule, prefix = ""): Promise<ModuleProvider[]> {
  const found: ModuleProvider[] = [];
  for (const [name, body] of module.folder.resources(PROVIDER)) {
    found.push(...(await providersOfBlock(module, body, `${PROVIDER}.${name}`)));
  }
  for (const [name, body] of module.folder.modules()) {
    for (const instance of (await module.instancesOf(body)) ?? [ANY]) {
      const child = await module.child(name, instance);
      // A call with providers may be for another account.
      const key = `${prefix}module.${name}.`;
      const within = child === undefined ? [] : await providersIn(child, key);
      found.push(
        ...within.map((provider) =>
          body.providers === undefined ? provider : { ...provider, awsProvider: key },
        ),
      );
    }
  }
  return found;
}

async function providersOfBlock(
  module: TerraformModule,
  body: Body,
  address: string,
): Promise<ModuleProvider[]> {
  const { standIns } = module.reading;
  const found: ModuleProvider[] = [];
  const instances = await module.instancesOf(body);
  for (const instance of instances ?? [ANY]) {
    const scope = module.scope(instance);
    const url = standIns.replaceIn(await module.valueOf(body.url, scope));
    const clientIds = ignoresChanges(body, "client_id_list")
      ? unknownMark(`${address}.client_id_list`)
      : await module.valueOf(body.client_id_list, scope);
    const provider = foundProvider(url, standIns.replaceIn(clientIds));
    if (provider !== undefined) {
      const mayBeMissing = instances === undefined ? standIns.account(`account of ${address}`) : undefined;
      found.push({ ...provider, awsProvider: providerOf(body), address, mayBeMissing });
    }
  }
  return found;
}

/** The providers as they are for a policy. */
export function providersOf(policy: unknown, providers: readonly ModuleProvider[]): FoundProvider[] {
  const text = JSON.stringify(policy ?? null);
  return providers.map(({ address, mayBeMissing, ...provider }) =>
    mayBeMissing === undefined || text.includes(mayBeMissing)
      ? provider
      : { ...provider, clientIds: [unknownMark(`whether ${address} exists`)] },
  );
}

/** Which configuration of the AWS provider deploys a resource. */
export function providerOf({ provider }: Body): string {
  return typeof provider === "string" && provider !== "${aws}" && provider !== "aws" ? provider : "default";
}
