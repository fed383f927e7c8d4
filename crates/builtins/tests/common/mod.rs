//! A machine for tests of properties.

use std::cell::RefCell;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use theseus_object::Cx;
use theseus_object::host::Nothing;
use theseus_vm::{Machine, Options};

/// Checks a property of many values; all share one machine, for starting one takes a while.
pub fn check<S: Strategy>(cases: u32, strategy: S, property: impl Fn(&mut Cx, S::Value) -> TestCaseResult) {
    let mut options = Options::new(Box::new(Nothing));
    // Threads of tests have 2 MiB.
    options.stack_size = 1 << 20;
    let machine = RefCell::new(Machine::new(options));
    // No file of failures: the sources are read-only to tests.
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| property(machine.borrow_mut().cx(), value));
    if let Err(e) = outcome {
        panic!("{e}");
    }
}
