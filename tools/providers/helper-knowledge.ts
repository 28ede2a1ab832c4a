/** What both credential helpers know, read from the one in Python: texts, options, and the tables of codes and hosts. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { INSTALLER } from "../../messages/installer";
import { PROJECT_ROOT } from "../project-root";

/** What `npm run generate -- helper-knowledge` writes. The static helper has it inside. */
export const HELPER_KNOWLEDGE = "providers/go/internal/knowledge/helper.json";

const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from azure_to_aws import VERSION, advice, app_service, claims, endpoint, entra, front, messages, notes, options, partitions
from azure_to_aws import report, sts, token_answer
import verify_caller
print(json.dumps({
  "version": VERSION,
  "texts": {**messages.TEXTS, **verify_caller.TEXTS, **json.loads(sys.argv[2])},
  "options": {name: check[1] for name, check in options.CHECKS.items()},
  "flags": options.FLAGS,
  "sources": options.SOURCES,
  "partitions": partitions.PARTITIONS,
  "entra": {
    "hosts": sorted(endpoint.ENTRA_HOSTS), "messages": entra.MESSAGES, "federated": entra.FEDERATED,
    "passing": entra.PASSING, "awaited": entra.AWAITED,
  },
  "containerNetworks": [str(network) for network in endpoint.CONTAINER_NETWORKS],
  "near": endpoint.NEAR,
  "tokenAnswer": {"retried": token_answer.RETRIED, "texts": token_answer.TEXTS, "notAssigned": app_service.NOT_ASSIGNED},
  "sts": {"passing": sts.PASSING, "refused": sts.REFUSED},
  "shownClaims": claims.SHOWN,
  "endpointVariables": front.ENDPOINT_VARIABLES,
  "situationVariables": notes.SITUATION_VARIABLES,
  "noteKinds": report.KINDS,
  "advice": {
    "byCode": advice.ADVICE, "other": advice.OTHER, "reachSTS": advice.REACH_STS, "reachEntra": advice.REACH_ENTRA,
    "reachSource": advice.REACH_SOURCE, "config": advice.CONFIG, "findConfig": advice.FIND_CONFIG,
  },
}, indent=2))
`;

/** The text of {@link HELPER_KNOWLEDGE}. It needs `python3`. */
export function helperKnowledge(): string {
  const removal = {
    "remove-other-installation": INSTALLER.say("remove-other-installation", "{config}").text,
  };
  const arguments_ = [path.join(PROJECT_ROOT, "credential-helper"), JSON.stringify(removal)];
  return execFileSync("python3", ["-IBc", PROGRAM, ...arguments_], { encoding: "utf8" });
}
