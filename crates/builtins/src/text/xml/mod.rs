//! XML 1.0: a parser that does not validate, fed in pieces, which gives one event after the other. It finds what
//! expat finds, in its order and places, and calls nobody: whoever asks for events may stop at any.

mod chars;
mod declare;
mod dtd;
mod event;
mod fault;
mod grammar;
mod input;
mod lex;
mod names;
mod parser;
mod values;

pub use event::{AttributeDecl, Doctype, EntityDecl, Event, ModelDecl, NotationDecl, Outside, XmlDecl};
pub use fault::{CODES, Code, Fault};
pub use grammar::Owner;
pub use input::{Decoder, Place};
pub use names::NameId;
pub use parser::{ParameterEntities, Parser, Settings};
