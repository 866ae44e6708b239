"""How gunicorn serves an installation: started by sakip-web.service, which hands it the socket."""

import os

from django.db import connections
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

import sakip.settings  # noqa: F401  # puts the installation's file of settings into the environment

_CORES = len(os.sched_getaffinity(0))

wsgi_app = "sakip.wsgi:application"
# Two processes for each core, because a page waits for the database a good part of its time. Each thread may hold a
# connection to the database: 2 cores take up to 16 of PostgreSQL's 100.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(2 * _CORES, 16))
threads = 4
# Loaded once, before the processes part: a setting that cannot be right ends the start with its sentence.
preload_app = True
# Requests in hand may end, also a signature that the service answers late; sakip-web.service waits a little longer.
graceful_timeout = 90
# A process that gives no sign of life for so long is killed. Waiting for others is no such silence.
timeout = 60
# In memory: a heartbeat on a slow disk would look like silence.
worker_tmp_dir = "/dev/shm"  # noqa: S108  # a file without a name
# Lines of gunicorn's own look like all others.
logger_class = "sakip.logs.gunicorn.Logger"
# Who is believed about the client is said by TRUSTED_PROXIES alone.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
# Not used, and nothing that is not used listens.
control_socket_disable = True


def child_exit(server: Arbiter, worker: Worker) -> None:
    """Keep what a process counted that has ended. The server outlives a disk without room for that: the next who asks
    for the metrics adds it up."""
    from sakip.metrics import forget_process  # it wants the application, which is loaded by now

    try:
        forget_process(worker.pid)
    except OSError:
        server.log.exception("What process %s counted could not be added up.", worker.pid)


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """Leave no connection of the loading process to those that come of it, which would all speak through it."""
    connections.close_all()
