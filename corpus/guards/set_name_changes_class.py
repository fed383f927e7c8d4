# __set_name__ assigns classes and adds attributes to the class being made.
class Swap:
    def __set_name__(self, owner, name):
        owner.extra = name
        self.__class__ = Got
        made.append(owner.__name__)
class Got:
    def __get__(self, o, t=None): return "got"
made = []
def make(i):
    class C:
        a = Swap()
        b = i
        def m(self): return self.a, self.b, self.extra
    return C
def use(c): return c.m()
res = []
for i in range(60):
    C = make(i); c = C()
    res.append(use(c)); res.append(use(c))
print(res[0], res[-1], len(made))
Got.__get__ = lambda s, o, t=None: "other"
print(use(C()))
del Got.__get__
print(type(use(C())[0]).__name__)
Got.__set__ = lambda s, o, v: None
c = C(); c.__dict__["a"] = "inst"
print(use(c))
