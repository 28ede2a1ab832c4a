import { ELSEWHERE, GAPS, UNREAD } from "../messages/judged-files";
import { hasMark, isMark, unknownMark } from "../trust";
import { fileView } from "./cloudformation/file-view";
import type { StackParameters } from "./cloudformation/stack-view";
import { type TemplateView, TRUST_POLICY } from "./cloudformation/template-view";
import { type FoundProvider, foundProvider } from "./found-provider";
import type { Held, HeldTemplate, HeldUnreadable, StackSetReading } from "./held";
import type { FoundPolicies, FoundPolicy } from "./policy-source";
import { jsonNodes } from "./positions/json-nodes";

/** What the policies of a resource have in common. Those in a template have nothing of it but the URN. */
export type OwnerOfPolicies = Pick<FoundPolicy, "id" | "account" | "arn" | "urn" | "doubt">;

/** How a template looks to a reader of files. */
export function viewOfFile(parameters: StackParameters): TemplateView {
  return fileView(typeof parameters === "string" ? undefined : parameters);
}

/**
 * The trust policies and the providers among the parts of a resource or of a template. A policy that a reading of a stack set has like
 * an earlier one is listed once.
 *
 * @param owner - The resource. Default: the parts are those of a template that is the file.
 * @param state - The desired state of a Cloud Control resource. If it cannot be read, the judge says why.
 */
export function foundPolicies(held: Iterable<Held>, owner?: OwnerOfPolicies, state?: unknown): FoundPolicies {
  const parts = [...held];
  const providers = providersByTemplate(parts, owner);
  const seen = new Set<string>();
  const documents: FoundPolicy[] = [];
  for (const part of parts) {
    const { template } = part;
    const found = policyIn(part, state);
    const key = JSON.stringify([found?.place, found?.kind, found?.document]);
    if (found === undefined || (template?.isInStackSet === true && seen.has(key))) {
      continue;
    }
    seen.add(key);
    const isOfFile = owner === undefined && template?.depth === 0;
    documents.push({
      ...found,
      ...(template === undefined ? owner : owner && { urn: owner.urn }),
      ...(template === undefined || isOfFile ? {} : { providers: providers.get(template) ?? [] }),
    });
  }
  return {
    documents,
    notSeen: [...new Set(parts.flatMap((part) => notSeenIn(part) ?? []))],
    // Those of a stack set are in other accounts. Those of a nested template are listed with its roles.
    providers: [...providers].flatMap(([template, own]) =>
      template === undefined || (template.depth === 0 && !template.isInStackSet) ? own : [],
    ),
  };
}

/**
 * The OpenID Connect providers that are created, in each way in which conditions can turn out. One that a template may not create at all
 * is left out: then an existing provider counts, and nobody knows what it lists.
 */
function providersByTemplate(
  parts: readonly Held[],
  owner: OwnerOfPolicies | undefined,
): ReadonlyMap<HeldTemplate | undefined, readonly FoundProvider[]> {
  const providers = new Map<HeldTemplate | undefined, FoundProvider[]>();
  for (const part of parts) {
    if (part.holds === "resource" && part.type === "AWS::IAM::OIDCProvider" && !part.mayBeAbsent) {
      const { Url, ClientIdList } = part.properties;
      const account = part.template === undefined ? owner?.account : undefined;
      const found = foundProvider(Url, ClientIdList, account);
      providers.set(part.template, [...(providers.get(part.template) ?? []), ...(found ? [found] : [])]);
    }
  }
  return providers;
}

/** The policy that a part is, or that it may have; `undefined` if it has none. */
function policyIn(part: Held, state: unknown): FoundPolicy | undefined {
  const { names, kind, path, place, embedded } = part;
  const role = names.join("/");
  const common = {
    role,
    kind,
    path,
    embedded,
    ...(names.length > 1 ? { id: names } : {}),
    ...(place === "" ? {} : { place }),
  };
  switch (part.holds) {
    case "resource": {
      const document = part.properties[TRUST_POLICY];
      const hasNone = !part.isRole || (document === undefined && part.type !== "AWS::IAM::Role");
      const { RoleName } = part.properties;
      const named = typeof RoleName === "string" && !hasMark(RoleName) ? { roleName: RoleName } : {};
      return hasNone ? undefined : { ...common, ...inOutcome(part), ...named, document };
    }
    case "unknown": {
      const isTemplate = part.of === "template";
      const own = { ...common, document: part.value, kind: isTemplate ? "template" : kind };
      // The walker lists the contents of a string with marks separately.
      return isMark(part.value) ? { ...own, embedded: embedded && !isTemplate } : undefined;
    }
    case "unreadable":
      return { ...common, ...unreadable(part, state) };
    case "transform": {
      const document = unknownMark(UNREAD.transform(part.name));
      const id = [...names, part.member, part.name];
      const name = [...names, "(roles of a transform)"].join("/");
      return { ...common, role: name, id, kind: "transform", document, embedded: false };
    }
    case "elsewhere":
      return undefined;
  }
}

/** Stands for roles that may be there and cannot be read. */
function unreadable(
  { of, kind, what, embedded }: HeldUnreadable,
  state: unknown,
): Pick<FoundPolicy, "kind" | "document" | "embedded"> {
  switch (of) {
    case "desired-state":
      return { kind, document: typeof state === "string" ? policyText(state) : undefined, embedded };
    case "template":
      return { kind: of, document: unknownMark(UNREAD.template()), embedded: false };
    case "resource":
      return { kind: of, document: unknownMark(what), embedded: false };
    case "part":
      return { kind, document: unknownMark(what), embedded: false };
  }
}

/** The trust policy in a desired state that cannot be read, so that the judge names what is wrong in it; else all of it. */
function policyText(state: string): string {
  try {
    const found = jsonNodes(state).members?.filter(({ name }) => name === TRUST_POLICY) ?? [];
    const [only] = found;
    return only !== undefined && found.length === 1 ? state.slice(only.node.start, only.node.end) : state;
  } catch {
    return state;
  }
}

const READINGS: Readonly<Record<StackSetReading, string>> = {
  instance: " (with the parameters of an instance)",
  overridden: " (as an instance can override it)",
};

/** The name of a role, with how conditions turn out: `Reader (with IsProd)`, `Reader (without IsProd)`. */
function inOutcome({
  names,
  conditions,
  readings,
}: Extract<Held, { holds: "resource" }>): Partial<FoundPolicy> {
  const outcomes = Object.entries(conditions);
  const words = outcomes.map(([name, holds]) => `${holds ? "with" : "without"} ${name}`);
  const suffixes = [
    ...(words.length === 0 ? [] : [` (${words.join(", ")})`]),
    ...readings.map((one) => READINGS[one]),
  ];
  return suffixes.length === 0
    ? {}
    : {
        role: names.join("/") + suffixes.join(""),
        id: names,
        variant: [...outcomes.flat(), ...readings],
      };
}

/** What may hold roles and is not in the file, as a sentence. */
function notSeenIn(part: Held): string | undefined {
  if (part.holds !== "elsewhere" || part.readings.length > 0) {
    return undefined;
  }
  const name = part.names.join("/");
  return part.of !== "template"
    ? GAPS.elsewhere(name, ELSEWHERE[part.of]())
    : GAPS.template(part.template === undefined ? name : `${name} (${part.kind})`);
}
