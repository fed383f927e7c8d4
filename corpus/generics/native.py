# The types that PEP 695 syntax makes, made and used by hand.
from _typing import TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, _idfunc

print(_idfunc(5))
T = TypeVar("T")
print(T, T.__name__, T.__bound__, T.__constraints__, T.__module__, T.__covariant__, T.__reduce__())
print(TypeVar("C", covariant=True), TypeVar("D", contravariant=True), TypeVar("I", infer_variance=True), TypeVar(name="N"))
A = TypeVar("A", int, str)
print(A.__constraints__)
for make in [lambda: TypeVar(), lambda: TypeVar(5), lambda: TypeVar("T", int), lambda: TypeVar("T", covariant=True, contravariant=True),
             lambda: TypeVar("T", infer_variance=True, covariant=True), lambda: TypeVar("T", nope=1), lambda: ParamSpec(),
             lambda: ParamSpec(5), lambda: TypeVarTuple(5), lambda: TypeAliasType("A"), lambda: TypeAliasType("A", int, type_params=[1]),
             lambda: TypeAliasType(5, int), lambda: setattr(T, "__name__", "x"), lambda: setattr(T, "__bound__", int),
             lambda: iter(T), lambda: T(), lambda: T[int], lambda: len(T)]:
    try:
        print(repr(make()))
    except Exception as e:
        print(type(e).__name__, e)
T.own = 1
print(T.own)
P = ParamSpec("P")
print(P, P.args, P.kwargs, type(P.args), P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs, P.args != ParamSpec("Q").args)
print(ParamSpecArgs(5), ParamSpecKwargs(P), P.__bound__, P.__name__)
Ts = TypeVarTuple("Ts")
print(Ts, Ts.__name__, Ts.__module__)
try:
    Ts.__typing_subst__(1)
except TypeError as e:
    print(e)
X = TypeAliasType("X", list[T], type_params=(T,))
print(X, X.__value__, X.__type_params__, X.__parameters__, X[int], X.__module__, X[int].__origin__ is X)
Y = TypeAliasType("Y", int)
print(Y | str, Y | None, (Y | str).__args__, Y.__type_params__)
for o, n in [(X, "__name__"), (X, "__value__"), (X, "__type_params__"), (X, "new")]:
    try:
        setattr(o, n, 1)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
for base in [T, P, Ts, P.args, P.kwargs]:
    try:
        class S(base): pass
    except TypeError as e:
        print(e)
for base in [TypeVar, ParamSpec, TypeVarTuple, TypeAliasType]:
    try:
        class S(base): pass
    except TypeError as e:
        print(e)
print(list[T].__parameters__, dict[T, A].__parameters__, TypeVar.__module__, TypeVar.__qualname__, hash(T) == hash(T), T == T)
