"""The moment before a line of a program is first run, for commands that do something then."""

import sys

import _explore

# None of those that sys.monitoring gives a name.
_TOOL = 4


def _lines(code):
    """The lines that have instructions, those of nested code included."""
    yield from (line for _, _, line in code.co_lines() if line)
    for constant in code.co_consts:
        if hasattr(constant, "co_lines"):
            yield from _lines(constant)


def complain(text):
    """Tells the user of the command."""
    print(f"theseus: {text}", file=sys.stderr)


class Moment:
    """Calls `act` with the frame that is about to run a line of a file, the first time.

    `failed` says whether the command has to end with an error.
    """

    def __init__(self, file, line, act):
        self.file = file
        self.line = line
        self.act = act
        self.place = f"line {line} of {sys.argv[0]}"
        self.failed = True
        self.reached = False
        self._check()
        sys.monitoring.use_tool_id(_TOOL, "theseus")
        sys.monitoring.register_callback(_TOOL, sys.monitoring.events.LINE, self._visit)
        sys.monitoring.set_events(_TOOL, sys.monitoring.events.LINE)

    def _check(self):
        try:
            with open(self.file, "rb") as file:
                lines = set(_lines(compile(file.read(), self.file, "exec")))
        except (OSError, SyntaxError, ValueError):
            # The program itself will say so.
            return
        if self.line not in lines:
            near = min(lines, key=lambda line: (line < self.line, abs(line - self.line)), default=0)
            hint = f"; line {near} has some" if near else ""
            complain(f"{self.place} has no code to stop at{hint}")
            raise SystemExit(2)

    def _visit(self, code, line):
        if line != self.line or code.co_filename != self.file:
            return sys.monitoring.DISABLE
        sys.monitoring.set_events(_TOOL, 0)
        sys.monitoring.free_tool_id(_TOOL)
        self.reached = True
        self.failed = not self.act(sys._getframe(1))

    def ended(self):
        """The program has ended: an error if it did not come by."""
        if not self.reached:
            complain(f"{self.place} was never reached")
        if self.failed:
            raise SystemExit(1)


_explore.hide(sys.modules[__name__])
