//! Tells the linker how to lay the binary out: code that programs run together lies together, and at
//! fixed addresses. The operating system maps a file in runs of pages around each one touched, so
//! scattered code and a table of relocations would double the memory of a small program.

use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

/// Patterns of function names, the most used first; written by `benches/order.sh`.
const ORDER: &str = "functions.txt";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ORDER}");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|v| v == value);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("PROFILE", "release") {
        return;
    }
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    let script = folder.join("order.ld");
    let order = fs::read_to_string(ORDER).expect("the list of functions lies beside the build script");
    fs::write(&script, linker_script(&order)).expect("cargo's folder can be written");
    println!("cargo::rustc-link-arg-bins=-no-pie");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
}

/// Puts the sections of the named functions first. The linker's own script goes on with the rest.
fn linker_script(order: &str) -> String {
    let mut script = String::from("SECTIONS {\n  .text : {\n");
    for name in order.lines().filter(|line| !line.starts_with('#')) {
        let _ = writeln!(script, "    *(.text.hot.{name} .text.{name} .text.unlikely.{name})");
    }
    script.push_str("    *(.text .text.*)\n  }\n}\nINSERT AFTER .eh_frame;\n");
    script
}
