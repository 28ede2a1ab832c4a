"""A web app that answers with the keys of a bucket. boto3 finds the role in the file that AWS_CONFIG_FILE names."""
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3


def keys(bucket):
    pages = boto3.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        text = "".join(key + "\n" for key in keys(os.environ["BUCKET"])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


if __name__ == "__main__":
    HTTPServer(("", int(os.environ.get("PORT", "8000"))), Answer).serve_forever()
