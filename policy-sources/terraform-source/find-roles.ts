import { DOUBTS, GAPS, OPEN_VALUES } from "../../messages/judged-files";
import { asList, isMark, isObject, repeatedMember, unknownMark } from "../../trust";
import { terraformCarrier } from "../policy-carriers";
import type { Assuming, FoundPolicy } from "../policy-source";
import type { Path } from "../positions/source-node";
import { isTrustPolicy } from "../whole-policies";
import type { Scope } from "./expressions";
import { ANY, type Instance } from "./instances";
import { type ModuleProvider, providerOf, providersIn, providersOf } from "./module-providers";
import { blocksOf, type Body, ignoresChanges, memberOf } from "./terraform-folder";
import type { TerraformModule } from "./terraform-module";

/** One module, read twice: with what is certain only, and with what is assumed. */
export interface ModulePair {
  readonly certain: TerraformModule;
  readonly assuming: TerraformModule;
}

/** What was found in a module and the modules that it calls. */
export interface FoundInModule {
  readonly documents: FoundPolicy[];
  readonly notSeen: string[];
}

/** Where a module is called. */
interface Call {
  /** The beginning of addresses: `module.role.`. */
  readonly prefix: string;
  /** The place of the call in the judged file; `undefined` for the module of the file itself. */
  readonly path: Path | undefined;
  /** Providers of all modules, with what is certain and with what is assumed. */
  readonly providers: readonly [certain: readonly ModuleProvider[], assumed: readonly ModuleProvider[]];
  /** What the assumed ones assume. */
  readonly assumptions: readonly string[];
}

/**
 * Finds the roles of a module, and of the modules of the repository that it calls.
 *
 * @param files - The files whose blocks count: the judged one, or all files of a called module.
 * @param call - `undefined` for the module of the judged file.
 */
export async function findRoles(
  files: readonly Body[],
  pair: ModulePair,
  call?: Call,
): Promise<FoundInModule> {
  const finder = new RoleFinder(pair, call ?? (await rootCall(pair)));
  const found: FoundInModule = { documents: [], notSeen: [] };
  for (const file of files) {
    const documents = await finder.roles(file);
    const alone = call === undefined ? await finder.documents(file, documents) : [];
    found.documents.push(...documents, ...alone);
    for (const name of Object.keys(isObject(file.module) ? file.module : {})) {
      const within = await finder.call(name);
      found.documents.push(...within.documents);
      found.notSeen.push(...within.notSeen);
    }
    if (call === undefined) {
      found.documents.push(...(await finder.wholePolicies(file, found)));
    }
    found.notSeen.push(...notRead(file, call?.prefix ?? ""));
  }
  return found;
}

/** A reference to a policy document, and nothing else. */
const DOCUMENT_REFERENCE =
  /^\$\{\s*data\.aws_iam_policy_document\.([\w-]+)(?:\[[^\]]*\])?\.(?:minified_)?json\s*\}$/;

/** How the module of the judged file is called. Providers of one module count for the roles of all others. */
async function rootCall({ certain, assuming }: ModulePair): Promise<Call> {
  const providers = [await providersIn(certain), await providersIn(assuming)] as const;
  return { prefix: "", path: undefined, providers, assumptions: [...assuming.reading.assumed] };
}

class RoleFinder {
  constructor(
    private readonly pair: ModulePair,
    private readonly at: Call,
  ) {}

