"""Templates of shell pipelines: steps that are put together once and run over many files."""

import os
import re
import tempfile
import warnings
# Programs take it from here.
from shlex import quote

warnings._deprecated(__name__, remove=(3, 13))

__all__ = ["Template"]

# Kinds of steps: how a command reads and how it writes. `f` is a file that the command names as $IN or $OUT,
# `-` a standard stream, `.` nothing.
FILEIN_FILEOUT = "ff"
STDIN_FILEOUT = "-f"
FILEIN_STDOUT = "f-"
STDIN_STDOUT = "--"
SOURCE = ".-"
SINK = "-."

stepkinds = [FILEIN_FILEOUT, STDIN_FILEOUT, FILEIN_STDOUT, STDIN_STDOUT, SOURCE, SINK]


class Template:
    """A pipeline without its ends: a list of commands with their kinds."""

    def __init__(self):
        self.debugging = 0
        self.reset()

    def __repr__(self):
        return f"<Template instance, steps={self.steps!r}>"

    def reset(self):
        """Goes back to no steps."""
        self.steps = []

    def clone(self):
        """A template with the same steps, which changes by itself."""
        copy = Template()
        copy.steps = list(self.steps)
        copy.debugging = self.debugging
        return copy

    def debug(self, flag):
        """Shows the commands from now on, or not any more."""
        self.debugging = flag

    def _checked(self, where, cmd, kind, misplaced, advice):
        if not isinstance(cmd, str):
            raise TypeError(f"Template.{where}: cmd must be a string")
        if kind not in stepkinds:
            raise ValueError(f"Template.{where}: bad kind {kind!r}")
        if kind == misplaced:
            raise ValueError(f"Template.{where}: {advice}")

    @staticmethod
    def _check_files(where, cmd, kind):
        for place, name in enumerate(("$IN", "$OUT")):
            if kind[place] == "f" and not re.search(rf"\{name}\b", cmd):
                raise ValueError(f"Template.{where}: missing {name} in cmd")

    def append(self, cmd, kind):
        """Adds a step at the end."""
        self._checked("append", cmd, kind, SOURCE, "SOURCE can only be prepended")
        if self.steps and self.steps[-1][1] == SINK:
            raise ValueError("Template.append: already ends with SINK")
        self._check_files("append", cmd, kind)
        self.steps.append((cmd, kind))

    def prepend(self, cmd, kind):
        """Adds a step at the beginning."""
        self._checked("prepend", cmd, kind, SINK, "SINK can only be appended")
        if self.steps and self.steps[0][1] == SOURCE:
            raise ValueError("Template.prepend: already begins with SOURCE")
        self._check_files("prepend", cmd, kind)
        self.steps.insert(0, (cmd, kind))

    def open(self, file, rw):
        """A stream that reads from the pipeline over a file, or writes through it to one."""
        if rw == "r":
            return self.open_r(file)
        if rw == "w":
            return self.open_w(file)
        raise ValueError(f"Template.open: rw must be 'r' or 'w', not {rw!r}")

    def open_r(self, file):
        if not self.steps:
            return open(file, "r")
        if self.steps[-1][1] == SINK:
            raise ValueError("Template.open_r: pipeline ends width SINK")
        return os.popen(self.makepipeline(file, ""), "r")

    def open_w(self, file):
        if not self.steps:
            return open(file, "w")
        if self.steps[0][1] == SOURCE:
            raise ValueError("Template.open_w: pipeline begins with SOURCE")
        return os.popen(self.makepipeline("", file), "w")

    def copy(self, infile, outfile):
        """Runs the pipeline from one file to another; the status of the shell."""
        return os.system(self.makepipeline(infile, outfile))

    def makepipeline(self, infile, outfile):
        """The shell command; an empty name stands for a standard stream."""
        command = _command(infile, self.steps, outfile)
        return f"set -x; {command}" if self.debugging else command


def _command(infile, steps, outfile):
    # Between two steps of which one wants a file and the other gives or takes none, a temporary file stands.
    # A stream at either end that a command wants as a file goes through `cat`.
    steps = list(steps) or [("cat", STDIN_STDOUT)]
    if not infile and steps[0][1][0] == "f":
        steps.insert(0, ("cat", STDIN_STDOUT))
    if not outfile and steps[-1][1][1] == "f":
        steps.append(("cat", STDIN_STDOUT))
    temporary, text, source = [], "", infile
    for place, (cmd, kind) in enumerate(steps):
        last = place + 1 == len(steps)
        piped = not last and kind[1] == "-" == steps[place + 1][1][0]
        target = outfile if last else ""
        if not last and not piped:
            handle, target = tempfile.mkstemp()
            os.close(handle)
            temporary.append(target)
        names = []
        if kind[0] == "f":
            names.append(f"IN={quote(source)}; ")
        if kind[1] == "f":
            names.append(f"OUT={quote(target)}; ")
        if kind[0] == "-" and source:
            cmd += f" <{quote(source)}"
        if kind[1] == "-" and target:
            cmd += f" >{quote(target)}"
        cmd = "".join(names) + cmd
        # Behind a pipe the names of files are those of one command only.
        if text.endswith("|\n") and names:
            cmd = "{ " + cmd + "; }"
        text += cmd + ("" if last else " |\n" if piped else "\n")
        source = target
    if temporary:
        remove = "rm -f " + " ".join(map(quote, temporary))
        text = f"trap {quote(remove + '; exit')} 1 2 3 13 14 15\n{text}\n{remove}"
    return text
