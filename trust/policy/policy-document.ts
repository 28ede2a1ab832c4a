import type { OidcProvider, Providers } from "../kernel/oidc-provider";
import { isObject } from "../text/json-values";
import { coversWebIdentity, isAction } from "./actions";
import { type PolicyPath, type PolicyProblem, problem, type Refuse } from "./problem";

/** A trust policy, read. */
export interface ReadTrustPolicy {
  /** The statements that could be read, problems and all. */
  readonly statements: readonly PolicyStatement[];
  /** What IAM would not take, or what would be read in two ways. */
  readonly problems: readonly PolicyProblem[];
}

/** A statement of a trust policy, as far as web identities are concerned. */
export interface PolicyStatement {
  /** Position in the policy, from 0. */
  readonly index: number;
  /** The way from the policy to it. */
  readonly path: PolicyPath;
  readonly sid: string | undefined;
  /** Whether values may hold policy variables: from version 2012-10-17 of the policy on. */
  readonly variables: boolean;
  /** Whether it denies. Anything else counts as allowing, misspelt or not. */
  readonly denies: boolean;
  /** Whether it is about `sts:AssumeRoleWithWebIdentity`, perhaps among other actions. */
  readonly webIdentity: boolean;
  /** OpenID Connect providers that it names. */
  readonly providers: readonly OidcProvider[];
  /** Set if its principal takes in every provider, named or not. */
  readonly everyone: Everyone | undefined;
  /** The `Condition` as written; `undefined` if there is none. */
  readonly condition: unknown;
}

/** A principal that takes in every provider: the way from the statement to it, and what is there. */
export interface Everyone {
  readonly path: PolicyPath;
  readonly given: unknown;
}

/** What IAM knows in a policy and in a statement, and the kinds of principals. */
const OF_POLICY = new Set(["Id", "Version", "Statement"]);
const OF_STATEMENT = new Set("Sid Effect Principal NotPrincipal Action NotAction Condition".split(" "));
const KINDS = new Set(["Federated", "AWS", "Service", "CanonicalUser"]);

/**
 * Reads a trust policy as IAM would, with one statement or a list of them.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language".
 */
export function readPolicyDocument(policy: unknown, known: Providers): ReadTrustPolicy {
  if (!isObject(policy)) {
    return { statements: [], problems: [problem("policy-not-an-object")] };
  }
  const { Version, Statement } = policy;
  const problems: PolicyProblem[] = [];
  for (const name of namesOf(policy)) {
    if (!OF_POLICY.has(name)) {
      problems.push(problem("member-unknown", { path: [name] }));
    }
  }
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    problems.push(problem("version-invalid", { path: ["Version"], given: Version }));
  }
  const list = Statement === undefined ? [] : listOf(Statement);
  if (list.length === 0) {
    problems.push(problem("statement-missing", { path: ["Statement"] }));
  }
  const variables = Version !== "2008-10-17" && Version !== undefined;
  const statements: PolicyStatement[] = [];
  for (let index = 0; index < list.length; index++) {
    const path = Array.isArray(Statement) ? ["Statement", index] : ["Statement"];
    const read = readStatement(list[index], { index, path, variables }, known, problems);
    if (read !== undefined) {
      statements.push(read);
    }
  }
  return { statements, problems };
}

function readStatement(
  statement: unknown,
  { index, path, variables }: Pick<PolicyStatement, "index" | "path" | "variables">,
  known: Providers,
  problems: PolicyProblem[],
): PolicyStatement | undefined {
  if (!isObject(statement)) {
    problems.push(problem("statement-not-an-object", { statement: index, path }));
    return undefined;
  }
  const { Sid, Effect, Condition: condition } = statement;
  const sid = typeof Sid === "string" ? Sid : undefined;
  const refuse: Refuse = (code, within, given, which) => {
    problems.push(problem(code, { statement: index, sid, path: [...path, ...within], given, which }));
  };
  for (const name of namesOf(statement)) {
    if (name === "Sid" ? sid === undefined : !OF_STATEMENT.has(name)) {
      refuse(name === "Sid" ? "sid-invalid" : "member-unknown", [name]);
    }
  }
  if (Effect !== "Allow" && Effect !== "Deny") {
    refuse("effect-invalid", ["Effect"], Effect);
  }
  const webIdentity = readActions(statement, refuse);
  const { providers, everyone } = readPrincipals(statement, known, refuse);
  const denies = Effect === "Deny";
  return { index, path, sid, variables, denies, webIdentity, providers, everyone, condition };
}

/** Whether the actions take in `sts:AssumeRoleWithWebIdentity`. What is not understood does. */
function readActions({ Action, NotAction }: Record<string, unknown>, refuse: Refuse): boolean {
  const name = Action === undefined ? "NotAction" : "Action";
  if ((Action === undefined) === (NotAction === undefined)) {
    const isMissing = Action === undefined;
    refuse("action-invalid", [isMissing ? "Action" : "NotAction"], undefined, isMissing ? undefined : "both");
    return true;
  }
  const actions = listOf(Action ?? NotAction);
  if (actions.length === 0 || !actions.every(isAction)) {
    refuse("action-invalid", [name], Action ?? NotAction);
    return true;
  }
  return actions.some(coversWebIdentity) === (name === "Action");
}

/**
 * Reads `Principal` and `NotPrincipal`. Services, AWS accounts, and SAML providers are skipped: none of them can
 * call `sts:AssumeRoleWithWebIdentity`.
 *
 * Source: AWS, "AWS JSON policy elements: Principal".
 */
function readPrincipals(
  { Principal, NotPrincipal }: Record<string, unknown>,
  known: Providers,
  refuse: Refuse,
): Pick<PolicyStatement, "providers" | "everyone"> {
  if (NotPrincipal !== undefined && Principal !== undefined) {
    refuse("principal-invalid", ["NotPrincipal"], undefined, "both");
  }
  if (NotPrincipal !== undefined || Principal === "*") {
    const path = [NotPrincipal === undefined ? "Principal" : "NotPrincipal"];
    return {
      providers: [],
      everyone: { path, given: NotPrincipal === undefined ? Principal : NotPrincipal },
    };
  }
  if (!isObject(Principal)) {
    refuse("principal-invalid", ["Principal"], Principal);
    return { providers: [], everyone: undefined };
  }
  const providers: OidcProvider[] = [];
  let everyone: Everyone | undefined;
  let isEmpty = true;
  for (const kind of namesOf(Principal)) {
    const value = Principal[kind];
    if (!KINDS.has(kind)) {
      refuse("principal-invalid", ["Principal", kind], kind, "kind");
    }
    for (const [at, given] of listOf(value).entries()) {
      const path = ["Principal", kind, ...(Array.isArray(value) ? [at] : [])];
      const read = kind === "Federated" && typeof given === "string" ? known.read(given) : undefined;
      isEmpty = false;
      if (typeof given !== "string" || given === "" || read === "malformed") {
        refuse("principal-invalid", path, given);
      } else if (read === "wildcard" || (kind === "AWS" && given.includes("*"))) {
        everyone = { path, given };
      } else if (typeof read === "object") {
        providers.push(read);
      }
    }
  }
  if (isEmpty) {
    refuse("principal-invalid", ["Principal"], undefined, "nobody");
  }
  return { providers, everyone };
}

/** The members that JSON would have. */
function namesOf(object: Record<string, unknown>): readonly string[] {
  return Object.keys(object).filter((name) => object[name] !== undefined);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? [...(value as unknown[])] : [value];
}
