/** Decides whether the exported parts form one federation that import can take over. */
import { about, coded, type Message, quoted, withCode } from "../../messages";
import { IMPORT } from "../../messages/cli";
import { asList, type EntraCloud, recognizeEntraIssuer } from "../../trust";
import { applicationProblems, idUrisOf } from "./application";
import { readExportedTrust } from "./exported-trust";
import { type CloudExports, type Json, text } from "./exports";
import { cloudOfIssuer, placeProblems, type SetUpPlace, setUpPlace } from "./place";
import { policyProblems } from "./role-policies";
import { assignmentProblems } from "./set-up-assignments";
import { audienceProblems } from "./set-up-audiences";
import { readWorkload, type SetUpWorkload } from "./set-up-workload";

/** A set-up that was made by hand: its parts and how they belong together. */
export interface SetUp {
  readonly tenantId: string;
  readonly cloud: EntraCloud;
  readonly tokenVersion: 1 | 2;
  readonly audience: string;
  /** Client IDs of the provider that are none of the set-up's: others use it too. */
  readonly otherAudiences: readonly string[];
  readonly place: SetUpPlace;
  readonly provider: Json;
  readonly application: Json;
  readonly servicePrincipal: Json;
  readonly workloads: readonly SetUpWorkload[];
}

/** Says in which file a part was found; empty where that is not known. */
export type FileOf = (part: Json) => string;

/**
 * Finds how exports belong together: the trust of each role, and which identity, application and provider that is.
 *
 * @param keys - The workloads' names, by the principal ID, client ID or name of their identities.
 * @param fileOf - The files of the parts, for the messages.
 * @throws {SetUpError} If something is missing, is there twice, does not fit, or would be lost in the component.
 */
export function readSetUp(exports: CloudExports, keys: ReadonlyMap<string, string>, fileOf: FileOf): SetUp {
  const problems: Message[] = [];
  const say = (part: Json, messages: readonly Message[]): void => {
    const file = fileOf(part);
    problems.push(...messages.map((it) => (file === "" ? it : about(file, it))));
  };
  const one = (what: string, how: string, items: readonly Json[]): Json => {
    if (items.length !== 1) {
      problems.push(
        items.length === 0
          ? IMPORT.say("import-part-missing", what, how)
          : coded(
              "import-part-several",
              `${items.length} ${what}s, and a federation has one. Export only that one, with ${how}`,
            ),
      );
    }
    return items[0] ?? {};
  };
  const provider = one("OpenID Connect provider", "aws iam get-open-id-connect-provider", exports.providers);
  const application = one("application", "az ad app show --id <audience>", exports.applications);
  const servicePrincipal = one(
    "service principal",
    "az ad sp show --id <client ID>",
    exports.servicePrincipals,
  );
  const url = text(provider, "Url").replace(/^https:\/\//, "");
  const issuer = recognizeEntraIssuer(url);
  if (exports.providers.length === 1) {
    if (issuer === undefined) {
      say(provider, [
        coded(
          "import-provider-not-entra",
          `the provider ${quoted(url)} is not of an Entra tenant. Expected a URL such as https://sts.windows.net/TENANT_ID/`,
        ),
      ]);
    } else if (issuer.providerName !== url) {
      say(provider, [
        coded(
          "import-provider-url-differs",
          `the provider accepts no token: its URL differs from that of the tokens, and the component would replace it. Expected ${quoted(issuer.providerName)}; got ${quoted(url)}. Create a provider with that URL, and export it`,
        ),
      ]);
    }
  }
  if (exports.roles.length === 0) {
    problems.push(IMPORT.say("import-part-missing", "role", "aws iam get-role"));
  }
  // The trust of a role is read by the provider's name; without it nothing says which identity is missing.
  const areTrustsReadable = exports.providers.length === 1;
  if (exports.identities.length === 0 && (!areTrustsReadable || exports.roles.length === 0)) {
    problems.push(IMPORT.say("import-part-missing", "managed identity", "az identity show"));
  }
  const workloads: SetUpWorkload[] = [];
  for (const role of exports.roles) {
    if (!areTrustsReadable) {
      say(role, policyProblems(role, exports));
      continue;
    }
    const trust = readExportedTrust(role, url);
    if (!("subjects" in trust)) {
      say(role, trust);
      continue;
    }
    say(role, policyProblems(role, exports));
    const workload = readWorkload(role, trust, exports, keys);
    if ("code" in workload) {
      say(role, [workload]);
    } else {
      workloads.push(workload);
    }
  }
  const tokenVersion = issuer?.tokenVersion ?? 1;
  const [firstAudience = ""] = workloads.flatMap(({ trust }) => trust.audiences);
  const audience = tokenVersion === 1 ? firstAudience : (idUrisOf(application)[0] ?? "");
  const own = tokenVersion === 1 ? [audience] : workloads.map(({ identity }) => text(identity, "clientId"));
  const otherAudiences = asList(provider.ClientIDList)
    .map(String)
    .filter((id) => !own.includes(id));
  if (exports.applications.length === 1 && workloads.length > 0) {
    const assignments = workloads.map(({ assignment }) => assignment);
    say(application, applicationProblems(application, audience, assignments));
  }
  problems.push(
    ...assignmentProblems(exports, workloads),
    ...audienceProblems(tokenVersion, workloads, otherAudiences),
    ...placeProblems(workloads),
    ...sharedMachines(workloads),
  );
  if (problems.length > 0) {
    throw new SetUpError(problems);
  }
  const place = setUpPlace(workloads);
  return {
    tenantId: issuer?.tenantId ?? "",
    cloud: issuer === undefined ? "public" : cloudOfIssuer(issuer, place.location),
    tokenVersion,
    audience,
    otherAudiences,
    place,
    provider,
    application,
    servicePrincipal,
    workloads,
  };
}

/** A VM of several workloads: each installation would write the whole AWS config of the VM. */
function sharedMachines(workloads: readonly SetUpWorkload[]): Message[] {
  const ids = workloads.flatMap(({ machine }) => (machine === undefined ? [] : [text(machine, "id")]));
  return [...new Set(ids)]
    .filter((id) => ids.indexOf(id) !== ids.lastIndexOf(id))
    .map((id) =>
      coded(
        "import-machine-shared",
        `the VM ${id} has several workloads, each of which would write its whole AWS config. Omit the VM, and give it one GuestInstallation with a profile per workload`,
      ),
    );
}

/** What keeps exports from being read as one set-up. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
  constructor(readonly problems: readonly Message[]) {
    super(problems.map(withCode).join("\n"));
  }
}
