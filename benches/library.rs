//! The library: what scripts do all day in modules that CPython has in C.

use criterion::{Criterion, criterion_group, criterion_main};
use theseus_benches::{Snippet, brief, time};

const SNIPPETS: &[Snippet] = &[
    (
        "json",
        "import json\ndef run(n):\n    x = [{'id': i, 'name': 'a%d' % i, 'tags': ['x', 'y'], 'w': i / 7} for i in range(n)]\n    json.loads(json.dumps(x))\n",
    ),
    (
        "re",
        "import re\np = re.compile(r'(\\w+)=(\\d+)')\ndef run(n):\n    p.sub(r'\\2:\\1', 'key=42; ' * n)\n    p.findall('key=42; ' * n)\n",
    ),
    (
        "sorted",
        "def run(n):\n    x = [(i * 7919) % n for i in range(n)]\n    sorted(x)\n    sorted(x, key=lambda v: -v)\n    sorted(map(str, x))\n",
    ),
    (
        "str",
        "def run(n):\n    ' '.join(w.title().strip('x') for w in ('abc def ' * n).split()).replace('Abc', 'z').count('z')\n",
    ),
    (
        "dict",
        "def run(n):\n    d = {}\n    for i in range(n):\n        k = 'k%d' % (i % 97)\n        d[k] = d.get(k, 0) + 1\n    sorted(d.items())\n",
    ),
    (
        "xml",
        "import xml.etree.ElementTree as ET\ndef run(n):\n    r = ET.fromstring('<r>' + \"<i id='1'><v>x</v></i>\" * n + '</r>')\n    [e.find('v').text for e in r.iter('i')]\n    ET.tostring(r)\n",
    ),
    (
        "struct",
        "import struct\ns = struct.Struct('<IhBxd')\ndef run(n):\n    for i in range(n):\n        s.unpack(s.pack(i, 2, 3, 4.5))\n",
    ),
    (
        "datetime",
        "from datetime import datetime, timedelta\ndef run(n):\n    t, d = datetime(2024, 1, 1), timedelta(hours=7)\n    for i in range(n):\n        t += d\n        datetime.fromisoformat(t.isoformat())\n",
    ),
    (
        "decimal",
        "from decimal import Decimal\ndef run(n):\n    t = Decimal('0.1')\n    for i in range(n):\n        t = t * Decimal('1.01') + Decimal(i) / 7\n    str(t)\n",
    ),
    (
        "codecs",
        "def run(n):\n    s = 'abc \\u00e9 \\u0416 ' * n\n    for e in ('utf-8', 'utf-16', 'utf-32'):\n        s.encode(e).decode(e)\n    ('abc \\u00e9 ' * n).encode('latin-1').decode('cp1252')\n",
    ),
    (
        "csv",
        "import csv, io\ndef run(n):\n    f = io.StringIO()\n    csv.writer(f).writerows([i, 'a,b', 'c'] for i in range(n))\n    list(csv.reader(io.StringIO(f.getvalue())))\n",
    ),
    (
        "formatting",
        "def run(n):\n    for i in range(n):\n        '%s %5.2f %x' % ('a', i, i)\n        f'{i:>8} {i / 3:.3f}'\n",
    ),
];

fn library(c: &mut Criterion) {
    time(c, "library", 1_000, SNIPPETS);
}

criterion_group! { name = benches; config = brief(); targets = library }
criterion_main!(benches);
