/** One provider for each URL of an account, under the real engine: created, refused, adopted. */
import assert from "node:assert/strict";
import { ACCOUNT, AUDIENCE, TENANT, V1, V2 } from "../../../../lab/testing/federation";
import { describeWithAwsLab } from "../federated-role/aws-stack";

const ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/${TENANT}/`;

/** Declares the tests, of a component that a program imports, or that the plugin constructs for it. */
export function describeAdoptedProvider({ remote }: { readonly remote: boolean }): void {
  const origin = remote ? "constructed by the plugin" : "imported";
  describeWithAwsLab(`AwsOidcProvider where there is one already, ${origin}`, function (lab) {
    this.timeout(120_000);

    before(async function () {
      this.timeout(900_000);
      const { exitCode, all } = await lab().cli([
        "iam",
        "create-open-id-connect-provider",
        "--url",
        V1,
        "--client-id-list",
        "api://other",
      ]);
      assert.equal(exitCode, 0, all);
    });

    const stackWith = async (name: string, args: object) =>
      lab().stack(name, [["AwsOidcProvider", "orders", { issuer: V1, audiences: [AUDIENCE], ...args }]], {
        remote,
      });

    it("is refused in the preview and in the update, and the message names the option and the ARN", async () => {
      const stack = await stackWith("second", {});
      for (const run of [await stack.preview(), await stack.up()]) {
        assert.notEqual(run.exitCode, 0);
        const said = run.output.replaceAll(/\s+/g, " ");
        assert.match(
          said,
          new RegExp(
            `AwsOidcProvider "orders": the account already has an OpenID Connect provider for ${V1}, and can have only one\\. To use it, set oidcProviderArn to "${ARN}"`,
          ),
        );
      }
      assert.equal((await lab().aws.counts()).oidcProviders, 1);
    });

    it("is made by one component of a program alone, and adopted by the others", async () => {
      const issuer = `https://sts.windows.net/${remote ? 3 : 4}b0c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e/`;
      const before = (await lab().aws.counts()).oidcProviders;
      const both = { issuer, audiences: [AUDIENCE] };
      const stack = await lab().stack(
        "both",
        [
          ["AwsOidcProvider", "one", both],
          ["AwsOidcProvider", "two", both],
        ],
        { remote },
      );
      // Which of the two comes first is the engine's choice, and the update may have made that one's provider by then.
      let first = "";
      for (const run of [await stack.preview(), await stack.up()]) {
        assert.notEqual(run.exitCode, 0);
        const refusal =
          /AwsOidcProvider "(one|two)": AwsOidcProvider "(?!\1)(one|two)" already creates the account's one IAM OpenID Connect provider for https:\S+ in this program\. Set oidcProviderArn to its output oidcProviderArn, and add the audience to its additionalAudiences \[provider-created-twice\]/.exec(
            run.output.replaceAll(/\s+/g, " "),
          );
        assert.ok(refusal, run.output);
        first = refusal[2] ?? "";
      }
      await lab().change(stack, [
        ["AwsOidcProvider", first, both],
        [
          "AwsOidcProvider",
          first === "one" ? "two" : "one",
          { ...both, oidcProviderArn: `$${first}.oidcProviderArn` },
        ],
      ]);
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      assert.equal((await lab().aws.counts()).oidcProviders, before + 1);
      assert.equal((await stack.destroy()).exitCode, 0);
      assert.equal((await lab().aws.counts()).oidcProviders, before);
    });

    it("is adopted by a component that comes later, whose audience its owner adds in the same update", async () => {
      const issuer = `https://sts.windows.net/${remote ? 5 : 6}b0c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e/`;
      const stack = await lab().stack(
        "joined",
        [["AwsOidcProvider", "one", { issuer, audiences: [AUDIENCE] }]],
        {
          remote,
        },
      );
      const owned = await stack.up();
      assert.equal(owned.exitCode, 0, owned.output);
      const change = async (additionalAudiences?: string[]) =>
        lab().change(stack, [
          ["AwsOidcProvider", "one", { issuer, audiences: [AUDIENCE], additionalAudiences }],
          [
            "AwsOidcProvider",
            "two",
            { issuer, audiences: ["api://later"], oidcProviderArn: "$one.oidcProviderArn" },
          ],
        ]);
      await change();
      const refused = await stack.preview();
      assert.notEqual(refused.exitCode, 0);
      assert.match(
        refused.output.replaceAll(/\s+/g, " "),
        /oidcProviderArn: the provider, which this program creates, does not list the audience "api:\/\/later", .*\. Add it to additionalAudiences of that component \[provider-audience-not-planned\]/,
      );
      await change(["api://later"]);
      for (const run of [await stack.preview(), await stack.up()]) {
        assert.equal(run.exitCode, 0, run.output);
      }
      assert.equal(
        (await stack.outputs())["two-oidcProviderArn"],
        `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer.slice(8)}`,
      );
      // Taking it away again is told before it is done.
      await change();
      const taken = await stack.preview();
      assert.notEqual(taken.exitCode, 0);
      assert.match(
        taken.output.replaceAll(/\s+/g, " "),
        /oidcProviderArn: the provider, which this program creates, does not list the audience "api:\/\/later", .*\. Add it to additionalAudiences of that component \[provider-audience-not-planned\]/,
      );
      assert.equal((await stack.destroy()).exitCode, 0);
    });

    it("is adopted once the printed command has added the audience, and stays when the stack goes", async () => {
      const stack = await stackWith("adopting", { oidcProviderArn: ARN });
      const refused = await stack.preview();
      assert.notEqual(refused.exitCode, 0);
      const [, command = ""] =
        /Without this package: aws (iam add-client-id-to-open-id-connect-provider .*) \[provider-audience-missing\]/.exec(
          refused.output,
        ) ?? [];
      const words = command.trim().split(" ");
      assert.deepEqual(words.slice(2), ["--open-id-connect-provider-arn", ARN, "--client-id", AUDIENCE]);
      const added = await lab().cli(words);
      assert.equal(added.exitCode, 0, added.all);

      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      assert.equal((await stack.outputs())["orders-oidcProviderArn"], ARN);
      assert.deepEqual((await stack.up()).changes, { same: 2 });
      const destroyed = await stack.destroy();
      assert.equal(destroyed.exitCode, 0, destroyed.output);
      assert.equal((await lab().aws.counts()).oidcProviders, 1);
    });

    it("stays when its stack goes, if it is retained", async () => {
      const other = { issuer: V2, audiences: [AUDIENCE] };
      const stack = await stackWith("retaining", { ...other, retainOnDelete: true });
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      const destroyed = await stack.destroy();
      assert.equal(destroyed.exitCode, 0, destroyed.output);
      assert.equal((await lab().aws.counts()).oidcProviders, 2);
    });

    for (const [title, retained, left] of [
      ["stays when the stack that owns it adopts it, if it is retained first", true, 1],
      ["is deleted when the stack that owns it adopts it, although the preview's check passes", false, 0],
    ] as const) {
      it(title, async () => {
        const issuer = `https://sts.windows.net/${retained ? 1 : 2}b0c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e/`;
        const before = (await lab().aws.counts()).oidcProviders;
        const stack = await stackWith(`handing-over-${String(retained)}`, {
          issuer,
          retainOnDelete: retained,
        });
        const owned = await stack.up();
        assert.equal(owned.exitCode, 0, owned.output);
        const oidcProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer.replace("https://", "")}`;
        await lab().change(stack, [
          ["AwsOidcProvider", "orders", { issuer, audiences: [AUDIENCE], oidcProviderArn }],
        ]);
        const adopted = await stack.up();
        assert.equal(adopted.exitCode, 0, adopted.output);
        assert.equal((await stack.outputs())["orders-oidcProviderArn"], oidcProviderArn);
        assert.equal((await lab().aws.counts()).oidcProviders, before + left);
      });
    }
  });
}
