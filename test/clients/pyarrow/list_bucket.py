"""Lists a bucket so many times with pyarrow: list_bucket.py BUCKET TIMES SECONDS-BETWEEN."""
import os
import sys
import time

from pyarrow import fs

bucket, times, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
# Versions before 2024 do not read AWS_ENDPOINT_URL, and none reads the profile's region.
scheme, _, host = os.environ["AWS_ENDPOINT_URL"].partition("://")
system = fs.S3FileSystem(region="eu-west-1", scheme=scheme, endpoint_override=host)
for call in range(times):
    if call > 0:
        time.sleep(pause)
    for found in system.get_file_info(fs.FileSelector(bucket)):
        print(found.base_name)
