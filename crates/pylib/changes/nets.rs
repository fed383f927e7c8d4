//! What is changed in the modules of nets and mail.

use super::{Cut, Line};

/// As `CUTS` in `cuts.rs`.
pub const CUTS: &[Cut] = &[
    // Chains are shown from 3.13 on, and contexts are no stricter than they are told to be before.
    (
        "ssl.py",
        "    def get_verified_chain(self):\n        \"\"\"",
        "    def selected_npn_protocol(self):\n        \"\"\"",
        "",
    ),
    (
        "ssl.py",
        "    @_sslcopydoc\n    def get_verified_chain",
        "    @_sslcopydoc\n    def selected_npn_protocol",
        "",
    ),
    (
        "ssl.py",
        "    # `VERIFY_X509_PARTIAL_CHAIN` makes",
        "    if cafile or capath or cadata:\n        context.load_verify_locations(cafile, capath, cadata)\n    elif context.verify_mode",
        "",
    ),
    (
        "email/utils.py",
        "def localtime(dt=None, isdst=-1):",
        "    if dt is None:\n",
        "def localtime(dt=None, isdst=None):\n    \"\"\"A time with its zone: dt in the local zone, or now if there is none. A dt without a zone is local.\"\"\"\n    if isdst is not None:\n        import warnings\n        warnings._deprecated(\"The 'isdst' parameter to 'localtime'\", message='{name} is deprecated and slated for removal in Python {remove}', remove=(3, 14))\n",
    ),
    (
        "email/utils.py",
        "        return datetime.datetime.now(datetime.timezone.utc).astimezone()",
        "",
        "        dt = datetime.datetime.now()\n    return dt.astimezone()\n",
    ),
];

