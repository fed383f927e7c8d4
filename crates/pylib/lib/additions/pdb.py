# What 3.12's debugger does in other words than the file above.

def _told(problem):
    """The last line about an exception."""
    return traceback.format_exception_only(problem)[-1].strip()


def _shown(value, expression):
    """The representation of an expression's value, or why there is none."""
    try:
        return repr(value)
    except Exception as problem:
        return f"*** repr({expression}) failed: {_told(problem)} ***"


def _refused(expression):
    """Why an expression cannot be compiled, or nothing."""
    try:
        compile(expression, "<stdin>", "eval")
    except SyntaxError as problem:
        return _told(problem)


def _source_lines(place):
    """Lines of the source of an object, and the number of the first, which counts from 1."""
    lines, first = inspect.getsourcelines(place)
    return lines, first or 1


def _help_text(documentation, margin):
    """The documentation of a command: its usage, an empty line, what it does."""
    lines = [line.strip() for line in documentation.rstrip().splitlines()]
    if not lines:
        return "No help message found."
    usage = lines.index("") if "" in lines else 1
    labels = ["Usage: "] + ["       "] * (usage - 1) + [""] * (len(lines) - usage)
    return "\n".join(margin + label + line for label, line in zip(labels, lines))


class _Script:
    """A file that is to be debugged."""

    def __init__(self, name):
        if not os.path.exists(name):
            sys.exit(print("Error:", name, "does not exist") or 1)
        if os.path.isdir(name):
            sys.exit(print("Error:", name, "is a directory") or 1)
        self.name = self.file = os.path.realpath(name)
        # The script's folder takes the place of the debugger's.
        sys.path[0] = os.path.dirname(self.file)

    def names(self):
        """What its main module begins with."""
        return {"__name__": "__main__", "__file__": self.file, "__builtins__": __builtins__}

    @property
    def code(self):
        """A statement that runs it."""
        with io.open_code(self.file) as stream:
            return f"exec(compile({stream.read()!r}, {self.file!r}, 'exec'))"


class _Module:
    """A module that is to be debugged."""

    def __init__(self, name):
        import runpy
        self.name = name
        try:
            _, self.spec, self._code = runpy._get_module_details(name)
        except ImportError as problem:
            sys.exit(print(f"ImportError: {problem}") or 1)
        except Exception:
            sys.exit(traceback.print_exc() or 1)
        self.file = self._code.co_filename

    def names(self):
        """What its main module begins with."""
        file = os.path.normcase(os.path.abspath(self.file))
        spec = {"__package__": self.spec.parent, "__loader__": self.spec.loader, "__spec__": self.spec}
        return {"__name__": "__main__", "__file__": file, **spec, "__builtins__": __builtins__}

    @property
    def code(self):
        """Its code."""
        return self._code


# Usages that are not the first line of a command's documentation: the line, or lines, that they replace.
_USAGES = {
    "commands [bpnumber]": "(Pdb) commands [bpnumber]",
    "cl(ear) filename:lineno\ncl(ear) [bpnumber [bpnumber...]]": "cl(ear) [filename:lineno | bpnumber ...]",
    "q(uit)\nexit": "q(uit) | exit",
    "l(ist) [first [,last] | .]": "l(ist) [first[, last] | .]",
    "longlist | ll": "ll | longlist",
    "whatis arg": "whatis expression",
    "alias [name [command [parameter parameter ...] ]]": "alias [name [command]]",
}


def _set_apart_usages():
    for name, command in vars(Pdb).items():
        text = command.__doc__ if name.startswith("do_") else None
        if text is None:
            continue
        for written, usage in _USAGES.items():
            if text.startswith(written + "\n"):
                text = usage + text[len(written):]
        usage, rest = text.split("\n", 1)
        if rest.lstrip(" ")[:1] not in ("\n", "("):
            text = f"{usage}\n\n{rest}"
        command.__doc__ = text


_set_apart_usages()

