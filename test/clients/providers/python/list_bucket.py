"""Lists a bucket with the provider, as a user's program does: list_bucket.py KIND BUCKET. Prints JSON: the keys, or the error.

KIND: boto3, aiobotocore, aioboto3, or s3fs; or 50 calls at once, in threads or tasks.
"""
import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor

from azure_to_aws_provider import AzureToAwsError, session


def with_boto3(bucket):
    found = session().client("s3").list_objects_v2(Bucket=bucket)
    return [each["Key"] for each in found["Contents"]]


async def with_aiobotocore(bucket):
    from azure_to_aws_provider import aio

    async with aio.session().create_client("s3") as client:
        found = await client.list_objects_v2(Bucket=bucket)
    return [each["Key"] for each in found["Contents"]]


async def with_aioboto3(bucket):
    import aioboto3
    from azure_to_aws_provider import aio

    async with aioboto3.Session(botocore_session=aio.session()).resource("s3") as s3:
        return [each.key async for each in (await s3.Bucket(bucket)).objects.all()]


def with_s3fs(bucket):
    import s3fs
    from azure_to_aws_provider import aio

    paths = s3fs.S3FileSystem(session=aio.session()).ls(bucket)
    return [path.partition("/")[2] for path in paths]


def in_threads(bucket):
    client = session().client("s3")
    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(lambda _: client.list_objects_v2(Bucket=bucket), range(50)))
    return [len(found), *(each["Key"] for each in found[-1]["Contents"])]


async def in_tasks(bucket):
    from azure_to_aws_provider import aio

    async with aio.session().create_client("s3") as client:
        found = await asyncio.gather(*(client.list_objects_v2(Bucket=bucket) for _ in range(50)))
    return [len(found), *(each["Key"] for each in found[-1]["Contents"])]


KINDS = {
    "boto3": with_boto3,
    "aiobotocore": with_aiobotocore,
    "aioboto3": with_aioboto3,
    "s3fs": with_s3fs,
    "threads": in_threads,
    "tasks": in_tasks,
}


def answer(kind, bucket):
    try:
        keys = KINDS[kind](bucket)
        return {"keys": asyncio.run(keys) if asyncio.iscoroutine(keys) else keys}
    except AzureToAwsError as error:
        return {"code": error.code, "message": str(error), "cause": type(error.__cause__).__name__}


print(json.dumps(answer(*sys.argv[1:])))
