import type { PolicyProblem } from "../policy/problem";

const PROVIDER = "arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>";

/** What a policy has that IAM rejects, and what would be right. */
export function problemWords(problem: PolicyProblem): readonly [found: string, right: string] {
  const { code, statement, path, given, which } = problem;
  const shown = JSON.stringify(given);
  const [above, name] = path.slice(-2);
  const last = path.at(-1);
  switch (code) {
    case "policy-unreadable":
      return [`a policy that cannot be read (${String(given)})`, "a policy in JSON"];
    case "policy-not-json":
      return [`a string that is not valid JSON (${String(given)})`, "a policy in JSON"];
    case "policy-not-an-object":
      return ["a policy that is not a JSON object", "an object with Version and Statement"];
    case "member-repeated":
      return [`the member ${JSON.stringify(last)} twice in one object`, "each member once"];
    case "member-unknown":
      return [
        `the member ${JSON.stringify(last)}`,
        statement === undefined
          ? "Version, Id and Statement only"
          : "Sid, Effect, Principal, Action and Condition only",
      ];
    case "version-invalid":
      return [`the version ${shown}`, '"Version": "2012-10-17"'];
    case "statement-missing":
      return ["no statement", "at least one statement in Statement"];
    case "statement-not-an-object":
      return ["a statement that is not an object", "an object"];
    case "sid-invalid":
      return ["a Sid that is not a string", "a string"];
    case "effect-invalid":
      return [given === undefined ? "no Effect" : `the Effect ${shown}`, '"Allow" or "Deny"'];
    case "action-invalid":
      return which === "both"
        ? ["both Action and NotAction", "an Action"]
        : given === undefined
          ? ["no Action", "an Action"]
          : [`the action ${shown}`, '"sts:AssumeRoleWithWebIdentity"'];
    case "principal-invalid":
      return wordsForPrincipal(problem);
    case "condition-not-an-object":
      return last === "Condition"
        ? [`the Condition ${shown}`, "an object of operators"]
        : [`${shown} under ${last ?? ""}`, "an object of condition keys"];
    case "condition-operator-unknown":
      return [`the condition operator ${JSON.stringify(last)}`, "one of IAM's, such as StringEquals"];
    case "condition-key-repeated":
      return [
        `${name ?? ""} twice under ${above ?? ""}, in different case`,
        "each key once: the case of keys does not count",
      ];
    case "condition-value-invalid":
      return [`${shown} for ${name ?? ""} under ${above ?? ""}`, "a string or a list of strings"];
  }
}

function wordsForPrincipal({ path, given, which }: PolicyProblem): readonly [found: string, right: string] {
  const shown = JSON.stringify(given);
  switch (which) {
    case "both":
      return ["both Principal and NotPrincipal", "a Principal"];
    case "kind":
      return [`the kind of principal ${shown}`, "Federated, AWS, Service or CanonicalUser"];
    case "nobody":
      return ["a Principal that names nobody", `the ARN ${PROVIDER}`];
    case undefined:
      return path.at(-1) === "Principal"
        ? [given === undefined ? "no Principal" : `the Principal ${shown}`, `{"Federated": "${PROVIDER}"}`]
        : typeof given !== "string" || given === ""
          ? [`the principal ${shown}`, "a string that is not empty"]
          : [`the federated principal ${shown}`, `the ARN ${PROVIDER}`];
  }
}
