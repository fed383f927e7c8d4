"""Mailcap files: which commands show, compose or print what is of a media type (RFC 1524)."""

import os
import re
import warnings

warnings._deprecated(
    __name__,
    "The {name} module is deprecated and will be removed in Python {remove}. See the mimetypes module for an alternative.",
    remove=(3, 13))

__all__ = ["getcaps", "findmatch"]

# What a shell could take for more than a word.
_UNSAFE = re.compile(r"[^\xa1-\U0010ffff\w@+=:,./-]", re.ASCII)


class UnsafeMailcapInput(Warning):
    """Warning: something that would go into a command is left out."""


def getcaps():
    """Return the entries of all mailcap files: a list of dicts for each media type, by type."""
    found = {}
    place = 0
    for name in listmailcapfiles():
        try:
            file = open(name)
        except OSError:
            continue
        with file:
            more, place = _readmailcapfile(file, place)
        for type_, entries in more.items():
            found.setdefault(type_, []).extend(entries)
    return found


def listmailcapfiles():
    """Return the names of the mailcap files, whether they are there or not."""
    if "MAILCAPS" in os.environ:
        return os.environ["MAILCAPS"].split(os.pathsep)
    home = os.environ.get("HOME", ".")
    return [home + "/.mailcap", "/etc/mailcap", "/usr/etc/mailcap", "/usr/local/etc/mailcap"]


def readmailcapfile(fp):
    """Return the entries of one open file, which do not say where they stand."""
    warnings.warn("readmailcapfile is deprecated, use getcaps instead", DeprecationWarning, 2)
    return _readmailcapfile(fp, None)[0]


def _readmailcapfile(fp, lineno):
    """Return the entries of an open file by type, numbered on from a place, and the next place."""
    caps = {}
    for line in _joined(fp):
        key, fields = parseline(line)
        if not (key and fields):
            continue
        if lineno is not None:
            fields["lineno"] = lineno
            lineno += 1
        main, _, sub = key.partition("/")
        key = "/".join([main.strip(), *([sub.strip()] if sub else [])]).lower()
        caps.setdefault(key, []).append(fields)
    return caps, lineno


def _joined(fp):
    """Yield lines with those that a backslash joins to them, without comments and empty ones."""
    for line in fp:
        if line.startswith("#") or not line.strip():
            continue
        while line.endswith("\\\n"):
            line = line[:-2] + next(fp, "\n")
        yield line


def parseline(line):
    """Return the type and the fields of an entry, or two Nones if it is none."""
    fields = []
    at, end = 0, len(line)
    while at < end:
        field, at = parsefield(line, at, end)
        fields.append(field)
        at += 1
    if len(fields) < 2:
        return None, None
    key, view, *rest = fields
    found = {"view": view}
    for field in rest:
        name, equals, value = field.partition("=")
        name = name.strip()
        found.setdefault(name, value.strip() if equals else "")
    return key, found


def parsefield(line, i, n):
    """Return a field that begins at a place, and the place of the semicolon that ends it."""
    start = i
    while i < n and line[i] != ";":
        i += 2 if line[i] == "\\" else 1
    return line[start:i].strip(), i


def findmatch(caps, MIMEtype, key="view", filename="/dev/null", plist=[]):
    """Return the command for a file of a media type and its entry, or two Nones.

    The test of an entry is run by the shell; one that fails rules the entry out.
    """
    if _UNSAFE.search(filename):
        message = "Refusing to use mailcap with filename %r. Use a safe temporary filename." % (filename,)
        warnings.warn(message, UnsafeMailcapInput)
        return None, None
    for entry in lookup(caps, MIMEtype, key):
        if "test" in entry:
            test = subst(entry["test"], filename, plist)
            if test is None or test and os.system(test) != 0:
                continue
        command = subst(entry[key], MIMEtype, filename, plist)
        if command is not None:
            return command, entry
    return None, None


def lookup(caps, MIMEtype, key=None):
    """Return the entries for a media type, those for all its subtypes too, that have a field."""
    entries = list(caps.get(MIMEtype, ()))
    wide = MIMEtype.split("/")[0] + "/*"
    entries += caps.get(wide, ())
    if key is not None:
        entries = [entry for entry in entries if key in entry]
    return sorted(entries, key=lineno_sort_key)


def lineno_sort_key(entry):
    """Where an entry stands; those that do not say stand last."""
    return (0, entry["lineno"]) if "lineno" in entry else (1, 0)


def subst(field, MIMEtype, filename, plist=[]):
    """Return a command with the file's name, its type and parameters in it; None if one is unsafe."""
    out, at, end = "", 0, len(field)
    while at < end:
        c = field[at]
        at += 1
        if c == "\\":
            out += field[at:at + 1]
            at += 1
        elif c != "%":
            out += c
        else:
            c = field[at]
            at += 1
            if c == "%":
                out += c
            elif c == "s":
                out += filename
            elif c == "t":
                if _UNSAFE.search(MIMEtype):
                    message = "Refusing to substitute MIME type %r into a shell command." % (MIMEtype,)
                    warnings.warn(message, UnsafeMailcapInput)
                    return None
                out += MIMEtype
            elif c == "{":
                close = field.find("}", at)
                close = end if close < 0 else close
                name, at = field[at:close], close + 1
                value = findparam(name, plist)
                if _UNSAFE.search(value):
                    message = "Refusing to substitute parameter %r (%s) into a shell command" % (value, name)
                    warnings.warn(message, UnsafeMailcapInput)
                    return None
                out += value
            else:
                out += "%" + c
    return out


def findparam(name, plist):
    """Return a parameter of a list of `name=value`, or an empty string."""
    name = name.lower() + "="
    for parameter in plist:
        if parameter[:len(name)].lower() == name:
            return parameter[len(name):]
    return ""
