//! What is changed in the tools that test and debug: `unittest`, `doctest`, `pdb`.

use super::{Cut, Line};

/// As `CUTS` in `cuts.rs`.
pub const CUTS: &[Cut] = &[
    ("unittest/__init__.py", "# There are no tests here, so", "# Lazy import of Isolated", ""),
    (
        "unittest/case.py",
        "        msg = (f\"'{cls.__module__}.{cls.__qualname__}' object does \"",
        "    result = enter(cm)\n    addcleanup",
        "        problem = 'object does not support the context manager protocol'\n        raise TypeError(f\"'{cls.__module__}.{cls.__qualname__}' {problem}\") from None\n",
    ),
    ("unittest/case.py", "class _AssertNotWarnsContext", "class _OrderedChainMap", ""),
    ("unittest/case.py", "    def _assertNotWarns", "    def assertLogs", ""),
    ("pdb.py", "def getsourcelines(obj):", "def lasti2lineno", ""),
    (
        "pdb.py",
        "        try:\n            self.message(repr(self._getval(arg)))",
        "    def do_pp",
        "        self._print_value(arg, repr)\n\n",
    ),
    (
        "pdb.py",
        "        try:\n            self.message(pprint.pformat(self._getval(arg)))",
        "    complete_print",
        "        self._print_value(arg, pprint.pformat)\n\n    def _print_value(self, arg, form):\n        try:\n            value = self._getval(arg)\n        except:\n            return\n        try:\n            self.message(form(value))\n        except:\n            self.error(_told(sys.exception()))\n\n",
    ),
    (
        "pdb.py",
        "            self.message('Currently displaying:')",
        "            val = self._getval_except(arg)",
        "            if not self.displaying:\n                self.message('No expression is being displayed')\n                return\n            self.message('Currently displaying:')\n            for key, value in self.displaying.get(self.curframe, {}).items():\n                self.message(f'{key}: {_shown(value, key)}')\n        elif refused := _refused(arg):\n            self.error(f'Unable to display {arg}: {refused}')\n        else:\n",
    ),
    (
        "pdb.py",
        "        # Is it a function?",
        "        # Is it a class?",
        "        # Is it a method, or a function?\n        for kind, holder in (('Method', '__func__'), ('Function', None)):\n            with contextlib.suppress(Exception):\n                code = (getattr(value, holder) if holder else value).__code__\n                self.message(f'{kind} {code.co_name}')\n                return\n",
    ),
    (
        "pdb.py",
        "    def _runmodule(",
        "if __doc__ is not None:",
        "    def _run(self, target):\n        # Until its first line, events of the machinery are passed over.\n        self._wait_for_mainpyfile = True\n        self._user_requested_quit = False\n        self.mainpyfile = self.canonic(target.file)\n        # It has the main module for itself, at each start.\n        import __main__\n        __main__.__dict__.clear()\n        __main__.__dict__.update(target.names())\n        self.run(target.code)\n\n\n# The additions.\n",
    ),
    (
        "pdb.py",
        "    commands = []\n    run_as_module = False",
        "    # Note on saving/restoring sys.argv",
        "    given = {name for name, _ in opts}\n    if given & {'-h', '--help'}:\n        print(_usage)\n        sys.exit()\n    commands = [value for name, value in opts if name in ('-c', '--command')]\n    target = (_Module if '-m' in given else _Script)(args[0])\n    # The program sees its own arguments only.\n    sys.argv[:] = args\n\n",
    ),
    (
        "pdb.py",
        "            if run_as_module:\n                pdb._runmodule",
        "            if pdb._user_requested_quit:",
        "            pdb._run(target)\n",
    ),
    (
        "pdb.py",
        "        # sys.exc_info() returns (type, value, traceback) if",
        "    if t is None:\n        raise ValueError(\"A valid",
        "        problem = sys.exception()\n        t = problem and problem.__traceback__\n",
    ),
    (
        "pdb.py",
        "        first word of the statement resembles a debugger command.  To",
        "        \"\"\"\n        self.message((self.help_exec",
        "        first word of the statement resembles a debugger command, e.g.:\n        (Pdb) ! n=42\n        (Pdb)\n\n        To assign to a global variable you must always prefix the command with\n        a 'global' command, e.g.:\n        (Pdb) global list_options; list_options = ['-l']\n        (Pdb)\n",
    ),
];

