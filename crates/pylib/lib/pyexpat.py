"""A parser of XML that does not validate, behind the interface of expat."""

import codecs
import re
import sys
import types

__all__ = [
    "EXPAT_VERSION", "ErrorString", "ExpatError", "ParserCreate", "XMLParserType", "XML_PARAM_ENTITY_PARSING_ALWAYS",
    "XML_PARAM_ENTITY_PARSING_NEVER", "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", "error", "errors", "features",
    "model", "native_encoding", "version_info",
]

EXPAT_VERSION = "expat_2.5.0"
version_info = (2, 5, 0)
native_encoding = "UTF-8"
features = [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_CONTEXT_BYTES", 1024),
            ("XML_NS", 0), ("XML_BLAP_MAX_AMP", 100), ("XML_BLAP_ACT_THRES", 8388608)]
XML_PARAM_ENTITY_PARSING_NEVER, XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE, XML_PARAM_ENTITY_PARSING_ALWAYS = range(3)

# How far replacement texts may outgrow the input.
_MOST_EXPANSION, _EXPANSION_FREE = 100, 8 << 20

# Name and text of the errors, in the order of their numbers, which begin at 1.
_ERRORS = """
NO_MEMORY: out of memory
SYNTAX: syntax error
NO_ELEMENTS: no element found
INVALID_TOKEN: not well-formed (invalid token)
UNCLOSED_TOKEN: unclosed token
PARTIAL_CHAR: partial character
TAG_MISMATCH: mismatched tag
DUPLICATE_ATTRIBUTE: duplicate attribute
JUNK_AFTER_DOC_ELEMENT: junk after document element
PARAM_ENTITY_REF: illegal parameter entity reference
UNDEFINED_ENTITY: undefined entity
RECURSIVE_ENTITY_REF: recursive entity reference
ASYNC_ENTITY: asynchronous entity
BAD_CHAR_REF: reference to invalid character number
BINARY_ENTITY_REF: reference to binary entity
ATTRIBUTE_EXTERNAL_ENTITY_REF: reference to external entity in attribute
MISPLACED_XML_PI: XML or text declaration not at start of entity
UNKNOWN_ENCODING: unknown encoding
INCORRECT_ENCODING: encoding specified in XML declaration is incorrect
UNCLOSED_CDATA_SECTION: unclosed CDATA section
EXTERNAL_ENTITY_HANDLING: error in processing external entity reference
NOT_STANDALONE: document is not standalone
UNEXPECTED_STATE: unexpected parser state - please send a bug report
ENTITY_DECLARED_IN_PE: entity declared in parameter entity
FEATURE_REQUIRES_XML_DTD: requested feature requires XML_DTD support in Expat
CANT_CHANGE_FEATURE_ONCE_PARSING: cannot change setting once parsing has begun
UNBOUND_PREFIX: unbound prefix
UNDECLARING_PREFIX: must not undeclare prefix
INCOMPLETE_PE: incomplete markup in parameter entity
XML_DECL: XML declaration not well-formed
TEXT_DECL: text declaration not well-formed
PUBLICID: illegal character(s) in public id
SUSPENDED: parser suspended
NOT_SUSPENDED: parser not suspended
ABORTED: parsing aborted
FINISHED: parsing finished
SUSPEND_PE: cannot suspend in external parameter entity
RESERVED_PREFIX_XML: reserved prefix (xml) must not be undeclared or bound to another namespace name
RESERVED_PREFIX_XMLNS: reserved prefix (xmlns) must not be declared or undeclared
RESERVED_NAMESPACE_URI: prefix must not be bound to one of the reserved namespace names
INVALID_ARGUMENT: invalid argument
NO_BUFFER: a successful prior call to function XML_GetBuffer is required
AMPLIFICATION_LIMIT_BREACH: limit on input amplification factor (from DTD and entities) breached
"""


def _submodule(name, doc, members):
    made = types.ModuleType(f"pyexpat.{name}", doc)
    vars(made).update(members)
    sys.modules[made.__name__] = made
    return made


_rows = [row.split(": ", 1) for row in _ERRORS.strip().splitlines()]
_numbers = {name: number for number, (name, _) in enumerate(_rows, 1)}
errors = _submodule("errors", "Constants used to describe error conditions.", {
    **{f"XML_ERROR_{name}": text for name, text in _rows},
    "codes": {text: _numbers[name] for name, text in _rows},
    "messages": {_numbers[name]: text for name, text in _rows},
})
model = _submodule("model", "Constants used to interpret content model information.", {
    **{f"XML_CTYPE_{name}": n for n, name in enumerate(["EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"], 1)},
    **{f"XML_CQUANT_{name}": n for n, name in enumerate(["NONE", "OPT", "REP", "PLUS"])},
})
del _rows


