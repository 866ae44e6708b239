"""Work outside of requests, for any app: queued jobs, daily tasks, messages, and the worker that does them (ADR 5).

`registry` knows who does what, `services` is the life of a job, `outbox` sends messages as jobs, `schedule` queues what
is due every day, `worker` runs.
"""
