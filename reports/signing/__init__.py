"""Electronic signatures over PDF bytes: adapters, visible stamp, demo certificate, verification.

Nothing in this package touches the database, the settings or, but for `adapters.bsre.wire`,
the network. What an installation decides (certificate file, time-out, trusted roots) comes in as an argument,
and the passphrase exists only for the length of one call.
"""
