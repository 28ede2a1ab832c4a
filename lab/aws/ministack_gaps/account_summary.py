"""GetAccountSummary with all counts and quotas, and with those that the lab enforces."""

from ministack.services import iam

from ministack_gaps import role_policies
from ministack_gaps.account_details import used_policies


def _summary(_p):
    """Answers GetAccountSummary.

    Evidence: recorded The answer has `SummaryMap` with these counts and quotas. A managed policy
    counts as a version in use if anything has it, one of AWS and a boundary
    too. Providers are those of OIDC and SAML. Source: radkawar/stackd
    testdata/aws/iam/account_reporting.json at 9dc356f (`baseline`,
    `customer_boundary_only`, `aws_boundary_only`, `oidc_provider`). Its quota
    of policies, 2,000, was raised; the lab's is that of AWS's page.
    """
    devices = list(iam._mfa_devices.values())
    counts = {
        "Users": len(iam._users), "Groups": len(iam._groups), "Roles": len(iam._roles), "Policies": len(iam._policies),
        "InstanceProfiles": len(iam._instance_profiles), "PolicyVersionsInUse": len(used_policies()),
        "Providers": len(iam._oidc_providers) + len(iam._saml_providers), "MFADevices": len(devices),
        "MFADevicesInUse": sum(device.get("User") is not None for device in devices), "ServerCertificates": 0,
        "AccountMFAEnabled": 0, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 0,
        "AccountSigningCertificatesPresent": 0, "GlobalEndpointTokenVersion": 1,
        "UsersQuota": 5000, "GroupsQuota": 300, "GroupsPerUserQuota": 10, "RolesQuota": 1000, "PoliciesQuota": 1500,
        "PolicySizeQuota": 6144, "PolicyVersionsInUseQuota": 10000, "VersionsPerPolicyQuota": 5,
        "InstanceProfilesQuota": 1000, "AccessKeysPerUserQuota": 2, "AssumeRolePolicySizeQuota": 2048,
        "UserPolicySizeQuota": 2048, "GroupPolicySizeQuota": 5120,
        "RolePolicySizeQuota": role_policies.INLINE_POLICIES_QUOTA, "AttachedPoliciesPerUserQuota": 10,
        "AttachedPoliciesPerGroupQuota": 10, "AttachedPoliciesPerRoleQuota": role_policies.ATTACHED_POLICIES_QUOTA,
        "ServerCertificatesQuota": 20, "SigningCertificatesPerUserQuota": 2,
    }
    entries = "".join(f"<entry><key>{name}</key><value>{count}</value></entry>" for name, count in counts.items())
    return iam._xml(200, "GetAccountSummaryResponse",
                    f"<GetAccountSummaryResult><SummaryMap>{entries}</SummaryMap></GetAccountSummaryResult>")


def close():
    # Evidence: recorded GetAccountSummary counts and has quotas. Source: radkawar/stackd
    # testdata/aws/iam/account_reporting.json at 9dc356f.
    iam._IAM_HANDLERS["GetAccountSummary"] = _summary
