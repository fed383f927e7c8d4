# Type parameters and aliases: what they make, when it is evaluated, where names are looked up.
def f[T, *Ts, **P](x: T, *args: T) -> T:
    return x
print(f.__type_params__, f.__annotations__, f.__qualname__, f(3))
T = f.__type_params__[0]
print(repr(T), T.__name__, T.__bound__, T.__constraints__, T.__covariant__, T.__contravariant__, T.__infer_variance__, type(T), T.__module__)
def g[T: int, U: (int, str), V: undefined]():
    return T, U, V
T, U, V = g()
print(T.__bound__, U.__constraints__, U.__bound__, T.__constraints__, g.__type_params__ == (T,U,V))
try: V.__bound__
except NameError as e: print(e)
undefined = 5
print(V.__bound__)
def h[T](a=1, *, b=2): return a, b, T
print(h(), h(b=5), h.__defaults__, h.__kwdefaults__)
type X = int | str
print(X, X.__value__, X.__name__, X.__type_params__, X.__parameters__, X.__module__, type(X))
type Y[T, U: int] = dict[T, U]
print(Y, Y.__value__, Y.__type_params__, Y[int, str], Y[int, str].__origin__ is Y, Y[int, str].__args__)
try: X[int]
except TypeError as e: print(e)
type R = list[R]
print(R.__value__, R | int, None | R)
class A:
    x = 1
    type X = x
    def m[T: x](self, y: T, z: x) -> x: return T
    y = 2
    type Z = y
    def n[T](self): 
        return T, __class__
    class In[T](list[x] if x else 1): pass
print(A.X.__value__, A.m.__annotations__, A.m.__type_params__[0].__bound__, A.Z.__value__, A.n.__qualname__, A().n())
A.x = 10
class A2:
    x = 1
    type X = x
A2.x = 77
print(A2.X.__value__)
print([k for k in vars(A) if k.startswith('__')])
def outer():
    x = 'outer'
    class B:
        x = 'class'
        type L = x
        def meth[T](self, q: x): return x
    class C:
        type L = x
        global zz
        type M = zz
    return B, C
B, C = outer()
print(B.L.__value__, B.meth.__annotations__, B().meth(1), C.L.__value__)
try: C.M.__value__
except NameError as e: print(e)
zz = 3
print(C.M.__value__)
def deco(f):
    print("deco", f.__name__); return f
@deco
def k[T](x: T): pass
@deco
class D[T, U](dict):
    """doc"""
    a: T
    def m[V](self, x: T, y: V) -> U: return T, U, V
print(D.__type_params__, D.__bases__, D.__orig_bases__, D.__doc__, D.__annotations__, D.__parameters__, D.m.__qualname__)
print(D[int, str], D.__mro__)
print(D().m(1,2))
class E[T](D[T, int], metaclass=type): pass
print(E.__bases__, E.__orig_bases__, E.__parameters__)
print(k.__code__.co_qualname, (lambda: 1).__qualname__)
def q[T: (lambda: 1)](): pass
print(q.__type_params__[0].__bound__.__qualname__)
