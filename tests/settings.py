"""The settings of the tests: the installation's own, without the file that an installation in this folder is set by."""

import os

os.environ["SAKIP_ENV_FILE"] = ""

from sakip.settings import *  # noqa: F403 - all of them, once its file is out of sight
