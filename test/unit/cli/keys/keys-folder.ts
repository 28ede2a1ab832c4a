/** A folder with what the commands about keys read. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ObjectRecord, SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { SnapshotWriter } from "../../../../cli/snapshot/write-snapshot";
import { TRAIL_ACCOUNT, TRAIL_SERVICE_TAGS } from "../../../../lab/aws";

/** A key in a snapshot. */
export function accessKey(
  UserName: string,
  AccessKeyId: string,
  rest: Partial<Extract<ObjectRecord, { kind: "aws.access-key" }>["data"]> = {},
): ObjectRecord {
  return {
    kind: "aws.access-key",
    of: TRAIL_ACCOUNT,
    data: { UserName, AccessKeyId, Status: "Active", CreateDate: "2024-01-01T00:00:00Z", ...rest },
  };
}

/** A user in a snapshot, with a tag that names the owner. */
export function user(UserName: string, owner: string): ObjectRecord {
  return {
    kind: "aws.user",
    of: TRAIL_ACCOUNT,
    data: {
      UserName,
      Arn: `arn:aws:iam::${TRAIL_ACCOUNT}:user/${UserName}`,
      Path: "/",
      Tags: [{ Key: "Owner", Value: owner }],
    },
  };
}

/** A folder of its own, with a service tags file. */
export class KeysFolder {
  private constructor(readonly path: string) {}

  static async make(): Promise<KeysFolder> {
    const folder = new KeysFolder(await mkdtemp(path.join(tmpdir(), "keys-")));
    await folder.write("ServiceTags_Public_20261123.json", JSON.stringify(TRAIL_SERVICE_TAGS));
    return folder;
  }

  /** The path of a file in it. */
  file(name: string): string {
    return path.join(this.path, name);
  }

  get serviceTags(): string {
    return this.file("ServiceTags_Public_20261123.json");
  }

  async write(name: string, text: string): Promise<string> {
    const file = this.file(name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** Writes a log file. */
  async log(name: string, records: readonly string[]): Promise<string> {
    return this.write(name, `{"Records":[${records.join(",")}]}`);
  }

  async snapshot(name: string, records: readonly SnapshotRecord[], redacted = false): Promise<string> {
    const file = this.file(name);
    const startedAt = "2026-11-27T07:00:00.000Z";
    const writer = await SnapshotWriter.create(file, {
      kind: "snapshot",
      version: 1,
      by: "0.2.0",
      startedAt,
      redacted,
    });
    for (const record of records) {
      await writer.write(record);
    }
    await writer.finish();
    return file;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
