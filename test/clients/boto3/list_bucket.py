"""Lists a bucket so many times with boto3: list_bucket.py BUCKET TIMES SECONDS-BETWEEN."""
import sys
import time

import boto3

bucket, times, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
client = boto3.client("s3")
for call in range(times):
    if call > 0:
        time.sleep(pause)
    for found in client.list_objects_v2(Bucket=bucket)["Contents"]:
        print(found["Key"])
