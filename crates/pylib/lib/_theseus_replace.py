"""What the command `theseus replace` does to the program that it runs."""

import atexit
import sys

import _replace


def _compiled(option, text):
    try:
        return compile(text.strip(), "<command line>", "eval")
    except (SyntaxError, ValueError) as e:
        print(f"theseus: --{option}: {e.args[0]}: {text}", file=sys.stderr)
        raise SystemExit(2) from None


def watch(file, line, old, new, dry_run):
    """Replaces an object by another before a line of a file is first run, and prints what was written.

    old and new are expressions, evaluated where the program is then.
    """
    old, new = _compiled("old", old), _compiled("new", new)
    act = _replace.plan if dry_run else _replace.replace

    def never():
        print(f"theseus: line {line} was never reached", file=sys.stderr)

    def local(frame, event, arg):
        if event != "line" or frame.f_lineno != line:
            return local
        sys.settrace(None)
        frame.f_trace = None
        atexit.unregister(never)
        names = frame.f_globals, frame.f_locals
        try:
            # No variable here holds the objects: it would be written as well.
            print(act(eval(old, *names), eval(new, *names)))
        except _replace.ReplaceError as e:
            print(f"theseus: {e}", file=sys.stderr)
        except Exception as e:
            print(f"theseus: nothing was replaced: {type(e).__name__}: {e}", file=sys.stderr)
        return None

    def trace(frame, event, arg):
        return local if frame.f_code.co_filename == file else None

    atexit.register(never)
    sys.settrace(trace)
