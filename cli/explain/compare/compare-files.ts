/** Answers for explain --trust which roles of a file trust the token in --claims. */
import { about, coded } from "../../../messages";
import {
  demandShallow,
  type FoundPolicy,
  parseSource,
  recognize,
  UnreadableError,
} from "../../../policy-sources";
import { compareToken, hasMarks, judgeTrustPolicy, type TokenComparison } from "../../../trust";
import { readInput, shownFile } from "../../input/read-input";
import { readClaims } from "./read-claims";
import { tokenProblems } from "./token-problems";

/** A role of a file, compared with a token. */
export interface RoleComparison extends TokenComparison {
  /** The role as the file names it. */
  readonly role: string;
  /** Why STS would refuse the token whatever the role trusts. A sentence each. */
  readonly tokenProblems: readonly string[];
  /** Whether `judge` accepts the policy. A policy can trust this token and others too. */
  readonly judged: "accepted" | "rejected" | "unknown";
}

/**
 * Compares a token with each trust policy in a file. `claims` is a file too, or a JSON object.
 *
 * @throws {UnreadableError} If the file has no trust policy, or the claims cannot be read. The message begins with the file.
 */
export async function compareFiles(
  trust: string,
  claims: string,
  stdin: NodeJS.ReadableStream,
  now = Math.floor(Date.now() / 1000),
): Promise<RoleComparison[]> {
  const documents = await inFile(trust, async () => policiesIn(await readInput(trust, stdin)));
  const isInline = claims.trimStart().startsWith("{");
  const read = await inFile(isInline ? "--claims" : claims, async () =>
    readClaims(isInline ? claims : await readInput(claims, stdin)),
  );
  const problems = tokenProblems(read, now);
  return documents.map(({ role, document }) => {
    const partial = hasMarks(document);
    const comparison = compareToken(document, read.claims);
    return {
      role,
      ...comparison,
      verdict: problems.length > 0 ? "refuses" : partial ? "depends" : comparison.verdict,
      tokenProblems: problems,
      judged: partial ? "unknown" : judgeTrustPolicy(document).accepted ? "accepted" : "rejected",
    };
  });
}

function policiesIn(text: string): readonly FoundPolicy[] {
  const documents = demandShallow(() => {
    const source = parseSource(text, { lenient: true });
    return recognize(source).find(source.value).documents;
  });
  if (documents.length === 0) {
    throw new UnreadableError(
      coded(
        "input-without-trust-policy",
        "the file holds no trust policy. Expected a trust policy, or a file with roles",
      ),
    );
  }
  return documents;
}

/** Does something with a file. An error then begins with the file's name. */
async function inFile<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof UnreadableError
      ? new UnreadableError(about(shownFile(file), error.problem))
      : error;
  }
}
