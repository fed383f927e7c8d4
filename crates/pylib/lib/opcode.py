"""Names and numbers of the opcodes of Theseus's register machine."""

import _dis

__all__ = [
    "cmp_op", "hasarg", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare",
    "hasfree", "hasexc", "opname", "opmap", "stack_effect", "HAVE_ARGUMENT", "EXTENDED_ARG",
]

cmp_op = ("<", "<=", "==", "!=", ">", ">=")

opname = _dis.opcode_names()
opmap = {name: number for number, name in enumerate(opname)}

# Programs ask for some opcodes by the names of CPython's: those that do the same here, and one that no
# code has, for what needs no instruction.
_COUNTERPARTS = {
    "LOAD_GLOBAL": "LoadGlobal", "STORE_GLOBAL": "StoreGlobal", "DELETE_GLOBAL": "DeleteGlobal",
    "LOAD_NAME": "LoadName", "STORE_NAME": "StoreName", "DELETE_NAME": "DeleteName",
    "LOAD_ATTR": "LoadAttr", "STORE_ATTR": "StoreAttr", "DELETE_ATTR": "DeleteAttr",
    "LOAD_CONST": "LoadConst", "IMPORT_NAME": "ImportName", "IMPORT_FROM": "ImportFrom",
    "CALL": "Call", "MAKE_FUNCTION": "MakeFunction", "RETURN_VALUE": "Return", "YIELD_VALUE": "Yield",
    "YIELD_FROM": "YieldFrom", "JUMP_FORWARD": "Jump", "JUMP_BACKWARD": "Jump",
    "POP_JUMP_IF_FALSE": "JumpIfFalse", "POP_JUMP_IF_TRUE": "JumpIfTrue", "FOR_ITER": "ForIter",
    "GET_ITER": "GetIter", "RAISE_VARARGS": "Raise", "RERAISE": "Reraise", "NOP": "Nop",
    "LOAD_DEREF": "LoadFree", "STORE_DEREF": "StoreFree", "DELETE_DEREF": "DeleteFree",
    "COPY_FREE_VARS": "Exit",
}
opmap |= {name: opmap[ours] for name, ours in _COUNTERPARTS.items()}

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
EXTENDED_ARG = opmap["EXTENDED_ARG"] = len(opname)

# Instructions write specialised forms over themselves.
ENABLE_SPECIALIZATION = True


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """A register machine has no stack: always 0 for an opcode that exists."""
    if not 0 <= opcode < len(opname):
        raise ValueError("invalid opcode or oparg")
    return 0
