"""The node classes of syntax trees, from a table of the grammar's parts."""

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000


class AST:
    """Base of all nodes: the fields of a node are its attributes."""

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

# Sum types with their members; a field with ? may be None, one with * is a list. Those with @ have
# a place in the source.
_GRAMMAR = """
mod
    Module: body* type_ignores*
    Interactive: body*
    Expression: body
    FunctionType: argtypes* returns
stmt @
    FunctionDef: name args body* decorator_list* returns? type_comment? type_params*
    AsyncFunctionDef: name args body* decorator_list* returns? type_comment? type_params*
    ClassDef: name bases* keywords* body* decorator_list* type_params*
    Return: value?
    Delete: targets*
    Assign: targets* value type_comment?
    TypeAlias: name type_params* value
    AugAssign: target op value
    AnnAssign: target annotation value? simple
    For: target iter body* orelse* type_comment?
    AsyncFor: target iter body* orelse* type_comment?
    While: test body* orelse*
    If: test body* orelse*
    With: items* body* type_comment?
    AsyncWith: items* body* type_comment?
    Match: subject cases*
    Raise: exc? cause?
    Try: body* handlers* orelse* finalbody*
    TryStar: body* handlers* orelse* finalbody*
    Assert: test msg?
    Import: names*
    ImportFrom: module? names* level?
    Global: names*
    Nonlocal: names*
    Expr: value
    Pass:
    Break:
    Continue:
expr @
    BoolOp: op values*
    NamedExpr: target value
    BinOp: left op right
    UnaryOp: op operand
    Lambda: args body
    IfExp: test body orelse
    Dict: keys* values*
    Set: elts*
    ListComp: elt generators*
    SetComp: elt generators*
    DictComp: key value generators*
    GeneratorExp: elt generators*
    Await: value
    Yield: value?
    YieldFrom: value
    Compare: left ops* comparators*
    Call: func args* keywords*
    FormattedValue: value conversion format_spec?
    JoinedStr: values*
    Constant: value kind?
    Attribute: value attr ctx
    Subscript: value slice ctx
    Starred: value ctx
    Name: id ctx
    List: elts* ctx
    Tuple: elts* ctx
    Slice: lower? upper? step?
expr_context
    Load:
    Store:
    Del:
boolop
    And:
    Or:
operator
    Add:
    Sub:
    Mult:
    MatMult:
    Div:
    Mod:
    Pow:
    LShift:
    RShift:
    BitOr:
    BitXor:
    BitAnd:
    FloorDiv:
unaryop
    Invert:
    Not:
    UAdd:
    USub:
cmpop
    Eq:
    NotEq:
    Lt:
    LtE:
    Gt:
    GtE:
    Is:
    IsNot:
    In:
    NotIn:
= comprehension: target iter ifs* is_async
excepthandler @
    ExceptHandler: type? name? body*
= arguments: posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*
= arg @: arg annotation? type_comment?
= keyword @: arg? value
= alias @: name asname?
= withitem: context_expr optional_vars?
= match_case: pattern guard? body*
pattern @
    MatchValue: value
    MatchSingleton: value
    MatchSequence: patterns*
    MatchMapping: keys* patterns* rest?
    MatchClass: cls patterns* kwd_attrs* kwd_patterns*
    MatchStar: name?
    MatchAs: pattern? name?
    MatchOr: patterns*
type_ignore
    TypeIgnore: lineno tag
type_param @
    TypeVar: name bound?
    ParamSpec: name
    TypeVarTuple: name
"""


def _make(name, base, fields, placed):
    names = tuple(f.rstrip("?*") for f in fields)
    signature = f"{name}({', '.join(fields)})" if fields else name
    namespace = {"__module__": "ast", "__doc__": signature.replace("*", "s*") if fields else name,
                 "_fields": names, "__match_args__": names}
    if placed is not None:
        namespace["_attributes"] = _PLACE if placed else ()
        if placed and name not in ("type_param", "pattern") and base.__name__ not in ("type_param", "pattern"):
            namespace["end_lineno"] = namespace["end_col_offset"] = None
    for field in fields:
        if field.endswith("?"):
            namespace[field[:-1]] = None
    made = type(name, (base,), namespace)
    globals()[name] = made
    return made


def _build():
    base = AST
    for line in _GRAMMAR.strip().splitlines():
        if line.startswith("= "):
            head, _, rest = line[2:].partition(":")
            _make(head.replace(" @", ""), AST, rest.split(), head.endswith("@"))
        elif line.startswith("    "):
            head, _, rest = line.strip().partition(":")
            _make(head, base, rest.split(), None)
        else:
            base = _make(line.replace(" @", ""), AST, [], line.endswith("@"))


_build()
del _build, _make
