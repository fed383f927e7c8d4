//! The embedding API from outside: values, errors, several interpreters, replacement, the heap.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::{Arc, Mutex};

use theseus_runtime::{
    BuildError, Builder, Bytes, KeyPolicy, Object, Place, Reason, ReplaceError, Replacement, Stream,
};

type Test = Result<(), Box<dyn Error>>;

#[test]
fn values_go_there_and_back() -> Test {
    let mut interpreter = Builder::new().build()?;
    let mut py = interpreter.python();
    py.set("big", u128::MAX)?;
    assert_eq!(py.eval::<String>("str(big)")?, u128::MAX.to_string());
    assert_eq!(py.get::<u128>("big")?, u128::MAX);
    assert_eq!(py.get::<i64>("big").unwrap_err().kind(), "OverflowError");
    assert_eq!(py.eval::<u8>("-1").unwrap_err().kind(), "OverflowError");
    assert_eq!(py.eval::<i128>("-2 ** 100")?, -(1 << 100));
    py.set("both", ("text", 1.5, true, (), Some(7), Bytes(vec![0, 255])))?;
    assert_eq!(py.eval::<String>("repr(both)")?, "('text', 1.5, True, None, 7, b'\\x00\\xff')");
    assert_eq!(py.eval::<(String, f64)>("('x', 2)")?, ("x".to_string(), 2.0));
    assert_eq!(py.eval::<Vec<Option<i32>>>("[1, None]")?, [Some(1), None]);
    assert_eq!(py.eval::<BTreeMap<String, i64>>("{'a': 1}")?, BTreeMap::from([("a".to_string(), 1)]));
    assert_eq!(py.eval::<Bytes>("b'ab'")?, Bytes(b"ab".to_vec()));
    assert_eq!(py.eval::<Vec<i64>>("'ab'").unwrap_err().kind(), "TypeError");
    assert_eq!(py.eval::<f64>("'1.5'").unwrap_err().kind(), "TypeError");
    assert_eq!(py.eval::<(i64, i64)>("(1,)").unwrap_err().message(), "a tuple of 2 is wanted, not 'tuple'");
    Ok(())
}

#[test]
fn errors_are_values() -> Test {
    let mut interpreter = Builder::new().build()?;
    let mut py = interpreter.python();
    assert_eq!(py.run("def f(:").unwrap_err().kind(), "SyntaxError");
    assert_eq!(py.run("raise SystemExit(3)").unwrap_err().exit_code(), Some(3));
    assert_eq!(py.run("1/0").unwrap_err().exit_code(), None);
    assert_eq!(py.run_file("/nowhere/at all.py").unwrap_err().kind(), "OSError");
    // An error from Rust goes through Python and comes back as the same object.
    py.define("fail", |py, _| Err(py.error("KeyError", "from rust")))?;
    py.run("try: fail()\nexcept KeyError as e: caught = e")?;
    let caught: Object = py.get("caught")?;
    let error = py.run("raise caught").unwrap_err();
    assert!(error.value().is(&caught));
    assert_eq!(error.to_string(), "KeyError: 'from rust'");
    Ok(())
}

#[test]
fn interpreters_share_nothing() -> Test {
    let mut interpreters = Vec::new();
    for i in 0..4 {
        let mut interpreter = Builder::new().hash_seed(i).build()?;
        interpreter.python().set("me", i)?;
        interpreter.python().run("import sys\nsys.modules['only'] = me\nclass C: number = me")?;
        interpreters.push(interpreter);
    }
    for (i, interpreter) in interpreters.iter_mut().enumerate() {
        let number = interpreter.python().eval::<usize>("C.number + sys.modules['only']")?;
        assert_eq!(number, 2 * i);
    }
    // One calls into another.
    let other = Mutex::new(interpreters.pop());
    let first = Arc::new(Mutex::new(Vec::new()));
    let heard = first.clone();
    let mut builder = Builder::new();
    builder.output(move |stream, bytes| heard.lock().unwrap().push((stream, bytes.to_vec())));
    let mut outer = builder.build()?;
    outer.python().set("x", 5)?;
    let cell = std::cell::RefCell::new(other.into_inner()?);
    outer.python().define("other", move |py, arguments| {
        let n: i64 = py.value(&arguments[0])?;
        let mut inner = cell.borrow_mut();
        let answer = match inner.as_mut() {
            Some(inner) => inner.python().eval::<i64>(&format!("C.number * {n}")),
            None => Ok(0),
        };
        py.object(answer.unwrap_or_default())
    })?;
    outer.python().run("print(other(x))")?;
    outer.end();
    assert_eq!(*first.lock().unwrap(), [(Stream::Output, b"15\n".to_vec())]);
    Ok(())
}