/// As `CHANGES` in `lines.rs`.
pub const LINES: &[Line] = &[
    (
        "urllib/request.py",
        "        def __init__(self, debuglevel=0, context=None, check_hostname=None):\n            AbstractHTTPHandler.__init__(self, debuglevel)\n            self._context = context\n            self._check_hostname = check_hostname\n",
        "        def __init__(self, debuglevel=None, context=None, check_hostname=None):\n            AbstractHTTPHandler.__init__(self, debuglevel)\n            # Connections themselves are told nothing but the context.\n            if context is None:\n                context = http.client._create_https_context(http.client.HTTPSConnection._http_vsn)\n            if check_hostname is not None:\n                context.check_hostname = check_hostname\n            self._context = context\n",
    ),
    (
        "urllib/request.py",
        "                context=self._context, check_hostname=self._check_hostname)",
        "                context=self._context)",
    ),
    ("ssl.py", "HAS_TLSv1_3, HAS_PSK, HAS_PHA\n", "HAS_TLSv1_3\n"),
    (
        "http/server.py",
        "                if len(version_number) != 2:\n                    raise ValueError\n",
        "                if len(version_number) != 2:\n                    raise ValueError\n                if not all(n.isdigit() for n in version_number):\n                    raise ValueError(\"non digit in http version\")\n                if max(map(len, version_number)) > 10:\n                    raise ValueError(\"unreasonable length http version\")\n",
    ),
    (
        "http/server.py",
        "        self.command, self.path = command, path\n",
        "        if path.startswith('//'):\n            # To a client, what follows two slashes is a host.\n            path = '/' + path.lstrip('/')\n        self.command, self.path = command, path\n",
    ),
    (
        "http/server.py",
        "    def log_message(self, format, *args):",
        "    _control_char_table = {c: rf'\\x{c:02x}' for c in (*range(0x20), *range(0x7f, 0xa0))}\n    _control_char_table[ord('\\\\')] = r'\\\\'\n\n    def log_message(self, format, *args):",
    ),
    (
        "http/server.py",
        "                          format%args))\n",
        "                          (format % args).translate(self._control_char_table)))\n",
    ),
    (
        "http/server.py",
        "<!DOCTYPE HTML>\\n<html lang=\"en\">\\n<head>')",
        "<!DOCTYPE HTML>')\n        r += ['<html lang=\"en\">', '<head>']",
    ),
    (
        "urllib/request.py",
        "(code in (301, 302, 303, 307) and m in",
        "(code in (301, 302, 303, 307, 308) and m in",
    ),
    (
        "urllib/request.py",
        "    http_error_301 = http_error_303 = http_error_307 = http_error_302\n",
        "    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302\n",
    ),
    (
        "urllib/request.py",
        "    def __init__(self, debuglevel=0):\n        self._debuglevel = debuglevel\n",
        "    def __init__(self, debuglevel=None):\n        if debuglevel is None:\n            debuglevel = http.client.HTTPConnection.debuglevel\n        self._debuglevel = debuglevel\n",
    ),
    (
        "urllib/request.py",
        "            exc = URLError('ftp error: %r' % exp)\n            raise exc.with_traceback(sys.exc_info()[2])\n",
        "            raise URLError(exp) from exp\n",
    ),
    (
        "urllib/request.py",
        "            raise URLError('ftp error %r' % exp).with_traceback(sys.exc_info()[2])\n",
        "            raise URLError(f'ftp error: {exp}') from exp\n",
    ),
    (
        "urllib/request.py",
        "                    raise URLError('ftp error: %r' % reason).with_traceback(\n                        sys.exc_info()[2])\n",
        "                    raise URLError(f'ftp error: {reason}') from reason\n",
    ),
    (
        "urllib/request.py",
        "    def http_error_401(self, url, fp, errcode, errmsg, headers, data=None,\n            retry=False):",
        "    def http_error_308(self, url, fp, errcode, errmsg, headers, data=None):\n        \"\"\"Moved for good; a POST is not sent again.\"\"\"\n        if data is None:\n            return self.http_error_301(url, fp, errcode, errmsg, headers)\n        return self.http_error_default(url, fp, errcode, errmsg, headers)\n\n    def http_error_401(self, url, fp, errcode, errmsg, headers, data=None,\n            retry=False):",
    ),
    (
        "urllib/request.py",
        "    def endtransfer(self):\n        self.busy = 0\n",
        "    def endtransfer(self):\n        if self.busy:\n            self.busy = 0\n            with contextlib.suppress(*ftperrors()):\n                self.ftp.voidresp()\n",
    ),
    (
        "socket.py",
        "                      source_address=None):\n    \"\"\"Connect to *address*",
        "                      source_address=None, *, all_errors=False):\n    \"\"\"Connect to *address*",
    ),
    (
        "socket.py",
        "    A host of '' or port 0 tells the OS to use the default.\n    \"\"\"\n",
        "    A host of '' or port 0 tells the OS to use the default. The error of the last\n    attempt is raised, or with *all_errors* an ExceptionGroup of all.\n    \"\"\"\n",
    ),
    (
        "socket.py",
        "    host, port = address\n    err = None\n",
        "    host, port = address\n    errors = []\n",
    ),
    (
        "socket.py",
        "            # Break explicitly a reference cycle\n            err = None\n            return sock\n\n        except error as _:\n            err = _\n",
        "            # Errors hold this frame.\n            errors.clear()\n            return sock\n\n        except error as problem:\n            errors.append(problem)\n",
    ),
    (
        "socket.py",
        "    if err is not None:\n        try:\n            raise err\n        finally:\n            # Break explicitly a reference cycle\n            err = None\n    else:\n        raise error(\"getaddrinfo returns an empty list\")\n",
        "    if not errors:\n        raise error(\"getaddrinfo returns an empty list\")\n    try:\n        if all_errors:\n            raise ExceptionGroup(\"create_connection failed\", errors)\n        raise errors[-1]\n    finally:\n        errors.clear()\n",
    ),
    ("socket.py", "    if not name or name == '0.0.0.0':", "    if not name or name in ('0.0.0.0', '::'):"),
    ("smtplib.py", "\"mail\", \"from:%s%s\"", "\"mail\", \"FROM:%s%s\""),
    ("smtplib.py", "\"rcpt\", \"to:%s%s\"", "\"rcpt\", \"TO:%s%s\""),
    (
        "wsgiref/simple_server.py",
        "        env['REMOTE_ADDR'] = self.client_address[0]\n",
        "        if (host := self.address_string()) != self.client_address[0]:\n            env['REMOTE_HOST'] = host\n        env['REMOTE_ADDR'] = self.client_address[0]\n",
    ),
    ("wsgiref/util.py", "'setup_testing_defaults', 'is_hop_by_hop',", "'setup_testing_defaults',"),
    ("email/_policybase.py", "maxlinelen=self.max_line_length))", "maxlinelen=self.max_line_length or 0))"),
    (
        "email/feedparser.py",
        "               and not root.is_multipart():",
        "               and not root.is_multipart() and not self._headersonly:",
    ),
    (
        "email/feedparser.py",
        "            if (self._cur.get('content-transfer-encoding', '8bit').lower()",
        "            if (str(self._cur.get('content-transfer-encoding', '8bit')).lower()",
    ),
    (
        "email/generator.py",
        "            msg.replace_header('content-transfer-encoding', munge_cte[0])\n",
        "            if 'content-transfer-encoding' not in msg:\n                msg['Content-Transfer-Encoding'] = munge_cte[0]\n            else:\n                msg.replace_header('content-transfer-encoding', munge_cte[0])\n",
    ),
    (
        "email/header.py",
        "            if self._current_line.is_onlyws():",
        "            if self._lines and self._current_line.is_onlyws():",
    ),
    ("email/policy.py", "else float('inf')", "else sys.maxsize"),
    ("email/policy.py", "import re\n", "import re\nimport sys\n"),
    (
        "email/utils.py",
        "    all = COMMASPACE.join(fieldvalues)\n",
        "    all = COMMASPACE.join(map(str, fieldvalues))\n",
    ),
    ("email/base64mime.py", "    if not s:\n        return s\n", "    if not s:\n        return ''\n"),
    (
        "email/message.py",
        "payload.encode(charset.output_charset, 'surrogateescape')",
        "payload.encode(charset.output_charset)",
    ),
    (
        "email/message.py",
        "self.get_content_charset('ascii'), 'replace')",
        "self.get_param('charset', 'ascii'), 'replace')",
    ),
    (
        "email/message.py",
        "        if hasattr(cte, 'cte'):\n            cte = cte.cte\n        else:\n            # cte might be a Header, so for now stringify it.\n            cte = str(cte).strip().lower()\n",
        "        # A header may be an object.\n        cte = str(cte).lower()\n",
    ),
    (
        "asyncio/base_events.py",
        "            if sock.type == socket.SOCK_STREAM:\n                raise ValueError(\n                    f'A datagram socket was expected, got {sock!r}')",
        "            if sock.type != socket.SOCK_DGRAM:\n                raise ValueError(\n                    f'A UDP Socket was expected, got {sock!r}')",
    ),
    (
        "zipapp.py",
        "            for child in source.rglob('*'):",
        "            for child in sorted(source.rglob('*')):",
    ),
    ("multiprocessing/connection.py", "        if self._authkey is not None:", "        if self._authkey:"),
];
