"""The East Asian codecs: tables of pairs, and the encodings that switch between them by escapes."""

import codecs as _codecs

__all__ = ['MultibyteIncrementalDecoder', 'MultibyteIncrementalEncoder', 'MultibyteStreamReader',
           'MultibyteStreamWriter', 'getcodec']

_made = {}


def getcodec(name):
    """Return the codec of an encoding; LookupError if there is none."""
    if not isinstance(name, str):
        raise TypeError('codec name must be a string.')
    if name not in _made:
        if name not in _KINDS:
            raise LookupError('no such codec is supported.')
        _made[name] = _KINDS[name](name)
    return _made[name]


class _Incomplete(Exception):
    """More bytes may complete the character."""


class MultibyteCodec:
    """An encoding: what a subclass says of characters and bytes, with error handlers and states."""

    def __init__(self, name):
        self.name = name

    def encode(self, input, errors=None):
        """Return an encoded object and how much was consumed."""
        data, _ = self._encode(input, errors or 'strict', self._start(), True)
        return data, len(input)

    def decode(self, input, errors=None):
        """Return the decoded text and how much was consumed."""
        data = bytes(input)
        text, used, _ = self._decode(data, errors or 'strict', self._start(), True)
        return text, used

    def _start(self):
        return 0

    def _finish(self, state):
        return b''

    def _encode(self, text, errors, state, final):
        out, at = [], 0
        while at < len(text):
            data, state = self._bytes(text[at], state)
            if data is not None:
                out.append(data)
                at += 1
                continue
            error = UnicodeEncodeError(self.name, text, at, at + 1, 'illegal multibyte sequence')
            instead, at = _codecs.lookup_error(errors)(error)
            if at < 0:
                at += len(text)
            if not 0 <= at <= len(text):
                raise IndexError(f'position {at} from error handler out of bounds')
            if isinstance(instead, str):
                instead, state = self._encode(instead, 'strict', state, False)
            out.append(instead)
        if final:
            out.append(self._finish(state))
            state = self._start()
        return b''.join(out), state

    def _decode(self, data, errors, state, final):
        out, at = [], 0
        while at < len(data):
            try:
                text, size, state = self._char(data, at, state)
                reason, end = 'illegal multibyte sequence', at + 1
            except _Incomplete:
                if not final:
                    break
                text, reason, end = None, 'incomplete multibyte sequence', len(data)
            if text is not None:
                out.append(text)
                at += size
                continue
            error = UnicodeDecodeError(self.name, data, at, end, reason)
            instead, at = _codecs.lookup_error(errors)(error)
            if at < 0:
                at += len(data)
            if not 0 <= at <= len(data):
                raise IndexError(f'position {at} from error handler out of bounds')
            out.append(instead)
        return ''.join(out), at, state


