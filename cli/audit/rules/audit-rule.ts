/** The interface of an audit rule: what it documents, and what it reports. */
import type { Reach } from "../../../trust";
import type { AuditFinding, FindingBehind } from "../audit-report";
import type { AuditModel } from "../model/audit-model";

/** What a rule found. */
export interface Issue {
  /** An ARN or an ID. The finding belongs to the role if it is the ARN of a federated one. */
  readonly subject: string;
  /** ARNs of the roles that the subject opens, if it is not a role: they rank by this finding too. */
  readonly roles?: readonly string[];
  /** What is wrong, in a sentence that names the subject. */
  readonly message: string;
  /** What to do, in a sentence or two. */
  readonly remedy: string;
  /** Default: the rule's. */
  readonly severity?: AuditFinding["severity"];
  readonly reach?: Reach;
  /** Makes the findings of the trust analysis that are behind it. Their fingerprints are its cause. */
  readonly trust?: () => readonly FindingBehind[];
  /** Distinguishes this cause from others of the same subject. Default: nothing. */
  readonly cause?: readonly unknown[];
}

/** A rule of the audit. */
export interface AuditRule {
  /** ID in kebab case. docs/reference/audit-rules has a page of this name. */
  readonly id: string;
  readonly severity: AuditFinding["severity"];
  /** What is right, in a sentence. */
  readonly title: string;
  /** Why it matters: who could do what. Two or three sentences. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** What the rule cannot see. */
  readonly limits: string;
  readonly find: (model: AuditModel) => Iterable<Issue>;
}
