# [exits] raise SystemExit within nested functions, without a traceback.
def deep(n):
    if n == 0:
        raise SystemExit(7)
    try:
        deep(n - 1)
    except Exception:
        print("SystemExit is not an Exception")
    finally:
        print("leave", n)


deep(3)
