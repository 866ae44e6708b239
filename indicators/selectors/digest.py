"""What stands for plain data where it has to be compared later: its hash."""

import hashlib
import json
from typing import Any


def digest(content: Any) -> str:
    """Return the SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
