//! What is changed in the modules of names: URLs, media types, unique identifiers, keys of shelves.

use super::Line;

/// As `CHANGES` in `lines.rs`.
pub const NAMES: &[Line] = &[
    (
        "urllib/parse.py",
        "'git', 'git+ssh',\n               'ws', 'wss']",
        "'git', 'git+ssh',\n               'ws', 'wss', 'itms-services']",
    ),
    (
        "urllib/parse.py",
        "    allow_fragments = bool(allow_fragments)\n    key = url",
        "    url = url.lstrip(_IGNORED_AT_ENDS)\n    scheme = scheme.strip(_IGNORED_AT_ENDS)\n    allow_fragments = bool(allow_fragments)\n    key = url",
    ),
    (
        "urllib/parse.py",
        "            raise ValueError(\"Invalid IPv6 URL\")\n    if allow_fragments",
        "            raise ValueError(\"Invalid IPv6 URL\")\n        if '[' in netloc:\n            _check_bracketed_host(netloc.split('[', 1)[1].split(']', 1)[0])\n    if allow_fragments",
    ),
    (
        "urllib/parse.py",
        "        try:\n            nport = int(port)\n        except ValueError:\n            nport = None\n        return host, nport",
        "        return host, int(port) if port.isascii() and port.isdigit() else None",
    ),
    (
        "urllib/parse.py",
        "_safe_quoters[safe] = quoter = Quoter(safe)",
        "_safe_quoters[safe] = quoter = _Quoter(safe)",
    ),
    (
        "urllib/parse.py",
        "return \"<%s %r>\" % (self.__class__.__name__, dict(self))",
        "return \"<Quoter %r>\" % (dict(self),)",
    ),
    (
        "mimetypes.py",
        "        while ext in self.suffix_map:\n            base, ext = posixpath.splitext(base + self.suffix_map[ext])\n",
        "        while ext.lower() in self.suffix_map:\n            base, ext = posixpath.splitext(base + self.suffix_map[ext.lower()])\n",
    ),
    (
        "mimetypes.py",
        "extensions = self.types_map_inv[True].get(type, [])",
        "extensions = self.types_map_inv[True].get(type, [])[:]",
    ),
    ("mimetypes.py", "        '.bz2': 'bzip2',\n", "        '.bz2': 'bzip2',\n        '.br': 'br',\n"),
    (
        "mimetypes.py",
        "        '.oda'    : 'application/oda',\n",
        "        '.nq'     : 'application/n-quads',\n        '.nt'     : 'application/n-triples',\n        '.oda'    : 'application/oda',\n",
    ),
    (
        "mimetypes.py",
        "        '.au'     : 'audio/basic',\n",
        "        '.3gp'    : 'audio/3gpp',\n        '.3gpp'   : 'audio/3gpp',\n        '.3g2'    : 'audio/3gpp2',\n        '.3gpp2'  : 'audio/3gpp2',\n        '.aac'    : 'audio/aac',\n        '.adts'   : 'audio/aac',\n        '.loas'   : 'audio/aac',\n        '.ass'    : 'audio/aac',\n        '.au'     : 'audio/basic',\n",
    ),
    (
        "mimetypes.py",
        "        '.aif'    : 'audio/x-aiff',\n",
        "        '.opus'   : 'audio/opus',\n        '.aif'    : 'audio/x-aiff',\n",
    ),
    (
        "mimetypes.py",
        "        '.bmp'    : 'image/bmp',\n",
        "        '.avif'   : 'image/avif',\n        '.bmp'    : 'image/bmp',\n",
    ),
    (
        "mimetypes.py",
        "        '.jpg'    : 'image/jpeg',\n",
        "        '.heic'   : 'image/heic',\n        '.heif'   : 'image/heif',\n        '.jpg'    : 'image/jpeg',\n",
    ),
    ("mimetypes.py", "        '.bmp'    : 'image/x-ms-bmp',\n", ""),
    (
        "mimetypes.py",
        "        '.rtx'    : 'text/richtext',\n",
        "        '.srt'    : 'text/plain',\n        '.rtx'    : 'text/richtext',\n",
    ),
    (
        "mimetypes.py",
        "        '.txt'    : 'text/plain',\n",
        "        '.n3'     : 'text/n3',\n        '.txt'    : 'text/plain',\n",
    ),
    (
        "mimetypes.py",
        "        '.py'     : 'text/x-python',\n",
        "        '.vtt'    : 'text/vtt',\n        '.py'     : 'text/x-python',\n",
    ),
    (
        "mimetypes.py",
        "        '.m3u'    : 'application/vnd.apple.mpegurl',\n",
        "        '.trig'   : 'application/trig',\n        '.m3u'    : 'application/vnd.apple.mpegurl',\n",
    ),
    (
        "mimetypes.py",
        "        '.xul' : 'text/xul',\n",
        "        '.webp': 'image/webp',\n        '.xul' : 'text/xul',\n",
    ),
    ("uuid.py", "namespace.bytes + bytes(name, \"utf-8\")", "namespace.bytes + _as_bytes(name)"),
    (
        "shelve.py",
        "from pickle import Pickler, Unpickler",
        "from pickle import Pickler, Unpickler, DEFAULT_PROTOCOL",
    ),
    ("shelve.py", "            protocol = 3\n", "            protocol = DEFAULT_PROTOCOL\n"),
    (
        "fileinput.py",
        "    if encoding is None:  # EncodingWarning is emitted in FileInput() already.",
        "    if encoding is None and \"b\" not in mode:  # EncodingWarning is emitted in FileInput() already.",
    ),
];
