# Streams at their edges: no encoding, no handler, no memory of a stream that was never made.
import io
import pickle
import threading
import time


def attempt(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__name__, e)


text = io.TextIOWrapper(io.BytesIO(b"abc"), encoding="utf-8")
attempt(lambda: text.__init__(io.BytesIO(), encoding="\udcfe"))
attempt(lambda: text.__init__(io.BytesIO(), encoding="utf-8", newline="x"))
attempt(text.read)
attempt(lambda: repr(io.TextIOWrapper.__new__(io.TextIOWrapper)))

closed = io.StringIO()
closed.close()
attempt(lambda: closed.__setstate__(("", "", 0, None)))

unpickler = pickle.Unpickler(io.BytesIO())
for memo in ({-1: None}, {"a": 1}):
    try:
        unpickler.memo = memo
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
attempt(lambda: pickle.dumps(dict.__dict__["fromkeys"]))


class Pieces(io.RawIOBase):
    """Gives one piece at a time."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.pieces:
            return 0
        piece = self.pieces.pop(0)
        if not isinstance(piece, bytes):
            return piece
        buffer[:len(piece)] = piece
        return len(piece)


reader = io.BufferedReader(Pieces(b"abc", b"defgh", b"ij"), 10)
room = bytearray(20)
print(reader.peek(1), reader.readinto1(room), room[:8], reader.readinto1(room), room[:2])
for bad in (-1, 30, "x"):
    try:
        io.BufferedReader(Pieces(bad), 10).readline()
    except OSError as e:
        print(e, repr(e.__cause__))


class Slow(io.RawIOBase):
    """Takes its time to close."""

    closing = threading.Event()

    def writable(self):
        return True

    def write(self, data):
        return len(data)

    def close(self):
        self.closing.set()
        time.sleep(0.05)
        super().close()


writer = io.BufferedWriter(Slow())
closer = threading.Thread(target=writer.close)
closer.start()
Slow.closing.wait()
attempt(lambda: writer.write(b"late"))
closer.join()
