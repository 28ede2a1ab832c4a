import os

from azure_to_aws import partitions
from azure_to_aws_provider import ArgumentsError, AzureToAwsProvider
from azure_to_aws_provider._arguments import check

from fixture import AUDIENCE, CLIENT_ID, ROLE, ProviderTest

ROLE_FORM = "Expected arn:aws:iam::<account>:role/<name>"
AUDIENCE_FORM = "Expected the application ID URI, such as api://<tenant ID>/<name>, without /.default"
GUID_FORM = "Expected the client ID of the identity, a GUID"
REGION_FORM = "Expected the name of an AWS region, such as eu-west-1"

# What is not given is None.
GIVEN = {"role_arn": ROLE, "audience": AUDIENCE, "client_id": None, "region": None, "duration_seconds": 3600, "session_name": None}


class Arguments(ProviderTest):
    def problems(self, *arguments, **options):
        with self.assertRaises(ArgumentsError) as raised:
            AzureToAwsProvider(*arguments, **options)
        return str(raised.exception).split("\n")

    def test_missing(self):
        """reports all that is missing in one error"""
        os.environ["AWS_ROLE_ARN"] = ""
        self.assertEqual(
            self.problems(),
            [
                f"role_arn: missing. {ROLE_FORM}; got nothing. Set the argument or AWS_ROLE_ARN [helper-option-missing]",
                f"audience: missing. {AUDIENCE_FORM}; got nothing. Set the argument or AZURE_TO_AWS_AUDIENCE [helper-option-missing]",
            ],
        )

    def test_malformed(self):
        """reports all that is malformed in one error, with the values, and from the environment too"""
        os.environ["AWS_REGION"] = "Ireland"
        self.assertEqual(
            self.problems(
                "arn:aws:iam::1111:role/orders",
                AUDIENCE + "/.default",
                client_id="orders\n",
                duration_seconds=600,
                session_name="a b",
            ),
            [
                f'role_arn: invalid value. {ROLE_FORM}; got "arn:aws:iam::1111:role/orders". Set the argument or AWS_ROLE_ARN [helper-option-value]',
                f'audience: invalid value. {AUDIENCE_FORM}; got "{AUDIENCE}/.default". Set the argument or AZURE_TO_AWS_AUDIENCE [helper-option-value]',
                f'client_id: invalid value. {GUID_FORM}; got "orders\\n". Set the argument or AZURE_CLIENT_ID [helper-option-value]',
                f'region: invalid value. {REGION_FORM}; got "Ireland". Set the argument or AWS_REGION [helper-option-value]',
                'duration_seconds: invalid value. Expected whole seconds, 900 to 43200; got "600". Correct the argument [helper-option-value]',
                'session_name: invalid value. Expected 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -; got "a b". Correct the argument [helper-option-value]',
            ],
        )

    def test_forms(self):
        """accepts the first and the last value of each form, and refuses their neighbors"""
        accepted = [
            {"duration_seconds": 900},
            {"duration_seconds": 43200},
            {"session_name": "ab"},
            {"session_name": "a" * 64},
            {"client_id": CLIENT_ID.upper()},
            {"region": "us-east-1"},
            {"region": "nowhere-new-12"},
        ]
        for options in accepted:
            check({**GIVEN, **options}, None)
        refused = [
            {"duration_seconds": 899},
            {"duration_seconds": 43201},
            {"duration_seconds": 100000},
            {"duration_seconds": 3600.5},
            {"session_name": "a"},
            {"session_name": "a" * 65},
            {"client_id": CLIENT_ID[:-1]},
            {"client_id": ""},
            {"region": "eu-west"},
            {"role_arn": "arn:aws:iam::111122223333:user/a"},
            {"role_arn": "arn:aws:iam::111122223333:role/"},
            {"role_arn": "arn:aws-x:iam::111122223333:role/a"},
            {"role_arn": ROLE + " "},
        ]
        for options in refused:
            with self.subTest(options), self.assertRaises(ArgumentsError):
                check({**GIVEN, **options}, None)

    def test_environment(self):
        """takes what is not given from the environment, and prefers what is given"""
        os.environ.update(AWS_ROLE_ARN=ROLE, AZURE_TO_AWS_AUDIENCE=AUDIENCE, AZURE_CLIENT_ID=CLIENT_ID, AWS_REGION="eu-west-1")
        credentials = self.credentials_of(AzureToAwsProvider(credential=self.tokens))
        credentials.get_frozen_credentials()
        self.assertEqual((self.tokens.scopes, self.sts.forms[0]["RoleArn"]), ([AUDIENCE + "/.default"], ROLE))
        self.assertEqual(AzureToAwsProvider().region, "eu-west-1")
        given = AzureToAwsProvider(ROLE + "2", region="eu-north-1", credential=self.tokens)
        self.credentials_of(given).get_frozen_credentials()
        self.assertEqual((given.region, self.sts.forms[1]["RoleArn"]), ("eu-north-1", ROLE + "2"))

    def credentials_of(self, provider):
        provider.load()._time_fetcher = lambda: self.time
        return provider.load()

    def test_region(self):
        """takes the region from AWS_REGION, then from AWS_DEFAULT_REGION as boto3 does"""
        os.environ["AWS_DEFAULT_REGION"] = "eu-north-1"
        self.assertEqual(self.provider().region, "eu-north-1")
        os.environ["AWS_REGION"] = "eu-west-1"
        self.assertEqual(self.provider().region, "eu-west-1")

    def test_partitions(self):
        """calls STS in the role's partition if no region is given, and refuses a region of another one"""
        for partition, (_, _, _, region) in partitions.PARTITIONS.items():
            given = {**GIVEN, "role_arn": ROLE.replace("arn:aws:", "arn:%s:" % partition)}
            arguments = check(given, None)
            self.assertEqual((partition, arguments["sts_region"], "region" in arguments), (partition, region, False))
            other = "us-east-1" if partition != "aws" else "cn-north-1"
            with self.assertRaises(ArgumentsError) as raised:
                check({**given, "region": other}, None)
            expected = f'Expected one of {partition}; got "{other}". Set the argument or AWS_REGION [helper-region-partition]'
            self.assertEqual(str(raised.exception), f"region: of another partition than role_arn. {expected}")
        del os.environ["AWS_ENDPOINT_URL_STS"]
        provider = AzureToAwsProvider(given["role_arn"], AUDIENCE)
        self.assertIsNone(provider.region)
        self.assertEqual(provider.refresh._exchange._sts.meta.region_name, region)
