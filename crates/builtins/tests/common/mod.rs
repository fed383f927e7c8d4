//! A machine for tests, on a host that has nothing.

use std::cell::RefCell;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use theseus_object::Cx;
use theseus_object::host::{Errno, Host};
use theseus_vm::{Machine, Options};

struct Nothing;

impl Host for Nothing {
    fn write(&self, _: i32, _: &[u8]) -> Result<(), Errno> {
        Ok(())
    }
    fn flush(&self, _: i32) -> Result<(), Errno> {
        Ok(())
    }
    fn read_line(&self) -> Result<Vec<u8>, Errno> {
        Ok(Vec::new())
    }
    fn read_all(&self) -> Result<Vec<u8>, Errno> {
        Ok(Vec::new())
    }
    fn is_terminal(&self, _: i32) -> bool {
        false
    }
    fn monotonic(&self) -> u64 {
        0
    }
    fn wall_clock(&self) -> i128 {
        0
    }
    fn process_time(&self) -> u64 {
        0
    }
    fn sleep(&self, _: u64) {}
    fn read_file(&self, _: &[u8]) -> Result<Vec<u8>, Errno> {
        Err(2)
    }
    fn is_directory(&self, _: &[u8]) -> Option<bool> {
        None
    }
    fn error_text(&self, _: Errno) -> String {
        String::new()
    }
}

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