class ExpatError(Exception):
    """What is wrong with a document: `code`, `lineno` and `offset`."""

    __module__ = "xml.parsers.expat"


error = ExpatError


def ErrorString(code, /):
    """The text for an error number, or None."""
    return errors.messages.get(code)


# ---- tokens

_NAME = r"(?:[^\W\d]|:)[\w:.\-\u00b7]*"
_SPACE = r"[ \t\n]"
_VALUE = r"(?:\"[^\"]*\"|'[^']*')"


def _pattern(text):
    """The regular expression with N for a name, S for space, V for a quoted value."""
    for letter, meaning in (("N", _NAME), ("S", _SPACE), ("V", _VALUE)):
        text = text.replace(f"<{letter}>", meaning)
    return re.compile(text, re.S)


_name = _pattern("<N>")
_space = _pattern("<S>*")
_start_tag = _pattern(r"<(<N>)((?:<S>+<N><S>*=<S>*(?:\"[^<\"]*\"|'[^<']*'))*)<S>*(/?)>")
_attribute = _pattern(r"<S>+(<N>)<S>*=<S>*(\"[^<\"]*\"|'[^<']*')")
_end_tag = _pattern(r"</(<N>)<S>*>")
_reference = _pattern(r"&(?:#(\d+)|#x([0-9A-Fa-f]+)|(<N>));")
_pi = _pattern(r"<\?(<N>)(?:<S>+(.*?))?\?>")
_xml_decl = _pattern(r"<\?xml(?:<S>+version<S>*=<S>*(<V>))?(?:<S>+encoding<S>*=<S>*(<V>))?"
                     r"(?:<S>+standalone<S>*=<S>*([\"'])(yes|no)\3)?<S>*\?>")
_external = r"(?:SYSTEM<S>+(?P<system><V>)|PUBLIC<S>+(?P<public><V>)(?:<S>+(?P<system2><V>))?)"
_doctype = _pattern(rf"<!DOCTYPE<S>+(?P<name><N>)(?:<S>+{_external})?<S>*(?P<open>\[)?")
_entity = _pattern(rf"<!ENTITY<S>+(?P<param>%<S>+)?(?P<name><N>)<S>+(?:(?P<value><V>)|{_external}"
                   r"(?:<S>+NDATA<S>+(?P<notation><N>))?)<S>*>")
_notation = _pattern(rf"<!NOTATION<S>+(?P<name><N>)<S>+{_external}<S>*>")
_element = _pattern(r"<!ELEMENT<S>+(<N>)<S>+([^>]+?)<S>*>")
_attlist = _pattern(r"<!ATTLIST<S>+(<N>)((?:[^>\"']|<V>)*)>")
_attdef = _pattern(r"<S>+(<N>)<S>+(NOTATION<S>*\([^)]*\)|\([^)]*\)|[A-Z]+)<S>+"
                   r"(#REQUIRED|#IMPLIED|(?:#FIXED<S>+)?<V>)")
_particle = _pattern(r"<S>*([(),|]|#PCDATA|<N>)([?*+]?)<S>*")
_forbidden = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_declared = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z][\w.\-]*)")
_doctype_piece = _pattern(r"<!DOCTYPE|<V>|[\[>]|<S>+|[^\s\[>\"']+")

_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_XML, _XMLNS = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"
_QUANTIFIERS = {"": 0, "?": 1, "*": 2, "+": 3}


class _Incomplete(Exception):
    """The token is not there to its end."""


class _Wrong(Exception):
    """An error, by name, and where it is if not at the token's start."""

    def __init__(self, name, at=None):
        self.name, self.at = name, at


def _unquoted(text):
    return None if text is None else text[1:-1]


def _outside(found):
    """The system and public identifiers."""
    return _unquoted(found["system"] or found["system2"]), _unquoted(found["public"])


def _character(decimal, hexadecimal):
    """The character of a reference by number."""
    digits = decimal or hexadecimal
    number = int(digits, 10 if decimal else 16) if len(digits.lstrip("0")) < 9 else -1
    legal = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000
    if not legal:
        raise _Wrong("BAD_CHAR_REF")
    return chr(number)


def _bad_token(text, at, steps):
    """Raises for a token that does not match: its parts, of which each must match in turn."""
    for step in steps:
        found = step.match(text, at)
        if found is None:
            break
        at = found.end()
    if at >= len(text):
        raise _Incomplete
    raise _Wrong("INVALID_TOKEN", at)


_attribute_steps = [_pattern(step) for step in
                    ("<S>+", "<N>", "<S>*", "=", "<S>*", "\"[^<\"]*|'[^<']*", "[\"']")]


