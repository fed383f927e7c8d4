"""Weak references to garbage are cleared, and their callbacks run, before the first finaliser."""

import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finaliser", watch())


back = []


class Back:
    def __del__(self):
        back.append(self)


node, other = Node("a"), []
node.other, watch = other, weakref.ref(node, lambda r: print("callback", r()))
other.append(node)
del node, other
gc.collect()
print(watch())

# What a finaliser brings back has lost its weak references.
node = Back()
node.me = node
watch = weakref.ref(node, lambda r: print("callback", r()))
del node
gc.collect()
print(len(back), watch())
