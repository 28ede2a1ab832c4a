import type { SubjectPatternAllowance } from "../../trust";
import { UsageError } from "../command";

/**
 * Reads `<provider>=<beginning>`, e.g. `gitlab.example.com=project_path:<group>/<project>:`.
 *
 * @throws {UsageError} If either part is missing.
 */
export function readSubjectPattern(text: string): SubjectPatternAllowance {
  const equals = text.indexOf("=");
  const provider = text.slice(0, equals);
  const beginning = text.slice(equals + 1);
  if (equals <= 0 || beginning === "") {
    throw new UsageError(
      `The option --subject-pattern has ${JSON.stringify(text)}. Allowed is <provider>=<beginning>, such as gitlab.example.com=project_path:<group>/<project>:`,
    );
  }
  return { provider, beginning };
}
