# [ours] theseus.graph: the article's pictures, before and after, in the language of Graphviz.
import theseus


class SomeContainerClass:
    pass


def wrapper(L):
    def inner():
        return L.pop()

    return inner


a = [1, 2, 3, 4]
print(theseus.graph(a).dot())
b = a
c = SomeContainerClass()
c.data = a
d = wrapper(a)
before = theseus.graph(a, caption="before")
print(before.dot())
print(before)
old, new = a, ["new"]
a = b = c.data = new
after = theseus.graph(old, new, caption="after")
both = before.beside(after)
print(both.dot())
print(theseus.graph(c, direction="out").dot())
print(theseus.graph([old, {"k": old}], direction="out", depth=1).dot())
