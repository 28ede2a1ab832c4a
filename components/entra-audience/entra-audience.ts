import * as pulumi from "@pulumi/pulumi";
import { renderFederationContract } from "../../trust/contract";
import { EntraCloud, entraIssuer, type EntraTokenVersion } from "../../trust/entra";
import { ArgumentChecks, onceRight } from "../arguments/argument-checks";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { required, type Rule } from "../arguments/argument-rule";
import { inValue } from "../arguments/find-problems";
import { isGiven, withDefault } from "../arguments/inputs";
import { applicationIdUri, displayName as displayNameRule } from "../arguments/rules/entra";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { isUpdating } from "../pulumi/engine-support";
import { isSuspending } from "../pulumi/suspending";
import { adoptApplication } from "./adopted-application";
import { AudienceForm } from "./audience-form";
import { type AudienceSurroundings, checkAudienceInTenant, warnOfTokenVersion } from "./audience-in-tenant";
import { ownAudience, ownDisplayName } from "./default-names";
import { createApplication, type EntraApplication } from "./entra-application";
import { type CheckedEntraAudienceArgs, ENTRA_AUDIENCE, type EntraAudienceArgs } from "./entra-audience-args";
import { type EntraLogin, entraLogin } from "./entra-login";

/** The claims of the tokens of each component as its program requests them. */
const plans = new WeakMap<EntraAudience, Pick<EntraAudience, "audience" | "issuer">>();

/**
 * Audience and issuer as the program requests them, without waiting for Entra. Use them only where they cannot let anyone in;
 * otherwise use the outputs `audience` and `issuer`.
 */
export function plannedClaims(of: EntraAudience): Pick<EntraAudience, "audience" | "issuer"> {
  return plans.get(of) ?? of;
}

/**
 * An Entra application that represents AWS. Its application ID URI is the audience of the tokens. An identity gets a token
 * for it only if it is assigned to the application's app role.
 *
 * The application belongs to one tenant and has no credential. It requests one version of tokens explicitly. The default is
 * v1, because AWS compares `azp` in v2 tokens, which does not name the audience. You can adopt an existing application
 * instead.
 */
export class EntraAudience extends pulumi.ComponentResource {
  /**
   * The `iss` claim of the tokens, character by character: the URL for the IAM OpenID Connect provider. In an update, the
   * output resolves once a read from Entra shows the application, because a new issuer replaces the provider.
   */
  readonly issuer: pulumi.Output<string>;
  /** The application ID URI, for which workloads request tokens: the `aud` claim of v1 tokens. */
  readonly audience: pulumi.Output<string>;
  /** The ID of the tenant, a GUID. */
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
  /** The federation contract as JSON text, for a stack with the Azure part. It names no workload yet. */
  readonly contract: pulumi.Output<string>;

  constructor(name: string, args: EntraAudienceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:EntraAudience", name, {}, opts);
    const paths = argumentPaths("EntraAudience", name, args);
    const checks = new ArgumentChecks(paths, this);
    const checked = ENTRA_AUDIENCE.check(checks, args);
    checks.finish();

    const cloud = withDefault<EntraCloud>(checked.cloud, () => EntraCloud.Public);
    const login = entraLogin(paths, this, checked.tenantId);
    const { tenantId } = login;
    const tokenVersion = withDefault(checked.tokenVersion, () => 1);
    warnOfTokenVersion(this, tokenVersion);
    const suspended = isSuspending(opts);
    const surroundings = { tenantId, cloud, tokenVersion, suspended };
    const application = isGiven(checked.applicationClientId)
      ? adoptForAudience(paths, this, checked.applicationClientId, checked, surroundings)
      : createForAudience(paths, checked, login, surroundings, childOptions(this, opts));

    const issuer = pulumi
      .all([tenantId, tokenVersion, cloud])
      .apply(
        ([tenant, version, ofCloud]) =>
          entraIssuer(tenant, { tokenVersion: version as EntraTokenVersion, cloud: ofCloud }).url,
      );
    this.issuer = onceConfirmed(issuer, application);
    this.audience = application.audience;
    plans.set(this, { audience: application.plannedAudience, issuer });
    this.tenantId = tenantId;
    this.tokenVersion = tokenVersion;
    this.applicationClientId = application.clientId;
    this.applicationObjectId = application.objectId;
    this.servicePrincipalObjectId = application.servicePrincipalObjectId;
    this.appRoleId = application.appRoleId;
    this.contract = contractWithoutWorkloads(this);
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

/**
 * The issuer, once Entra has what the program requested. AWS replaces the provider of another issuer, and deletes the old one
 * first. So an issuer that Entra refuses must not reach AWS.
 */
function onceConfirmed(issuer: pulumi.Output<string>, { audience }: EntraApplication): pulumi.Output<string> {
  // A preview shows the issuer, although it does not know the audience yet.
  return isUpdating() ? pulumi.all([issuer, pulumi.unsecret(audience)]).apply(([url]) => url) : issuer;
}

function adoptForAudience(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  clientId: pulumi.Input<string>,
  { audience, audienceForm, appRoleId }: CheckedEntraAudienceArgs,
  surroundings: AudienceSurroundings,
): EntraApplication {
  const byForm = {
    [AudienceForm.ApplicationId]: pulumi.interpolate`api://${clientId}`,
    [AudienceForm.TenantAndName]: surroundings.tenantId.apply((tenant) => ownAudience(tenant, paths.name)),
  };
  return adoptApplication(paths, parent, {
    ...surroundings,
    clientId,
    audience: audienceForm === undefined ? audience : (audience ?? byForm[audienceForm]),
    appRoleId,
  });
}

function createForAudience(
  paths: ArgumentPaths,
  args: CheckedEntraAudienceArgs,
  { tenantId, application: deployer }: EntraLogin,
  surroundings: AudienceSurroundings,
  options: ChildOptions,
): EntraApplication {
  const { audienceForm, allowUsersAndGroups, owners } = args;
  const { tokenVersion, suspended } = surroundings;
  // If an Output resolves to nothing, the default takes its place.
  const byRule = (path: string, value: pulumi.Output<string>, rule: Rule<string>) =>
    onceRight(paths, path, value, inValue(required("string", rule)));
  const named = tenantId.apply((tenant) => ownAudience(tenant, paths.name));
  let plannedAudience = named;
  let audience = named;
  if (audienceForm !== AudienceForm.ApplicationId) {
    plannedAudience = byRule(
      "audience",
      withDefault(args.audience, () => named),
      applicationIdUri,
    );
    audience = checkAudienceInTenant(paths, options.parent, plannedAudience, surroundings);
  }
  const displayName = byRule(
    "displayName",
    withDefault(args.displayName, () => ownDisplayName(paths.name)),
    displayNameRule,
  );
  return createApplication(
    paths,
    {
      displayName,
      audience,
      plannedAudience,
      audienceForm,
      tokenVersion,
      allowUsersAndGroups,
      owners,
      deployer,
      suspended,
    },
    options,
  );
}

function contractWithoutWorkloads(of: EntraAudience): pulumi.Output<string> {
  return pulumi
    .all([of.issuer, of.audience, of.tokenVersion, of.servicePrincipalObjectId, of.appRoleId])
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
}
