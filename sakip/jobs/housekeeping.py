"""What is done again and again about jobs and messages: those of long ago are thrown away every night, and messages
that could not be sent are tried once more every hour."""

from sakip.jobs.outbox import forget_messages, send_again
from sakip.jobs.registry import register_daily, register_every
from sakip.jobs.services import forget_ended


def register() -> None:
    register_daily("jobs.forget", forget_ended, label="Hapus pekerjaan lama")
    register_every("messages.send_again", 3600, send_again, label="Kirim ulang surel yang tertunda")
    register_daily("messages.forget", forget_messages, label="Hapus surel lama")
