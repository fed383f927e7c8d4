"""The history and the settings of line editing. The lines that input() reads are edited by the terminal."""

import os as _os

backend = 'editline'

_history = []
_length = -1
_completer = None
_delimiters = ' \t\n`~!@#$%^&*()-=+[{]}\\|;:\'",<>/?'
_hooks = {}
_auto_history = True
_line = ''


def parse_and_bind(string):
    """Take a line of an init file; there are no keys to bind."""
    if not isinstance(string, str):
        raise TypeError(f"parse_and_bind() argument must be str, not {type(string).__name__}")


def read_init_file(filename=None):
    """Take the lines of an init file."""
    with open(_os.path.expanduser(filename or '~/.inputrc')) as lines:
        for line in lines:
            parse_and_bind(line)


def get_line_buffer():
    """Return the line as it is being edited."""
    return _line


def insert_text(string):
    """Insert text into the line that is being edited."""
    global _line
    _line += string


def redisplay():
    """Show the line as it is now."""


def read_history_file(filename=None):
    """Load a history file, by default ~/.history."""
    with open(filename or _os.path.expanduser('~/.history'), errors='surrogateescape') as lines:
        _history.extend(line.rstrip('\n') for line in lines if not line.startswith('_HiStOrY_V'))


def _kept():
    return _history[-_length:] if _length > 0 else _history if _length < 0 else []


def write_history_file(filename=None):
    """Save the history, by default to ~/.history."""
    with open(filename or _os.path.expanduser('~/.history'), 'w', errors='surrogateescape') as to:
        to.writelines(line + '\n' for line in _kept())


def append_history_file(nelements, filename=None):
    """Append the last lines of the history to a file, by default ~/.history."""
    with open(filename or _os.path.expanduser('~/.history'), 'a', errors='surrogateescape') as to:
        to.writelines(line + '\n' for line in _history[-nelements:] if nelements > 0)


def get_history_length():
    """Return how many lines a history file may have; negative: any number."""
    return _length


def set_history_length(length):
    """Set how many lines a history file may have."""
    global _length
    _length = length.__index__()


def get_current_history_length():
    """Return the number of lines in the history."""
    return len(_history)


def get_history_item(index):
    """Return a line of the history, counted from 1, or None."""
    return _history[index - 1] if 0 < index <= len(_history) else None


def _checked(pos):
    if pos < 0:
        raise ValueError('History index cannot be negative')
    if pos >= len(_history):
        raise ValueError(f'No history item at position {pos}')
    return pos


def remove_history_item(pos):
    """Remove a line of the history, counted from 0."""
    del _history[_checked(pos)]


def replace_history_item(pos, line):
    """Replace a line of the history, counted from 0."""
    _history[_checked(pos)] = line


def add_history(line):
    """Append a line to the history."""
    if not isinstance(line, str):
        raise TypeError(f"add_history() argument must be str, not {type(line).__name__}")
    _history.append(line)


def clear_history():
    """Empty the history."""
    _history.clear()


def set_auto_history(enabled):
    """Set whether lines that are read go into the history."""
    global _auto_history
    _auto_history = bool(enabled)


def set_completer(function=None):
    """Set the function that completes words, or none."""
    global _completer
    if function is not None and not callable(function):
        raise TypeError('set_completer(func): argument not callable')
    _completer = function


def get_completer():
    """Return the function that completes words, or None."""
    return _completer


def set_completer_delims(string):
    """Set the characters between the words that are completed."""
    global _delimiters
    _delimiters = string


def get_completer_delims():
    """Return the characters between the words that are completed."""
    return _delimiters


def get_completion_type():
    """Return how a word is being completed."""
    return 0


def get_begidx():
    """Return where the word begins that is being completed."""
    return 0


def get_endidx():
    """Return where the word ends that is being completed."""
    return 0


def _setter(name, doc):
    def set_hook(function=None):
        if function is not None and not callable(function):
            raise TypeError(f'{name}(func): argument not callable')
        _hooks[name] = function
    set_hook.__name__ = set_hook.__qualname__ = name
    set_hook.__doc__ = doc
    return set_hook


set_startup_hook = _setter('set_startup_hook', 'Set the function that is called before the prompt is shown.')
set_pre_input_hook = _setter('set_pre_input_hook', 'Set the function that is called after the prompt is shown.')
set_completion_display_matches_hook = _setter(
    'set_completion_display_matches_hook', 'Set the function that shows what a word may be completed to.')
