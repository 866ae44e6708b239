"""What bin/_apart.py gives a command in the place of the caller's terminal."""

import os
import signal
import subprocess
import sys

import pytest

from tests.bin.conftest import BIN

pytestmark = pytest.mark.one_database
APART = [sys.executable, "-I", str(BIN / "_apart.py")]
WHERE = "import os; print([os.isatty(n) and os.ttyname(n) for n in (0, 1, 2)], os.getsid(0))"
ASKS = "import getpass; typed = getpass.getpass('Sandi: '); print(len(typed), 'huruf')"
# Types for whoever reads the terminal next, where the kernel lets it.
TYPES = """
import fcntl, sys, termios
for letter in b"rm -rf x\\n":
    try:
        fcntl.ioctl(0, termios.TIOCSTI, bytes([letter]))
    except OSError as error:
        sys.exit(f"tidak: {error}")
"""


class Session:
    """A terminal as a person has it, with a program in front."""

    def __init__(self, command: list[str], **streams: int) -> None:
        self.terminal, slave = os.openpty()
        self.name, self.shown = os.ttyname(slave), ""
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(slave)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # which a shell's background, as half of our tests, ignores
            for name, stream in streams.items():
                os.dup2(stream, {"stdin": 0, "stdout": 1, "stderr": 2}[name])
            os.execv(command[0], command)  # noqa: S606 - a program of ours
        os.close(slave)

    def see(self, text: str) -> None:
        """Wait until it shows a text."""
        while text not in self.shown:
            try:
                self.shown += os.read(self.terminal, 4096).decode()
            except OSError as error:  # it ended
                raise AssertionError(self.shown) from error

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """Return what it ended with, once all that it shows was read."""
        try:
            while more := os.read(self.terminal, 4096):
                self.shown += more.decode()
        except OSError:
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.terminal)
        return status


def python(text: str) -> list[str]:
    return [*APART, sys.executable, "-c", text]


def test_a_command_gets_a_terminal_and_a_session_of_its_own() -> None:
    session = Session(python(f"{WHERE}; input()"))
    session.see("]")
    assert session.shown.count("/dev/pts/") == 3
    assert f"'{session.name}'" not in session.shown
    assert str(os.getsid(session.pid)) not in session.shown.partition("]")[2].split()
    session.type("\n")
    assert session.end() == 0


def test_a_password_is_asked_for_and_not_shown() -> None:
    session = Session(python(ASKS))
    session.see("Sandi: ")
    session.type("rahasia\n")
    session.see("7 huruf")
    assert session.end() == 0
    assert "rahasia" not in session.shown


def test_nobody_types_for_the_caller() -> None:
    command = "; ".join(
        (" ".join(f"'{word}'" for word in python(TYPES.replace("'", ""))), "read -t 1 line", 'echo "[$line]"')
    )
    session = Session(["/bin/bash", "-c", command])
    session.end()
    assert "[]" in session.shown


def test_what_leads_elsewhere_is_handed_on_as_it_is() -> None:
    piped = subprocess.run(
        python("import sys; sys.stdout.write(sys.stdin.read().upper()); print('salah', file=sys.stderr)"),
        input="a\nb\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert (piped.stdout, piped.stderr) == ("A\nB\n", "salah\n")
    reading, writing = os.pipe()
    session = Session(
        python(f"import sys; {WHERE}; print(repr(sys.stdin.read())); print('keluh', file=sys.stderr)"), stdout=writing
    )
    os.close(writing)
    assert session.end() == 0
    with os.fdopen(reading) as written:
        said = written.read()
    assert said.startswith("[False, False, '/dev/pts/")
    assert said.endswith("''\n"), "who asks nothing takes no key from a pager beside it"
    assert session.shown == "keluh\r\n"


def test_the_whole_of_what_was_shown_last_arrives() -> None:
    session = Session(python("print('x' * 300_000); print('selesai')"))
    assert session.end() == 0
    assert (session.shown.count("x"), session.shown[-9:]) == (300_000, "selesai\r\n")


@pytest.mark.parametrize("code", [0, 3])
def test_the_end_of_the_command_is_ours(code: int) -> None:
    assert subprocess.run(python(f"raise SystemExit({code})"), check=False).returncode == code
    assert Session(python(f"raise SystemExit({code})")).end() == code


def test_a_command_that_is_not_there_is_said() -> None:
    done = subprocess.run([*APART, "/tidak/ada"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (127, "/tidak/ada: No such file or directory\n")


def test_what_interrupts_us_interrupts_the_command() -> None:
    session = Session(python("import time; print('mulai', flush=True); time.sleep(60)"))
    session.see("mulai")
    session.type("\x03")
    assert session.end() == 128 + signal.SIGINT
    process = subprocess.Popen(
        python("import time; print('mulai', flush=True); time.sleep(60)"), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    assert process.wait(10) == 128 + signal.SIGTERM
    process.stdout.close()


def test_the_terminal_is_left_as_it_was() -> None:
    session = Session(["/bin/bash", "-c", f"stty -a | md5sum; {' '.join(APART)} true; stty -a | md5sum"])
    session.end()
    before, after = session.shown.split("\r\n")[:2]
    assert before == after
