//! The command `theseus`.

mod environment;
mod flags;
mod guarded;
mod inspected;
mod repl;
mod run;

use std::process::ExitCode;

use theseus_runtime::Outcome;

#[global_allocator]
static MEMORY: theseus_runtime::Allocator = theseus_runtime::Allocator;

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    if arguments.first().is_some_and(|word| theseus_bench::WORDS.contains(&word.as_str())) {
        let program = std::env::current_exe().unwrap_or_else(|_| "theseus".into());
        let engine = theseus_bench::Engine { program, version: run::VERSION.trim().to_string() };
        return ExitCode::from(theseus_bench::main(&arguments, &engine) as u8);
    }
    let outcome = match flags::parse(&arguments) {
        Ok(command) => run::run(&command),
        Err(message) => {
            run::complain(&message);
            Outcome::Exit(2)
        }
    };
    match outcome {
        Outcome::Exit(code) => ExitCode::from(code as u8),
        Outcome::Interrupted => theseus_runtime::die_by_interrupt(),
    }
}
