import type { WayIn } from "../kernel/grant";
import { grouped } from "../kernel/grouped";
import { settleReach } from "../kernel/settle-reach";
import { findingMessage, NOBODY } from "./finding";
import type { TrustFinding, TrustVerdict } from "./verdict";

/**
 * The findings and who gets in, once all statements are judged. Findings on a closed way say so, and findings on one of several
 * ways do not speak of the whole role.
 *
 * @param findings - Only those that hold.
 */
export function settledFindings(
  findings: readonly TrustFinding[],
  ways: readonly WayIn[],
): Pick<TrustVerdict, "findings" | "grants" | "reach"> {
  const { grants, reach, isOnClosedWay } = settleReach(findings, ways);
  if (findings.length === 0) {
    return { findings, grants, reach };
  }
  const ofStatement = grouped(ways, ({ statement }) => statement);
  return {
    findings: findings.map((finding) => {
      const shut = isOnClosedWay(finding) ? closedFinding(finding) : finding;
      return reach === "nobody" || reach === undefined
        ? shut
        : partFinding(shut, (ofStatement.get(finding.statement ?? -1)?.length ?? 0) > 1);
    }),
    grants,
    reach,
  };
}

/** A violation that opens nothing, because something else closes the way. */
function closedFinding(finding: TrustFinding): TrustFinding {
  const { severity, reach, consequence, detail } = finding;
  if (severity === "note" || reach === undefined || reach === "nobody") {
    return finding;
  }
  const open = `If you remove only what closes the role: ${consequence}`;
  return withMessage({
    ...finding,
    reach: "nobody",
    consequence: NOBODY,
    detail: detail === "" ? open : `${open} ${detail}`,
  });
}

const WHOLE = /^Nobody can assume this role as written/;

/** A finding that nobody gets in, where others get in another way. */
function partFinding(finding: TrustFinding, isOneOfSeveralProviders: boolean): TrustFinding {
  const { code, reach, statement, provider, consequence } = finding;
  // What IAM rejects closes the whole policy, and such a finding is on no provider.
  if (
    reach !== "nobody" ||
    provider === undefined ||
    !consequence.startsWith("Nobody can assume this role as written")
  ) {
    return finding;
  }
  const by =
    code === "provider-of-another-account"
      ? "through this provider"
      : `by statement ${statement ?? 0}` + (isOneOfSeveralProviders ? ` with a token of ${provider}` : "");
  return withMessage({
    ...finding,
    consequence: consequence.replace(WHOLE, `Nobody can assume this role ${by}`),
  });
}

function withMessage(finding: TrustFinding): TrustFinding {
  return { ...finding, message: findingMessage(finding) };
}
