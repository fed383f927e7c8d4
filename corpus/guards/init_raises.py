# __init__ raises, and gives what it should not, while it is exchanged.
class E(Exception): pass
class C:
    def __init__(self, i):
        self.i = i
        if i % 7 == 6:
            C.__init__ = other; raise E(i)
def other(self, i):
    self.i = -i
    if i % 5 == 4: C.__init__ = orig; return 5
orig = C.__init__
def run():
    out = []
    for i in range(60):
        try: out.append(C(i).i)
        except E as e: out.append(("E", e.args))
        except TypeError as e: out.append(str(e))
    return out
print(run())
