"""Work outside of requests, for any app: queued jobs, daily tasks, and the worker that does both (ADR 5).

`registry` knows who does what, `services` is the life of a job, `schedule` queues what is due every day, `worker` runs.
"""
