# [slow] Mocks: calls, specs, patches.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


from unittest import mock
from unittest.mock import (
    Mock,
    MagicMock,
    patch,
    call,
    ANY,
    sentinel,
    create_autospec,
    AsyncMock,
    PropertyMock,
    mock_open,
    DEFAULT,
)
import os, asyncio

m = Mock(return_value=3, name="mm")
print(m(1, a=2), m.called, m.call_count, m.call_args, m.call_args_list, m.mock_calls, repr(m)[:14])
m.a.b.c(5)
print(m.mock_calls, m.method_calls)
m.reset_mock()
print(m.called)


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e))


m(1)
t(lambda: m.assert_called_once_with(2))
t(lambda: m.assert_called_with(1))
m(2)
t(lambda: m.assert_called_once())
t(lambda: m.assert_any_call(9))
t(lambda: m.assert_not_called())
t(lambda: m.assert_has_calls([call(1), call(3)]))
t(lambda: Mock().assert_called())
t(lambda: m.asert_foo)
s = Mock(side_effect=[1, ValueError("x"), 3])
t(s)
t(s)
t(s)
t(s)
t(Mock(side_effect=KeyError("k")))
t(Mock(side_effect=lambda: DEFAULT, return_value=7))
mm = MagicMock()
mm.__len__.return_value = 4
mm.__getitem__.side_effect = lambda k: k * 2
print(
    len(mm),
    mm["a"],
    list(mm),
    bool(mm),
    int(mm),
    mm < 1 if 0 else None,
    str(mm)[:10],
    mm.__enter__() is mm.__enter__.return_value,
)
with patch("os.getcwd", return_value="/fake") as p:
    print(os.getcwd(), p.called)
with patch.object(os, "sep", "!"), patch.dict(os.environ, {"QQ": "1"}):
    print(os.sep, os.environ["QQ"])
print("QQ" in os.environ)


@patch("os.listdir")
@patch("os.getpid", new=lambda: 42)
def deco(ls):
    ls.return_value = ["z"]
    return (os.listdir(), os.getpid())


print(deco())


class C:
    x = 1

    def meth(self, a, b=2):
        return a

    @property
    def prop(self):
        return 1


sp = create_autospec(C)
i = sp()
i.meth(1)
t(lambda: i.meth())
t(lambda: i.nope)
t(lambda: Mock(spec=C).zzz)
t(lambda: Mock(spec=["a"]).a)
t(lambda: setattr(Mock(spec_set=C), "new", 1))
print(isinstance(Mock(spec=C), C))
with patch.object(C, "prop", new_callable=PropertyMock, return_value=9) as pp:
    print(C().prop, pp.mock_calls)
with patch("builtins.open", mock_open(read_data="l1\nl2\n")) as o:
    print(open("f").read(), [l for l in open("g")], o.call_args_list)
print(
    call(1, a=2),
    call.foo(3).bar,
    ANY == 5,
    sentinel.x,
    sentinel.x is sentinel.x,
    call(1) == call(1),
    call(1, b=2).args,
    call.a.b(1),
)
am = AsyncMock(return_value=5)
print(asyncio.run(am(1)), am.await_count, am.await_args)
am.assert_awaited_once_with(1)
t(lambda: patch("os.nope").__enter__())
t(lambda: patch("nomodule.x").__enter__())
t(lambda: patch("x"))
w = Mock(wraps=len)
print(w("abc"), w.mock_calls)
m.configure_mock(**{"q.return_value": 8, "z": 1})
print(m.q(), m.z)
m.attach_mock(Mock(), "child")
m.child(1)
print(m.mock_calls[-1])
print(Mock(**{"a.b": 1}).a.b)
