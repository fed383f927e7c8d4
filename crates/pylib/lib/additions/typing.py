# What 3.12 has, or has in another way than the file above.

@_SpecialForm
def Union(form, subscript):
    """One of several types.

    Union[int, str] is either. Its members are types; None stands for the type of None, inner unions
    for their members. Each member counts once, in whatever order, and a union of one member is that
    member. X | Y says the same, and Optional[X] is Union[X, None]."""
    if subscript == ():
        raise TypeError("Cannot take a Union of no types.")
    given = subscript if isinstance(subscript, tuple) else (subscript,)
    members = _remove_dups_flatten([_type_check(m, "Union[arg, ...]: each arg must be a type.") for m in given])
    if len(members) == 1:
        return members[0]
    optional = len(members) == 2 and type(None) in members
    return _UnionGenericAlias(form, members, name="Optional" if optional else None)


def _remove_dups_flatten(parameters):
    """The members of a union: those of inner unions among them, each once."""
    kinds = (types.UnionType, _UnionGenericAlias)
    flat = [member for p in parameters for member in (p.__args__ if isinstance(p, kinds) else (p,))]
    return tuple(_deduplicate(flat))


def _make_union(left, right):
    """What `|` of the native type parameters calls."""
    pair = left, right
    return Union[pair]


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def _members(self):
        return frozenset(self.__args__)

    def __eq__(self, other):
        comparable = isinstance(other, (types.UnionType, _UnionGenericAlias))
        return self._members() == frozenset(other.__args__) if comparable else NotImplemented

    def __hash__(self):
        return hash(self._members())

    def __repr__(self):
        present = [a for a in self.__args__ if a is not type(None)]
        if len(present) == 1 and len(self.__args__) == 2:
            return f"typing.Optional[{_type_repr(present[0])}]"
        return super().__repr__()

    def __instancecheck__(self, instance):
        return self.__subclasscheck__(type(instance))

    def __subclasscheck__(self, candidate):
        return any(issubclass(candidate, member) for member in self.__args__)

    def __reduce__(self):
        getitem, (_, members) = super().__reduce__()
        return getitem, (Union, members)