def _bad_tag(text, at):
    """Raises for a start tag that does not match."""
    found = _name.match(text, at + 1)
    if found is None:
        _bad_token(text, at + 1, [_name])
    while found:
        at = found.end()
        found = _attribute.match(text, at)
    slash = _space.match(text, at).end()
    if text[slash:slash + 1] == "/":
        _bad_token(text, slash + 1, [re.compile(">")])
    _bad_token(text, at, _attribute_steps)


def _particles(text):
    """The content model of an element as nested tuples of type, quantifier, name and members."""
    if text in ("EMPTY", "ANY"):
        return (model.XML_CTYPE_EMPTY if text == "EMPTY" else model.XML_CTYPE_ANY, 0, None, ())
    stack, at = [[]], 0
    separators = [""]
    while at < len(text):
        found = _particle.match(text, at)
        if found is None:
            raise _Wrong("SYNTAX")
        at = found.end()
        word, many = found[1], _QUANTIFIERS[found[2]]
        if word == "(":
            stack.append([])
            separators.append("")
        elif word == ")":
            if len(stack) < 2:
                raise _Wrong("SYNTAX")
            members, separator = stack.pop(), separators.pop()
            mixed = members[:1] == ["#PCDATA"]
            kind = (model.XML_CTYPE_MIXED if mixed else
                    model.XML_CTYPE_CHOICE if separator == "|" else model.XML_CTYPE_SEQ)
            stack[-1].append((kind, many, None, tuple(members[mixed:])))
        elif word in ",|":
            separators[-1] = word
        elif word == "#PCDATA":
            stack[-1].append(word)
        else:
            stack[-1].append((model.XML_CTYPE_NAME, many, word, ()))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise _Wrong("SYNTAX")
    return stack[0][0]


# ---- the parser

_HANDLERS = [f"{name}Handler" for name in """
    StartElement EndElement ProcessingInstruction CharacterData UnparsedEntityDecl NotationDecl
    StartNamespaceDecl EndNamespaceDecl Comment StartCdataSection EndCdataSection Default NotStandalone
    ExternalEntityRef StartDoctypeDecl EndDoctypeDecl EntityDecl XmlDecl ElementDecl AttlistDecl
    SkippedEntity""".split()] + ["DefaultHandlerExpand"]


