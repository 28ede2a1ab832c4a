"""AWS credentials inside a process that runs on Azure: for boto3 and botocore. For asyncio, see `azure_to_aws_provider.aio`."""
from ._arguments import ArgumentsError
from ._errors import AzureToAwsError
from ._session import AzureToAwsProvider, session

__all__ = ["ArgumentsError", "AzureToAwsError", "AzureToAwsProvider", "session"]
