# try, except, else and finally with return, break and continue everywhere.
def path(kind):
    out = []
    for i in range(2):
        try:
            out.append("try")
            if kind == "raise":
                raise ValueError("v")
            if kind == "return":
                return out
            if kind == "break":
                break
            if kind == "continue":
                continue
        except ValueError:
            out.append("except")
        else:
            out.append("else")
        finally:
            out.append("finally")
        out.append("after")
    else:
        out.append("loop else")
    return out


for kind in ("none", "raise", "return", "break", "continue"):
    print(kind, path(kind))


def override(k):
    try:
        if k == 1:
            raise KeyError("lost")
        return "try"
    finally:
        if k < 3:
            return "finally"


def finally_break():
    for i in range(3):
        try:
            raise ValueError(i)
        finally:
            if i < 2:
                continue
            break
    return i


def in_except(k):
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            if k == 0:
                return "returned"
            if k == 1:
                raise
            if k == 2:
                raise KeyError("new")
            if k == 3:
                undefined
        finally:
            print("inner finally", k, end=" ")
    except Exception as e:
        return type(e).__name__, type(e.__context__).__name__
    finally:
        print("outer", end=" ")
    return "fell through"


print([override(k) for k in range(4)], finally_break(), [in_except(k) for k in range(5)])


def value():
    x = 1
    try:
        return x
    finally:
        x = 2


def mutable():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def nested():
    log = []
    try:
        try:
            try:
                log.append(1)
                raise TypeError("t")
            except ValueError:
                log.append("wrong")
            finally:
                log.append(2)
        except (KeyError, TypeError) as e:
            log.append(str(e))
            raise IndexError("i") from e
        else:
            log.append("no")
    except LookupError as e:
        log.append(type(e.__cause__).__name__)
    return log


print(value(), mutable(), nested())


def else_raises():
    try:
        try:
            pass
        except ValueError:
            print("not here")
        else:
            raise ValueError("from else")
        finally:
            print("cleanup", end=" ")
    except ValueError as e:
        return str(e)


def loops():
    n = 0
    while True:
        n += 1
        try:
            if n < 3:
                continue
            try:
                if n == 5:
                    break
            finally:
                n += 1
        finally:
            n += 100 if n > 4 else 0
    return n


print(else_raises(), loops())
def gen():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield "caught " + str(e)
    finally:
        print("gen finally", end=" ")
g = gen()
print(next(g), g.throw(ValueError("x")), list(g))
for bad in [5, "text", None, (ValueError, 5), ((ValueError,), int), int, [ValueError]]:
    try:
        try:
            raise ValueError("inner")
        except bad:
            print("matched", bad)
    except (TypeError, ValueError) as e:
        print(bad, type(e).__name__, e)
for bad in [5, "s", None, int, object(), ValueError(), (ValueError,)]:
    try:
        raise bad
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    raise
except RuntimeError as e:
    print(e)
