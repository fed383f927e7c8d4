"""Names and numbers of the opcodes of Theseus's register machine."""

import _dis

__all__ = [
    "cmp_op", "hasarg", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare",
    "hasfree", "hasexc", "opname", "opmap", "stack_effect", "HAVE_ARGUMENT", "EXTENDED_ARG",
]

cmp_op = ("<", "<=", "==", "!=", ">", ">=")

opname = _dis.opcode_names()
opmap = {name: number for number, name in enumerate(opname)}

# Kinds of operands, as the instruction table has them.
hasarg = _dis.opcodes_with("any")
hasconst = _dis.opcodes_with("constant")
hasname = _dis.opcodes_with("name")
haslocal = _dis.opcodes_with("register")
hasfree = _dis.opcodes_with("free")
hasjrel = _dis.opcodes_with("jump")
hasjabs = []
hascompare = [opmap[name] for name in ("Compare", "CompareK", "JumpCompare", "JumpCompareK")]
hasexc = []

# Every word has room for its operands: nothing is extended.
HAVE_ARGUMENT = 0
EXTENDED_ARG = len(opname)

# Instructions write specialised forms over themselves.
ENABLE_SPECIALIZATION = True


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """A register machine has no stack: always 0 for an opcode that exists."""
    if not 0 <= opcode < len(opname):
        raise ValueError("invalid opcode or oparg")
    return 0
