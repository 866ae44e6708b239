"""Electronic signatures over PDF bytes: adapters, visible stamp, demo certificate, verification.

Nothing in this package touches the database or the settings, and the network only where
`providers` names somebody who may be asked, and in `adapters.bsre.wire`. What an installation
decides (certificate file, time-out, trusted roots, providers) comes in as an argument, and the
passphrase exists only for the length of one call.
"""
