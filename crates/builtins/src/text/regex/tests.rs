//! The matcher against texts of each width, damaged code, and pauses.

use super::{Goal, Machine, Outcome, Program, Unit, compile};

const NO_BOUND: u32 = u32::MAX;
/// `a([b-c])*?d`, `(?<=ab)(?!c)(a)?(?(1)b|c)`, `(?>ab+)c++(?:de)*+`, `(?:)*x(?:ab|cd)?`.
const GOOD: [&[u32]; 4] = [
    &[
        14, 8, 1, 2, NO_BOUND, 1, 1, 97, 0, 16, 97, 23, 13, 0, NO_BOUND, 17, 0, 13, 5, 22, 98, 99, 0, 17, 1,
        19, 16, 100, 1,
    ],
    &[
        4, 7, 2, 16, 97, 16, 98, 1, 5, 5, 0, 16, 99, 1, 23, 9, 0, 1, 17, 0, 16, 97, 17, 1, 18, 12, 0, 6, 16,
        98, 15, 3, 16, 99, 1,
    ],
    &[
        27, 11, 16, 97, 24, 6, 1, NO_BOUND, 16, 98, 1, 1, 29, 6, 1, NO_BOUND, 16, 99, 1, 28, 7, 0, NO_BOUND,
        16, 100, 16, 101, 1, 1,
    ],
    &[
        23, 3, 0, NO_BOUND, 18, 16, 120, 23, 19, 0, 1, 7, 7, 16, 97, 16, 98, 15, 9, 7, 16, 99, 16, 100, 15,
        2, 0, 18, 1,
    ],
];
/// `(?:aa|ab|bb|a|b)*c`
const SLOW: &[u32] = &[
    23, 36, 0, NO_BOUND, 7, 7, 16, 97, 16, 97, 15, 26, 7, 16, 97, 16, 98, 15, 19, 7, 16, 98, 16, 98, 15, 12,
    5, 16, 97, 15, 7, 5, 16, 98, 15, 2, 0, 18, 16, 99, 1,
];

/// Span and first group of the first match; `None` in front if it took too long to tell.
type Found = Option<Option<(usize, usize, Option<(usize, usize)>)>>;

fn search<U: Unit>(program: &Program, text: &[U]) -> Found {
    let mut machine = Machine::default();
    machine.prepare(0, Goal::default());
    for _ in 0..50 {
        match machine.search(program, text) {
            Outcome::Matched => return Some(Some((machine.start(), machine.end(), machine.group(1)))),
            Outcome::Failed => return Some(None),
            Outcome::Paused => (),
            Outcome::Memory => return None,
        }
    }
    None
}

/// What the search finds in texts of all widths, which must be the same.
fn search_all(program: &Program, text: &str) -> Found {
    let wide: Vec<u16> = text.bytes().map(u16::from).collect();
    let wider: Vec<u32> = text.bytes().map(u32::from).collect();
    let found = search(program, text.as_bytes());
    assert_eq!(found, search(program, &wide), "{program:?} {text:?}");
    assert_eq!(found, search(program, &wider), "{program:?} {text:?}");
    found
}

#[test]
fn good_code_finds_what_it_should() {
    let found = |code: &[u32], text: &str| {
        let program = compile(code, 1).expect("good code");
        search_all(&program, text).expect("an answer")
    };
    assert_eq!(found(GOOD[0], "xabcbd"), Some((1, 6, Some((4, 5)))));
    assert_eq!(found(GOOD[0], "abx"), None);
    assert_eq!(found(GOOD[1], "abab"), Some((2, 4, Some((2, 3)))));
    assert_eq!(found(GOOD[2], "aabbccdedex"), Some((1, 10, None)));
    assert_eq!(found(GOOD[3], "--xcd"), Some((2, 5, None)));
    assert_eq!(found(SLOW, "xabbac"), Some((1, 6, None)));
}

#[test]
fn long_work_pauses_and_goes_on() {
    let program = compile(SLOW, 0).expect("good code");
    let text = "ab".repeat(14);
    let mut machine = Machine::default();
    machine.prepare(0, Goal::default());
    let mut pauses = 0;
    let end = loop {
        match machine.match_here(&program, text.as_bytes()) {
            Outcome::Paused => pauses += 1,
            end => break end,
        }
    };
    assert_eq!(end, Outcome::Failed);
    assert!(pauses > 0);
}

#[test]
fn damaged_code_is_refused_or_runs() {
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let (mut refused, mut ran) = (0, 0);
    for _ in 0..20_000 {
        let mut code = GOOD[random(GOOD.len())].to_vec();
        for _ in 0..=random(3) {
            let at = random(code.len());
            match random(3) {
                0 => {
                    code[at] = [random(43) as u32, random(10) as u32, NO_BOUND, random(code.len()) as u32]
                        [random(4)];
                }
                1 => drop(code.remove(at)),
                _ => code.insert(at, random(43) as u32),
            }
        }
        match compile(&code, 1) {
            Err(_) => refused += 1,
            Ok(program) => {
                ran += 1;
                for text in ["", "abcd", "abababcc", "xabcde"] {
                    search_all(&program, text);
                }
            }
        }
    }
    assert!(refused > 10_000 && ran > 500, "{refused} {ran}");
}
