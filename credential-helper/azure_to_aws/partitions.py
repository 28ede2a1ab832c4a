"""AWS partitions: which region and which host name belong to which role ARN.

From the tables that AWS ships with its SDKs (`partitions.json`; `endpoints.json` for the names of STS, `sts` and
`sts-fips`), here those of botocore 1.43.
"""

# partition: (DNS suffix, dual-stack DNS suffix, how its regions begin, region when none is given)
PARTITIONS = {
    "aws": ("amazonaws.com", "api.aws", "", "us-east-1"),
    "aws-cn": ("amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-", "cn-northwest-1"),
    "aws-us-gov": ("amazonaws.com", "api.aws", "us-gov-", "us-gov-west-1"),
    "aws-eusc": ("amazonaws.eu", "api.amazonwebservices.eu", "eusc-", "eusc-de-east-1"),
    "aws-iso": ("c2s.ic.gov", "api.aws.ic.gov", "us-iso-", "us-iso-east-1"),
    "aws-iso-b": ("sc2s.sgov.gov", "api.aws.scloud", "us-isob-", "us-isob-east-1"),
    "aws-iso-e": ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-", "eu-isoe-west-1"),
    "aws-iso-f": ("csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-", "us-isof-south-1"),
}


def is_region(name):
    """Whether a name has the shape of a region's, such as eu-west-1 or us-gov-west-1."""
    parts = name.split("-")
    words = all(part.isalpha() and part.isascii() and part.islower() for part in parts[:-1])
    return len(parts) >= 3 and words and parts[-1].isdigit()


def partition_of_region(region):
    """The partition that a region belongs to; `aws` for any that no other partition claims."""
    for name, (_, _, beginning, _) in PARTITIONS.items():
        if beginning and region.startswith(beginning):
            return name
    return "aws"


def sts_host(region):
    """The host of the regional STS endpoint."""
    return "sts.%s.%s" % (region, PARTITIONS[partition_of_region(region)][0])


def is_sts_host(host):
    """Whether a host can only be AWS STS.

    Not every name under amazonaws.com will do: API Gateway, S3 and EC2 names there belong to customers,
    down to `sts.s3.amazonaws.com`, a bucket.
    """
    for suffix, dual_stack, _, _ in PARTITIONS.values():
        for ending in (suffix, dual_stack):
            if not host.endswith("." + ending):
                continue
            front = host[: -len(ending) - 1].split(".")
            if front[0] in ("sts", "sts-fips"):
                return len(front) == 1 or (len(front) == 2 and is_region(front[1]))
            # An interface endpoint: <id>.sts.<region>.vpce.<suffix>
            if len(front) == 4 and front[0].startswith("vpce-") and front[1] == "sts" and front[3] == "vpce":
                return is_region(front[2])
    return False
