//! Wrong programs, with the exception, line and message that CPython 3.12 gives for each.

use theseus_compiler::{ErrorKind, Options, compile};

/// A program, a line `--- Kind line: message` or `--- ok`, and `====` between the cases.
const CASES: &str = include_str!("messages.txt");

fn outcome(text: &str) -> String {
    match compile(text, "<test>", &Options::default()) {
        Ok(_) => "ok".into(),
        Err(error) => {
            let kind = match error.kind {
                ErrorKind::Syntax => "SyntaxError",
                ErrorKind::Indentation => "IndentationError",
                ErrorKind::Tab => "TabError",
                ErrorKind::Value => "ValueError",
                ErrorKind::Type => "TypeError",
                ErrorKind::Memory => "MemoryError",
                ErrorKind::Recursion => "RecursionError",
            };
            format!("{kind} {}: {}", error.line, error.message)
        }
    }
}

#[test]
fn messages_are_cpythons() {
    let mut wrong = String::new();
    for case in CASES.split("====\n") {
        let (text, expected) = case.rsplit_once("\n--- ").expect("a case has an answer");
        let found = outcome(text);
        if found != expected.trim_end() {
            wrong.push_str(&format!("{text}\n  want {}\n  got  {found}\n", expected.trim_end()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn undecodable_bytes_are_refused_with_their_line() {
    let compile = |text: &[u8]| {
        theseus_compiler::compile_bytes(text, "x.py", &Options::default()).map(|_| ()).map_err(|e| e.message)
    };
    assert_eq!(
        compile(b"a = 1\nb = '\xff'\n"),
        Err("Non-UTF-8 code starting with '\\xff' in file x.py on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details".into())
    );
    assert_eq!(compile(b"# -*- coding: latin-1 -*-\nb = '\xff'\n"), Ok(()));
    assert_eq!(compile(b"a\0b"), Err("source code cannot contain null bytes".into()));
}
