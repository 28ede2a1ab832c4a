import type { SubjectPatternAllowance } from "./judge-options";

/** What is wrong with one member of a {@link SubjectPatternAllowance}. */
export interface SubjectPatternProblem {
  readonly member: "provider" | "beginning";
  /** What is wrong: `the provider has a scheme`. */
  readonly wrong: string;
  /** What is expected instead. */
  readonly expected: string;
}

/**
 * Finds what makes an allowance accept every subject, or none at all. The analysis ignores an allowance with a problem.
 */
export function subjectPatternProblems({
  provider,
  beginning,
}: Pick<SubjectPatternAllowance, "provider" | "beginning">): SubjectPatternProblem[] {
  const problems: SubjectPatternProblem[] = [];
  if (/^[a-z]+:\/\//i.test(provider)) {
    problems.push({
      member: "provider",
      wrong: "the provider has a scheme",
      expected: "the issuer's URL without https://",
    });
  } else if (/[*?]/.test(provider) || provider.trim() === "") {
    problems.push({
      member: "provider",
      wrong: "the provider is not a name",
      expected: "a provider with <…> for a part of its name, not a wildcard",
    });
  }
  if (beginning.replace(/<[^>]*>/g, "").trim() === "") {
    problems.push({
      member: "beginning",
      wrong: "every subject has this beginning",
      expected: "a beginning that names an owner",
    });
  } else if (/[*?]/.test(beginning)) {
    problems.push({
      member: "beginning",
      wrong: "the beginning has a wildcard",
      expected: "what a pattern begins with before its first wildcard",
    });
  }
  return problems;
}
