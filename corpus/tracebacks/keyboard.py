# [exits] KeyboardInterrupt raised by hand is an exit by signal-like code.
def work():
    try:
        raise KeyboardInterrupt("by hand")
    except Exception:
        print("not an Exception")
    finally:
        print("finally")


work()
