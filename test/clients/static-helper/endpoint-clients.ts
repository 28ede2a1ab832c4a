/** Clients that know the protocol of container credentials, and mostly read no profile. */
import path from "node:path";
import { boto3 } from "../boto3/boto3";
import type { ReadyClient } from "../client";
import { OBJECT } from "../facts";
import { goV2 } from "../go-v2/go-v2";
import { javaV2 } from "../java-v2/java-v2";
import { javaScriptV3 } from "../javascript/javascript-v3";
import {
  goProgram,
  installedVersion,
  inTurn,
  javaProgram,
  lockedVersion,
  pythonPackages,
  pythonProgram,
} from "../programs";
import { rust } from "../rust/rust";

/** A client, and how to get it. */
export interface EndpointClient {
  /** Name as its vendor writes it. */
  readonly name: string;
  readonly prepare: () => Promise<ReadyClient>;
}

const folder = (name: string): string => path.join(__dirname, "..", name);

/** A library in Python that reads S3 by the object_store of Rust. */
function objectStore(name: string, distribution: string): EndpointClient {
  return {
    name,
    prepare: async () => {
      const environment = await pythonPackages(path.join(folder("object-store"), "requirements.txt"));
      return {
        version: await installedVersion(environment, distribution),
        command: [...pythonProgram(environment, "object-store/list_bucket.py"), name],
      };
    },
  };
}

/** A client in Java. `pattern` finds its version in its POM. */
function java(name: string, sources: string, pattern: RegExp): EndpointClient {
  return {
    name,
    prepare: async () => ({
      version: lockedVersion(path.join(folder(sources), "pom.xml"), pattern),
      command: [await javaProgram(`the client ${name}`, folder(sources))],
    }),
  };
}

const restic: EndpointClient = {
  name: "restic",
  prepare: async () => {
    const program = await goProgram("restic", folder("restic"), {
      program: "github.com/restic/restic/cmd/restic",
    });
    // The role may only read, so there is no repository. Who may ask learns that, by exit code 10.
    const asked = `RESTIC_PASSWORD=x ${program} -o s3.region=eu-west-1 -o s3.bucket-lookup=path --no-cache --repo "s3:$AWS_ENDPOINT_URL/$1" cat config`;
    return {
      version: lockedVersion(path.join(folder("restic"), "go.mod"), /restic\/restic v(\S+)/),
      command: inTurn(`{ ${asked}; test $? -eq 10 && echo ${OBJECT}; }`),
    };
  },
};

export const ENDPOINT_CLIENTS: readonly EndpointClient[] = [
  boto3,
  javaScriptV3,
  goV2,
  rust,
  javaV2,
  java("AWS SDK for Java v1", "java-v1", /<artifactId>aws-java-sdk-s3<.+\s+<version>(.+)</),
  java("S3A of Hadoop, as Spark has it", "s3a", /<artifactId>hadoop-aws<.+\s+<version>(.+)</),
  objectStore("polars", "polars"),
  objectStore("obstore", "obstore"),
  objectStore("delta-rs", "deltalake"),
  restic,
];
