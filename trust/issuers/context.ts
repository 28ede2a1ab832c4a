import type { Context } from "../kernel/judge-statement";
import type { JudgeOptions } from "./judge-options";
import { providers } from "./providers";
import { SubjectBoundaries } from "./subject-boundaries";

/** What the kernel judges by: this project's table of issuers, and what the caller accepts beside it. */
export function contextOf(options: JudgeOptions, partial: boolean): Context {
  return {
    known: providers,
    boundariesOf: (provider) => new SubjectBoundaries(provider, options, partial),
    createdProviders: options.createdProviders,
    accountId: options.accountId,
  };
}
