"""Type hints: special forms, generic aliases, protocols and what reads annotations, as in Python 3.12.

Type variables, `Generic` and `type` aliases are native, in `_typing`.
"""

import collections
import collections.abc
import copyreg
import functools
import operator
import sys
import types
from abc import ABCMeta, abstractmethod
from types import GenericAlias, MethodDescriptorType, MethodWrapperType, WrapperDescriptorType

from _typing import (Generic, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, TypeVar,
                     TypeVarTuple, _idfunc)

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic", "Literal",
    "Optional", "ParamSpec", "Protocol", "Tuple", "Type", "TypeVar", "TypeVarTuple", "Union",
    "AbstractSet", "ByteString", "Container", "ContextManager", "Hashable", "ItemsView", "Iterable",
    "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet",
    "Sequence", "Sized", "ValuesView", "Awaitable", "AsyncIterator", "AsyncIterable", "Coroutine",
    "Collection", "AsyncGenerator", "AsyncContextManager", "Reversible", "SupportsAbs", "SupportsBytes",
    "SupportsComplex", "SupportsFloat", "SupportsIndex", "SupportsInt", "SupportsRound", "ChainMap",
    "Counter", "Deque", "Dict", "DefaultDict", "List", "OrderedDict", "Set", "FrozenSet", "NamedTuple",
    "TypedDict", "Generator", "BinaryIO", "IO", "Match", "Pattern", "TextIO", "AnyStr", "assert_type",
    "assert_never", "cast", "clear_overloads", "dataclass_transform", "final", "get_args", "get_origin",
    "get_overloads", "get_type_hints", "is_typeddict", "LiteralString", "Never", "NewType",
    "no_type_check", "no_type_check_decorator", "NoReturn", "NotRequired", "overload", "override",
    "ParamSpecArgs", "ParamSpecKwargs", "Required", "reveal_type", "runtime_checkable", "Self", "Text",
    "TYPE_CHECKING", "TypeAlias", "TypeGuard", "TypeAliasType", "Unpack",
]

TYPE_CHECKING = False


# ---- arguments

def _type_convert(arg, module=None, *, allow_special_forms=False):
    """None stands for its type, a string for a forward reference."""
    match arg:
        case None:
            return types.NoneType
        case str():
            return ForwardRef(arg, is_class=allow_special_forms, module=module)
        case _:
            return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The argument as a type, or TypeError with the message."""
    tp = _type_convert(arg, module, allow_special_forms=allow_special_forms)
    bases_only = (Generic, Protocol)
    bare = (Any, Self, Never, NoReturn, LiteralString, TypeAlias)
    if allow_special_forms:
        bare, barred = (*bare, Final, ClassVar), bases_only
    else:
        barred = (*bases_only, ClassVar, Final) if is_argument else (*bases_only, ClassVar)
    complaint = None
    if isinstance(tp, _GenericAlias) and tp.__origin__ in barred:
        complaint = f"{tp} is not valid as type argument"
    elif tp not in bare:
        if tp in bases_only or isinstance(tp, _SpecialForm):
            complaint = f"Plain {tp} is not valid as type argument"
        elif type(tp) is tuple:
            complaint = f"{msg} Got {tp!r:.100}."
    if complaint is not None:
        raise TypeError(complaint)
    return tp


def _is_param_expr(arg):
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _should_unflatten_callable_args(alias, args):
    """Whether the arguments of a Callable alias are to be shown as a list and a result."""
    if alias.__origin__ is not collections.abc.Callable:
        return False
    return len(args) != 2 or not _is_param_expr(args[0])


def _type_repr(obj):
    match obj:
        case GenericAlias():
            return repr(obj)
        case type(__module__="builtins"):
            return obj.__qualname__
        case type():
            return f"{obj.__module__}.{obj.__qualname__}"
        case types.EllipsisType():
            return "..."
        case types.FunctionType():
            return obj.__name__
        case tuple():
            return f"[{', '.join(map(_type_repr, obj))}]"
        case _:
            return repr(obj)


def _each_parameter(args):
    """The type parameters in the arguments, as often as they appear."""
    for arg in args:
        if isinstance(arg, tuple):
            yield from _each_parameter(arg)
        elif isinstance(arg, type):
            pass
        elif hasattr(arg, "__typing_subst__"):
            yield arg
        else:
            yield from getattr(arg, "__parameters__", ())


def _collect_parameters(args):
    """The type parameters in the arguments, each once, in the order of appearance."""
    return tuple(_deduplicate([*_each_parameter(args)], unhashable_fallback=True))


def _check_generic(cls, parameters, elen):
    """TypeError unless there are as many parameters as the class has."""
    given = len(parameters)
    if elen and given == elen:
        return
    if elen:
        amount = "few" if given < elen else "many"
        raise TypeError(f"Too {amount} arguments for {cls}; actual {given}, expected {elen}")
    raise TypeError(f"{cls} is not a generic class")


def _unpack_args(args):
    """The arguments with those of unpacked tuples of known length in place of these."""
    def members(arg):
        inside = getattr(arg, "__typing_unpacked_tuple_args__", None)
        endless = inside is None or inside[-1:] == (...,)
        return (arg,) if endless else inside

    return [member for arg in args for member in members(arg)]


def _deduplicate(params, *, unhashable_fallback=False):
    """The parameters, each once; TypeError where one has no hash, unless that is allowed for."""
    if not unhashable_fallback:
        return dict.fromkeys(params)
    try:
        return _deduplicate(params)
    except TypeError:
        once = []
        for p in params:
            once += [] if p in once else [p]
        return once


def _spliced(kinds, parameters):
    """The parameters, with the arguments of those of these kinds in their place."""
    return [arg for p in parameters for arg in (p.__args__ if isinstance(p, kinds) else (p,))]


def _remove_dups_flatten(parameters):
    """The members of a union: those of inner unions among them, each once."""
    members = _spliced((types.UnionType, _UnionGenericAlias), parameters)
    return (*_deduplicate(members, unhashable_fallback=True),)


def _flatten_literal_params(parameters):
    return (*_spliced(_LiteralGenericAlias, parameters),)


_cleanups = []


def _tp_cache(function=None, /, *, typed=False):
    """Remembers results by arguments, where these can be hashed."""
    if function is None:
        return functools.partial(_tp_cache, typed=typed)
    remembered = functools.lru_cache(typed=typed)(function)
    _cleanups.append(remembered.cache_clear)

    @functools.wraps(function)
    def look_up(*args, **named):
        try:
            return remembered(*args, **named)
        except TypeError:
            pass  # no hash, or an error that the function is to raise again
        return function(*args, **named)

    return look_up


def _resubscribed(alias):
    """An alias of a builtin class, its strings made forward references."""
    *args, = (ForwardRef(a) if isinstance(a, str) else a for a in alias.__args__)
    key = (args[:-1], args[-1]) if _should_unflatten_callable_args(alias, args) else (*args,)
    made = alias.__origin__[key]
    return Unpack[made] if alias.__unpacked__ else made


def _with_args(alias, args):
    match alias:
        case GenericAlias():
            return GenericAlias(alias.__origin__, args)
        case types.UnionType():
            return functools.reduce(operator.or_, args)
        case _:
            return alias.copy_with(args)


def _eval_type(t, globalns, localns, type_params=(), *, recursive_guard=frozenset()):
    """The type with all forward references in it evaluated."""
    scope = (globalns, localns, type_params)
    match t:
        case ForwardRef():
            return t._evaluate(*scope, recursive_guard=recursive_guard)
        case GenericAlias():
            t = _resubscribed(t)
        case _GenericAlias() | types.UnionType():
            pass
        case _:
            return t
    before = t.__args__
    after = tuple([_eval_type(arg, *scope, recursive_guard=recursive_guard) for arg in before])
    return t if after == before else _with_args(t, after)


# ---- special forms

class _Final:
    """Keeps others from making subclasses."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *_, _root=False, **__):
        if _root:
            return
        raise TypeError("Cannot subclass special typing classes")


