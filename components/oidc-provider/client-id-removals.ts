import { getOpenIdConnectProvider } from "@pulumi/aws/iam/getOpenIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { coded, withCode } from "../../messages";
import { whenKnown } from "../arguments/inputs";
import { containment } from "../pulumi/containment";
import { resourceHook } from "../pulumi/hooks";
import { isReadingBack } from "../pulumi/read-back";
import { whichIds } from "./client-ids-read-back";

/** The members of an OpenID Connect provider's inputs or outputs that matter here. */
interface ClientIds {
  readonly arn?: string;
  readonly clientIdLists?: readonly string[];
}

/** Watches removals of client IDs from an OpenID Connect provider, which the provider may record although AWS refused. */
export class ClientIdRemovals {
  /** Client IDs that this update removes. */
  removed: readonly string[] = [];
  /** Whether one of them is secret. */
  hidden = false;

  /** The option of the provider by which its updates are seen; empty under Pulumi's mocks. */
  hooks(component: string, parent: pulumi.Resource): Pick<pulumi.CustomResourceOptions, "hooks"> {
    const hook = resourceHook(
      `${component} sees removals of client IDs`,
      async ({ oldInputs = {}, newInputs = {}, oldOutputs = {} }) => {
        if (!isReadingBack()) {
          return;
        }
        const all = pulumi.output({ before: oldInputs, after: newInputs, state: oldOutputs });
        this.hidden = await pulumi.isSecret(all);
        const known: Readonly<Record<"before" | "after" | "state", ClientIds>> = await whenKnown(all);
        const [before, after, state] = [known.before, known.after, known.state].map(
          ({ clientIdLists = [] }) => clientIdLists,
        ) as [readonly string[], readonly string[], readonly string[]];
        this.removed = before.filter((id) => !after.includes(id));
        // The engine repeats a failed update. The provider then does nothing, because the state already has the removal.
        // This update removes the IDs that are still in the state.
        const { arn } = known.state;
        const repeated = this.removed.filter((id) => !state.includes(id));
        const isRepeated = repeated.length > 0 || isSameList(before, after);
        if (arn === undefined || !isRepeated) {
          return;
        }
        const { clientIdLists: listed } = await getOpenIdConnectProvider({ arn }, { parent });
        const others =
          repeated.length > 0
            ? repeated.filter((id) => listed.includes(id))
            : listed.filter((id) => !after.includes(id) && !state.includes(id));
        if (others.length === 0) {
          return;
        }
        await containment();
        const which = whichIds(others, this.hidden);
        throw new Error(
          withCode(
            coded(
              "provider-removal-failed",
              `an earlier update failed: ${arn} lists client IDs that this program does not: ${which}`,
              "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
            ),
          ),
        );
      },
    );
    return hook === undefined ? {} : { hooks: { beforeUpdate: [hook] } };
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
