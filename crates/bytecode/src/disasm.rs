//! Disassembly of code objects as text.
