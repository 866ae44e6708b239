from sakip.refusals import *  # noqa: F403
