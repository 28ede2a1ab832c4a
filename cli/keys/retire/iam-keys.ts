/** The IAM client of `keys retire`: reads, deactivates, and deletes keys, and knows the time by the clock of AWS. */
import type * as IamSdk from "@aws-sdk/client-iam";
import { awsClient, type AwsProfile } from "../../clouds/aws/aws-client";
import { demandLogin, unlessGone } from "../../clouds/aws/aws-refusal";
import { requestIam } from "../../clouds/aws/iam-error";
import { loadSdks, type Sdks } from "../../clouds/sdks";

type Sdk = Sdks<"iam">["iam"];

/** What IAM knows of a key. */
export interface IamKey {
  readonly user: string;
  readonly status: "Active" | "Inactive";
  /** When it signed a request last, in ISO 8601; `undefined` if IAM has no record of a use. */
  readonly lastUsed: string | undefined;
  readonly lastService: string | undefined;
  /** When it was made, in ISO 8601. */
  readonly created: string | undefined;
}

/** Access keys of the account that the caller is logged in to. If IAM refuses a call, the method throws an IamError. */
export class IamKeys {
  readonly #sdk: Sdk;
  readonly #client: IamSdk.IAMClient;
  /** How far the clock of AWS is ahead of this machine's, in milliseconds. */
  #ahead = 0;

  private constructor(
    sdk: Sdk,
    client: IamSdk.IAMClient,
    /** The key that signs the requests of this login. */
    readonly loginKeyId: string,
  ) {
    this.#sdk = sdk;
    this.#client = client;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        const { headers } = result.response as { readonly headers?: Readonly<Record<string, string>> };
        const answered = Date.parse(headers?.date ?? "");
        this.#ahead = Number.isNaN(answered) ? this.#ahead : answered - Date.now();
        return result;
      },
      { step: "deserialize", name: "readClockOfAws" },
    );
  }

  /**
   * Finds the SDK and a login.
   *
   * @throws {CommandError} If the SDK is not installed or finds no login.
   */
  static async connect(login: AwsProfile): Promise<IamKeys> {
    const { iam: sdk } = await loadSdks("iam");
    const client = awsClient(sdk.IAMClient, login);
    const { accessKeyId } = await demandLogin(client);
    return new IamKeys(sdk, client, accessKeyId);
  }

  /**
   * The time by the clock of AWS, which also made the times of last use: with a wrong clock of this machine, a key in use
   * would look unused. Before the first answer, it is this machine's time.
   */
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** @returns `undefined` if the account has no such key. */
  async key(AccessKeyId: string): Promise<IamKey | undefined> {
    const command = new this.#sdk.GetAccessKeyLastUsedCommand({ AccessKeyId });
    const used = await unlessGone(this.#send("iam:GetAccessKeyLastUsed", () => this.#client.send(command)));
    const user = used?.UserName;
    if (user === undefined) {
      return undefined;
    }
    const found = await this.#ofUser(user, AccessKeyId);
    const { LastUsedDate, ServiceName } = used?.AccessKeyLastUsed ?? {};
    return found === undefined
      ? undefined
      : {
          user,
          status: statusOf(found),
          lastUsed: LastUsedDate?.toISOString(),
          lastService: ServiceName,
          created: found.CreateDate?.toISOString(),
        };
  }

  /** Whether a key is active. @returns `undefined` if the user has no such key. */
  async status(user: string, keyId: string): Promise<IamKey["status"] | undefined> {
    const found = await this.#ofUser(user, keyId);
    return found === undefined ? undefined : statusOf(found);
  }

  async setStatus(UserName: string, AccessKeyId: string, Status: IamKey["status"]): Promise<void> {
    const command = new this.#sdk.UpdateAccessKeyCommand({ UserName, AccessKeyId, Status });
    await this.#send("iam:UpdateAccessKey", () => this.#client.send(command));
  }

  async deleteKey(UserName: string, AccessKeyId: string): Promise<void> {
    const command = new this.#sdk.DeleteAccessKeyCommand({ UserName, AccessKeyId });
    await this.#send("iam:DeleteAccessKey", () => this.#client.send(command));
  }

  /** The value of a user's tag; `undefined` if there is none. */
  async tag(UserName: string, key: string): Promise<string | undefined> {
    // A user has at most 50 tags, and a page has up to 100.
    const { Tags = [] } = await this.#send("iam:ListUserTags", () =>
      this.#client.send(new this.#sdk.ListUserTagsCommand({ UserName, MaxItems: 100 })),
    );
    return Tags.find(({ Key }) => Key === key)?.Value;
  }

  async setTag(UserName: string, Key: string, Value: string): Promise<void> {
    const command = new this.#sdk.TagUserCommand({ UserName, Tags: [{ Key, Value }] });
    await this.#send("iam:TagUser", () => this.#client.send(command));
  }

  async removeTag(UserName: string, key: string): Promise<void> {
    const command = new this.#sdk.UntagUserCommand({ UserName, TagKeys: [key] });
    await this.#send("iam:UntagUser", () => this.#client.send(command));
  }

  async #ofUser(UserName: string, keyId: string): Promise<IamSdk.AccessKeyMetadata | undefined> {
    // A user has at most two keys, so there is one page.
    const command = new this.#sdk.ListAccessKeysCommand({ UserName });
    const list = await unlessGone(this.#send("iam:ListAccessKeys", () => this.#client.send(command)));
    return list?.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === keyId);
  }

  #send<T>(action: string, request: () => Promise<T>): Promise<T> {
    return requestIam(action, "the user", request);
  }
}

function statusOf({ Status }: IamSdk.AccessKeyMetadata): IamKey["status"] {
  // What is neither may be in use.
  return Status === "Inactive" ? "Inactive" : "Active";
}
