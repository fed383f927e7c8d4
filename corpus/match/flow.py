# match with loops, try, generators, nested functions and names of every scope.
def first(items):
    for item in items:
        match item:
            case None: continue
            case [x] if x > 2: break
            case {"stop": why}: return why
            case _: pass
    else:
        return "exhausted"
    return "broke at", x


print(first([None, 1]), first([None, [1], [5], 2]), first([{"stop": "because"}]), first([]))


def generate(x):
    match x:
        case [a, b]:
            got = yield a
            match got:
                case None: yield "nothing"
                case int(n): yield n + b
        case {"many": many}: yield from many
        case _: yield "other"


print(list(generate([1, 2])), list(generate({"many": "ab"})), list(generate(0)))
g = generate([1, 2])
print(next(g), g.send(40))


def closure(x):
    match x:
        case [a, *rest]:
            def inner():
                nonlocal a
                a += 1
                return a, rest
            return inner


f = closure([1, 2, 3])
print(f(), f())


def globally(x):
    global caught
    match x:
        case {"v": caught}: pass


globally({"v": 9})
print(caught)


class Body:
    match {"a": 1, "b": [2, 3]}:
        case {"a": one, "b": [two, three]}: pass


print(Body.one, Body.two, Body.three)


def cleanup(x):
    try:
        match x:
            case 0: return "zero"
            case 1: raise ValueError("one")
            case 2: return 1 / 0
    except ZeroDivisionError as e:
        match e.args:
            case [str() as text]: return text
    finally:
        print("finally", x)


print(cleanup(0), cleanup(2), cleanup(3))
try:
    cleanup(1)
except ValueError as e:
    print(repr(e))

match = [1, 2]
case = {"match": match}
match match:
    case [case, _]: print(case)
match case, match:
    case x, [y, z]: print(x, y, z)
match, case = 1, 2
print(match, case, match * case)
match match:
    case -1: print("no")
    case 1 if case == 2: print("soft keywords")
match 3, 4:
    case 3, *_: print("tuple subject")
match *[1], 2:
    case [1, 2]: print("starred subject")
match (yes := 5):
    case 5: print("walrus", yes)
_ = 7
match 8:
    case _: print(_)
match {"x": None, "y": ...}:
    case {"x": None, "y": z}: print(z)
match 0.0, -0.0, 1e3, "a" "b", b"c":
    case 0, 0.0, 1000, "ab", b"c": print("literals")
x = 0
match x,:
    case y,: print("one-tuple", y)
match w := x,:
    case y as v,: print("one-tuple", w, v)
match (x, 1):
    case y, z,: print(y, z)