#[test]
fn one_after_the_other_in_the_same_memory() -> Test {
    for n in 0..4 {
        let mut interpreter = Builder::new().build()?;
        interpreter.python().run("import json, enum, re\nclass C(int): pass")?;
        assert_eq!(interpreter.python().eval::<String>(&format!("json.dumps([C({n})])"))?, format!("[{n}]"));
        assert_eq!(interpreter.end(), 0);
    }
    Ok(())
}

#[test]
fn interpreters_run_on_threads_at_the_same_time() {
    let threads: Vec<_> = (0..4)
        .map(|i: i64| {
            std::thread::spawn(move || {
                let sum = Builder::new().run(|mut interpreter| {
                    let mut py = interpreter.python();
                    py.set("n", i).unwrap();
                    py.run("import threading\nfound = []").unwrap();
                    py.run("t = threading.Thread(target=lambda: found.append(sum(range(n * 1000))))")
                        .unwrap();
                    py.run("t.start()\nt.join()").unwrap();
                    py.eval::<i64>("found[0]").unwrap()
                });
                assert_eq!(sum.unwrap(), (0..i * 1000).sum());
            })
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
}

#[test]
fn signals_belong_to_one() -> Test {
    let mut first = Builder::new().handle_interrupts().build()?;
    assert!(matches!(Builder::new().handle_interrupts().build(), Err(BuildError::Signals)));
    let mut second = Builder::new().build()?;
    let program = "import signal\nsignal.signal(signal.SIGUSR1, print)";
    assert_eq!(
        second.python().run(program).unwrap_err().to_string(),
        "ValueError: signal only works in main thread of the main interpreter"
    );
    first.python().run(program)?;
    drop(first);
    Builder::new().handle_interrupts().build()?;
    Ok(())
}

#[test]
fn little_stack_is_an_error() {
    // So small that the C library gives it no stack that another test's thread has left.
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let built = thread.spawn(|| Builder::new().build().map(drop)).unwrap().join().unwrap();
    assert!(matches!(built, Err(BuildError::Stack { left }) if left < 512 << 10));
    // What is left is enough for deep programs to end in errors.
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let deep = thread.spawn(|| {
        let mut interpreter = Builder::new().build().unwrap();
        let mut py = interpreter.python();
        py.run("class C:\n  def __getattr__(self, name): return getattr(self, name)").unwrap();
        let kinds = ["C().x", &"(".repeat(5000), &format!("{}1{}", "[".repeat(150), "]".repeat(150))]
            .map(|source| py.run(source).map_err(|e| e.kind().to_string()));
        kinds.map(Result::err)
    });
    let [recursion, parens, fine] = deep.unwrap().join().unwrap();
    assert_eq!(recursion.as_deref(), Some("RecursionError"));
    assert_eq!(parens.as_deref(), Some("SyntaxError"));
    assert_eq!(fine, None);
}

#[test]
fn replacement_with_typed_answers() -> Test {
    let mut interpreter = Builder::new().build()?;
    let mut py = interpreter.python();
    py.run("a, b, c = [1], [2], (3,)\nd = {'k': a}\nl = [b, a]\nclass T: pass\nt = T()\nt.x = a")?;
    let [a, b, c, d] = [py.get::<Object>("a")?, py.get("b")?, py.get("c")?, py.get("d")?];

    let places: Vec<Place> = py.referrers(&a)?.into_iter().map(|r| r.place).collect();
    for place in [Place::Value("'k'".into()), Place::Index(1), Place::Attribute("x".into())] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
    let plan = py.plan(&Replacement::of(&a, &b).keep(&d))?;
    assert_eq!((plan.count, plan.by_relation["list item"]), (places.len() - 1, 1));
    assert!(plan.pinned > 0, "the handle is pinned");
    assert!(plan.text.contains("pinned by the embedding program"));
    let report = plan.apply(&mut py)?;
    assert_eq!(py.eval::<String>("repr((a, d, l, t.x))")?, "([2], {'k': [1]}, [[2], [2]], [2])");
    report.undo(&mut py)?;
    report.undo(&mut py)?;
    assert_eq!(py.eval::<String>("repr((a, d, l, t.x))")?, "([1], {'k': [1]}, [[2], [1]], [1])");

    py.swap(&a, &b)?;
    assert_eq!(py.eval::<String>("repr((a, b, l))")?, "([2], [1], [[1], [2]])");
    let ring = Replacement::of(&a, &b).and(&b, &c).and(&c, &a);
    py.apply(&ring)?;
    assert_eq!(py.eval::<String>("repr((a, b, c))")?, "((3,), [2], [1])");

    // What stands against it.
    let none: Object = py.eval("None")?;
    let Err(ReplaceError::Refused(conflicts)) = py.replace(&none, &a) else { panic!("not refused") };
    assert_eq!((conflicts[0].reason, conflicts[0].holder.is_none()), (Reason::Shared, true));
    py.run("k1, k2 = object(), object()\nboth = {k1: 1, k2: 2}")?;
    let [k1, k2, both] = [py.get::<Object>("k1")?, py.get("k2")?, py.get("both")?];
    let Err(ReplaceError::Refused(conflicts)) = py.replace(&k1, &k2) else { panic!("not refused") };
    assert_eq!(conflicts[0].reason, Reason::KeyExists);
    assert!(conflicts[0].holder.as_ref().unwrap().is(&both));
    py.apply(&Replacement::of(&k1, &k2).on_key_conflict(KeyPolicy::New))?;
    assert_eq!(py.eval::<Vec<i64>>("list(both.values())")?, [2]);
    py.run("class Bad:\n  def __hash__(self): return 1 // 0\nbad, k3 = Bad(), object()\nkeys = {k3}")?;
    let [bad, k3] = [py.get::<Object>("bad")?, py.get("k3")?];
    let Err(ReplaceError::Exception(e)) = py.replace(&k3, &bad) else { panic!("not raised") };
    assert_eq!(e.kind(), "ZeroDivisionError");
    Ok(())
}

#[test]
fn the_heap_is_looked_at() -> Test {
    let mut interpreter = Builder::new().build()?;
    let mut py = interpreter.python();
    py.run("class Node: pass\nroot = Node()\nroot.items = [Node() for _ in range(50)]")?;
    let root: Object = py.get("root")?;
    let items: Object = py.attribute(&root, "items")?;
    assert_eq!(py.referents(&items)?.len(), 50);
    let count = |kinds: Vec<theseus_runtime::Kind>| {
        kinds.into_iter().find(|k| k.name == "__main__.Node").map_or(0, |k| k.count)
    };
    assert_eq!(count(py.heap()?), 51);
    assert!(py.retained_size(&root)? > py.retained_size(&items)?);
    assert!(py.path_to(&items)?.is_some_and(|path| path.last().unwrap().object.is(&items)));
    assert!(py.picture(&items)?.contains("<svg"));
    py.run("del root")?;
    assert!(py.path_to(&items)?.is_none(), "what only the embedder holds is not the program's");
    Ok(())
}

/// Bytes of the process in memory.
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|n| n.parse::<usize>().ok()).unwrap_or(0) * 4096
}

#[cfg(target_os = "linux")]
#[test]
fn a_dropped_interpreter_gives_back_its_heap() -> Test {
    let mut first = 0;
    let mut kept = Vec::new();
    for round in 0..5 {
        let mut interpreter = Builder::new().build()?;
        let mut py = interpreter.python();
        py.run("heap = [[float(i), str(i)] for i in range(300_000)]")?;
        // What the embedder holds outlives the interpreter.
        kept.push(py.eval::<Object>("heap[7]")?);
        drop(interpreter);
        first = if round == 0 { resident() } else { first };
    }
    // Other tests run beside this one; the lists of four rounds take 150 MB.
    let grown = resident().saturating_sub(first);
    assert!(grown < 100 << 20, "{grown} bytes are left of four interpreters");
    drop(kept);
    Ok(())
}
