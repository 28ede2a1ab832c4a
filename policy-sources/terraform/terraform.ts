import { GAPS, OPEN_VALUES } from "../../messages/judged-files";
import { isMark, isObject, unknownMark } from "../../trust";
import { parametersOf } from "../cloudformation/stack-parameters";
import { foundPolicies, viewOfFile } from "../found-in-resource";
import { type FoundProvider, foundProvider } from "../found-provider";
import { heldInDesiredState, heldInShapes, heldInTemplate, walkFrom } from "../held-in-resource";
import { accountOf, roleArnOf } from "../iam-api/account-of";
import { terraformCarrier } from "../policy-carriers";
import type { FoundPolicies, FoundPolicy, PolicySource } from "../policy-source";
import { PlannedPolicies } from "./planned-policies";
import { withUnknown } from "./planned-values";
import {
  isSensitive,
  marksAt,
  marksOf,
  sensitiveTexts,
  sensitiveVariables,
  withoutSensitive,
} from "./sensitive-values";
import { type TerraformResource, terraformResources } from "./terraform-resources";

/**
 * What `terraform show -json` or `tofu show -json` prints of a plan or a state.
 *
 * Source: HashiCorp, "JSON output format".
 */
export const terraform: PolicySource = {
  code: "terraform",
  name: "a Terraform plan or state",
  recognizes: (value) =>
    isObject(value) &&
    typeof value.format_version === "string" &&
    ("terraform_version" in value ||
      "resource_changes" in value ||
      "values" in value ||
      "planned_values" in value),
  find: (value) => {
    const content = value as Record<string, unknown>;
    const policies = new PlannedPolicies(content);
    const resources = terraformResources(content);
    const read = resources.map((resource) => readResource(resource, policies));
    const documents = read.flatMap((findings) => findings.documents);
    return {
      documents: content.errored === true ? [...documents, unfinished()] : documents,
      notSeen: read.flatMap((findings) => findings.notSeen),
      providers: [
        ...resources.flatMap((resource) => providerOf(resource) ?? []),
        ...read.flatMap((findings) => findings.providers ?? []),
      ],
      secrets: [
        ...sensitiveVariables(content),
        ...resources.flatMap(({ values, sensitive }) => sensitiveTexts(values, sensitive)),
      ],
    };
  },
};

/** Types of OpenID Connect providers. Both have the URL as `url`, and the client IDs as `client_id_list`. */
const PROVIDERS = new Set(["aws_iam_openid_connect_provider", "awscc_iam_oidc_provider"]);

/** The OpenID Connect provider that a resource is, if it is one. */
function providerOf({ type, values, unknown }: TerraformResource): FoundProvider | undefined {
  if (!PROVIDERS.has(type)) {
    return undefined;
  }
  const read = (name: string): unknown =>
    isKnown(unknown, name) ? values[name] : unknownMark(`${name}, ${OPEN_VALUES.afterApply()}`);
  return foundProvider(read("url"), read("client_id_list"), accountOf(values.arn));
}

/** Whether a plan knows a value wholly. An attribute that is unknown in parts is an object or a list of them. */
function isKnown(unknown: unknown, name: string): boolean {
  const open = isObject(unknown) ? unknown[name] : unknown;
  return !JSON.stringify(open ?? false).includes("true");
}

