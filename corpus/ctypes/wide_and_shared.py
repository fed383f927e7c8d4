# Wide characters; objects over buffers; values that multiprocessing shares.
import ctypes
import multiprocessing

print(ctypes.c_wchar("é").value, ctypes.c_wchar("a"), ctypes.create_unicode_buffer("héllo").value)
print(len(ctypes.create_unicode_buffer("abc")), ctypes.wstring_at(ctypes.create_unicode_buffer("wide")))
print(ctypes.sizeof(ctypes.c_wchar), ctypes.sizeof(ctypes.c_wchar * 3), ctypes.c_wchar_p("hi").value)
text = ctypes.create_unicode_buffer("abc", 10)
text.value = "zz"
print(text.value, repr(text[:3]), text[1])
text[0] = "q"
print(text.value)
for wrong in (
    lambda: ctypes.c_wchar("ab"),
    lambda: ctypes.c_wchar(5),
    lambda: setattr(text, "value", "x" * 11),
    lambda: setattr(text, "value", 5),
    lambda: ctypes.create_unicode_buffer(b"a"),
    lambda: ctypes.c_wchar_p(b"x"),
):
    try:
        print(wrong())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

data = bytearray(8)
number = ctypes.c_int.from_buffer(data)
number.value = 7
ctypes.memset(ctypes.addressof(number), 1, 2)
print(data, ctypes.pointer(number)[0], ctypes.string_at(ctypes.byref(number), 2))
pointer = ctypes.pointer(number)
pointer[0] = 9
print(data, pointer.contents)
number.__init__(3)
print(data)


def work(value, array, lock):
    with lock:
        value.value += 1
        array[0] += 5


if __name__ == "__main__":
    value, array, lock = multiprocessing.Value("i", 0), multiprocessing.Array("d", 3), multiprocessing.Lock()
    workers = [multiprocessing.Process(target=work, args=(value, array, lock)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(value.value, array[:], [worker.exitcode for worker in workers])
    letters = multiprocessing.Array("c", 5)
    letters.value = b"hi"
    print(letters.value, letters.raw, multiprocessing.RawArray("i", range(3))[:])