class _NotIterable:
    __slots__ = ()
    __iter__ = None


def _refusal(name, before, after=""):
    """A method of that name that only raises TypeError, the object named in the message."""
    def refuse(self, *_, **__):
        raise TypeError(f"{before}{self!r}{after}")

    refuse.__name__ = name
    refuse.__qualname__ = f"_SpecialForm.{name}"
    return refuse


class _SpecialForm(_Final, _NotIterable, _root=True):
    # What a function makes of subscripts, under the function's name and with its docstring.
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, function):
        self._name, self.__doc__, self._getitem = function.__name__, function.__doc__, function

    def __getattr__(self, attribute):
        if attribute not in ("__qualname__", "__name__"):
            raise AttributeError(attribute)
        return self._name

    def __repr__(self):
        return f"typing.{self._name}"

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    @_tp_cache
    def __getitem__(self, key):
        return self._getitem(self, key)

    __mro_entries__ = _refusal("__mro_entries__", "Cannot subclass ")
    __call__ = _refusal("__call__", "Cannot instantiate ")
    __instancecheck__ = _refusal("__instancecheck__", "", " cannot be used with isinstance()")
    __subclasscheck__ = _refusal("__subclasscheck__", "", " cannot be used with issubclass()")


class _LiteralSpecialForm(_SpecialForm, _root=True):
    def __getitem__(self, key):
        values = key if isinstance(key, tuple) else (key,)
        return self._getitem(self, *values)


class _AnyMeta(type):
    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()

    def __instancecheck__(self, instance):
        if self is not Any:
            return super().__instancecheck__(instance)
        raise TypeError("typing.Any cannot be used with isinstance()")


class Any(metaclass=_AnyMeta):
    """Any type at all: what has it is not checked."""

    def __new__(cls, *_, **__):
        if cls is not Any:
            return super().__new__(cls)
        raise TypeError("Any cannot be instantiated")


def _form(name, doc, make=None):
    """A special form; `make(form, subscript)` is what subscripting it gives, where it may be subscripted."""
    def subscripted(form, subscript):
        if make is None:
            raise TypeError(f"{form} is not subscriptable")
        return make(form, subscript)
    subscripted.__name__ = subscripted.__qualname__ = name
    subscripted.__doc__ = doc
    return _SpecialForm(subscripted)


def _one(complaint="{0} accepts only single type.", build=None):
    """The maker of a form around exactly one type; `complaint` is formatted with the form and its name."""
    def make(form, subscript):
        inner = _type_check(subscript, complaint.format(form, form._name))
        return build(form, inner) if build else _GenericAlias(form, (inner,))
    return make


def _several(name, subscript):
    """The subscript of a form that takes any number of members but none, as a tuple."""
    if subscript == ():
        raise TypeError(f"Cannot take a {name} of no types.")
    return subscript if isinstance(subscript, tuple) else (subscript,)


def _members(name, given):
    return tuple([_type_check(member, f"{name}[arg, ...]: each arg must be a type.") for member in given])


def _unite(form, subscript):
    kinds = _remove_dups_flatten(_members("Union", _several("Union", subscript)))
    match len(kinds):
        case 1:
            return kinds[0]
        case 2 if type(None) in kinds:
            return _UnionGenericAlias(form, kinds, name="Optional")
    return _UnionGenericAlias(form, kinds)


def _make_union(left, right):
    """What `|` of the native type parameters calls."""
    pair = left, right
    return Union[pair]


def _concatenate(form, subscript):
    *front, rest = _several("Concatenate", subscript)
    if rest is not ... and not isinstance(rest, ParamSpec):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    return _ConcatenateGenericAlias(form, _members("Concatenate", front) + (rest,))


NoReturn = _form("NoReturn", "The result of a function that never returns.")
Never = _form("Never", "The type without values.")
Self = _form("Self", "The class that a method is called on.")
LiteralString = _form("LiteralString", "A str that is made of literals only.")
TypeAlias = _form("TypeAlias", "Marks an assignment as the definition of a type alias.")

ClassVar = _form("ClassVar", "Marks a variable of the class, which instances do not set.", _one())
Final = _form("Final", "Marks a name that is not to be rebound.", _one())
TypeGuard = _form("TypeGuard", "The result of a function that tells whether its argument is of a type.", _one())
Required = _form("Required", "Marks a key that a TypedDict must have.",
                 _one("{1} accepts only a single type."))
NotRequired = _form("NotRequired", "Marks a key that a TypedDict may lack.",
                    _one("{1} accepts only a single type."))
Unpack = _form("Unpack", "The members of a tuple type or of a TypeVarTuple, one by one.",
               _one(build=lambda form, inner: _UnpackGenericAlias(form, (inner,))))

Union = _form("Union", "One of several types.", _unite)
Optional = _form("Optional", "A type or None.",
                 _one("{0} requires a single type.", lambda form, inner: Union[inner, type(None)]))
Concatenate = _form("Concatenate", "Parameters in front of those of a ParamSpec.", _concatenate)


@_LiteralSpecialForm
@_tp_cache(typed=True)
def Literal(form, *values):
    """One of these values."""
    values = _flatten_literal_params(values)
    try:
        once = _deduplicate(list(_value_and_type_iter(values)))
    except TypeError:
        # Values that have no hash stay as they are.
        return _LiteralGenericAlias(form, values)
    return _LiteralGenericAlias(form, tuple(value for value, kind in once))


