//! What a parser finds in a document.

use super::dtd::Node;
use super::grammar::Owner;
use super::names::NameId;

/// Offsets of a part of the text that is being read.
pub type Span = (usize, usize);

pub enum Event {
    XmlDecl(Box<XmlDecl>),
    /// The document is in an encoding of which the parser needs a table.
    UnknownEncoding(String),
    /// A start tag; its attributes are [`super::Parser::attribute`].
    Start {
        name: NameId,
        empty: bool,
    },
    End {
        name: NameId,
        empty: bool,
    },
    /// A prefix is bound, to nothing if it is the empty one.
    Bound {
        prefix: NameId,
        uri: Option<NameId>,
    },
    Unbound {
        prefix: NameId,
    },
    /// Character data that stands as it is.
    Text(Span),
    /// Character data: a line break, or what a reference means.
    Char(char),
    CdataBegin,
    CdataEnd,
    Comment(Span),
    Instruction {
        target: NameId,
        data: Span,
    },
    Doctype(Box<Doctype>),
    DoctypeEnd,
    Entity(Box<EntityDecl>),
    Notation(Box<NotationDecl>),
    Attribute(Box<AttributeDecl>),
    Element(Box<ModelDecl>),
    /// Something outside of the document is referred to.
    Outside(Box<Outside>),
    /// A reference to an entity that is not replaced.
    Skipped {
        name: String,
        is_parameter: bool,
    },
    /// The document depends on declarations elsewhere.
    NotStandalone,
    /// A token of a declaration, for the default handler unless the owner's is set.
    Other(Owner),
}

pub struct XmlDecl {
    /// None of an external entity may lack.
    pub version: Option<String>,
    pub encoding: Option<String>,
    pub standalone: Option<bool>,
    /// It stands at the head of an external entity.
    pub of_entity: bool,
}

pub struct Doctype {
    pub name: String,
    pub system: Option<String>,
    pub public: Option<String>,
    pub has_subset: bool,
}

pub struct EntityDecl {
    pub name: String,
    pub is_parameter: bool,
    pub value: Option<String>,
    pub base: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub notation: Option<String>,
}

pub struct NotationDecl {
    pub name: String,
    pub base: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
}

pub struct AttributeDecl {
    pub element: String,
    pub name: String,
    pub kind: String,
    pub default: Option<String>,
    pub required: bool,
}

/// The content model of an element; the last node is the outermost.
pub struct ModelDecl {
    pub element: String,
    pub nodes: Vec<Node>,
}

pub struct Outside {
    /// What a parser of the entity needs to know; `None` if it holds declarations.
    pub context: Option<String>,
    pub base: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    /// The parameter entity whose declarations it holds.
    pub is_parameter: bool,
    /// The external subset that a program provides.
    pub foreign: bool,
}
