"""A bucket of a real server that speaks S3, in this process and over HTTP, as the store of files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import boto3
from django.conf import settings
from django.test import override_settings
from moto.server import ThreadedMotoServer

from sakip.file_store import FileStore, store

_NUMBERS = count(1)
KEY, SECRET = "kunci-uji", "rahasia-uji"


@contextmanager
def serving() -> Iterator[str]:
    """Give the address of a store that is served for as long as the block runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client_of(address: str) -> Any:
    return boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET
    )


def make_bucket(address: str) -> str:
    name = f"berkas-{next(_NUMBERS)}"
    client_of(address).create_bucket(Bucket=name)
    return name


def options_of(address: str, bucket: str, **others: Any) -> dict[str, Any]:
    """Return how the store is set, as the settings make it."""
    return {
        "bucket_name": bucket,
        "endpoint_url": address,
        "region_name": "us-east-1",
        "access_key": KEY,
        "secret_key": SECRET,
        "location": "sakip",
        "verify": None,
        "object_parameters": {},
        **others,
    }


@contextmanager
def stored_in(address: str, bucket: str, **others: Any) -> Iterator[FileStore]:
    """Keep files in a bucket within the block."""
    default = {"BACKEND": "sakip.object_store.ObjectStore", "OPTIONS": options_of(address, bucket, **others)}
    with override_settings(STORAGES={**settings.STORAGES, "default": default}, FILES_S3_BUCKET=bucket):
        yield store()
