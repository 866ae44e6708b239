"""How the installation is: conditions that each say in words what is well, what is not and what to do (ADR 42).

`registry` is asked for them, `server`, `work`, `backups` and `versions` give those of the installation itself; apps
register theirs. The page "Keadaan sistem", `/sehat/siap/` and `/metrik/` all show the same conditions. `metrics` counts
what the processes do.
"""
