# Conditional expressions, boolean operators and constant conditions keep their effects.
log = []


def t(x):
    log.append(x)
    return x


def run(label, value):
    print(label, repr(value), log)
    log.clear()


run("and", t(1) and t(2) and t(0) and t(3))
run("or", t(0) or t("") or t("x") or t("y"))
run("mixed", t(0) and t(1) or t(2) and t(3))
run("not", not t(0) and not t([]))
run("ternary", t("a") if t(1) else t("b"))
run("nested", t(1) if t(0) else t(2) if t(0) else t(3))
run("in index", [10, 20][t(1) and t(0)])
run("arguments", (lambda *a: a)(t(1) or t(2), *(t([3]) and t([4]))))
run("comparison", t(1) < t(5) < t(3) or t(9))
run("lambda", (lambda a, b: a and b)(t(0), t(1)))
if t(1) and (t(0) or t(2)):
    run("if", "taken")
while t(0) or t(0):
    print("never")
run("while", None)
run("assert", [None for x in (0, 1, 2) if t(x) and t(x) > 1])
if 1:
    x = "constant true"
else:
    x = undefined
if not 1:
    undefined()
elif "":
    undefined()
elif ():
    undefined()
else:
    run(x, None)
while 1:
    break
for _ in ():
    undefined
x = 5 if None else 6
y = 0 and undefined
z = 1 or undefined
print(x, y, z, 0 or None, "" and 1, None or 0.0, [] or [[]], {} and 1 or 2)


class Loud:
    def __init__(self, v):
        self.v = v

    def __bool__(self):
        log.append(("bool", self.v))
        return self.v

    def __repr__(self):
        return f"Loud({self.v})"


T, F = Loud(True), Loud(False)
run("object and", T and F and T)
run("object or", F or T or F)
run("object not", not T)
run("object if", 1 if F else 2)
run("all any", (all([T, F, T]), any([F, T, F])))
run("filter", list(filter(None, [T, F])))
run("chained", [T if T else F for _ in "a"])
if T and not F:
    run("statement", True)
if F or (T and T):
    run("nested statement", True)
run("double not", not not T)
run("bool()", bool(F))


def early(v):
    if v == 1:
        return "one"
    elif v == 2:
        if T:
            return "two"
        return "unreachable"
    else:
        try:
            return "other" if F else "else"
        finally:
            log.append("finally")


print([early(v) for v in (1, 2, 3)], log)
