# [exits] Errors in decorators, default values and comprehension conditions.
def check(limit):
    def deco(fn):
        def inner(*args):
            values = [a for a in args if a.limit > limit]
            return fn(*values)
        return inner
    return deco


@check(limit=3)
def total(a, b=2, *, c=3):
    return a + b + c


total(1,
      "two")
