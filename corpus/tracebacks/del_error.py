# [exits] Unraisable errors in __del__ are reported on stderr and ignored.
class Noisy:
    def __del__(self):
        raise ValueError("in __del__")

    def __repr__(self):
        return "<Noisy object>"


class Fine:
    def __del__(self):
        print("fine del")


n = Noisy()
del n
Fine()
print("still running")
raise KeyError("at the end")