/// As `CHANGES` in `lines.rs`.
pub const LINES: &[Line] = &[
    ("unittest/__init__.py", "# deprecated\n_TextTestResult = TextTestResult\n\n\n", ""),
    (
        "unittest/case.py",
        "            if isinstance(cls, tuple):\n                standardMsg = f'{safe_repr(obj)} is not an instance of any of {cls!r}'\n            else:\n                standardMsg = f'{safe_repr(obj)} is not an instance of {cls!r}'\n",
        "            standardMsg = f'{safe_repr(obj)} is not an instance of {cls!r}'\n",
    ),
    (
        "unittest/case.py",
        "            if isinstance(cls, tuple):\n                for x in cls:\n                    if isinstance(obj, x):\n                        cls = x\n                        break\n            standardMsg",
        "            standardMsg",
    ),
    (
        "unittest/mock.py",
        "    def __new__(cls, /, *args, **kw):\n        # every",
        "    def __new__(\n            cls, spec=None, wraps=None, name=None, spec_set=None,\n            parent=None, _spec_state=None, _new_name='', _new_parent=None,\n            _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):\n        # every",
    ),
    (
        "unittest/mock.py",
        "            bound_args = _MOCK_SIG.bind_partial(cls, *args, **kw).arguments\n            spec_arg = bound_args.get('spec_set', bound_args.get('spec'))\n",
        "            spec_arg = spec_set or spec\n",
    ),
    (
        "unittest/mock.py",
        "_MOCK_SIG = inspect.signature(NonCallableMock.__init__)\n",
        "_ATTRIB_DENY_LIST = frozenset(name[7:] for name in dir(NonCallableMock) if name[:7] == 'assert_')\n",
    ),
    ("unittest/mock.py", "or hasattr(NonCallableMock, f'assert_{name}'):", "or name in _ATTRIB_DENY_LIST:"),
    (
        "unittest/mock.py",
        "        for attr in dir(spec):\n            if iscoroutinefunction(getattr(spec, attr, None)):\n                _spec_asyncs.append(attr)\n\n        if spec",
        "        if spec",
    ),
    (
        "unittest/mock.py",
        "            spec = dir(spec)\n\n        __dict__",
        "            spec = dir(original := spec)\n            _spec_asyncs += [name for name in spec if iscoroutinefunction(getattr(original, name, None))]\n\n        __dict__",
    ),
    (
        "unittest/mock.py",
        "    def __init__(self, /, *args, **kw):\n        self._mock_set_magics()  # make magic work for kwargs in init\n        _safe_super(AsyncMagicMixin, self).__init__(*args, **kw)\n        self._mock_set_magics()  # fix magic broken by upper level init\n\nclass MagicMock",
        "    pass\n\nclass MagicMock",
    ),
    (
        "unittest/mock.py",
        "        code_mock = NonCallableMock(spec_set=CodeType)\n        code_mock.co_flags = inspect.CO_COROUTINE\n",
        "        code_mock = NonCallableMock(spec_set=_OF_CODE)\n        code_mock.__dict__['_spec_class'] = CodeType\n        code_mock.__dict__['_spec_signature'] = _SIGNATURE_OF_CODE\n        code_mock.co_flags = inspect.CO_COROUTINE | inspect.CO_VARARGS | inspect.CO_VARKEYWORDS\n        code_mock.co_varnames = ('args', 'kwargs')\n        code_mock.co_argcount = code_mock.co_posonlyargcount = code_mock.co_kwonlyargcount = 0\n",
    ),
    (
        "unittest/mock.py",
        "            new.configure_mock(return_value=child_klass())\n",
        "            new.return_value = child_klass()\n",
    ),
    (
        "unittest/mock.py",
        "class AsyncMockMixin(Base):\n",
        "_OF_CODE = dir(CodeType)\n_SIGNATURE_OF_CODE = inspect.signature(partial(CodeType.__init__, None))\n\n\nclass AsyncMockMixin(Base):\n",
    ),
    (
        "doctest.py",
        "        return ((self.name, self.filename, self.lineno, id(self))\n",
        "        # What has no line comes first.\n        line, other_line = (-1 if t.lineno is None else t.lineno for t in (self, other))\n        return ((self.name, self.filename, line, id(self))\n",
    ),
    (
        "doctest.py",
        "(other.name, other.filename, other.lineno, id(other)))",
        "(other.name, other.filename, other_line, id(other)))",
    ),
    ("doctest.py", "getattr(obj, '__name__', '-'))\n", "re.escape(getattr(obj, '__name__', '-')))\n"),
    (
        "pdb.py",
        "        \"\"\"(!) statement\n        Execute",
        "        \"\"\"(!) statement\n\n        Execute",
    ),
    ("pdb.py", "import traceback\n", "import contextlib\nimport traceback\n"),
    ("pdb.py", "import linecache\n", "import linecache\nimport tokenize\n"),
    ("pdb.py", "        fp = open(filename)\n", "        fp = tokenize.open(filename)\n"),
    (
        "pdb.py",
        "open(os.path.expanduser('~/.pdbrc')) as",
        "open(os.path.expanduser('~/.pdbrc'), encoding='utf-8') as",
    ),
    ("pdb.py", "open(\".pdbrc\") as", "open(\".pdbrc\", encoding='utf-8') as"),
    (
        "pdb.py",
        "            traceback.format_exception_only(exc_type, exc_value)[-1].strip()))",
        "            _told(exc_value)))",
    ),
    (
        "pdb.py",
        "            exc_info = sys.exc_info()[:2]\n            self.error(traceback.format_exception_only(*exc_info)[-1].strip())",
        "            self.error(_told(sys.exception()))",
    ),
    (
        "pdb.py",
        "            exc_info = sys.exc_info()[:2]\n            err = traceback.format_exception_only(*exc_info)[-1].strip()\n            return _rstr('** raised %s **' % err)",
        "            return _rstr('** raised %s **' % _told(sys.exception()))",
    ),
    (
        "pdb.py",
        "                    self.message('display %s: %r  [old: %r]' %\n                                 (expr, newvalue, oldvalue))",
        "                    self.message('display %s: %s  [old: %s]' %\n                                 (expr, _shown(newvalue, expr), _shown(oldvalue, expr)))",
    ),
    (
        "pdb.py",
        "        if line[:1] == '!': line = line[1:]\n",
        "        if line[:1] == '!': line = line[1:].strip()\n",
    ),
    ("pdb.py", "glob.glob(text + '*')", "glob.glob(glob.escape(text) + '*')"),
    (
        "pdb.py",
        "        self.commands_bnum = bnum\n        # Save",
        "        try:\n            self.get_bpbynumber(bnum)\n        except ValueError as err:\n            self.error('cannot set commands: %s' % err)\n            return\n        self.commands_bnum = bnum\n        # Save",
    ),
    (
        "pdb.py",
        "            cond = arg[comma+1:].lstrip()\n",
        "            cond = arg[comma+1:].lstrip()\n            if refused := _refused(cond):\n                self.error(f'Invalid condition {cond}: {refused}')\n                return\n",
    ),
    (
        "pdb.py",
        "            cond = args[1]\n",
        "            cond = args[1]\n            if refused := _refused(cond):\n                self.error(f'Invalid condition {cond}: {refused}')\n                return\n",
    ),
    (
        "pdb.py",
        "        globs = self.curframe.f_globals if hasattr(self, 'curframe') else None\n",
        "        frame = getattr(self, 'curframe', None)\n        globs = frame.f_globals if frame else None\n",
    ),
    (
        "pdb.py",
        "                bplist = self.get_breaks(filename, lineno)\n",
        "                bplist = self.get_breaks(filename, lineno)[:]\n",
    ),
    (
        "pdb.py",
        "        self.curframe_locals = self.curframe.f_locals\n        self.print_stack_entry(",
        "        self.curframe_locals = self.curframe.f_locals\n        self.set_convenience_variable(self.curframe, '_frame', self.curframe)\n        self.print_stack_entry(",
    ),
    (
        "pdb.py",
        "            sys.argv = shlex.split(arg)\n",
        "            try:\n                sys.argv = shlex.split(arg)\n            except ValueError as err:\n                self.error('Cannot run %s: %s' % (arg, err))\n                return\n",
    ),
    (
        "pdb.py",
        "                self.message('%s = %r' % (name, dict[name]))",
        "                self.message('%s = %s' % (name, _shown(dict[name], name)))",
    ),
    (
        "pdb.py",
        "            self.message(repr(self.curframe_locals['__return__']))",
        "            self.message(_shown(self.curframe_locals['__return__'], 'retval'))",
    ),
    (
        "pdb.py",
        "        breaklist = self.get_file_breaks(filename)\n        try:\n            lines = linecache",
        "        if filename.startswith('<frozen') and isinstance(file := self.curframe.f_globals.get('__file__'), str):\n            filename = file\n        breaklist = self.get_file_breaks(filename)\n        try:\n            lines = linecache",
    ),
    ("pdb.py", " = getsourcelines(", " = _source_lines("),
    (
        "pdb.py",
        "            self.message('display %s: %r' % (arg, val))",
        "            self.message('display %s: %s' % (arg, _shown(val, arg)))",
    ),
    (
        "pdb.py",
        "        if args[0] in self.aliases and len(args) == 1:\n            self.message(\"%s = %s\" % (args[0], self.aliases[args[0]]))\n",
        "        if len(args) == 1:\n            if args[0] in self.aliases:\n                self.message(\"%s = %s\" % (args[0], self.aliases[args[0]]))\n            else:\n                self.error(f\"Unknown alias '{args[0]}'\")\n",
    ),
    (
        "pdb.py",
        "            self.message(command.__doc__.rstrip())",
        "            if command.__doc__ is None:\n                self.error('No help for %r; __doc__ string missing' % arg)\n                return\n            self.message(_help_text(command.__doc__, ' ' * len(self.prompt)))",
    ),
    (
        "pdb.py",
        "def pm():\n    post_mortem(sys.last_traceback)\n",
        "def pm():\n    last = getattr(sys, 'last_exc', None)\n    post_mortem(sys.last_traceback if last is None else last.__traceback__)\n",
    ),
    (
        "pdb.py",
        "            print(\"Restarting\", mainpyfile, \"with arguments:\")\n            print(\"\\t\" + \" \".join(args))\n",
        "            print(\"Restarting\", target.name, \"with arguments:\")\n            print(\"\\t\" + \" \".join(sys.argv[1:]))\n",
    ),
    (
        "pdb.py",
        "            print(\"Post mortem debugger finished. The \" + mainpyfile +",
        "            print(\"Post mortem debugger finished. The \" + target.name +",
    ),
];
