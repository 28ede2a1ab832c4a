import type { SubjectPatternAllowance } from "./verdict";

/** What is wrong with one member of a {@link SubjectPatternAllowance}. */
export interface SubjectPatternProblem {
  readonly member: "provider" | "beginning";
  /** Continues "is <value>, ". */
  readonly reason: string;
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
      reason: "with a scheme; expected the issuer's URL without https://",
    });
  } else if (/[*?]/.test(provider) || provider.trim() === "") {
    problems.push({
      member: "provider",
      reason: "which is no provider's name; expected <…> for a part of a name, not a wildcard",
    });
  }
  if (beginning.replace(/<[^>]*>/g, "").trim() === "") {
    problems.push({
      member: "beginning",
      reason: "which every subject has; expected a beginning that names an owner",
    });
  } else if (/[*?]/.test(beginning)) {
    problems.push({
      member: "beginning",
      reason: "with a wildcard; expected what a pattern begins with before its first wildcard",
    });
  }
  return problems;
}
