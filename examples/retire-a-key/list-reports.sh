#!/bin/sh
# The application. It names no login: the AWS CLI takes the key in ~/.aws/credentials, or the profile in AWS_PROFILE.
exec aws s3 ls "s3://$1"
