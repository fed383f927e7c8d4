# [ours] [slow] Objects within objects, deeper than any stack: RecursionError, on small stacks too. CPython
# overflows its stack with these.
import threading
from types import MappingProxyType, MethodType


def attempt(name, work):
    try:
        work()
        print(name, "ends")
    except RecursionError:
        print(name, "RecursionError")


def main():
    proxy, method = MappingProxyType({}), print
    for _ in range(1_000_000):
        proxy = MappingProxyType(proxy)
        method = MethodType(method, 1)
    attempt("key in proxy", lambda: 1 in proxy)
    attempt("proxy.get", lambda: proxy.get(1))
    attempt("len of proxy", lambda: len(proxy))
    attempt("attribute of method", lambda: method.missing)
    attempt("repr of method", lambda: repr(method))
    del proxy, method


threading.stack_size(256 * 1024)
thread = threading.Thread(target=main)
thread.start()
thread.join()