class _Table(MultibyteCodec):
    """Single bytes and pairs of bytes."""

    def __init__(self, name):
        super().__init__(name)
        import base64
        import zlib
        from _cjk_tables import TABLES
        parts, odd = TABLES[name]
        parts = [zlib.decompress(base64.b85decode(part)).decode('utf-16-le', 'surrogatepass') for part in parts]
        self._single = '\0' + parts[0][1:]
        self._known = {b for b, c in enumerate(self._single) if c != '\0' or not b}
        self._pairs = dict(zip((b'', b'\x8f'), parts[1:]))
        # Of these two, the first byte alone tells that a pair can mean nothing.
        last = {'shift_jis': 0xeb, 'cp932': 0xfd}.get(name)
        self._leads = {*range(0x81, 0xa0), *range(0xe0, last)} if last else None
        self._back = back = {}
        for prefix, pairs in reversed(self._pairs.items()):
            for at in reversed(range(len(pairs))):
                if pairs[at] != '\0':
                    back[pairs[at]] = prefix + bytes((0x80 + at // 256, at % 256))
        back.update((self._single[b], bytes((b,))) for b in sorted(self._known, reverse=True))
        for point, data in odd.items():
            if data:
                back[chr(point)] = data
            else:
                back.pop(chr(point), None)

    def _bytes(self, c, state):
        return self._back.get(c), state

    def _char(self, data, at, state):
        first = data[at]
        if first in self._known:
            return self._single[first], 1, state
        prefix = data[at:at + 1] if data[at:at + 1] in self._pairs else b''
        pairs, start = self._pairs[prefix], at + len(prefix)
        if len(data) < start + 2:
            if self._leads and first not in self._leads:
                return None, 1, state
            raise _Incomplete
        place = (data[start] - 0x80) * 256 + data[start + 1]
        c = pairs[place] if place >= 0 else '\0'
        return (None if c == '\0' else c), len(prefix) + 2, state


class _GB18030(_Table):
    """Pairs, and four bytes for every other character, in the order of their numbers."""

    def __init__(self, name):
        super().__init__(name)
        self._four = [p for p in range(0x80, 0x10000) if not 0xd800 <= p < 0xe000 and chr(p) not in self._back]
        self._place = {p: n for n, p in enumerate(self._four)}

    def _bytes(self, c, state):
        data = self._back.get(c)
        if data is None:
            place = self._place.get(ord(c)) if c < '\U00010000' else ord(c) - 0x10000 + 189000
            if place is not None:
                place, d = divmod(place, 10)
                place, x = divmod(place, 126)
                a, b = divmod(place, 10)
                data = bytes((0x81 + a, 0x30 + b, 0x81 + x, 0x30 + d))
        return data, state

    def _char(self, data, at, state):
        if data[at] < 0x80 or at + 1 < len(data) and not 0x30 <= data[at + 1] <= 0x39:
            return super()._char(data, at, state)
        if len(data) < at + 2:
            raise _Incomplete
        if data[at] in (0x80, 0xff):
            return None, 1, state
        if len(data) < at + 4:
            raise _Incomplete
        a, b, c, d = data[at:at + 4]
        if not (0x81 <= c <= 0xfe and 0x30 <= d <= 0x39):
            return None, 1, state
        place = (((a - 0x81) * 10 + b - 0x30) * 126 + c - 0x81) * 10 + d - 0x30
        if place < len(self._four):
            return chr(self._four[place]), 4, state
        point = place - 189000 + 0x10000
        return (chr(point) if 0x10000 <= point <= 0x10ffff else None), 4, state


class _HZ(MultibyteCodec):
    """ASCII, and pairs of GB 2312 between `~{` and `~}`."""

    def _bytes(self, c, state):
        if c < '\x80':
            data = b'~~' if c == '~' else c.encode()
            return (b'~}' + data if state else data), 0
        data, _ = getcodec('gb2312')._bytes(c, 0)
        if data is None:
            return None, state
        pair = bytes(b & 0x7f for b in data)
        return (pair if state else b'~{' + pair), 1

    def _finish(self, state):
        return b'~}' if state else b''

    def _char(self, data, at, state):
        if data[at] == 0x7e:
            if len(data) < at + 2:
                raise _Incomplete
            found = {0x7e: ('~', 0), 0x7b: ('', 1), 0x7d: ('', 0), 0x0a: ('', state)}.get(data[at + 1])
            return (None, 1, state) if found is None else (found[0], 2, found[1])
        if data[at] >= 0x80:
            return None, 1, state
        if not state or data[at] == 0x0a:
            return chr(data[at]), 1, 0 if data[at] == 0x0a else state
        if len(data) < at + 2:
            raise _Incomplete
        text, _, _ = getcodec('gb2312')._char(bytes((data[at] | 0x80, data[at + 1] | 0x80)), 0, 0)
        return text, 2, state


class _ISO2022(MultibyteCodec):
    """Seven bits, with escapes that say which set follows: the sets, by their escapes, and how each is read."""

    def _sets(self):
        ascii_, roman = b'\x1b(B', b'\x1b(J'
        japanese = [(ascii_, 'ascii'), (roman, 'roman'), (b'\x1b$B', 'euc_jp'), (b'\x1b$@', 'euc_jp')]
        return japanese + [(b'\x1b$(D', 'supplement')] * (self.name == 'iso2022_jp_1')

    def _start(self):
        return b'\x1b(B'

    def _finish(self, state):
        return b'' if state == self._start() else self._start()

    def _in_set(self, c, kind):
        if kind == 'ascii':
            return c.encode() if c < '\x80' else None
        if kind == 'roman':
            return {'\xa5': b'\\', '\u203e': b'~'}.get(c)
        data, _ = getcodec('euc_jp' if kind == 'supplement' else kind)._bytes(c, 0)
        if data is None or len(data) != (3 if kind == 'supplement' else 2) or data[:1] == b'\x8e':
            return None
        return bytes(b & 0x7f for b in data[-2:])

    def _bytes(self, c, state):
        sets = self._sets()
        for escape, kind in [s for s in sets if s[0] == state and c >= '\x80'] + sets:
            data = self._in_set(c, kind)
            if data is not None:
                return (data if escape == state else escape + data), (state if escape == state else escape)
        return None, state

    def _char(self, data, at, state):
        if data[at] == 0x1b:
            for escape, _ in self._sets():
                if data.startswith(escape, at):
                    return '', len(escape), escape
            if any(escape.startswith(data[at:]) for escape, _ in self._sets()):
                raise _Incomplete
            return None, 1, state
        kind = dict(self._sets())[state]
        if data[at] >= 0x80:
            return None, 1, state
        if data[at] == 0x0a:
            return '\n', 1, self._start()
        if kind == 'ascii' or data[at] < 0x21:
            return chr(data[at]), 1, state
        if kind == 'roman':
            return {0x5c: '\xa5', 0x7e: '\u203e'}.get(data[at], chr(data[at])), 1, state
        if len(data) < at + 2:
            raise _Incomplete
        pair = bytes(b | 0x80 for b in data[at:at + 2])
        codec = getcodec('euc_jp' if kind == 'supplement' else kind)
        text, _, _ = codec._char(b'\x8f' + pair if kind == 'supplement' else pair, 0, 0)
        return text, 2, state


_KINDS = dict.fromkeys(['gb2312', 'gbk', 'big5', 'cp950', 'euc_kr', 'cp949', 'johab', 'shift_jis', 'cp932', 'euc_jp'],
                       _Table)
_KINDS.update(dict.fromkeys(['iso2022_jp', 'iso2022_jp_1'], _ISO2022))
_KINDS.update(gb18030=_GB18030, hz=_HZ)


class MultibyteIncrementalEncoder:
    """Encodes a text piece by piece; a subclass names the codec."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self._state = self.codec._start()

    def encode(self, input, final=False):
        data, self._state = self.codec._encode(input, self.errors, self._state, final)
        return data

    def reset(self):
        self._state = self.codec._start()

    def getstate(self):
        return 0 if self._state in (0, self.codec._start()) else [self._state]

    def setstate(self, state):
        self._state = state[0] if state else self.codec._start()


class MultibyteIncrementalDecoder:
    """Decodes bytes piece by piece; a subclass names the codec."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self.reset()

    def decode(self, input, final=False):
        data = self._rest + bytes(input)
        text, used, self._state = self.codec._decode(data, self.errors, self._state, final)
        self._rest = data[used:]
        return text

    def reset(self):
        self._rest, self._state = b'', self.codec._start()

    def getstate(self):
        return self._rest, self._state if isinstance(self._state, int) else int.from_bytes(self._state)

    def setstate(self, state):
        self._rest, number = state
        start = self.codec._start()
        if isinstance(start, bytes):
            number = number.to_bytes((number.bit_length() + 7) // 8) or start
        self._state = number


class MultibyteStreamReader(MultibyteIncrementalDecoder):
    """Decodes what a stream of bytes gives."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        MultibyteIncrementalDecoder.__init__(self, errors)

    def _read(self, method, size):
        size = -1 if size is None else size
        while True:
            data = method(size) if size >= 0 else method()
            text = MultibyteIncrementalDecoder.decode(self, data, size < 0 or not data)
            if text or not data or size <= 0:
                return text
            size = 1

    def read(self, sizeobj=None):
        return self._read(self.stream.read, sizeobj)

    def readline(self, sizeobj=None):
        return self._read(self.stream.readline, sizeobj)

    def readlines(self, sizehintobj=None):
        return self._read(self.stream.read, sizehintobj).splitlines(True)


class MultibyteStreamWriter(MultibyteIncrementalEncoder):
    """Encodes for a stream of bytes."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        MultibyteIncrementalEncoder.__init__(self, errors)

    def write(self, strobj):
        self.stream.write(MultibyteIncrementalEncoder.encode(self, strobj))

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def reset(self):
        data = MultibyteIncrementalEncoder.encode(self, '', True)
        if data:
            self.stream.write(data)
