import * as pulumi from "@pulumi/pulumi";
import { entraIssuer, type EntraTokenVersion, renderFederationContract } from "../../trust";
import { ArgumentChecks } from "../arguments/argument-checks";
import type { Rule } from "../arguments/argument-rule";
import { isGiven, withDefault } from "../arguments/inputs";
import { applicationIdUri, displayName as displayNameRule } from "../arguments/rules/entra";
import { componentLabel } from "../arguments/told-arguments";
import { EntraCloud } from "../logins/entra-cloud";
import { childOptions } from "../pulumi/component";
import { isSuspending } from "../pulumi/suspending";
import { adoptApplication } from "./adopted-application";
import { AudienceForm } from "./audience-form";
import { checkAudienceInTenant, warnOfTokenVersion } from "./audience-in-tenant";
import { ownAudience, ownDisplayName } from "./default-names";
import { createApplication, type EntraApplication } from "./entra-application";
import { checkEntraAudienceArgs, ENTRA_AUDIENCE_KEYS, type EntraAudienceArgs } from "./entra-audience-args";
import { entraLogin } from "./entra-login";

/** The audience of each component as its program asks for it. */
const plannedAudiences = new WeakMap<EntraAudience, pulumi.Output<string>>();

/**
 * The audience as the program asks for it, which waits for nothing in Entra: only for what lets nobody in. Every other
 * use takes the output `audience`.
 */
export function plannedAudience(of: EntraAudience): pulumi.Output<string> {
  return plannedAudiences.get(of) ?? of.audience;
}

/**
 * An Entra application that stands for AWS: its application ID URI is the audience of the tokens, and nobody gets a
 * token for it without being assigned to its app role.
 *
 * The application is for one tenant, asks for one version of tokens explicitly (v1 unless told otherwise: AWS compares
 * `azp` of v2 tokens, which does not name the audience) and has no credential of its own. An existing one can be taken
 * in its place.
 */
export class EntraAudience extends pulumi.ComponentResource {
  /** The `iss` claim of the tokens, to the letter: the URL for the IAM OpenID Connect provider. */
  readonly issuer: pulumi.Output<string>;
  /** The application ID URI, for which tokens are asked: the `aud` claim of v1 tokens. */
  readonly audience: pulumi.Output<string>;
  /** The tenant, a GUID. */
  readonly tenantId: pulumi.Output<string>;
  /** The version of the tokens, 1 or 2. */
  readonly tokenVersion: pulumi.Output<number>;
  /** The application (client) ID. */
  readonly applicationClientId: pulumi.Output<string>;
  /** The object ID of the application. */
  readonly applicationObjectId: pulumi.Output<string>;
  /** The object ID of the service principal, to which identities are assigned. */
  readonly servicePrincipalObjectId: pulumi.Output<string>;
  /** The ID of the app role that identities are assigned to. */
  readonly appRoleId: pulumi.Output<string>;
  /** The federation contract as JSON text, for a stack that holds the Azure half. It names no workload yet. */
  readonly contract: pulumi.Output<string>;

  constructor(name: string, args: EntraAudienceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:EntraAudience", name, {}, opts);
    const component = componentLabel("EntraAudience", name, opts);
    const checks = new ArgumentChecks(component, this);
    checks.arguments(args, ENTRA_AUDIENCE_KEYS);
    const checked = checkEntraAudienceArgs(checks, name, args);
    checks.finish();

    const cloud = withDefault<EntraCloud>(checked.cloud, () => EntraCloud.Public);
    const { tenantId, application: deployer, person } = entraLogin(component, this, checked.tenantId);
    const tokenVersion = withDefault(checked.tokenVersion, () => 1);
    warnOfTokenVersion(this, tokenVersion);
    const named = tenantId.apply((tenant) => ownAudience(tenant, name));
    const { audienceForm, applicationClientId: adoptedId } = checked;
    let application: EntraApplication;
    if (isGiven(adoptedId)) {
      const byForm = {
        [AudienceForm.ApplicationId]: pulumi.interpolate`api://${adoptedId}`,
        [AudienceForm.TenantAndName]: named,
      };
      application = adoptApplication(component, this, {
        clientId: adoptedId as pulumi.Input<string>,
        tenantId,
        cloud,
        tokenVersion,
        audience: audienceForm === undefined ? checked.audience : (checked.audience ?? byForm[audienceForm]),
        appRoleId: checked.appRoleId,
        suspended: isSuspending(opts),
      });
    } else {
      // An output may turn out to be nothing, so that the default takes its place.
      const byRule = (path: string, value: pulumi.Output<string>, rule: Rule<string>) =>
        pulumi.output(checks.text(path, value, rule));
      let planned = named;
      let audience = named;
      if (audienceForm !== AudienceForm.ApplicationId) {
        planned = byRule(
          "audience",
          withDefault(checked.audience, () => named),
          applicationIdUri,
        );
        audience = checkAudienceInTenant(component, this, planned, {
          tenantId,
          tokenVersion,
          cloud,
          suspended: isSuspending(opts),
        });
      }
      const displayName = byRule(
        "displayName",
        withDefault(checked.displayName, () => ownDisplayName(name)),
        displayNameRule,
      );
      const { allowUsersAndGroups, owners } = checked;
      const settings = {
        displayName,
        audience,
        plannedAudience: planned,
        audienceForm,
        tokenVersion,
        allowUsersAndGroups,
        owners: owners as pulumi.Input<pulumi.Input<string>[]> | undefined,
        deployer,
        person,
        suspended: isSuspending(opts),
      };
      application = createApplication(component, name, settings, childOptions(this, opts));
    }

    this.issuer = pulumi
      .all([tenantId, tokenVersion, cloud])
      .apply(
        ([tenant, version, ofCloud]) =>
          entraIssuer(tenant, { tokenVersion: version as EntraTokenVersion, cloud: ofCloud }).url,
      );
    this.audience = application.audience;
    plannedAudiences.set(this, application.plannedAudience);
    this.tenantId = tenantId;
    this.tokenVersion = tokenVersion;
    this.applicationClientId = application.clientId;
    this.applicationObjectId = application.objectId;
    this.servicePrincipalObjectId = application.servicePrincipalObjectId;
    this.appRoleId = application.appRoleId;
    this.contract = pulumi
      .all([this.issuer, this.audience, tokenVersion, this.servicePrincipalObjectId, this.appRoleId])
      .apply(([issuer, audience, version, servicePrincipalObjectId, appRoleId]) =>
        renderFederationContract({
          version: 1,
          issuer,
          audience,
          tokenVersion: version as EntraTokenVersion,
          workloads: {},
          assignment: { servicePrincipalObjectId, appRoleId },
        }),
      );
    this.registerOutputs({
      issuer: this.issuer,
      audience: this.audience,
      tenantId: this.tenantId,
      tokenVersion: this.tokenVersion,
      applicationClientId: this.applicationClientId,
      applicationObjectId: this.applicationObjectId,
      servicePrincipalObjectId: this.servicePrincipalObjectId,
      appRoleId: this.appRoleId,
      contract: this.contract,
    });
  }
}
