import ts from "typescript";
import { descendants, parse, type SourceText } from "./source-file";

/** The start of the names of the SDK's packages with a client each. */
const SDK = "@aws-sdk/client-";

/** Settings that only clients of the AWS SDK have. They show a client whose class the file gets as a value. */
const SETTINGS: readonly string[] = ["maxAttempts", "requestHandler"];

/** Folders that call AWS itself: what is shipped, and the acceptance run. Other clients of tools and the lab only reach the doubles. */
const CALLS_AWS = /^(?:cli|components|policypack|policy-sources|trust|credential-helper|tools\/acceptance)\//;

/**
 * Finds the files that create a client of the AWS SDK. Each of them decides on region, retries, and proxy, so they can differ. A file
 * creates a client if it has `new` in one of these forms:
 *
 * - with a class that is named after a package of the SDK: `new IAMClient(…)` or `new sdk.IAM(…)` for `@aws-sdk/client-iam`
 * - with a setting that only such clients have, such as `maxAttempts`
 *
 * @param packages - Names of the packages that the project uses.
 * @returns The number of clients that each file creates.
 */
export function findAwsClientBuilders(
  sources: readonly SourceText[],
  packages: readonly string[],
): Readonly<Record<string, number>> {
  const services = packages.filter((name) => name.startsWith(SDK)).map((name) => name.slice(SDK.length));
  const classes = services.flatMap((service) => [service, `${service}client`]);
  return Object.fromEntries(
    sources
      .filter(({ path }) => CALLS_AWS.test(path))
      .map((source) => {
        const clients = descendants(parse(source)).filter((node) => createsClient(node, classes));
        return [source.path, clients.length] as const;
      })
      .filter(([, count]) => count > 0),
  );
}

function createsClient(node: ts.Node, classes: readonly string[]): boolean {
  if (!ts.isNewExpression(node)) {
    return false;
  }
  const { expression, arguments: given = [] } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return classes.includes(name.getText().toLowerCase()) || given.some(hasSetting);
}

function hasSetting(argument: ts.Expression): boolean {
  return descendants(argument).some(
    (node) =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      SETTINGS.includes(node.name.getText()),
  );
}
