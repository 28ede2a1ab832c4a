"""What --help prints."""

USAGE = """\
usage: credential_process.py --role-arn ARN --audience URI --client-id GUID [option ...]
Prints AWS credentials for an Azure workload in the form that `credential_process` in an AWS config asks for.

  --role-arn ARN       the IAM role to assume
  --audience URI       application ID URI to ask Azure a token for, exactly as registered
  --client-id GUID     client ID of the managed identity (not its principal ID); not used by --source token-file
  --issuer URL         issuer that the token must have; checked before AWS is asked
  --subject GUID       principal ID that the token must have; checked likewise. With a cluster's own token:
                       system:serviceaccount:<namespace>:<name>
  --session-name NAME  role session name; default <VM, app or pod name>@<id of the token>
  --duration SECONDS   900 to 43200; default 3600
  --region REGION      region of the STS endpoint; default AWS_REGION, AWS_DEFAULT_REGION, the partition's own
  --cache-dir DIR      absolute; default $XDG_CACHE_HOME/azure-to-aws or ~/.cache/azure-to-aws
  --source NAME        where the token comes from; default: the first of these that applies
                         token-file         the cluster's own token, if --issuer is its issuer
                         workload-identity  AKS: the cluster's token, exchanged at Entra
                         app-service        App Service, Functions, Container Apps
                         imds               a VM's metadata service
  --wait               wait minutes for a role or an assignment that was just created; not for an AWS config
  --diagnose[=json]    print a report on every step and on earlier calls instead of credentials; it neither uses
                       nor fills the cache, and ends with the next command
  --profile NAME       with --diagnose: use the command line of this profile in the AWS config
  --version            print the version
"""
