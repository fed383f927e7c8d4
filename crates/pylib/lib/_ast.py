"""The node classes of syntax trees, made from the grammar that the compiler has."""

from _imp import ast_grammar as _grammar

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000


class AST:
    # Base of all nodes: the fields of a node are its attributes.

    _fields = ()
    _attributes = ()
    __match_args__ = ()
    __module__ = "ast"

    def __init__(self, *args, **kwargs):
        fields = self._fields
        name = type(self).__name__
        if len(args) > len(fields):
            plural = "" if len(fields) == 1 else "s"
            raise TypeError(f"{name} constructor takes at most {len(fields)} positional argument{plural}")
        for field, value in zip(fields, args):
            setattr(self, field, value)
        for field, value in kwargs.items():
            if field in fields[:len(args)]:
                raise TypeError(f"{name} got multiple values for argument {field!r}")
            setattr(self, field, value)

    def __reduce__(self):
        return type(self), (), self.__dict__.copy()


_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")

def _make(name, base, fields, placed):
    parts = [field.partition(":")[::2] for field in fields]
    names = tuple(field for field, _ in parts)
    signature = f"{name}({', '.join(f'{kind} {field}' for field, kind in parts)})" if parts else name
    namespace = {"__module__": "ast", "__doc__": signature, "_fields": names, "__match_args__": names}
    if placed is not None:
        namespace["_attributes"] = _PLACE if placed else ()
        if placed and name not in ("type_param", "pattern") and base.__name__ not in ("type_param", "pattern"):
            namespace["end_lineno"] = namespace["end_col_offset"] = None
    for field, kind in parts:
        if kind.endswith("?"):
            namespace[field] = None
    made = type(name, (base,), namespace)
    globals()[name] = made
    return made


def _build():
    base = AST
    members = {}
    for line in _grammar().strip().splitlines():
        if line.startswith("= "):
            head, _, rest = line[2:].partition(": ")
            _make(head.replace(" @", ""), AST, rest.split(), head.endswith("@"))
        elif line.startswith("    "):
            head, _, rest = line.strip().partition(":")
            members[base].append(_make(head, base, rest.split(), None).__doc__)
        else:
            base = _make(line.replace(" @", ""), AST, [], line.endswith("@"))
            members[base] = []
    for base, docs in members.items():
        plain = not any("(" in doc for doc in docs)
        separator = " | " if plain else "\n" + " " * (len(base.__name__) + 1) + "| "
        base.__doc__ = f"{base.__name__} = {separator.join(docs)}"


_build()
del _build, _grammar, _make
