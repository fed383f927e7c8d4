//! What the declarations of a document say, as far as a parser that does not validate needs it.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

/// An entity: internal if it has a text, unparsed if it has a notation.
#[derive(Clone, Default)]
pub struct Entity {
    pub name: String,
    pub text: Option<Rc<str>>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub base: Option<String>,
    pub notation: Option<String>,
    /// It was declared in the document itself, and in no parameter entity.
    pub declared_inside: bool,
    /// Its text is being read.
    pub open: Cell<bool>,
}

/// An attribute's declaration.
#[derive(Clone)]
pub struct Declared {
    pub name: String,
    pub is_cdata: bool,
    pub default: Option<String>,
}

#[derive(Clone)]
pub struct Dtd {
    pub entities: HashMap<String, Rc<Entity>>,
    pub parameters: HashMap<String, Rc<Entity>>,
    /// By element.
    pub attributes: HashMap<String, Rc<Vec<Declared>>>,
    pub standalone: bool,
    /// There are, or may be, declarations that were not read.
    pub incomplete: bool,
    /// Declarations count; not behind a reference to something that was not read.
    pub counts: bool,
    /// An external entity was read while its handler ran.
    pub read_outside: bool,
}

impl Dtd {
    pub fn new() -> Dtd {
        Dtd {
            entities: HashMap::new(),
            parameters: HashMap::new(),
            attributes: HashMap::new(),
            standalone: false,
            incomplete: false,
            counts: true,
            read_outside: false,
        }
    }

    /// Something was not read: what follows counts only in a document that stands alone.
    pub fn end_counting(&mut self) {
        self.counts = self.standalone;
    }

    /// A copy that shares no entity.
    pub fn copied(&self) -> Dtd {
        let copied = |table: &HashMap<String, Rc<Entity>>| {
            table.iter().map(|(name, e)| (name.clone(), Rc::new(Entity::clone(e)))).collect()
        };
        Dtd { entities: copied(&self.entities), parameters: copied(&self.parameters), ..self.clone() }
    }
}

/// The character of one of the five entities that need no declaration.
pub fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// A node of a content model; nodes stand behind their members.
pub struct Node {
    pub kind: u8,
    pub quantifier: u8,
    pub name: Option<String>,
    /// How many of the nodes before it are its own.
    pub members: usize,
}

pub const EMPTY: u8 = 1;
pub const ANY: u8 = 2;
pub const MIXED: u8 = 3;
pub const NAMED: u8 = 4;
pub const CHOICE: u8 = 5;
pub const SEQUENCE: u8 = 6;
