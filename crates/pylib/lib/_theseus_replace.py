"""What the command `theseus replace` does to the program that it runs."""

import _replace
from _theseus_moment import Moment, complain


def _compiled(option, text):
    try:
        return compile(text.strip(), "<command line>", "eval")
    except (SyntaxError, ValueError) as e:
        complain(f"--{option}: {e.args[0]}: {text}")
        raise SystemExit(2) from None


def watch(file, line, old, new, dry_run):
    """Replaces an object by another before a line of a file is first run, and prints what was written.

    old and new are expressions, evaluated where the program is then. What is given is to be called when the
    program has ended.
    """
    text = old
    old, new = _compiled("old", old), _compiled("new", new)
    act = _replace.plan if dry_run else _replace.replace

    def replace(frame):
        names = frame.f_globals, frame.f_locals
        try:
            # No variable here holds the objects: it would be written as well.
            report = act(eval(old, *names), eval(new, *names))
        except _replace.ReplaceError as e:
            complain(f"{moment.place}: {e}")
            return False
        except Exception as e:
            complain(f"{moment.place}: nothing was replaced: {type(e).__name__}: {e}")
            return False
        print(report)
        refused = dry_run and report.conflicts
        if not report.count and not refused:
            complain(f"{moment.place}: nothing refers to {text}")
        return report.count and not refused

    moment = Moment(file, line, replace)
    return moment.ended