function readResource(given: TerraformResource, policies: PlannedPolicies): FoundPolicies {
  const { path, address, type, values, unknown, sensitive } = given;
  const carrier = terraformCarrier(type);
  if (carrier === undefined) {
    return readByShape(given);
  }
  const { holds, property, typeProperty = "" } = carrier;
  const place = [...path, property];
  const open =
    unknown === true || (isObject(unknown) && unknown[property] !== undefined && unknown[property] !== false);
  const planned = open ? policies.policyOf(address, property) : undefined;
  const value = open
    ? (planned?.document ?? unknownMark(`${property}, ${OPEN_VALUES.afterApply()}`))
    : (values[property] ?? undefined);
  // What is known after apply only is no secret yet.
  const isSecret =
    !isMark(value) && (planned?.isSensitive === true || isSensitive(marksOf(sensitive, property)));
  const at = { ...walkFrom([address], type, viewOfFile, place), embedded: typeof value !== "object" };
  if (holds === "template") {
    // An instance can override each parameter of a stack set.
    const isStack = type.endsWith("_stack") && isKnown(unknown, "parameters");
    const given = withoutSensitive(values.parameters ?? {}, marksOf(sensitive, "parameters"));
    const parameters = isStack ? parametersOf(given) : unknownMark(OPEN_VALUES.stackSetParameters());
    const found = foundPolicies(heldInTemplate(value, { parameters }, at), {});
    return isSecret ? asSecret(found, address) : found;
  }
  const owner = { account: accountOf(values.arn), arn: roleArnOf(values.arn), doubt: planned?.doubt };
  const named = typeof values.name === "string" && isKnown(unknown, "name") ? { roleName: values.name } : {};
  const policy = {
    role: address,
    kind: type,
    path: place,
    ...owner,
    ...named,
    document: value,
    embedded: true,
  };
  const found: FoundPolicies =
    holds === "desired-state"
      ? foundPolicies(heldInDesiredState(values[typeProperty], value, at), owner, value)
      : { documents: [policy], notSeen: [] };
  return isSecret ? asSecret(found, address) : found;
}

/**
 * Finds roles in a resource of any other type by the names of its attributes: those of Kubernetes and Helm, and those of a
 * company's own provider.
 */
function readByShape({ path, address, type, values, unknown, sensitive }: TerraformResource): FoundPolicies {
  const properties = withUnknown(values, unknown);
  if (!isObject(properties)) {
    return { documents: [], notSeen: [] };
  }
  const { arn } = values;
  const held = heldInShapes(type, properties, walkFrom([address], type, viewOfFile, path));
  const { documents, ...others } = foundPolicies(held, { account: accountOf(arn), arn: roleArnOf(arn) });
  const found = { ...others, documents: withoutCopies(documents, path.length) };
  const isSecret = documents.some((document) =>
    isSensitive(document.path.slice(path.length).reduce(marksAt, sensitive)),
  );
  return isSecret ? asSecret(found, address) : found;
}

/**
 * Policies without those that an attribute repeats: a manifest is there as it is written, and as the cluster has it. One that
 * is known is no copy of one that is not.
 */
function withoutCopies(documents: readonly FoundPolicy[], steps: number): FoundPolicy[] {
  const keyOf = ({ document }: FoundPolicy): string =>
    typeof document === "string" ? document : JSON.stringify(document);
  const placeOf = ({ path }: FoundPolicy): string => JSON.stringify(path.slice(steps + 1));
  const known = new Set(documents.filter(({ document }) => !isMark(document)).map(placeOf));
  const first = new Map(documents.toReversed().map((document) => [keyOf(document), document]));
  return documents.filter(
    (document) =>
      first.get(keyOf(document)) === document && !(isMark(document.document) && known.has(placeOf(document))),
  );
}

/** What was found in a sensitive value. The names in it are part of it, so the resource that holds it gives the name. */
function asSecret({ documents, notSeen, providers }: FoundPolicies, address: string): FoundPolicies {
  return {
    documents: documents.map((document) => ({
      ...document,
      role: address,
      roleName: undefined,
      id: undefined,
      variant: undefined,
      place: undefined,
      isSecret: true,
    })),
    notSeen: notSeen.length === 0 ? [] : [GAPS.sensitive(address)],
    ...(providers === undefined ? {} : { providers }),
  };
}

/** A plan that ended with an error does not have every resource. */
function unfinished(): FoundPolicy {
  const document = unknownMark(OPEN_VALUES.beyondPlanError());
  return { role: "(further roles)", id: [], kind: "plan", document, path: ["errored"], embedded: false };
}