class ForwardRef(_Final, _root=True):
    """A type that is given as the text of an expression."""

    __slots__ = tuple(f"__forward_{what}__" for what in
                      ("arg", "code", "evaluated", "value", "is_argument", "is_class", "module"))

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        # A starred type is an expression only inside of a subscript.
        text = f"({arg},)[0]" if arg[:1] == "*" else arg
        try:
            code = compile(text, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        state = (arg, code, False, None, is_argument, is_class, module)
        for slot, value in zip(ForwardRef.__slots__, state, strict=True):
            setattr(self, slot, value)

    def _namespaces(self, outer, inner, type_params):
        """The globals and locals to evaluate in."""
        if outer is None:
            outer = {} if inner is None else inner
        if inner is None:
            inner = outer
        home = self.__forward_module__
        if home is not None and home in sys.modules:
            outer = getattr(sys.modules[home], "__dict__", outer)
        if not type_params:
            return outer, inner
        # Those of a class do not hide what the module has.
        taken = outer if self.__forward_is_class__ else ()
        hiding = {p.__name__: p for p in type_params if p.__name__ not in taken}
        return {**outer, **hiding}, {k: v for k, v in dict(inner).items() if k not in hiding}

    def _evaluate(self, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
        text = self.__forward_arg__
        if text in recursive_guard:
            return self
        if not self.__forward_evaluated__ or globalns is not localns:
            outer, inner = self._namespaces(globalns, localns, type_params)
            found = _type_check(eval(self.__forward_code__, outer, inner),
                                "Forward references must evaluate to types.", self.__forward_is_argument__,
                                allow_special_forms=self.__forward_is_class__)
            self.__forward_value__ = _eval_type(found, outer, inner, type_params,
                                                recursive_guard={text, *recursive_guard})
            self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if isinstance(other, ForwardRef):
            known = self.__forward_evaluated__ and other.__forward_evaluated__
            key = operator.attrgetter("__forward_arg__", "__forward_value__" if known else "__forward_module__")
            return key(self) == key(other)
        return NotImplemented

    def __hash__(self):
        key = self.__forward_arg__, self.__forward_module__
        return hash(key)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        home = self.__forward_module__
        return f"ForwardRef({self.__forward_arg__!r}" + (")" if home is None else f", module={home!r})")


def _resubscribed(alias):
    """An alias of a builtin class, its strings made forward references."""
    args = tuple([ForwardRef(a) if isinstance(a, str) else a for a in alias.__args__])
    key = (args[:-1], args[-1]) if _should_unflatten_callable_args(alias, args) else args
    made = alias.__origin__[key]
    return Unpack[made] if alias.__unpacked__ else made


def _eval_type(t, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
    """The type with all forward references in it evaluated."""
    scope = globalns, localns, type_params
    match t:
        case ForwardRef():
            return t._evaluate(*scope, recursive_guard=recursive_guard)
        case GenericAlias():
            t = _resubscribed(t)
        case _GenericAlias() | types.UnionType():
            pass
        case _:
            return t
    args = tuple([_eval_type(arg, *scope, recursive_guard=recursive_guard) for arg in t.__args__])
    if args == t.__args__:
        return t
    match t:
        case GenericAlias():
            return GenericAlias(t.__origin__, args)
        case types.UnionType():
            return functools.reduce(operator.or_, args)
    return t.copy_with(args)


@_tp_cache(typed=True)
def _annotate(base=None, *notes):
    if not notes:
        raise TypeError("Annotated[...] should be used with at least two arguments "
                        "(a type and an annotation).")
    if _is_unpacked_typevartuple(base):
        raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
    checked = _type_check(base, "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
    return _AnnotatedAlias(checked, notes)


def _subclass_complaint(protocol, candidate):
    """Why issubclass cannot be asked about the protocol, or None."""
    if not isinstance(candidate, type):
        return "issubclass() arg 1 must be a class"
    by_names = vars(protocol).get("__subclasshook__") is _proto_hook
    if by_names and not protocol.__callable_proto_members_only__:
        return "Protocols with non-method members don't support issubclass()"
    if not getattr(protocol, "_is_runtime_protocol", False):
        return "Instance and class checks can only be used with @runtime_checkable protocols"
    return None


# What may lack annotations without get_type_hints complaining.
_allowed_types = tuple(getattr(types, kind + "Type") for kind in (
    "Function", "BuiltinFunction", "Method", "Module", "WrapperDescriptor", "MethodWrapper", "MethodDescriptor"))


def _evaluated(annotations, scopes, params, **ref_flags):
    """Yields each name with its annotation, evaluated in (globals, locals)."""
    for name, hint in annotations.items():
        if hint is None:
            hint = type(None)
        elif isinstance(hint, str):
            hint = ForwardRef(hint, **ref_flags)
        yield name, _eval_type(hint, *scopes, params)


def _class_hints(cls, outer, inner):
    """Hints of a class and its bases; the most derived class wins."""
    hints = {}
    for owner in cls.__mro__[::-1]:
        own = owner.__dict__.get("__annotations__", {})
        if type(own) is types.GetSetDescriptorType:
            continue
        names = getattr(sys.modules.get(owner.__module__), "__dict__", {}) if outer is None else outer
        if inner is not None:
            scopes = names, inner
        elif outer is not None:
            scopes = names, {**vars(owner)}
        else:
            # The module is searched first, the class after it.
            scopes = {**vars(owner)}, names
        hints.update(_evaluated(own, scopes, owner.__type_params__, is_argument=False, is_class=True))
    return hints


def _default_globals(obj):
    """The names an object's own annotations are looked up in."""
    if isinstance(obj, types.ModuleType):
        return vars(obj)
    while hasattr(obj, "__wrapped__"):
        obj = obj.__wrapped__
    return getattr(obj, "__globals__", {})


def _object_hints(obj, outer, inner):
    """Hints of a module, function or anything else with annotations."""
    own = getattr(obj, "__annotations__", None)
    if own is None:
        if not isinstance(obj, _allowed_types):
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        return {}
    if outer is None:
        outer = _default_globals(obj)
        inner = outer if inner is None else inner
    scopes = outer, outer if inner is None else inner
    is_module = isinstance(obj, types.ModuleType)
    return dict(_evaluated(own, scopes, getattr(obj, "__type_params__", ()),
                           is_argument=not is_module, is_class=False))


def _make_nmtuple(name, types, module, defaults=()):
    pairs = list(types)
    made = collections.namedtuple(name, [field for field, _ in pairs], defaults=defaults, module=module)
    hints = {field: _type_check(hint, f"field {field} annotation must be a type") for field, hint in pairs}
    for holder in (made, made.__new__):
        holder.__annotations__ = hints
    return made




class _DeprecatedType(type):
    """The class of what were modules once: whoever reads something there is told to read it here."""

    def __getattribute__(cls, name):
        look = super().__getattribute__
        members = look("__dict__").get("__all__", ())
        if name != "__all__" and name not in members:
            return look(name)
        import warnings
        here = look("__name__")
        text = f"{here} is deprecated, import directly from typing instead. {here} will be removed in Python 3.12."
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return members if name == "__all__" else getattr(sys.modules["typing"], name)


def _once_a_module(name, *members):
    made = globals()[name] = _DeprecatedType(name, (), {"__module__": "typing", "__all__": list(members)})
    made.__name__ = f"typing.{name}"
    sys.modules[made.__name__] = made


_once_a_module("io", "IO", "TextIO", "BinaryIO")
_once_a_module("re", "Pattern", "Match")