class xmlparser:
    """An XML parser; `ParserCreate` makes one."""

    __module__ = "pyexpat"

    def __init__(self, encoding, separator, intern):
        vars(self).update(dict.fromkeys(_HANDLERS))
        self.intern = intern
        self.buffer_text = self.namespace_prefixes = self.ordered_attributes = self.specified_attributes = False
        self.buffer_size, self.buffer_used = 8192, 0
        self.ErrorCode = 0
        self._encoding, self._separator = encoding, separator
        self._base = None
        self._decoder = None
        self._head = b""              # bytes before the encoding is known
        self._text, self._at = "", 0  # what is not yet parsed
        self._line, self._column, self._index = 1, 0, 0
        self._held = []               # character data not yet handed on
        self._carriage = False        # the last character was a carriage return
        self._phase = "start"         # start, prolog, subset, content, epilog, done
        self._open = []               # names of open elements, each with its prefixes
        self._scopes = [{"xml": _XML}]
        self._entities, self._parameters = {}, {}
        self._defaults = {}           # by element: attribute, its type and default
        self._expanding = []          # names of entities whose text is being read
        self._expanded = self._consumed = 0
        self._incomplete_dtd = self._standalone = False
        self._made = True

    def __setattr__(self, name, value):
        if name not in self.__dict__ and "_made" in self.__dict__:
            raise AttributeError(f"'pyexpat.xmlparser' object has no attribute {name!r}")
        if name == "CharacterDataHandler" or name == "buffer_text":
            self.__dict__.get("_held") and self._flush()
        self.__dict__[name] = bool(value) if name in ("buffer_text", "ordered_attributes") else value

    # Position

    def _position(self, at):
        before = self._text[:at]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") - 1 if lines else self._column + len(before)
        return self._line + lines, column

    CurrentLineNumber = ErrorLineNumber = property(lambda self: self._position(self._at)[0])
    CurrentColumnNumber = ErrorColumnNumber = property(lambda self: self._position(self._at)[1])
    CurrentByteIndex = ErrorByteIndex = property(
        lambda self: self._index + len(self._text[:self._at].encode("utf-8", "surrogatepass")))

    def _fail(self, name):
        line, column = self._position(self._at)
        self.ErrorCode = _numbers[name]
        text = errors.messages[self.ErrorCode]
        failure = ExpatError(f"{text}: line {line}, column {column}")
        failure.code, failure.lineno, failure.offset = self.ErrorCode, line, column
        raise failure

    def _forget(self):
        """Lets go of the text that is parsed."""
        if self._at > 4096 or self._at == len(self._text):
            self._index = self.CurrentByteIndex
            self._line, self._column = self._position(self._at)
            self._text, self._at = self._text[self._at:], 0

    # Input

    def _decoded(self, data, final):
        if isinstance(data, str):
            text = data
        else:
            try:
                data = bytes(memoryview(data))
            except TypeError:
                got = type(data).__name__
                raise TypeError(f"a bytes-like object is required, not {got!r}") from None
            if self._decoder is None:
                self._head += data
                data = self._head
                declares = b"<?xml".startswith(data[:5]) and b">" not in data
                if not final and (len(data) < 4 or declares):
                    return ""
                self._choose_decoder(data)
            try:
                text = self._decoder.decode(data, final)
            except UnicodeDecodeError as error:
                problem = error
            else:
                problem = None
            if problem is not None:
                self._text += problem.object[:problem.start].decode(problem.encoding, "replace")
                self._at = len(self._text)
                short = final and problem.reason == "unexpected end of data"
                self._fail("PARTIAL_CHAR" if short else "INVALID_TOKEN")
        if self._carriage:
            text = "\r" + text
        self._carriage = text.endswith("\r") and not final
        if self._carriage:
            text = text[:-1]
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _choose_decoder(self, data):
        encoding = self._encoding
        if encoding is None:
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                encoding = "utf-16"
            elif data[:2] in (b"<\0", b"\0<"):
                encoding = "utf-16-le" if data[0] else "utf-16-be"
            elif (found := _declared.match(data)) and not data.startswith(codecs.BOM_UTF8):
                encoding = found[1].decode()
            else:
                encoding = "utf-8-sig"
        try:
            self._decoder = codecs.getincrementaldecoder(encoding)()
        except LookupError:
            pass
        if self._decoder is None:
            self._text, self._at = data.decode("latin-1"), 30 if self._encoding is None else 0
            if self._encoding is None:
                self._at = _declared.match(data).start(1)
            self._fail("UNKNOWN_ENCODING")

    def Parse(self, data, isfinal=False, /):
        """Parse XML data; `isfinal` says that it is the last piece."""
        if self._phase == "done":
            self._fail("FINISHED")
        self._text += self._decoded(data, bool(isfinal))
        self._consumed += len(data)
        try:
            self._run(bool(isfinal))
            wrong = None
        except _Wrong as problem:
            wrong = problem
        except BaseException:
            self._phase = "done"
            raise
        if wrong is not None:
            self._flush()
            self._phase = "done"
            if wrong.at is not None:
                self._at = wrong.at
            self._fail(wrong.name)
        self._flush()
        if isfinal:
            self._phase = "done"
        self._forget()
        return 1

    def ParseFile(self, file, /):
        """Parse XML data from a file-like object."""
        read = getattr(file, "read", None)
        if read is None:
            raise TypeError("argument must have 'read' attribute")
        while True:
            piece = read(2048)
            if not isinstance(piece, (bytes, bytearray, str)):
                got = type(piece).__name__
                raise TypeError(f"read() did not return a bytes object (type={got})")
            status = self.Parse(piece, not piece)
            if not piece:
                return status

    def _run(self, final):
        steps = {"start": self._prolog, "prolog": self._prolog, "subset": self._subset,
                 "content": self._content, "epilog": self._epilog}
        bad = _forbidden.search(self._text, self._at)
        while self._at < len(self._text):
            before = self._at, self._phase
            try:
                steps[self._phase](self._text, self._at)
            except _Incomplete:
                if bad:
                    raise _Wrong("INVALID_TOKEN", bad.start()) from None
                if final:
                    cdata = self._text.startswith("<![CDATA[", self._at) and self._phase == "content"
                    if cdata:
                        raise _Wrong("UNCLOSED_CDATA_SECTION", len(self._text)) from None
                    raise _Wrong("UNCLOSED_TOKEN") from None
                return
            if bad and self._at > bad.start():
                raise _Wrong("INVALID_TOKEN", bad.start())
            if before == (self._at, self._phase):
                return
        if final and self._phase != "epilog":
            raise _Wrong("NO_ELEMENTS")

    # What goes out

    def _flush(self):
        if self._held:
            data = "".join(self._held)
            self._held.clear()
            self.buffer_used = 0
            if self.CharacterDataHandler is not None:
                self.CharacterDataHandler(data)

    def _characters(self, data):
        if self.CharacterDataHandler is None:
            self._other(data)
        elif self.buffer_text:
            self._held.append(data)
        elif "\n" in data:
            for piece in re.findall(r"\n|[^\n]+", data):
                self.CharacterDataHandler(piece)
        else:
            self.CharacterDataHandler(data)

    def _other(self, text):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None:
            self._flush()
            handler(text)

    def _tell(self, name, *args, raw=None):
        """Calls a handler, or the one for what has none."""
        handler = self.__dict__[name]
        if handler is not None:
            if self._held:
                self._flush()
            return handler(*args)
        if raw is not None:
            self._other(raw)
        return None

    def _shared(self, text):
        return text if self.intern is None else self.intern.setdefault(text, text)

    # Outside of the element

    def _misc(self, text, at):
        """A comment or processing instruction; false if there is none."""
        if text.startswith("<!--", at):
            end = text.find("--", at + 4)
            if end < 0 or end + 2 >= len(text):
                raise _Incomplete
            if text[end + 2] != ">":
                raise _Wrong("INVALID_TOKEN", end + 2)
            self._tell("CommentHandler", text[at + 4:end], raw=text[at:end + 3])
            self._at = end + 3
        elif text.startswith("<?", at):
            found = _pi.match(text, at)
            if found is None:
                if text.find("?>", at) < 0:
                    raise _Incomplete
                _bad_token(text, at + 2, [_name, _space])
            if found[1].lower() == "xml":
                raise _Wrong("MISPLACED_XML_PI" if found[1] == "xml" else "INVALID_TOKEN")
            self._tell("ProcessingInstructionHandler", self._shared(found[1]), found[2] or "", raw=found[0])
            self._at = found.end()
        else:
            return False
        return True

    def _blank(self, text, at):
        """Passes over white space; whether there was any."""
        end = _space.match(text, at).end()
        if end == at:
            return False
        self._other(text[at:end])
        self._at = end
        return True

    def _prolog(self, text, at):
        if self._phase == "start":
            if len(text) < 6 and "<?xml "[:len(text)] == text[:6]:
                raise _Incomplete
            self._phase = "prolog"
            if text.startswith("<?xml") and text[5:6] in (" ", "\t", "\n"):
                return self._declaration(text)
        if self._blank(text, at) or self._misc(text, at):
            return
        rest = text[at:at + 9]
        if rest == "<!DOCTYPE":
            self._begin_doctype(text, at)
        elif rest[:1] != "<":
            raise _Wrong("SYNTAX")
        elif "<!DOCTYPE".startswith(rest) and len(rest) > 1 or "<!--".startswith(rest):
            raise _Incomplete
        elif rest[1:2] == "!":
            raise _Wrong("INVALID_TOKEN", _name.match(text, at + 2).end() if _name.match(text, at + 2) else at + 2)
        elif rest[1:2] == "/":
            raise _Wrong("INVALID_TOKEN", at + 1)
        else:
            self._start(text, at)

    def _declaration(self, text):
        found = _xml_decl.match(text)
        if found is None or found[1] is None:
            if "?>" not in text:
                self._phase = "start"
                raise _Incomplete
            raise _Wrong("XML_DECL", 6)
        self._standalone = found[4] == "yes"
        standalone = -1 if found[4] is None else int(self._standalone)
        self._tell("XmlDeclHandler", _unquoted(found[1]), _unquoted(found[2]), standalone, raw=found[0])
        self._at = found.end()

    def _epilog(self, text, at):
        if self._blank(text, at) or self._misc(text, at):
            return
        if text[at:] in ("<", "<!", "<!-"):
            raise _Incomplete
        raise _Wrong("JUNK_AFTER_DOC_ELEMENT")

    # The document type

    def _begin_doctype(self, text, at):
        found = _doctype.match(text, at)
        end = found.end() if found else at
        if found is None or not found["open"] and text[end:end + 1] != ">":
            if found is None:
                _bad_token(text, at + 9, [_pattern("<S>+"), _name, _pattern("<S>*[^>]")])
            if end >= len(text) or ">" not in text[end:]:
                raise _Incomplete
            raise _Wrong("SYNTAX", end)
        system, public = _outside(found)
        self._incomplete_dtd = self._incomplete_dtd or bool(system)
        if self.StartDoctypeDeclHandler is not None:
            self._tell("StartDoctypeDeclHandler", found["name"], system, public, int(bool(found["open"])))
        else:
            for piece in _doctype_piece.findall(found[0]):
                self._other(piece)
        self._at = end
        self._phase = "subset"
        if not found["open"]:
            self._end_doctype()

    def _end_doctype(self):
        self._at += 1
        self._phase = "prolog"
        if self._incomplete_dtd and not self._standalone and self.NotStandaloneHandler is not None:
            if not self.NotStandaloneHandler():
                raise _Wrong("NOT_STANDALONE")
        self._tell("EndDoctypeDeclHandler", raw=">")

    def _subset(self, text, at):
        if self._blank(text, at) or self._misc(text, at):
            return
        if text[at] == "]":
            end = _space.match(text, at + 1).end()
            if end >= len(text):
                raise _Incomplete
            if text[end] != ">":
                raise _Wrong("SYNTAX", end)
            if self.StartDoctypeDeclHandler is None:
                self._other(text[at:end])
            self._at = end
            return self._end_doctype()
        if text[at] == "%":
            found = re.compile(f"%({_NAME});").match(text, at)
            if found is None:
                _bad_token(text, at + 1, [_name, re.compile(";")])
            self._incomplete_dtd = True
            self._tell("SkippedEntityHandler", found[1], 1, raw=found[0])
            self._at = found.end()
            return
        for pattern, declare in ((_entity, self._declare_entity), (_element, self._declare_element),
                                 (_attlist, self._declare_attributes), (_notation, self._declare_notation)):
            if found := pattern.match(text, at):
                declare(found)
                self._at = found.end()
                return
        if ">" not in text[at:]:
            raise _Incomplete
        raise _Wrong("SYNTAX" if text[at] != "<" else "INVALID_TOKEN", at if text[at] != "<" else at + 2)

    def _declare_entity(self, found):
        system, public = _outside(found)
        value, notation, parameter = _unquoted(found["value"]), found["notation"], bool(found["param"])
        if value is not None:
            value = re.sub(r"&#(?:(\d+)|x([0-9A-Fa-f]+));", lambda m: _character(m[1], m[2]), value)
        table = self._parameters if parameter else self._entities
        if found["name"] not in table:
            table[found["name"]] = (value, system, public, notation)
        if notation is not None and self.UnparsedEntityDeclHandler is not None:
            self._tell("UnparsedEntityDeclHandler", found["name"], self._base, system, public, notation)
        else:
            self._tell("EntityDeclHandler", found["name"], int(parameter), value, self._base, system, public,
                       notation, raw=found[0])

    def _declare_element(self, found):
        if self.ElementDeclHandler is not None:
            self._tell("ElementDeclHandler", found[1], _particles(found[2]))
        else:
            self._other(found[0])

    def _declare_attributes(self, found):
        table = self._defaults.setdefault(found[1], {})
        if self.AttlistDeclHandler is None:
            self._other(found[0])
        for name, kind, default in _attdef.findall(found[2]):
            required = default == "#REQUIRED" or default.startswith("#FIXED")
            value = None
            if default[-1:] in "\"'":
                value = self._value(default[default.index(default[-1]) + 1:-1], kind)
            kind = re.sub(r"\s+", "", kind)
            table.setdefault(name, (kind, value))
            if self.AttlistDeclHandler is not None:
                self._tell("AttlistDeclHandler", found[1], name, kind, value, int(required))

    def _declare_notation(self, found):
        system, public = _outside(found)
        self._tell("NotationDeclHandler", found["name"], self._base, system, public, raw=found[0])

    # Elements

    def _content(self, text, at):
        if text[at] == "&":
            return self._refer(text, at)
        if text[at] != "<":
            ends = [end for end in (text.find("<", at), text.find("&", at)) if end >= 0]
            end = min(ends, default=len(text))
            wrong = text.find("]]>", at, end)
            if wrong >= 0:
                raise _Wrong("INVALID_TOKEN", wrong + 2)
            self._at = end
            return self._characters(text[at:end])
        after = text[at + 1:at + 2]
        if after == "/":
            return self._end(text, at)
        if after == "?" or text.startswith("<!--", at):
            self._misc(text, at)
        elif text.startswith("<![CDATA[", at):
            end = text.find("]]>", at)
            if end < 0:
                raise _Incomplete
            self._tell("StartCdataSectionHandler", raw="<![CDATA[")
            if end > at + 9:
                self._characters(text[at + 9:end])
            self._tell("EndCdataSectionHandler", raw="]]>")
            self._at = end + 3
        elif after == "!":
            if "<![CDATA[".startswith(text[at:at + 9]) or "<!--".startswith(text[at:at + 4]):
                raise _Incomplete
            name = _name.match(text, at + 2)
            raise _Wrong("INVALID_TOKEN", at + 2 if name is None else name.end() - (name.end() - at - 2))
        else:
            self._start(text, at)

    def _value(self, text, kind="CDATA"):
        """An attribute's value, its references replaced."""
        if "\n" in text or "\t" in text:
            text = text.replace("\n", " ").replace("\t", " ")
        if "&" in text:
            text = self._replaced(text)
        return text if kind == "CDATA" else " ".join(text.split(" ")).strip()

    def _replaced(self, text):
        pieces, at = [], 0
        while (amp := text.find("&", at)) >= 0:
            found = _reference.match(text, amp)
            if found is None:
                raise _Wrong("INVALID_TOKEN")
            pieces.append(text[at:amp])
            at = found.end()
            if (name := found[3]) is None:
                pieces.append(_character(found[1], found[2]))
            elif name in _PREDEFINED:
                pieces.append(_PREDEFINED[name])
            else:
                value = self._entity_text(name, "ATTRIBUTE_EXTERNAL_ENTITY_REF")
                if value is None:
                    continue
                self._expanding.append(name)
                pieces.append(self._value(value))
                self._expanding.pop()
        pieces.append(text[at:])
        return "".join(pieces)

    def _entity_text(self, name, if_external):
        """The replacement text of an internal entity; None if it may be declared where we do not look."""
        known = self._entities.get(name)
        if known is None:
            if self._incomplete_dtd and not self._standalone:
                return None
            raise _Wrong("UNDEFINED_ENTITY")
        if name in self._expanding:
            raise _Wrong("RECURSIVE_ENTITY_REF")
        value, _, _, notation = known
        if notation is not None:
            raise _Wrong("BINARY_ENTITY_REF")
        if value is None:
            raise _Wrong(if_external)
        self._expanded += len(value)
        if self._expanded > max(_EXPANSION_FREE, _MOST_EXPANSION * self._consumed):
            raise _Wrong("AMPLIFICATION_LIMIT_BREACH")
        return value

    def _start(self, text, at):
        found = _start_tag.match(text, at)
        if found is None:
            _bad_tag(text, at)
        name, written, empty = found.groups()
        attributes = {}
        if written:
            kinds = self._defaults.get(name, {})
            for key, value in _attribute.findall(written):
                if key in attributes:
                    again = list(_attribute.finditer(text, found.start(2), found.end(2)))
                    raise _Wrong("DUPLICATE_ATTRIBUTE", [m.start(1) for m in again if m[1] == key][1])
                attributes[key] = self._value(value[1:-1], kinds[key][0] if key in kinds else "CDATA")
        specified = len(attributes)
        for key, (_, value) in self._defaults.get(name, {}).items():
            if value is not None:
                attributes.setdefault(key, value)
        shown, prefixes = name, ()
        if self._separator is not None:
            if ":" in name and name.count(":") > 1:
                raise _Wrong("INVALID_TOKEN", at + 1 + name.index(":", name.index(":") + 1))
            prefixes, attributes = self._bind(attributes)
            shown = self._qualified(name, True)
        if self.StartElementHandler is None:
            self._other(found[0])
        else:
            if self.specified_attributes:
                attributes = dict(list(attributes.items())[:specified])
            attributes = {self._shared(key): value for key, value in attributes.items()}
            given = [x for pair in attributes.items() for x in pair] if self.ordered_attributes else attributes
            self._tell("StartElementHandler", self._shared(shown), given)
        self._at = found.end()
        self._phase = "content"
        self._open.append((name, shown, prefixes))
        if empty:
            self._close()

    def _bind(self, attributes):
        """Declares the prefixes among the attributes; these, and the attributes with qualified names."""
        declared = {}
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                prefix = key[6:] or None
                if prefix is not None and not value:
                    raise _Wrong("UNDECLARING_PREFIX")
                if prefix == "xmlns":
                    raise _Wrong("RESERVED_PREFIX_XMLNS")
                if (prefix == "xml") != (value == _XML):
                    raise _Wrong("RESERVED_PREFIX_XML" if prefix == "xml" else "RESERVED_NAMESPACE_URI")
                if value == _XMLNS:
                    raise _Wrong("RESERVED_NAMESPACE_URI")
                declared[prefix] = value
        self._scopes.append({**self._scopes[-1], **declared} if declared else self._scopes[-1])
        for prefix, value in declared.items():
            self._tell("StartNamespaceDeclHandler", prefix, value or None)
        qualified = {}
        for key, value in attributes.items():
            if key != "xmlns" and not key.startswith("xmlns:"):
                full = self._qualified(key, False)
                if full in qualified:
                    raise _Wrong("DUPLICATE_ATTRIBUTE")
                qualified[full] = value
        return tuple(declared), qualified

    def _qualified(self, name, by_default):
        prefix, colon, local = name.rpartition(":")
        if colon and prefix not in self._scopes[-1]:
            raise _Wrong("UNBOUND_PREFIX")
        uri = self._scopes[-1].get(prefix if colon else None) if colon or by_default else None
        if not uri:
            return name
        full = f"{uri}{self._separator}{local}"
        return f"{full}{self._separator}{prefix}" if colon and self.namespace_prefixes else full

    def _end(self, text, at):
        found = _end_tag.match(text, at)
        if found is None:
            _bad_token(text, at + 2, [_name, _space])
        if not self._open or self._open[-1][0] != found[1]:
            raise _Wrong("TAG_MISMATCH" if self._open else "ASYNC_ENTITY", at + 2)
        self._at = found.end()
        self._close(found[0])

    def _close(self, raw=None):
        _, shown, prefixes = self._open.pop()
        self._tell("EndElementHandler", self._shared(shown), raw=raw)
        if self._separator is not None:
            self._scopes.pop()
            for prefix in reversed(prefixes):
                self._tell("EndNamespaceDeclHandler", prefix)
        if not self._open and not self._expanding:
            self._phase = "epilog"

    def _refer(self, text, at):
        """A reference in content."""
        found = _reference.match(text, at)
        if found is None:
            _bad_token(text, at + 1, [re.compile("#x?|"), re.compile(r"\w[\w:.\-]*"), re.compile(";")])
        name = found[3]
        if name is None or name in _PREDEFINED:
            self._at = found.end()
            try:
                return self._characters(_PREDEFINED[name] if name else _character(found[1], found[2]))
            except _Wrong:
                self._at = at
                raise
        known = self._entities.get(name)
        if known is not None and known[0] is None and known[3] is None:
            self._refer_outside(name, known, found[0])
        elif (value := self._entity_text(name, "BINARY_ENTITY_REF")) is None:
            self._tell("SkippedEntityHandler", name, 0, raw=found[0])
        elif self.DefaultHandler is not None and self.DefaultHandlerExpand is None:
            self._other(found[0])
        else:
            self._expand(name, value)
        self._at = found.end()

    def _refer_outside(self, name, known, raw):
        if self.ExternalEntityRefHandler is None:
            return self._other(raw)
        if not self._tell("ExternalEntityRefHandler", name, self._base, known[1], known[2]):
            raise _Wrong("EXTERNAL_ENTITY_HANDLING")

    def _expand(self, name, value):
        """Reads the text of an entity in the place of the reference."""
        outer, depth = (self._text, self._at), len(self._open)
        self._expanding.append(name)
        self._text, self._at = value, 0
        try:
            while self._at < len(self._text):
                self._content(self._text, self._at)
                if len(self._open) < depth:
                    raise _Wrong("ASYNC_ENTITY")
            if len(self._open) != depth:
                raise _Wrong("ASYNC_ENTITY")
        except (_Wrong, _Incomplete) as problem:
            raise _Wrong(getattr(problem, "name", "UNCLOSED_TOKEN")) from None
        finally:
            self._text, self._at = outer
            self._expanding.pop()

    # Settings

    def SetBase(self, base, /):
        """Set the base URL for the parser."""
        self._base = base

    def GetBase(self):
        """Return base URL string for the parser."""
        return self._base

    def GetInputContext(self):
        """Return the untranslated text of the input that caused the current event."""
        return self._text[self._at:].encode() if self._phase not in ("start", "done") else None

    def SetParamEntityParsing(self, flag, /):
        """Controls parsing of parameter entities, of which only those of the document are looked at."""
        return int(flag in range(3))

    def UseForeignDTD(self, flag=True, /):
        """Allows the application to provide an artificial external subset if one is not specified."""
        if self._phase != "start":
            self._fail("CANT_CHANGE_FEATURE_ONCE_PARSING")
        self._incomplete_dtd = bool(flag)

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        """Create a parser for parsing an external entity."""
        inner = xmlparser(encoding, self._separator, self.intern)
        kept = (*_HANDLERS, "buffer_text", "namespace_prefixes", "ordered_attributes", "specified_attributes",
                "_base", "_entities", "_parameters", "_defaults", "_incomplete_dtd", "_standalone")
        vars(inner).update({name: self.__dict__[name] for name in kept})
        inner._scopes = [self._scopes[-1]]
        inner._phase = "epilog" if context is None else "content"
        inner._expanding = [context]
        inner._run = lambda final: _run_entity(inner, final)
        return inner


def _run_entity(parser, final):
    """Parses the text of an external entity, where all is content."""
    if found := _xml_decl.match(parser._text, parser._at):
        parser._at = found.end()
    try:
        while parser._at < len(parser._text):
            parser._content(parser._text, parser._at)
    except _Incomplete:
        if final:
            raise _Wrong("UNCLOSED_TOKEN") from None
    if final and parser._open:
        raise _Wrong("ASYNC_ENTITY")


XMLParserType = xmlparser


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """Return a new XML parser object."""
    for what, value in (("encoding", encoding), ("namespace_separator", namespace_separator)):
        if value is not None and not isinstance(value, str):
            got = type(value).__name__
            raise TypeError(f"ParserCreate() argument {what!r} must be str or None, not {got}")
    if namespace_separator is not None and len(namespace_separator) > 1:
        raise ValueError("namespace_separator must be at most one character, omitted, or None")
    if intern is None:
        intern = {}
    elif not isinstance(intern, dict):
        raise TypeError("intern must be a dictionary")
    return xmlparser(encoding, namespace_separator, intern)
