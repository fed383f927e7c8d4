# Locks and the rest of _thread in one thread.
import _signal
import _thread
import _weakref


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


l=_thread.allocate_lock()
t(lambda:l)
t(lambda:l.acquire())
t(lambda:l)
t(lambda:l.acquire(False))
t(lambda:l.acquire(timeout=0.01))
t(lambda:l.acquire(True,0.01))
t(lambda:l.acquire(False,1))
t(lambda:l.acquire(timeout=-2))
t(lambda:l.acquire(timeout=1e20))
t(lambda:l.release())
t(lambda:l.release())
t(lambda:l.locked())
with l: t(l.locked)
t(l.locked)
t(lambda:type(l))
t(lambda:_thread.LockType())
t(lambda:l.acquire('a','b'))
t(lambda:l.acquire(timeout='a'))
t(lambda:_weakref.ref(l)() is l)
r=_thread.RLock()
t(lambda:r)
t(lambda:r.acquire())
t(lambda:r.acquire())
t(lambda:r._recursion_count())
t(lambda:r._is_owned())
s=r._release_save()
t(lambda:s[0])
t(lambda:r._release_save())
t(lambda:r._acquire_restore(s))
t(lambda:r._recursion_count())
t(lambda:r.release())
t(lambda:r.release())
t(lambda:r.release())
with r as x: t(lambda:x)
class L(_thread._local):
    def __init__(self,a): self.a=a
t(lambda:L(3).__dict__)
t(lambda:_thread._local(3))
z=_thread._local()
z.q=1
t(lambda:z.q)
t(lambda:z.w)
del z.q
t(lambda:z.q)
t(lambda:z.__dict__)
t(lambda:type(_thread.get_ident()))
t(lambda:_thread._count())
t(lambda:_thread.stack_size())
t(lambda:_thread.stack_size(-1))
t(lambda:_thread.stack_size(5))
t(lambda:_thread.TIMEOUT_MAX)
t(lambda:_thread.error)
t(lambda:_thread.exit())
t(lambda:_thread.start_new_thread(1,()))
t(lambda:_thread.start_new_thread(len,[]))
t(lambda:_thread.start_new_thread(len,(),[]))
t(lambda:_thread.start_new_thread(len))
# Whoever runs this may have it ignored.
_signal.signal(_signal.SIGINT, _signal.default_int_handler)
def im():
    _thread.interrupt_main()
    for i in range(10): pass
t(im)
t(lambda:_thread.interrupt_main(99))
_signal.signal(_signal.SIGINT, _signal.SIG_IGN)
t(im)
t(lambda:_thread.interrupt_main(_signal.SIGUSR1))
a=_thread._ExceptHookArgs((1,2,3,4))
t(lambda:a)
t(lambda:a.exc_type)
t(lambda:len(a))
t(lambda:_thread._ExceptHookArgs((1,)))
t(lambda:_thread._ExceptHookArgs(4))
t(lambda:a[3])
