# Functions which make functions: partial, compose, curry, accumulators, state.
def partial(fn, *args, **kw):
    return lambda *more, **morekw: fn(*args, *more, **{**kw, **morekw})


def compose(*fns):
    def run(x):
        for f in reversed(fns):
            x = f(x)
        return x
    return run


def curry(fn, n=None):
    n = n if n is not None else fn.__code__.co_argcount

    def step(*args):
        return fn(*args) if len(args) >= n else lambda *more: step(*args, *more)
    return step


print(partial(pow, 2)(10), partial(print, "a", sep="-")("b", "c"), partial(int, base=2)("101"), compose(str, abs, lambda x: x - 5)(2), curry(lambda a, b, c: a + b * c)(1)(2)(3), curry(lambda a, b: a / b)(1, 4))


def pipeline():
    stages = []

    def add(fn):
        stages.append(fn)
        return add

    def run(x):
        trace = [x]
        for s in stages:
            trace.append(s(trace[-1]))
        return trace
    add.run = run
    return add


p = pipeline()
p(lambda x: x + 1)(lambda x: x * 2)(str)
print(p.run(3), p.run(-1))


def account(balance):
    def deposit(n):
        nonlocal balance
        balance += n
        return balance

    def withdraw(n):
        nonlocal balance
        if n > balance:
            raise ValueError(f"balance {balance} is below {n}")
        balance -= n
        return balance
    return {"deposit": deposit, "withdraw": withdraw, "balance": lambda: balance}


a, b = account(100), account(5)
print(a["deposit"](50), a["withdraw"](30), b["balance"](), a["balance"]())
try:
    b["withdraw"](6)
except ValueError as e:
    print(e)


def cons(a, b):
    return lambda pick: pick(a, b)


car = lambda p: p(lambda a, b: a)
cdr = lambda p: p(lambda a, b: b)
lst = None
for i in range(5):
    lst = cons(i, lst)
out = []
while lst:
    out.append(car(lst))
    lst = cdr(lst)
print(out)
zero = lambda f: lambda x: x
succ = lambda n: lambda f: lambda x: f(n(f)(x))
add = lambda m: lambda n: lambda f: lambda x: m(f)(n(f)(x))
mul = lambda m: lambda n: lambda f: m(n(f))
num = lambda n: n(lambda k: k + 1)(0)
two, three = succ(succ(zero)), succ(succ(succ(zero)))
print(num(add(two)(three)), num(mul(two)(three)), num(three(two)))


def once(fn):
    done = False
    value = None

    def inner(*a):
        nonlocal done, value
        if not done:
            value, done = fn(*a), True
        return value
    return inner


init = once(lambda x: [x])
print(init(1), init(2), init(3) is init(4))
handlers = {op: (lambda op: lambda a, b: eval(f"a {op} b", {"a": a, "b": b}))(op) for op in ("+", "-", "*", "//", "%", "<<", "|", "<")}
print({op: fn(13, 4) for op, fn in handlers.items()})