  async roles(file: Body): Promise<FoundPolicy[]> {
    const found: FoundPolicy[] = [];
    for (const [type, named] of Object.entries(isObject(file.resource) ? file.resource : {})) {
      const carrier = terraformCarrier(type);
      for (const name of Object.keys(carrier?.holds === "policy" && isObject(named) ? named : {})) {
        for (const body of blocksOf(file, "resource", type, name)) {
          found.push(...(await this.#role(file, body, [type, name, carrier?.property ?? ""])));
        }
      }
    }
    return found;
  }

  async #role(
    file: Body,
    body: Body,
    [type, name, property]: readonly [type: string, name: string, property: string],
  ): Promise<FoundPolicy[]> {
    const argument = body[property];
    const document = typeof argument === "string" ? DOCUMENT_REFERENCE.exec(argument)?.[1] : undefined;
    const isHere =
      document !== undefined &&
      memberOf(memberOf(file.data, "aws_iam_policy_document"), document) !== undefined;
    return this.#policies(body, {
      role: `${type}.${name}`,
      kind: type,
      path: isHere ? ["data", "aws_iam_policy_document", document] : ["resource", type, name],
      doubt: ignoresChanges(body, property) ? DOUBTS.sourceIgnoresChanges() : undefined,
      language: document === undefined ? "json" : "hcl",
      read: (module, scope) =>
        argument === undefined
          ? Promise.resolve(unknownMark(OPEN_VALUES.missingProperty(property)))
          : module.valueOf(argument, scope),
    });
  }

  /** Documents that no role of the file refers to and that are about web identities: a module or another file may use them. */
  async documents(file: Body, roles: readonly FoundPolicy[]): Promise<FoundPolicy[]> {
    const named = memberOf(file.data, "aws_iam_policy_document");
    const used = new Set(roles.map(({ path }) => (path[0] === "data" ? path[2] : undefined)));
    const found: FoundPolicy[] = [];
    for (const name of Object.keys(isObject(named) ? named : {})) {
      for (const body of used.has(name) ? [] : blocksOf(file, "data", "aws_iam_policy_document", name)) {
        if (/WebIdentity/i.test(JSON.stringify(body))) {
          const policies = await this.#policies(body, {
            role: `data.aws_iam_policy_document.${name}`,
            kind: "aws_iam_policy_document",
            path: ["data", "aws_iam_policy_document", name],
            doubt: undefined,
            language: "hcl",
            read: (module, scope) => module.policyOf(body, scope),
          });
          found.push(...policies);
        }
      }
    }
    return found;
  }

  /**
   * Whole trust policies about web identities that a block has in place, under any name: an argument for a module that is not
   * read, an output, or a property of another type. What a role already has is not repeated.
   */
  async wholePolicies(file: Body, { documents, notSeen }: FoundInModule): Promise<FoundPolicy[]> {
    const seen = new Set(documents.map(({ document }) => JSON.stringify(document)));
    const found: FoundPolicy[] = [];
    for (const { role, kind, path, body } of otherBlocks(file)) {
      if (kind === "module" && !notSeen.includes(GAPS.resources(role))) {
        continue;
      }
      for (const [name, argument] of Object.entries(body)) {
        if (!TRUST_NAME.test(name) && !mentionsTrust(argument)) {
          continue;
        }
        const policies = await this.#policies(body, {
          role: `${role}.${name}`,
          kind,
          path,
          doubt: undefined,
          language: "json",
          read: (module, scope) => module.valueOf(argument, scope),
        });
        found.push(...policies.filter(({ document }) => isTrustPolicy(document) && isNew(document, seen)));
      }
    }
    return found;
  }

  /** The policies of a block, one for each instance. Instances with the same policy are one. */
  async #policies(
    body: Body,
    {
      read,
      ...found
    }: Pick<FoundPolicy, "role" | "kind" | "path" | "doubt" | "language"> & {
      readonly read: (module: TerraformModule, scope: Scope) => Promise<unknown>;
    },
  ): Promise<FoundPolicy[]> {
    const { certain, assuming } = this.pair;
    const [providers, assumedProviders] = this.at.providers;
    const policies: FoundPolicy[] = [];
    for (const [instance, assumed] of await instancesIn(this.pair, body)) {
      const { document, raw } = await policyIn(certain, instance, read);
      policies.push({
        ...found,
        role: `${this.at.prefix}${found.role}${(assumed ?? instance).suffix}`,
        path: this.at.path ?? found.path,
        document,
        embedded: true,
        awsProvider: providerOf(body),
        providers: providersOf(raw, providers),
        assuming:
          assumed &&
          (await this.#assuming(body, assumed, assumedProviders, () => policyIn(assuming, assumed, read))),
      });
    }
    const [first, ...others] = policies;
    const key = ({ document, assuming }: FoundPolicy): string =>
      JSON.stringify([document, assuming?.document]);
    return first !== undefined && others.length > 0 && others.every((policy) => key(policy) === key(first))
      ? [{ ...first, role: `${this.at.prefix}${found.role}` }]
      : policies;
  }

  /** The same policy with assumed values; `undefined` if it has none. */
  async #assuming(
    body: Body,
    { suffix }: Instance,
    providers: readonly ModuleProvider[],
    read: () => Promise<Policy>,
  ): Promise<Assuming | undefined> {
    const { assuming } = this.pair;
    assuming.reading.assumed = new Set(suffix === "" ? [] : await assumedInInstances(assuming, body));
    const { document, raw } = await read();
    const assumptions = new Set([...assuming.reading.assumed, ...this.#assumedInProviders()]);
    return assumptions.size === 0
      ? undefined
      : { document, providers: providersOf(raw, providers), assumptions: [...assumptions].sort() };
  }

  /** What the providers that are created only in this reading assume. */
  #assumedInProviders(): readonly string[] {
    const [certain, assumed] = this.at.providers;
    return JSON.stringify(certain) === JSON.stringify(assumed) ? [] : this.at.assumptions;
  }

  /** What a called module holds. */
  async call(name: string): Promise<FoundInModule> {
    const { certain, assuming } = this.pair;
    const address = `${this.at.prefix}module.${name}`;
    const body = certain.folder.named("module", name);
    const found: FoundInModule = { documents: [], notSeen: [] };
    for (const [instance, assumed] of body === undefined ? [] : await instancesIn(this.pair, body)) {
      const pair = {
        certain: await certain.child(name, instance),
        assuming: await assuming.child(name, assumed ?? instance),
      };
      if (pair.certain === undefined || pair.assuming === undefined) {
        return { documents: [], notSeen: [GAPS.resources(address)] };
      }
      const within = await findRoles(
        pair.certain.folder.files,
        { certain: pair.certain, assuming: pair.assuming },
        {
          prefix: `${address}${(assumed ?? instance).suffix}.`,
          path: this.at.path ?? ["module", name],
          providers: this.at.providers,
          assumptions: this.at.assumptions,
        },
      );
      found.documents.push(...within.documents);
      found.notSeen.push(...within.notSeen.filter((sentence) => !found.notSeen.includes(sentence)));
    }
    return found;
  }
}

