/** The IAM client of `suspend` and `resume`: reads roles, changes their policies, and simulates access. */
import type * as IamSdk from "@aws-sdk/client-iam";
import { policyDocument } from "../../policy-sources";
import { SUSPENSION_BY_COMMAND, SUSPENSION_POLICY_NAME, type TrustDocument } from "../../trust";
import { awsClient, type AwsProfile } from "../clouds/aws/aws-client";
import { demandLogin, unlessGone } from "../clouds/aws/aws-refusal";
import { requestIam } from "../clouds/aws/iam-error";
import { loadSdks, type Sdks } from "../clouds/sdks";
import { iamRegion } from "./role-reference";

type Sdk = Sdks<"iam">["iam"];

/** A role as IAM shows it. */
export interface IamRole {
  readonly arn: string;
  readonly path: string;
  readonly trustPolicy: TrustDocument;
}

/** The decision about an action in a simulation: `allowed`, `explicitDeny` or `implicitDeny`. */
export interface SimulatedDecision {
  readonly action: string;
  readonly decision: string;
}

/** Roles of the account that the caller is logged in to. If IAM refuses a call, the method throws an IamError. */
export class IamRoles {
  readonly #sdk: Sdk;
  readonly #client: IamSdk.IAMClient;

  private constructor(sdk: Sdk, client: IamSdk.IAMClient) {
    this.#sdk = sdk;
    this.#client = client;
  }

  /**
   * Finds the SDK and a login.
   *
   * @param roles - What the command line names; ARNs decide on the region if none is configured.
   * @throws {CommandError} If the SDK is not installed or finds no login.
   */
  static async connect(login: AwsProfile, roles: readonly string[]): Promise<IamRoles> {
    const { iam: sdk } = await loadSdks("iam");
    const client = awsClient(sdk.IAMClient, { ...login, otherwise: iamRegion(roles) });
    await demandLogin(client);
    client.middlewareStack.add(withoutRetriesAtLimits, { step: "deserialize", priority: "high" });
    return new IamRoles(sdk, client);
  }

  /** @returns `undefined` if there is no such role. */
  async role(RoleName: string): Promise<IamRole | undefined> {
    const command = new this.#sdk.GetRoleCommand({ RoleName });
    const request = this.#send("iam:GetRole", async () => {
      const { Role } = await this.#client.send(command);
      const { Arn: arn = "", Path: path = "", AssumeRolePolicyDocument } = Role ?? {};
      return { arn, path, trustPolicy: documentOf(AssumeRolePolicyDocument) };
    });
    return unlessGone(request);
  }

  /** The inline policy that suspends. @returns `undefined` if the role has none of this name. */
  async suspensionPolicy(RoleName: string): Promise<TrustDocument | undefined> {
    const command = new this.#sdk.GetRolePolicyCommand({ RoleName, PolicyName: SUSPENSION_POLICY_NAME });
    const request = this.#send("iam:GetRolePolicy", async () => {
      const { PolicyDocument } = await this.#client.send(command);
      return documentOf(PolicyDocument);
    });
    return unlessGone(request);
  }

  async putSuspensionPolicy(RoleName: string): Promise<void> {
    const PolicyDocument = JSON.stringify(SUSPENSION_BY_COMMAND);
    const command = new this.#sdk.PutRolePolicyCommand({
      RoleName,
      PolicyName: SUSPENSION_POLICY_NAME,
      PolicyDocument,
    });
    await this.#send("iam:PutRolePolicy", () => this.#client.send(command));
  }

  /** A policy that is gone already is no failure. */
  async deleteSuspensionPolicy(RoleName: string): Promise<void> {
    const command = new this.#sdk.DeleteRolePolicyCommand({ RoleName, PolicyName: SUSPENSION_POLICY_NAME });
    await unlessGone(this.#send("iam:DeleteRolePolicy", () => this.#client.send(command)));
  }

  async updateTrustPolicy(RoleName: string, document: TrustDocument): Promise<void> {
    const PolicyDocument = JSON.stringify(document);
    const command = new this.#sdk.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument });
    await this.#send("iam:UpdateAssumeRolePolicy", () => this.#client.send(command));
  }

  /** What IAM's simulator says about actions of a role on every resource. */
  async simulate(PolicySourceArn: string, ActionNames: readonly string[]): Promise<SimulatedDecision[]> {
    const command = new this.#sdk.SimulatePrincipalPolicyCommand({
      PolicySourceArn,
      ActionNames: [...ActionNames],
    });
    const { EvaluationResults = [] } = await this.#send("iam:SimulatePrincipalPolicy", () =>
      this.#client.send(command),
    );
    return EvaluationResults.map(({ EvalActionName = "", EvalDecision = "" }) => ({
      action: EvalActionName,
      decision: EvalDecision,
    }));
  }

  #send<T>(action: string, request: () => Promise<T>): Promise<T> {
    return requestIam(action, "the role", request);
  }
}

/**
 * Keeps the SDK from trying again for ten seconds and more when a role is full: it takes IAM's `LimitExceeded` for
 * throttling, by the error's name.
 */
function withoutRetriesAtLimits<Args, Result>(next: (args: Args) => Promise<Result>) {
  return async (args: Args): Promise<Result> => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error && error.name === "LimitExceededException") {
        error.name = "LimitExceeded";
      }
      throw error;
    }
  };
}

/** @throws Error if it is not a policy: what cannot be read must never count as a policy that lets nobody in. */
function documentOf(encoded: string | undefined): TrustDocument {
  const document = policyDocument(encoded);
  if (document?.Statement === undefined) {
    throw Object.assign(new Error("IAM's answer holds no policy document"), { code: "Unreadable" });
  }
  return document;
}