class ForwardRef(_Final, _root=True):
    """A type that is given as the text of an expression."""

    __slots__ = tuple(f"__forward_{what}__" for what in
                      ("arg", "code", "evaluated", "value", "is_argument", "is_class", "module"))

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        wrong = "Forward reference must be {} -- got {!r}".format
        match arg:
            case str():
                # A starred type is an expression only inside of a subscript.
                text = f"({arg},)[0]" if arg[:1] == "*" else arg
            case _:
                raise TypeError(wrong("a string", arg))
        try:
            code = compile(text, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(wrong("an expression", arg))
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


# ---- substitution, which the native type parameters ask for

def _is_unpacked_typevartuple(x):
    return not isinstance(x, type) and getattr(x, "__typing_is_unpacked_typevartuple__", False)


def _is_typevar_like(x):
    return _is_unpacked_typevartuple(x) or isinstance(x, TypeVar | ParamSpec)


def _typevar_subst(self, arg):
    given = _type_check(arg, "Parameters to generic types must be types.")
    match given:
        case _GenericAlias():
            starred = given.__origin__ is Unpack
        case GenericAlias():
            starred = given.__unpacked__
        case _:
            starred = False
    if starred:
        raise TypeError(f"{given} is not valid as type argument")
    return given


def _open_tuples(args):
    """Where tuples of any length are unpacked among the arguments, each with the type of its members."""
    insides = [None if isinstance(a, type) else getattr(a, "__typing_unpacked_tuple_args__", None) for a in args]
    return [(at, inside[0]) for at, inside in enumerate(insides)
            if inside and len(inside) == 2 and inside[1] is ...]


def _typevartuple_prepare_subst(self, alias, args):
    """The arguments with what falls to this TypeVarTuple in a tuple of its own."""
    total = len(args)
    wanted = alias.__parameters__
    before = wanted.index(self)
    after = len(wanted) - before - 1
    if any(isinstance(p, TypeVarTuple) for p in wanted[before + 1:]):
        raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
    match _open_tuples(args):
        case []:
            if before + after > total:
                raise TypeError(f"Too few arguments for {alias}; actual {total}, expected at least {before + after}")
            return (*args[:before], tuple(args[before:total - after]), *args[total - after:])
        case [(at, member)]:
            # What is missing on either side comes out of the unpacked tuple.
            head, tail = args[:min(before, at)], args[max(total - after, at + 1):]
            return (*head, *[member] * (before - len(head)), tuple(args[len(head):total - len(tail)]),
                    *[member] * (after - len(tail)), *tail)
    raise TypeError("More than one unpacked arbitrary-length tuple argument")


def _paramspec_subst(self, arg):
    match arg:
        case list() | tuple():
            return tuple([_type_check(kind, "Expected a type.") for kind in arg])
        case _ if _is_param_expr(arg):
            return arg
    raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")


def _paramspec_prepare_subst(self, alias, args):
    wanted = alias.__parameters__
    at = wanted.index(self)
    if len(args) <= at:
        raise TypeError(f"Too few arguments for {alias}")
    # One list of parameters may stand without brackets of its own.
    if wanted == (self,) and not _is_param_expr(args[0]):
        return (args,)
    return tuple([tuple(a) if k == at else a for k, a in enumerate(args)]) if isinstance(args[at], list) else args


# ---- what the native Generic asks for

def _declared(cls, given):
    """The subscript of Generic or Protocol itself, which declares type parameters."""
    if not given:
        raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
    start = f"Parameters to {cls.__name__}[...] must all be "
    if not all(map(_is_typevar_like, given)):
        raise TypeError(start + "type variables or parameter specification variables.")
    if len(given) > len(set(given)):
        raise TypeError(start + "unique")
    return given


def _filled(cls, given):
    """The subscript of a generic class, laid out as its type parameters want it."""
    wanted = cls.__parameters__
    for prepare in [getattr(p, "__typing_prepare_subst__", None) for p in wanted]:
        given = prepare(cls, given) if prepare else given
    _check_generic(cls, given, len(wanted))
    return tuple([x for p, arg in zip(wanted, given)
                  for x in (arg if isinstance(p, TypeVarTuple) else (arg,))])


@_tp_cache
def _generic_class_getitem(cls, params):
    given = tuple(map(_type_convert, params if isinstance(params, tuple) else (params,)))
    layout = _declared if cls in (Generic, Protocol) else _filled
    return _GenericAlias(cls, layout(cls, given))


def _generic_init_subclass(cls, *args, **kwargs):
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    written = vars(cls).get("__orig_bases__")
    plain = Generic in (cls.__bases__ if written is None else written)
    if plain and (written is not None or cls.__name__ != "Protocol" and type(cls) != _TypedDictMeta):
        raise TypeError("Cannot inherit from plain Generic")
    used = _collect_parameters(written or ())
    match [b.__parameters__ for b in written or () if isinstance(b, _GenericAlias) and b.__origin__ is Generic]:
        case []:
            listed = used
        case [listed]:
            if absent := [v for v in used if v not in set(listed)]:
                raise TypeError(f"Some type variables ({', '.join(map(str, absent))}) are not listed in "
                                f"Generic[{', '.join(map(str, listed))}]")
        case _:
            raise TypeError("Cannot inherit from Generic[...] multiple times.")
    cls.__parameters__ = tuple(listed)


# ---- generic aliases

def _is_dunder(attr):
    return attr[:2] == attr[-2:] == "__"


def _as_tuple(item):
    return item if isinstance(item, tuple) else (item,)


# What an alias keeps for itself; any other plain name is set on its origin.
_ALIAS_STATE = frozenset(("_name", "_inst", "_nparams", "_paramspec_tvars", "_typevar_types"))


class _BaseGenericAlias(_Final, _root=True):
    """What all aliases have: an origin, for which they stand."""

    def __init__(self, origin, *, inst=True, name=None):
        self.__origin__, self.__slots__ = origin, None
        self._name, self._inst = name, inst

    def __call__(self, *pos, **named):
        origin = self.__origin__
        if not self._inst:
            raise TypeError(
                f"Type {self._name} cannot be instantiated; use {origin.__name__}() instead")
        made = origin(*pos, **named)
        try:
            setattr(made, "__orig_class__", self)
        except Exception:
            pass  # Not every object takes attributes.
        return made

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __mro_entries__(self, bases):
        origin = self.__origin__
        own = () if origin in bases else (origin,)
        # Generic comes last, unless a base further on brings it.
        later = bases[bases.index(self) + 1:]
        brought = any(isinstance(b, _BaseGenericAlias) or issubclass(b, Generic) for b in later)
        return own if brought else (*own, Generic)

    def __getattr__(self, wanted):
        match wanted:
            case "__origin__" | "__args__":
                # No base has this method, and the error tells so.
                super().__getattr__(wanted)
            case "__name__" | "__qualname__":
                given = self._name
                return given if given else self.__origin__.__name__
        if _is_dunder(wanted) or "__origin__" not in self.__dict__:
            raise AttributeError(wanted)
        return getattr(self.__origin__, wanted)

    def __setattr__(self, target, value):
        own = target in _ALIAS_STATE or _is_dunder(target)
        put = super().__setattr__ if own else functools.partial(setattr, self.__origin__)
        put(target, value)

    def __instancecheck__(self, instance):
        return self.__subclasscheck__(type(instance))

    def __subclasscheck__(self, candidate):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        from_origin = {a for a in dir(self.__origin__) if not _is_dunder(a)}
        return list(from_origin.union(super().__dir__()))


def _fill(old, values):
    """What `old` becomes when its parameters have these values."""
    if subst := getattr(old, "__typing_subst__", None):
        return subst(values[old])
    inner = getattr(old, "__parameters__", ())
    if not inner:
        return old
    groups = [values[p] if isinstance(p, TypeVarTuple) else (values[p],) for p in inner]
    return old[tuple(value for group in groups for value in group)]


def _subscript(kind, alias, args):
    return kind(alias.__origin__, args, inst=alias._inst, name=alias._name)


def _parts(alias):
    return alias.__origin__, alias.__args__


# These are functions, as a method would hide what an origin has under that name.
def _replacements(alias, old, values):
    """The arguments, often one, that come in the place of `old`."""
    if isinstance(old, type):
        return (old,)
    new = _fill(old, values)
    in_callable = alias.__origin__ == collections.abc.Callable
    if _is_unpacked_typevartuple(old) or in_callable and isinstance(new, tuple):
        return new
    return (tuple(alias._make_substitution(old, values)) if isinstance(old, tuple) else new,)


class _GenericAlias(_BaseGenericAlias, _root=True):
    """An origin with arguments."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, name=name, inst=inst)
        self.__args__ = _as_tuple(args)
        self.__parameters__ = _collect_parameters(self.__args__)
        if not name:
            self.__module__ = getattr(origin, "__module__")

    def __eq__(self, other):
        return _parts(self) == _parts(other) if isinstance(other, _GenericAlias) else NotImplemented

    def __hash__(self):
        return hash(_parts(self))

    @_tp_cache
    def __getitem__(self, items):
        wrong = ("Cannot subscript already-subscripted {}" if self.__origin__ in (Generic, Protocol)
                 else None if self.__parameters__ else "{} is not a generic class")
        if wrong:
            raise TypeError(wrong.format(self))
        unpacked = _unpack_args(map(_type_convert, _as_tuple(items)))
        return self.copy_with(self._determine_new_args(tuple(unpacked)))

    def _determine_new_args(self, given):
        wanted = self.__parameters__
        hooks = (getattr(p, "__typing_prepare_subst__", None) for p in wanted)
        for hook in hooks:
            if hook is not None:
                given = hook(self, given)
        if surplus := len(given) - len(wanted):
            amount = "many" if surplus > 0 else "few"
            raise TypeError(f"Too {amount} arguments for {self};"
                            f" actual {len(given)}, expected {len(wanted)}")
        return (*self._make_substitution(self.__args__, dict(zip(wanted, given))),)

    def _make_substitution(self, old_args, values):
        return [new for old in old_args for new in _replacements(self, old, values)]

    def copy_with(self, args):
        return _subscript(type(self), self, args)

    def __repr__(self):
        head = f"typing.{self._name}" if self._name else _type_repr(self.__origin__)
        return f"{head}[{', '.join(map(_type_repr, self.__args__)) or '()'}]"

    def __reduce__(self):
        base = globals()[self._name] if self._name else self.__origin__
        match self.__args__:
            case (only,) if not isinstance(only, tuple):
                index = only
            case several:
                index = tuple(several)
        return operator.getitem, (base, index)

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if isinstance(origin, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:  # as the plain alias does
            return _BaseGenericAlias.__mro_entries__(self, bases)
        if origin is not Generic:
            return (origin,)
        later = bases[bases.index(self) + 1:] if Protocol not in bases else ()
        left_to_others = Protocol in bases or any(
            b is not self and isinstance(b, _BaseGenericAlias) for b in later)
        return () if left_to_others else (origin,)

    def __iter__(self):
        yield Unpack[self]


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """An alias of a class that takes a number of arguments, such as `List`."""

    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=origin.__name__ if name is None else name)
        self._nparams = nparams
        prefix = "" if origin.__module__ == "builtins" else f"{origin.__module__}."
        self.__doc__ = f"A generic version of {prefix}{origin.__qualname__}."

    @_tp_cache
    def __getitem__(self, items):
        checked = tuple(_type_check(item, "Parameters to generic types must be types.")
                        for item in _as_tuple(items))
        _check_generic(self, checked, self._nparams)
        return self.copy_with(checked)

    def copy_with(self, args):
        return _subscript(_GenericAlias, self, args)

    def __repr__(self):
        return f"typing.{self._name}"

    def __subclasscheck__(self, candidate):
        match candidate:
            case _SpecialGenericAlias():
                candidate = candidate.__origin__
            case _GenericAlias():
                return super().__subclasscheck__(candidate)
        return issubclass(candidate, self.__origin__)

    def __reduce__(self):
        return self._name


def _split_callable(args):
    """The list of arguments and the result, or None where a parameter expression stands for the list."""
    *arguments, result = args
    if len(arguments) == 1 and _is_param_expr(arguments[0]):
        return None
    return arguments, result


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def __repr__(self):
        if (parts := _split_callable(self.__args__)) is None:
            return super().__repr__()
        inner = ", ".join(map(_type_repr, parts[0]))
        return f"typing.Callable[[{inner}], {_type_repr(parts[1])}]"

    def __reduce__(self):
        return operator.getitem, (Callable, _split_callable(self.__args__) or self.__args__)


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, args):
        return _subscript(_CallableGenericAlias, self, args)

    def __getitem__(self, items):
        if isinstance(items, tuple) and len(items) == 2:
            # The cache wants what can be hashed.
            first, result = items
            return self.__getitem_inner__((tuple(first) if isinstance(first, list) else first, result))
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")

    @_tp_cache
    def __getitem_inner__(self, pair):
        first, result = pair[0], _type_check(pair[1], "Callable[args, result]: result must be a type.")
        front = (...,) if first is ... else map(_type_convert, _as_tuple(first))
        return self.copy_with((*front, result))


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, items):
        items = _as_tuple(items)
        endless = len(items) > 1 and items[-1] is ...
        head, tail, subject = ((items[:-1], (...,), "Tuple[t, ...]: t") if endless
                               else (items, (), "Tuple[t0, t1, ...]: each t"))
        checked = [_type_check(item, f"{subject} must be a type.") for item in head]
        return self.copy_with((*checked, *tail))


def _same_members(left, right):
    try:
        return frozenset(left) == frozenset(right)
    except TypeError:  # some cannot be hashed
        return all(a in right for a in left) and all(b in left for b in right)


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        comparable = isinstance(other, (types.UnionType, _UnionGenericAlias))
        return _same_members(self.__args__, other.__args__) if comparable else NotImplemented

    def __hash__(self):
        members = frozenset(self.__args__)
        return hash(members)

    def __repr__(self):
        present = [a for a in self.__args__ if a is not type(None)]
        if len(present) == 1 and len(self.__args__) == 2:
            return f"typing.Optional[{_type_repr(present[0])}]"
        return super().__repr__()

    def __instancecheck__(self, instance):
        return any(isinstance(instance, member) for member in self.__args__)

    def __subclasscheck__(self, candidate):
        return any(issubclass(candidate, member) for member in self.__args__)

    def __reduce__(self):
        getitem, (_, members) = super().__reduce__()
        return getitem, (Union, members)


def _value_and_type_iter(values):
    return zip(values, map(type, values))


def _literal_key(alias):
    """What tells literals apart: their values with the types of these, in any order."""
    return frozenset(_value_and_type_iter(alias.__args__))


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        alike = isinstance(other, _LiteralGenericAlias)
        return _literal_key(self) == _literal_key(other) if alike else NotImplemented

    def __hash__(self):
        return hash(_literal_key(self))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        *front, last = args
        if isinstance(last, list | tuple):
            return (*front, *last)
        # One Concatenate at the end of another: they become one.
        tail = last.__args__ if isinstance(last, _ConcatenateGenericAlias) else (last,)
        return super().copy_with((*front, *tail))


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f"typing.Unpack[{_type_repr(self.__args__[0])}]"

    def __getitem__(self, key):
        return key if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(key)

    @property
    def __typing_unpacked_tuple_args__(self):
        inner = self.__args__[0]
        if not isinstance(inner, _GenericAlias | GenericAlias):
            return None
        if inner.__origin__ is tuple:
            return inner.__args__
        raise TypeError("Unpack[...] must be used with a tuple type")

    @property
    def __typing_is_unpacked_typevartuple__(self):
        (inner,) = self.__args__
        return isinstance(inner, TypeVarTuple)


def _annotated_parts(alias):
    return alias.__origin__, *alias.__metadata__


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    """A type with more that is said about it."""

    def __init__(self, base, notes):
        if isinstance(base, _AnnotatedAlias):
            base, *earlier = _annotated_parts(base)
            notes = (*earlier, *notes)
        super().__init__(base, base, name="Annotated")
        self.__metadata__ = notes

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        shown = [_type_repr(self.__origin__), *map(repr, self.__metadata__)]
        return f"typing.Annotated[{', '.join(shown)}]"

    def __reduce__(self):
        return operator.getitem, (Annotated, _annotated_parts(self))

    def __eq__(self, other):
        alike = isinstance(other, _AnnotatedAlias)
        return _annotated_parts(self) == _annotated_parts(other) if alike else NotImplemented

    def __hash__(self):
        return hash(_annotated_parts(self))

    def __getattr__(self, name):
        return "Annotated" if name in ("__name__", "__qualname__") else super().__getattr__(name)

    def __mro_entries__(self, _):
        return (self.__origin__,)


@_tp_cache(typed=True)
def _annotate(base=None, *notes):
    if not notes:
        raise TypeError("Annotated[...] should be used with at least two arguments "
                        "(a type and an annotation).")
    if _is_unpacked_typevartuple(base):
        raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
    checked = _type_check(base, "Annotated[t, ...]: t must be a type.", allow_special_forms=True)
    return _AnnotatedAlias(checked, notes)


class Annotated:
    """`Annotated[T, x, ...]`: the type T, about which x is said."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        return _annotate(*params) if isinstance(params, tuple) else _annotate(params)

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


# ---- protocols

# What a class has for the sake of this module, and what it has because it is a class.
_TYPING_INTERNALS = frozenset(
    "__parameters__ __orig_bases__ __orig_class__ __type_params__ __protocol_attrs__"
    " __callable_proto_members_only__ _is_protocol _is_runtime_protocol".split())
_SPECIAL_NAMES = frozenset(
    f"__{name}__" for name in
    "abstractmethods annotations class_getitem dict doc firstlineno init match_args module new slots"
    " static_attributes subclasshook weakref".split())
EXCLUDED_ATTRIBUTES = _TYPING_INTERNALS | _SPECIAL_NAMES | {"_MutableMapping__marker"}


def _marked(cls, flag="_is_protocol"):
    return getattr(cls, flag, False)


def _get_protocol_attrs(protocol):
    """The names that a class must have to be of the protocol."""
    layers = (layer for layer in protocol.__mro__[:-1] if layer.__name__ not in ("Protocol", "Generic"))
    names = {name for layer in layers for name in {*vars(layer), *getattr(layer, "__annotations__", ())}}
    return {name for name in names - EXCLUDED_ATTRIBUTES if not name.startswith("_abc_")}


def _no_init_or_replace_init(self, *args, **kwargs):
    kind, placeholder = type(self), _no_init_or_replace_init
    if kind._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if kind.__init__ is placeholder:
        # The class took this `__init__` from the protocol: from now on it has the next one.
        candidates = (vars(layer).get("__init__", placeholder) for layer in kind.__mro__)
        kind.__init__ = next((init for init in candidates if init is not placeholder), object.__init__)
        kind.__init__(self, *args, **kwargs)


def _caller(depth=1, default="__main__"):
    """The name of the module whose code called `depth` calls above; None where frames do not show."""
    name_at = getattr(sys, "_getframemodulename", None)
    if name_at is not None:
        return name_at(depth + 1) or default
    try:
        scope = sys._getframe(depth + 1).f_globals
    except (AttributeError, ValueError):
        return None
    return scope.get("__name__", default)


def _allow_reckless_class_checks(above=2):
    return _caller(above) in ("abc", "functools", None)


_PROTO_ALLOWLIST = {
    module: names.split() for module, names in (
        ("collections.abc", "Callable Awaitable Iterable Iterator AsyncIterable AsyncIterator"
                            " Hashable Sized Container Collection Reversible Buffer"),
        ("contextlib", "AbstractContextManager AbstractAsyncContextManager"),
    )
}


@functools.cache
def _lazy_load_getattr_static():
    import inspect  # large, and few programs need it for this
    return inspect.getattr_static


_cleanups.append(_lazy_load_getattr_static.cache_clear)
_abc_instancecheck, _abc_subclasscheck = ABCMeta.__instancecheck__, ABCMeta.__subclasscheck__
_NOT_RUNTIME = "Instance and class checks can only be used with @runtime_checkable protocols"
_ABSENT = object()


def _base_of_protocols(base):
    """Whether a protocol may inherit from it."""
    if base in (object, Generic) or base.__name__ in _PROTO_ALLOWLIST.get(base.__module__, ()):
        return True
    return issubclass(base, Generic) and _marked(base)


def _subclass_refusal(protocol, candidate):
    """Why issubclass cannot be asked about the protocol, or None."""
    if not isinstance(candidate, type):
        return "issubclass() arg 1 must be a class"
    by_names = vars(protocol).get("__subclasshook__") is _proto_hook
    if by_names and not protocol.__callable_proto_members_only__:
        return "Protocols with non-method members don't support issubclass()"
    return None if _marked(protocol, "_is_runtime_protocol") else _NOT_RUNTIME


def _has_members(protocol, value):
    """Whether the value has all the protocol asks for; None stands for no method."""
    find = _lazy_load_getattr_static()

    def has(name):
        found = find(value, name, _ABSENT)
        if found is None:
            return not callable(getattr(protocol, name, None))
        return found is not _ABSENT

    return all(map(has, protocol.__protocol_attrs__))


class _ProtocolMeta(ABCMeta):
    def __new__(meta, name, bases, body, /, **options):
        root = name == "Protocol" and bases == (Generic,)
        if not root and not {Protocol, Generic}.isdisjoint(bases):
            for stranger in [base for base in bases if not _base_of_protocols(base)]:
                raise TypeError(f"Protocols can only inherit from other protocols, got {stranger!r}")
        return super().__new__(meta, name, bases, body, **options)

    def __init__(cls, *_, **__):
        if _marked(cls):
            names = cls.__protocol_attrs__ = _get_protocol_attrs(cls)
            members = (getattr(cls, name, None) for name in names)
            cls.__callable_proto_members_only__ = all(map(callable, members))

    # Both look at who called them, so they ask `_allow_reckless_class_checks` themselves.

    def __subclasscheck__(cls, candidate):
        if cls is Protocol:
            return type.__subclasscheck__(cls, candidate)
        if _marked(cls) and not _allow_reckless_class_checks():
            if refusal := _subclass_refusal(cls, candidate):
                raise TypeError(refusal)
        return _abc_subclasscheck(cls, candidate)

    def __instancecheck__(cls, value):
        if cls is Protocol:
            return type.__instancecheck__(cls, value)
        structural = _marked(cls)
        if structural and not (_marked(cls, "_is_runtime_protocol") or _allow_reckless_class_checks()):
            raise TypeError(_NOT_RUNTIME)
        return _abc_instancecheck(cls, value) or structural and _has_members(cls, value)


@classmethod
def _proto_hook(cls, candidate):
    def offers(name):
        for layer in candidate.__mro__:
            if name in (own := vars(layer)):
                return own[name] is not None
            notes = getattr(layer, "__annotations__", None)
            # In a protocol it is enough that the name is annotated.
            if isinstance(notes, collections.abc.Mapping) and name in notes:
                if issubclass(candidate, Generic) and _marked(candidate):
                    return True
        return False

    if vars(cls).get("_is_protocol") and all(map(offers, cls.__protocol_attrs__)):
        return True
    return NotImplemented


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of classes that say what others must have to be of a type."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        own = vars(cls)
        if not own.get("_is_protocol"):
            cls._is_protocol = Protocol in cls.__bases__
        if "__subclasshook__" not in own:
            cls.__subclasshook__ = _proto_hook
        if cls.__init__ is Protocol.__init__ and cls._is_protocol:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Lets a protocol be used with isinstance and issubclass."""
    if issubclass(cls, Generic) and _marked(cls):
        cls._is_runtime_protocol = True
        return cls
    raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")


# ---- functions

def cast(typ, val):
    """The value as it is: type checkers take it to be of the type."""
    return val


def assert_type(val, typ, /):
    """The value as it is: type checkers verify its type."""
    return val


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    """Fails with AssertionError; checkers complain if control can get here."""
    limit = _ASSERT_NEVER_REPR_MAX_LENGTH
    text = repr(arg)
    shown = text if len(text) <= limit else text[:limit] + "..."
    raise AssertionError("Expected code to be unreachable, but got: " + shown)


def reveal_type(obj, /):
    """Tells stderr the class of a value and returns the value."""
    print("Runtime type is", repr(type(obj).__name__), file=sys.stderr)
    return obj


# What may lack annotations without get_type_hints complaining.
_allowed_types = tuple(getattr(types, kind + "Type") for kind in (
    "Function", "BuiltinFunction", "Method", "Module", "WrapperDescriptor", "MethodWrapper", "MethodDescriptor"))


def _evaluated(annotations, scopes, params, **ref_flags):
    """Yields each name with its annotation, evaluated in (globals, locals)."""
    for name, hint in annotations.items():
        match hint:
            case None:
                hint = type(None)
            case str():
                hint = ForwardRef(hint, **ref_flags)
        yield name, _eval_type(hint, *scopes, params)


def _class_hints(cls, outer, inner):
    """Hints of a class and its bases; the most derived class wins."""
    hints = {}
    for owner in cls.__mro__[::-1]:
        own = owner.__dict__.get("__annotations__", {})
        if type(own) is types.GetSetDescriptorType:
            continue
        module_names = outer
        if outer is None:
            module_names = getattr(sys.modules.get(owner.__module__), "__dict__", {})
        match outer, inner:
            case None, None:
                # The module is searched first, the class after it.
                scopes = {**vars(owner)}, module_names
            case _, None:
                scopes = module_names, {**vars(owner)}
            case _:
                scopes = module_names, inner
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
    scopes = outer, outer if inner is None else inner
    is_module = isinstance(obj, types.ModuleType)
    return dict(_evaluated(own, scopes, getattr(obj, "__type_params__", ()),
                           is_argument=not is_module, is_class=False))


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a module, class or function, with strings evaluated."""
    if getattr(obj, "__no_type_check__", False):
        return {}
    collect = _class_hints if isinstance(obj, type) else _object_hints
    hints = collect(obj, globalns, localns)
    if not include_extras:
        hints.update([(name, _strip_annotations(hint)) for name, hint in hints.items()])
    return hints


def _strip_annotations(t):
    """The type without what Annotated, Required and NotRequired say."""
    if isinstance(t, _AnnotatedAlias):
        inner = t.__origin__
    elif getattr(t, "__origin__", None) in (Required, NotRequired):
        inner, *_ = t.__args__
    else:
        return _strip_arguments(t)
    return _strip_annotations(inner)


def _strip_arguments(t):
    """The type with the arguments it has stripped, itself if that changes none."""
    match t:
        case _GenericAlias():
            rebuild = t.copy_with
        case GenericAlias():
            rebuild = functools.partial(GenericAlias, t.__origin__)
        case types.UnionType():
            rebuild = functools.partial(functools.reduce, operator.or_)
        case _:
            return t
    before = t.__args__
    after = tuple(map(_strip_annotations, before))
    return t if after == before else rebuild(after)


def get_origin(tp):
    """What an alias stands for without its arguments, or None."""
    match tp:
        case _AnnotatedAlias():
            return Annotated
        case _BaseGenericAlias() | GenericAlias() | ParamSpecArgs() | ParamSpecKwargs():
            return tp.__origin__
        case types.UnionType():
            return type(tp)
    return Generic if tp is Generic else None


def get_args(tp):
    """The arguments of an alias."""
    match tp:
        case _AnnotatedAlias():
            return tp.__origin__, *tp.__metadata__
        case _GenericAlias() | GenericAlias():
            found = tp.__args__
            if not _should_unflatten_callable_args(tp, found):
                return found
            *accepted, result = found
            return accepted, result
        case types.UnionType():
            return tp.__args__
    return ()


def is_typeddict(tp):
    """Whether a class was made by TypedDict."""
    return isinstance(tp, _TypedDictMeta)


def _mark(obj, flag, ignored=(AttributeError, TypeError)):
    """Sets a flag on an object, which may refuse it, and returns the object."""
    try:
        setattr(obj, flag, True)
    except ignored:
        pass
    return obj


def _defined_in(cls):
    """Yields the members of a class whose names say that they were written in it."""
    for member in (getattr(cls, name) for name in dir(cls)):
        place = getattr(member, "__qualname__", None), getattr(member, "__module__", None)
        if place[0] is not None and place == (f"{cls.__qualname__}.{member.__name__}", cls.__module__):
            yield member


def no_type_check(arg):
    """Says that the annotations of a function or class are no types."""
    for member in _defined_in(arg) if isinstance(arg, type) else ():
        match member:
            case type():
                no_type_check(member)
            case types.FunctionType():
                _mark(member, "__no_type_check__", ())
            case types.MethodType():
                _mark(member.__func__, "__no_type_check__", ())
    return _mark(arg, "__no_type_check__", TypeError)


def no_type_check_decorator(decorator):
    """Gives a decorator the effect of no_type_check."""
    def unchecked(*args, **kwargs):
        return no_type_check(decorator(*args, **kwargs))
    return functools.update_wrapper(unchecked, decorator)


def _overload_dummy(*args, **kwds):
    """What `overload` leaves of a function."""
    raise NotImplementedError("You should not call an overloaded function. A series of @overload-decorated "
                              "functions outside a stub module should always be followed by an "
                              "implementation that is not @overload-ed.")


# Module, then qualified name, then first line of each overload.
_overload_registry = collections.defaultdict(functools.partial(collections.defaultdict, dict))


def overload(func):
    """One of several signatures of a function, which stands behind them."""
    target = getattr(func, "__func__", func)
    try:
        module, name, line = target.__module__, target.__qualname__, target.__code__.co_firstlineno
    except AttributeError:
        # Not a plain function: nothing to remember it by.
        return _overload_dummy
    _overload_registry[module][name][line] = func
    return _overload_dummy


def get_overloads(func):
    """The overloads of a function."""
    target = getattr(func, "__func__", func)
    by_name = _overload_registry.get(target.__module__, {})
    return [*by_name.get(target.__qualname__, {}).values()]


def clear_overloads():
    """Forgets all overloads."""
    _overload_registry.clear()


def final(f):
    """Says that a method is not to be overridden, or a class not to be subclassed."""
    return _mark(f, "__final__")


def override(method, /):
    """Says that a method overrides one of a base."""
    return _mark(method, "__override__")


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """Says that a decorator, class or metaclass does as dataclasses do."""
    def attach(target):
        target.__dataclass_transform__ = dict(
            eq_default=eq_default, order_default=order_default, kw_only_default=kw_only_default,
            frozen_default=frozen_default, field_specifiers=field_specifiers, kwargs=kwargs)
        return target
    return attach


# ---- aliases of classes

T, KT, VT = map(TypeVar, ("T", "KT", "VT"))
T_co, V_co, VT_co = (TypeVar(_name, covariant=True) for _name in ("T_co", "V_co", "VT_co"))
CT_co = TypeVar("CT_co", bound=type, covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)

_alias = _SpecialGenericAlias

# By module and number of parameters: the classes whose aliases have their own name.
for _module, _nparams, _names in (
    (collections.abc, 0, "Hashable Sized ByteString"),
    (collections.abc, 1, "Awaitable AsyncIterable AsyncIterator Iterable Iterator Reversible Container "
                         "Collection MutableSet Sequence MutableSequence MappingView KeysView ValuesView"),
    (collections.abc, 2, "Mapping MutableMapping ItemsView AsyncGenerator"),
    (collections.abc, 3, "Coroutine Generator"),
    (collections, 1, "Counter"),
    (collections, 2, "OrderedDict ChainMap"),
):
    for _name in _names.split():
        globals()[_name] = _alias(getattr(_module, _name), _nparams)

# Those with another name; of built-in classes, the aliases are not for isinstance.
for _name, _class, _nparams in (
    ("AbstractSet", collections.abc.Set, 1),
    ("Deque", collections.deque, 1),
    ("DefaultDict", collections.defaultdict, 2),
    ("List", list, 1),
    ("Set", set, 1),
    ("FrozenSet", frozenset, 1),
    ("Dict", dict, 2),
    ("Type", type, 1),
):
    globals()[_name] = _alias(_class, _nparams, inst=_class.__module__ != "builtins", name=_name)

Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
Callable = _CallableType(origin=collections.abc.Callable, nparams=2)

del _module, _nparams, _names, _name, _class

# Aliases made when asked for, so that their modules are not imported without need.
_lazy_aliases = {
    "ContextManager": ("contextlib", "AbstractContextManager"),
    "AsyncContextManager": ("contextlib", "AbstractAsyncContextManager"),
    "Pattern": ("re", "Pattern"),
    "Match": ("re", "Match"),
}


def __getattr__(attr):
    """Makes an alias of `_lazy_aliases`, once."""
    if attr not in _lazy_aliases:
        raise AttributeError("module %r has no attribute %r" % (__name__, attr))
    module, name = _lazy_aliases[attr]
    made = globals()[attr] = _alias(getattr(__import__(module), name), 1, name=attr)
    return made


Text = str


@runtime_checkable
class SupportsInt(Protocol):
    """What has `__int__`."""
    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


def _conversion_protocol(name, method, result):
    """A protocol of one method, which takes nothing and gives a `result`."""
    def convert(self): pass

    convert.__name__, convert.__qualname__, convert.__module__ = method, f"{name}.{method}", __name__
    convert.__annotations__ = {"return": result}
    body = {"__module__": __name__, "__qualname__": name, "__doc__": f"What has `{method}`.",
            "__slots__": (), method: abstractmethod(convert)}
    return runtime_checkable(type(Protocol)(name, (Protocol,), body))


SupportsFloat = _conversion_protocol("SupportsFloat", "__float__", float)
SupportsComplex = _conversion_protocol("SupportsComplex", "__complex__", complex)
SupportsBytes = _conversion_protocol("SupportsBytes", "__bytes__", bytes)
SupportsIndex = _conversion_protocol("SupportsIndex", "__index__", int)
del _conversion_protocol


@runtime_checkable
class SupportsAbs[T](Protocol):
    """What has `__abs__`, which gives a T."""
    __slots__ = ()

    @abstractmethod
    def __abs__(self) -> T: pass


@runtime_checkable
class SupportsRound[T](Protocol):
    """What has `__round__`, which gives a T."""
    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T: pass


# ---- NamedTuple, TypedDict, NewType

def _make_nmtuple(name, types, module, defaults=()):
    pairs = list(types)
    made = collections.namedtuple(name, [field for field, _ in pairs], defaults=defaults, module=module)
    hints = {field: _type_check(hint, f"field {field} annotation must be a type") for field, hint in pairs}
    for holder in (made, made.__new__):
        holder.__annotations__ = hints
    return made


_prohibited = frozenset("__new__ __init__ __slots__ __getnewargs__ _fields _field_defaults _field_types "
                        "_make _replace _asdict _source".split())
_special = frozenset("__module__ __name__ __annotations__".split())


def _trailing_defaults(hints, body):
    """The defaults `body` gives to the fields of `hints`: to the last ones only."""
    fields = list(hints)
    given = [field for field in fields if field in body]
    start = fields.index(given[0]) if given else len(fields)
    for place, field in enumerate(fields[start:]):
        if field not in body:
            before = fields[start:start + place]
            raise TypeError(f"Non-default namedtuple field {field} cannot follow default field"
                            f"{'s' if place > 1 else ''} {', '.join(before)}")
    return [body[field] for field in given]


class NamedTupleMeta(type):
    """Makes of a class statement with the base NamedTuple a subclass of tuple."""

    def __new__(meta, name, parents, body):
        assert any(parent is _NamedTuple for parent in parents)
        if not all(parent in (_NamedTuple, Generic) for parent in parents):
            raise TypeError("can only inherit from a NamedTuple type and Generic")
        hints = body.get("__annotations__", {})
        made = _make_nmtuple(name, hints.items(), body["__module__"], _trailing_defaults(hints, body))
        made.__bases__ = tuple({_NamedTuple: tuple}.get(parent, parent) for parent in parents)
        generic = Generic in parents
        if generic:
            made.__class_getitem__ = classmethod(_generic_class_getitem)
        kept = _special.union(made._fields)
        for attribute in body:
            if attribute in _prohibited:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {attribute}")
            if attribute not in kept:
                setattr(made, attribute, body[attribute])
        if generic:
            made.__init_subclass__()
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    """A named tuple with types, as a class statement or a call."""
    if kwargs and fields is not None:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    made = _make_nmtuple(typename, kwargs.items() if fields is None else fields, _caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


def _as_base(function, meta):
    """Lets `function` stand among the bases of a class; the class that stands there for it, of type `meta`."""
    hidden = type.__new__(meta, function.__name__, (), {})
    function.__mro_entries__ = lambda bases: (hidden,)
    return hidden


_NamedTuple = _as_base(NamedTuple, NamedTupleMeta)
_namedtuple_mro_entries = NamedTuple.__mro_entries__


def _is_required(hint, total):
    """Whether a key with this hint has to be there: as its qualifier says, or else `total`."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    qualifier = get_origin(hint)
    return qualifier is Required or (qualifier is not NotRequired and total)


class _TypedDictMeta(type):
    """Makes of a class statement with the base TypedDict a subclass of dict that knows its keys."""

    def __new__(meta, name, parents, body, total=True):
        if any(parent is not Generic and type(parent) is not _TypedDictMeta for parent in parents):
            raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        real = [Generic] * any(issubclass(parent, Generic) for parent in parents) + [dict]
        made = type.__new__(_TypedDictMeta, name, tuple(real), body)

        complaint = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {key: _type_check(hint, complaint, module=made.__module__)
               for key, hint in body.get("__annotations__", {}).items()}
        hints, needed = {}, {}
        for inherited in map(vars, parents):
            hints |= inherited.get("__annotations__", {})
            needed |= dict.fromkeys(inherited.get("__required_keys__", ()), True)
            needed |= dict.fromkeys(inherited.get("__optional_keys__", ()), False)
        needed |= {key: _is_required(hint, total) for key, hint in own.items()}

        made.__annotations__ = hints | own
        made.__required_keys__ = frozenset(key for key in needed if needed[key])
        made.__optional_keys__ = frozenset(needed) - made.__required_keys__
        for attribute, value in (("__orig_bases__", parents), ("__total__", total)):
            if attribute not in body:
                setattr(made, attribute, value)
        return made

    __call__ = dict

    def __instancecheck__(cls, tested):
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A dict with known keys, as a class statement or a call."""
    if kwargs:
        if fields is not None:
            raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
        from warnings import warn
        warn("The kwargs-based syntax for TypedDict definitions is deprecated in Python 3.11, "
             "will be removed in Python 3.13, and may not be understood by third-party type checkers.",
             DeprecationWarning, stacklevel=2)
    body = {"__annotations__": dict(kwargs if fields is None else fields)}
    if (module := _caller()) is not None:
        body["__module__"] = module
    made = _TypedDictMeta(typename, (), body, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = _as_base(TypedDict, _TypedDictMeta)
del _as_base


class NewType:
    """A name for a type that is to be told from the type itself."""

    __call__ = _idfunc

    def __init__(self, name, tp):
        self.__supertype__ = tp
        self.__qualname__ = name
        self.__name__ = name.split(".")[-1]
        if (module := _caller()) != __name__:
            self.__module__ = module

    def __mro_entries__(self, bases):
        def refuse(subclass):
            name = subclass.__name__
            raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                            f"`{name} = NewType({name!r}, {self.__name__})`")

        return (type("Dummy", (), {"__init_subclass__": classmethod(refuse)}),)

    def __repr__(self):
        return ".".join((self.__module__, self.__qualname__))

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# ---- files

class IO(Generic[AnyStr]):
    """A file: what `open` gives."""

    __slots__ = ()


def _file_method(owner, name, arguments="", **hints):
    """An abstract method of the class `owner`."""
    namespace = {}
    exec(f"def {name}(self{arguments}): pass", namespace)
    made = namespace[name]
    made.__module__, made.__qualname__, made.__annotations__ = __name__, f"{owner}.{name}", hints
    return abstractmethod(made)


for _name, _arguments in {
    "close": "", "fileno": "", "flush": "", "isatty": "", "read": ", n=-1", "readable": "",
    "readline": ", limit=-1", "readlines": ", hint=-1", "seek": ", offset, whence=0", "seekable": "",
    "tell": "", "truncate": ", size=None", "writable": "", "write": ", s", "writelines": ", lines",
    "__enter__": "", "__exit__": ", type, value, traceback",
}.items():
    setattr(IO, _name, _file_method("IO", _name, _arguments))
for _name in ("mode", "name", "closed"):
    setattr(IO, _name, property(_file_method("IO", _name)))


class BinaryIO(IO[bytes]):
    """A file of bytes."""

    __slots__ = ()
    __enter__ = _file_method("BinaryIO", "__enter__", **{"return": "BinaryIO"})


class TextIO(IO[str]):
    """A file of text."""

    __slots__ = ()
    __enter__ = _file_method("TextIO", "__enter__", **{"return": "TextIO"})


for _name, _hint in {"buffer": BinaryIO, "encoding": str, "errors": "str | None", "line_buffering": bool,
                     "newlines": Any}.items():
    setattr(TextIO, _name, property(_file_method("TextIO", _name, **{"return": _hint})))
del _name, _arguments, _hint, _file_method