/** A block that can have a trust policy and is not of a type that is judged as a role. */
interface OtherBlock extends Pick<FoundPolicy, "role" | "kind" | "path"> {
  readonly body: Body;
}

function otherBlocks(file: Body): OtherBlock[] {
  const named = (kind: "module" | "output"): OtherBlock[] =>
    Object.entries(isObject(file[kind]) ? file[kind] : {}).flatMap(([name, bodies]) =>
      asList(bodies)
        .filter(isObject)
        .map((body) => ({ role: `${kind}.${name}`, kind, path: [kind, name], body })),
    );
  const resources = Object.entries(isObject(file.resource) ? file.resource : {}).flatMap(([type, names]) =>
    terraformCarrier(type) !== undefined
      ? []
      : Object.keys(isObject(names) ? names : {}).flatMap((name) =>
          blocksOf(file, "resource", type, name).map((body) => ({
            role: `${type}.${name}`,
            kind: type,
            path: ["resource", type, name],
            body,
          })),
        ),
  );
  return [...named("module"), ...resources, ...named("output")];
}

/** Names of arguments that can refer to a trust policy. */
const TRUST_NAME = /trust|assume/i;

/** Whether an argument has the words of a trust policy about web identities in it. */
function mentionsTrust(argument: unknown): boolean {
  const text = JSON.stringify(argument);
  return /WebIdentity/i.test(text) && /Principal/i.test(text);
}

function isNew(document: unknown, seen: Set<string>): boolean {
  const key = JSON.stringify(document);
  const isUnseen = !seen.has(key);
  seen.add(key);
  return isUnseen;
}

/** The instances of a block in both readings. Where one is unknown, it is any instance. */
async function instancesIn(
  { certain, assuming }: ModulePair,
  body: Body,
): Promise<readonly (readonly [certain: Instance, assuming: Instance | undefined])[]> {
  const known = await certain.instancesOf(body);
  if (known !== undefined) {
    return known.map((instance) => [instance, instance] as const);
  }
  const assumed = await assuming.instancesOf(body);
  // With none by default, a caller asks for it and has other values.
  return assumed === undefined
    ? [[ANY, ANY]]
    : assumed.length === 0
      ? [[ANY, undefined]]
      : assumed.map((instance) => [ANY, instance] as const);
}

/** What the number of instances assumes. */
async function assumedInInstances(module: TerraformModule, body: Body): Promise<ReadonlySet<string>> {
  module.reading.assumed = new Set();
  await module.instancesOf(body);
  return module.reading.assumed;
}

/** A policy, and the same with marks for values of AWS. */
interface Policy {
  readonly document: unknown;
  readonly raw: unknown;
}

async function policyIn(
  module: TerraformModule,
  instance: Instance,
  read: (module: TerraformModule, scope: Scope) => Promise<unknown>,
): Promise<Policy> {
  const { overrides } = module.folder;
  const raw =
    overrides.length > 0
      ? unknownMark(OPEN_VALUES.override(overrides))
      : await read(module, module.scope(instance));
  const document = module.reading.standIns.replaceIn(
    typeof raw === "string" && !isMark(raw) ? parsed(raw) : raw,
  );
  return { document, raw };
}

/** A policy as an object: what is unknown in it has a place. One with a member twice stays as it is. */
function parsed(text: string): unknown {
  try {
    const policy = JSON.parse(text) as unknown;
    return repeatedMember(text, policy) === undefined ? policy : text;
  } catch {
    return text;
  }
}

/** Resources that may hold roles in a form that is not read. */
function notRead(file: Body, prefix: string): string[] {
  return Object.entries(isObject(file.resource) ? file.resource : {}).flatMap(([type, named]) => {
    const holds = terraformCarrier(type)?.holds;
    return holds === undefined || holds === "policy"
      ? []
      : asList(named)
          .filter(isObject)
          .flatMap((names) => Object.keys(names))
          .map((name) => GAPS.notReadInSource(`${prefix}${type}.${name}`));
  });
}
