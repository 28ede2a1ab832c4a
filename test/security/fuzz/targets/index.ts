import type { Target } from "../target";
import { authorizationDetails } from "./authorization-details";
import { bareText } from "./bare-text";
import { cacheFiles } from "./cache-files";
import { cloudFormationJson, cloudFormationYaml } from "./cloudformation";
import { imdsAnswers } from "./imds-answers";
import { kubernetesManifests } from "./kubernetes-manifests";
import { pulumiPreviews } from "./pulumi-previews";
import { stackExports } from "./stack-exports";
import { stsAnswers } from "./sts-answers";
import { terraformPlans } from "./terraform-plans";
import { terraformSource } from "./terraform-source";
import { trustDocumentBytes } from "./trust-document-bytes";
import { trustDocuments } from "./trust-documents";

/** Every target, in the order of the table in docs/assurance.md: 5,000 inputs together in `npm test`. */
export const targets: readonly Target[] = [
  trustDocuments,
  trustDocumentBytes,
  stackExports,
  pulumiPreviews,
  authorizationDetails,
  terraformPlans,
  bareText,
  kubernetesManifests,
  terraformSource,
  cloudFormationJson,
  cloudFormationYaml,
  imdsAnswers,
  stsAnswers,
  cacheFiles,
];
