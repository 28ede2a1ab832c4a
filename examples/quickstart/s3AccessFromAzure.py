"""Lists the S3 buckets of the AWS account, from an Azure VM without any AWS key.

Usage: python3 s3AccessFromAzure.py [profile]
"""

import sys

import boto3

DEFAULT_PROFILE = "DevTeam-S3ReadOnlyAccess"


def bucket_names(profile_name):
    """Yields the names of all buckets, read with the credentials that the profile's credential_process prints."""
    s3 = boto3.Session(profile_name=profile_name).client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        yield bucket["Name"]


if __name__ == "__main__":
    for name in bucket_names(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_PROFILE):
        print(name)
