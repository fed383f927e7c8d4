# SimpleQueue, and the bits of _stat.
import _queue
import _stat


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


q=_queue.SimpleQueue()
t(lambda:q.empty())
q.put(1)
q.put_nowait(2)
t(lambda:q.qsize())
t(lambda:q.get())
t(lambda:q.get(timeout=1))
t(lambda:q.get(False))
t(lambda:q.get_nowait())
t(lambda:q.get(timeout=0.01))
t(lambda:q.get(timeout=-1))
t(lambda:_queue.SimpleQueue(1))
t(lambda:_queue.Empty)
t(lambda:_queue.Empty.__mro__)
t(lambda:q.put())
t(lambda:_queue.SimpleQueue[int])
t(lambda:q.get(block=1,timeout='a'))
for m in (0o100644,0o40755,0o120777,0o104755,0o101644,0o20666,0): t(lambda:_stat.filemode(m)); 
t(lambda:_stat.S_ISDIR(0o40755))
t(lambda:_stat.S_IFMT(0o40755))
t(lambda:_stat.S_IMODE(0o104755))
t(lambda:_stat.S_ISREG('a'))
t(lambda:_stat.S_ISREG(-1))
t(lambda:_stat.S_IFREG)
t(lambda:_stat.filemode())
