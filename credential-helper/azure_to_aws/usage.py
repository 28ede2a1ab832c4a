"""What --help prints."""

USAGE = """\
usage: credential_process.py --role-arn ARN --audience URI --client-id GUID [option ...]
Prints AWS credentials for an Azure workload in the form that `credential_process` in an AWS config asks for.

  --role-arn ARN       the IAM role to assume
  --audience URI       application ID URI to ask Azure a token for, exactly as registered
  --client-id GUID     client ID of the managed identity (not its principal ID); not used by --source token-file
  --issuer URL         issuer that the role trusts; the token is checked before AWS is asked
  --subject GUID       principal ID of the managed identity that the role trusts; checked likewise. With a cluster's
                       own token: system:serviceaccount:<namespace>:<name>
  --session-name NAME  role session name; default <VM, app or pod name>@<id of the token>
  --duration SECONDS   900 to 43200; default 3600
  --region REGION      region of the STS endpoint; default AWS_REGION, AWS_DEFAULT_REGION, the partition's own
  --cache-dir DIR      absolute; default $XDG_CACHE_HOME/azure-to-aws or ~/.cache/azure-to-aws
  --source NAME        where the token comes from; default: the first of these that fits
                         token-file         the cluster's own token, if --issuer is its issuer
                         workload-identity  AKS: the cluster's token, exchanged at Entra
                         app-service        App Service, Functions, Container Apps
                         imds               a VM's metadata service
  --wait               wait minutes for a role or an assignment that was just made; not for an AWS config
  --diagnose[=json]    print a report on every step, and on what earlier calls noted, in place of credentials; it
                       neither uses nor fills the cache
  --version            print the version
"""
