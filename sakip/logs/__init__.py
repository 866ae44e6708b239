"""What server and worker write into their log: a line per request and job, by one id, without secrets (ADR 43)."""
