"""Listings of the register code of Theseus, behind the interface of CPython's dis."""

import collections
import io
import sys
import types

import _dis
from opcode import *
from opcode import __all__ as _opcode_all

__all__ = [
    "code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
    "get_instructions", "Instruction", "Bytecode",
] + _opcode_all
del _opcode_all

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
}

_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

Positions = collections.namedtuple(
    "Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4
)

_Instruction = collections.namedtuple(
    "_Instruction",
    ["opname", "opcode", "arg", "argval", "argrepr", "offset", "starts_line", "is_jump_target", "positions"],
    defaults=[None],
)


class Instruction(_Instruction):
    """One instruction: `arg` is the whole word, `argrepr` its operands as text."""

    __slots__ = ()

    def _line(self, width):
        line = "" if self.starts_line is None else str(self.starts_line)
        mark = ">>" if self.is_jump_target else "  "
        return f"{line:>{width}} {mark} {self.offset:6} {self.opname:<20} {self.argrepr}".rstrip()


def pretty_flags(flags):
    """The names of the flags of a code object."""
    names = []
    for i in range(32):
        flag = 1 << i
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
        if not flags:
            break
    return ", ".join(names) if names else hex(0)


def _code_of(x):
    """The code object of a function, generator, source text and such."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        try:
            x = compile(x, "<disassembly>", "eval")
        except SyntaxError:
            x = compile(x, "<disassembly>", "exec")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def code_info(x):
    """A description of a code object, as text."""
    co = _code_of(x)
    lines = [
        f"Name:              {co.co_name}",
        f"Filename:          {co.co_filename}",
        f"Argument count:    {co.co_argcount}",
        f"Positional-only arguments: {co.co_posonlyargcount}",
        f"Kw-only arguments: {co.co_kwonlyargcount}",
        f"Number of locals:  {co.co_nlocals}",
        f"Registers:         {co.co_stacksize}",
        f"Flags:             {pretty_flags(co.co_flags)}",
    ]
    for title, items in (("Constants", map(repr, co.co_consts)), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                         ("Cell variables", co.co_cellvars)):
        rows = [f"{i:4}: {item}" for i, item in enumerate(items)]
        if rows:
            lines += [f"{title}:", *rows]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Prints `code_info`."""
    print(code_info(co), file=file)


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """The instructions of a function, code object or source text."""
    return _instructions(_code_of(x), first_line, adaptive)


def _instructions(co, first_line=None, adaptive=False):
    shift = 0 if first_line is None else first_line - co.co_firstlineno
    before = None
    for offset, number, word, operands, target, is_target, position in _dis.instructions(co, adaptive):
        line = position[0]
        starts = None
        if line is not None and line != before:
            before = line
            starts = line + shift
        argval = operands if target is None else target
        yield Instruction(opname[number], number, word, argval, operands, offset, starts, is_target,
                          Positions(*position))


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Lists the code of classes, functions, source text and other things that have code.

    Without an argument, that of the last traceback.
    """
    if x is None:
        distb(file=file)
        return
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if hasattr(x, "__dict__"):
        for name, item in sorted(x.__dict__.items()):
            if isinstance(item, _have_code):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(item, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif hasattr(x, "co_code") or isinstance(x, str):
        _list_nested(_code_of(x), file, depth, adaptive)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _list_nested(co, file, depth, adaptive):
    disassemble(co, file=file, adaptive=adaptive)
    if depth is None or depth > 0:
        for inner in co.co_consts:
            if hasattr(inner, "co_code"):
                print(file=file)
                print(f"Disassembly of {inner!r}:", file=file)
                _list_nested(inner, file, None if depth is None else depth - 1, adaptive)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Lists a code object; the instruction at `lasti` is marked."""
    instructions = list(_instructions(co, adaptive=adaptive))
    width = max((len(str(i.starts_line)) for i in instructions if i.starts_line is not None), default=0)
    width = max(3, width)
    for i in instructions:
        if i.starts_line is not None and i.offset > 0:
            print(file=file)
        mark = "-->" if i.offset == lasti else "   "
        print(mark, i._line(width), file=file)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Lists the code in which the last exception was raised."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, "last_exc") else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, adaptive=adaptive)


def findlinestarts(code):
    """Pairs of offset and line, where a line begins."""
    before = None
    for start, _, line in code.co_lines():
        if line is not None and line != before:
            before = line
            yield start, line


def findlabels(code):
    """Offsets of the instructions that are jumped to."""
    return [i[0] for i in _dis.instructions(code, False) if i[5]]


def _find_store_names(code):
    """The names that a code binds in a namespace."""
    for instruction in get_instructions(code):
        if instruction.opname in ("StoreName", "StoreGlobal"):
            yield instruction.argrepr.split(", ")[0]


def _find_imports(code):
    """The imports of a code: name, level, and the names it wants of the module."""
    constants = []
    for instruction in get_instructions(code):
        operands = instruction.argrepr.split(", ", 1)
        if instruction.opname == "LoadConst":
            constants.append(operands[1])
        elif instruction.opname == "ImportName":
            level, names = (eval(text, {}) for text in constants[-2:])
            yield operands[1].split(", ")[0], level, names


class Bytecode:
    """The instructions of something that has code, with its listing as text."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self._original_object = x
        self.current_offset = current_offset
        self.adaptive = adaptive

    def __iter__(self):
        return _instructions(self.codeobj, self.first_line, self.adaptive)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, adaptive=adaptive)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        output = io.StringIO()
        lasti = -1 if self.current_offset is None else self.current_offset
        disassemble(self.codeobj, lasti, file=output, adaptive=self.adaptive)
        return output.getvalue()


def main(arguments=None):
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("infile", nargs="?", default="-")
    path = parser.parse_args(arguments).infile
    if path == "-":
        source, name = sys.stdin.read(), "<stdin>"
    else:
        with open(path, "rb") as file:
            source, name = file.read(), path
    dis(compile(source, name, "exec"))


if __name__ == "__main__":
    main()
