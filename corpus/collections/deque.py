# deque: arguments, messages, operators.
from _collections import deque
import _collections


def clean(text):
    while " at 0x" in text:
        before, after = text.split(" at 0x", 1)
        text = before + " at ADDR" + after.lstrip("0123456789abcdef")
    return text


def t(f):
    try:
        print(clean(repr(f())))
    except BaseException as e:
        print(clean(f"{type(e).__name__} {e}"))


d=deque([1,2,3],5)
t(lambda:d.remove(9))
t(lambda:d.index(9))
t(lambda:d['a'])
t(lambda:d[9])
t(lambda:d+[1])
t(lambda:d*'a')
t(lambda:[1]+d)
t(lambda:d.__reduce__())
t(lambda:deque([1]).__reduce__())
t(lambda:deque(1,2,3))
t(lambda:deque(maxlen=-1))
t(lambda:deque(maxlen='a'))
t(lambda:deque(maxlen=2**80))
t(lambda:deque(x=1))
t(lambda:d.rotate('a'))
t(lambda:d.rotate(1,2))
t(lambda:d.insert('a',2))
t(lambda:d.insert(1))
t(lambda:deque().pop())
t(lambda:deque([1]*3,3).insert(0,1))
t(lambda:iter(d).__reduce__())
t(lambda:reversed(d).__reduce__())
t(lambda:_collections._deque_iterator(d,1))
t(lambda:_collections._deque_iterator([1]))
t(lambda:_collections._deque_iterator())
