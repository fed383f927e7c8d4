//! What is wrong with a document: the numbers, names and words of expat.

/// An error by its kind. Its number is its place, from 1 on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    NoMemory,
    Syntax,
    NoElements,
    InvalidToken,
    UnclosedToken,
    PartialChar,
    TagMismatch,
    DuplicateAttribute,
    JunkAfterDocElement,
    ParamEntityRef,
    UndefinedEntity,
    RecursiveEntityRef,
    AsyncEntity,
    BadCharRef,
    BinaryEntityRef,
    AttributeExternalEntityRef,
    MisplacedXmlPi,
    UnknownEncoding,
    IncorrectEncoding,
    UnclosedCdataSection,
    ExternalEntityHandling,
    NotStandalone,
    UnexpectedState,
    EntityDeclaredInPe,
    FeatureRequiresXmlDtd,
    CantChangeFeatureOnceParsing,
    UnboundPrefix,
    UndeclaringPrefix,
    IncompletePe,
    XmlDecl,
    TextDecl,
    Publicid,
    Suspended,
    NotSuspended,
    Aborted,
    Finished,
    SuspendPe,
    ReservedPrefixXml,
    ReservedPrefixXmlns,
    ReservedNamespaceUri,
    InvalidArgument,
    NoBuffer,
    AmplificationLimitBreach,
}

/// Kinds in the order of their numbers, with the name of the constant and the words.
#[rustfmt::skip]
pub static CODES: [(Code, &str, &str); 43] = [
    (Code::NoMemory, "NO_MEMORY", "out of memory"),
    (Code::Syntax, "SYNTAX", "syntax error"),
    (Code::NoElements, "NO_ELEMENTS", "no element found"),
    (Code::InvalidToken, "INVALID_TOKEN", "not well-formed (invalid token)"),
    (Code::UnclosedToken, "UNCLOSED_TOKEN", "unclosed token"),
    (Code::PartialChar, "PARTIAL_CHAR", "partial character"),
    (Code::TagMismatch, "TAG_MISMATCH", "mismatched tag"),
    (Code::DuplicateAttribute, "DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    (Code::JunkAfterDocElement, "JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    (Code::ParamEntityRef, "PARAM_ENTITY_REF", "illegal parameter entity reference"),
    (Code::UndefinedEntity, "UNDEFINED_ENTITY", "undefined entity"),
    (Code::RecursiveEntityRef, "RECURSIVE_ENTITY_REF", "recursive entity reference"),
    (Code::AsyncEntity, "ASYNC_ENTITY", "asynchronous entity"),
    (Code::BadCharRef, "BAD_CHAR_REF", "reference to invalid character number"),
    (Code::BinaryEntityRef, "BINARY_ENTITY_REF", "reference to binary entity"),
    (Code::AttributeExternalEntityRef, "ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    (Code::MisplacedXmlPi, "MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    (Code::UnknownEncoding, "UNKNOWN_ENCODING", "unknown encoding"),
    (Code::IncorrectEncoding, "INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    (Code::UnclosedCdataSection, "UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    (Code::ExternalEntityHandling, "EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    (Code::NotStandalone, "NOT_STANDALONE", "document is not standalone"),
    (Code::UnexpectedState, "UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    (Code::EntityDeclaredInPe, "ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    (Code::FeatureRequiresXmlDtd, "FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"),
    (Code::CantChangeFeatureOnceParsing, "CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    (Code::UnboundPrefix, "UNBOUND_PREFIX", "unbound prefix"),
    (Code::UndeclaringPrefix, "UNDECLARING_PREFIX", "must not undeclare prefix"),
    (Code::IncompletePe, "INCOMPLETE_PE", "incomplete markup in parameter entity"),
    (Code::XmlDecl, "XML_DECL", "XML declaration not well-formed"),
    (Code::TextDecl, "TEXT_DECL", "text declaration not well-formed"),
    (Code::Publicid, "PUBLICID", "illegal character(s) in public id"),
    (Code::Suspended, "SUSPENDED", "parser suspended"),
    (Code::NotSuspended, "NOT_SUSPENDED", "parser not suspended"),
    (Code::Aborted, "ABORTED", "parsing aborted"),
    (Code::Finished, "FINISHED", "parsing finished"),
    (Code::SuspendPe, "SUSPEND_PE", "cannot suspend in external parameter entity"),
    (Code::ReservedPrefixXml, "RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"),
    (Code::ReservedPrefixXmlns, "RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
    (Code::ReservedNamespaceUri, "RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    (Code::InvalidArgument, "INVALID_ARGUMENT", "invalid argument"),
    (Code::NoBuffer, "NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"),
    (Code::AmplificationLimitBreach, "AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
];

impl Code {
    /// expat's number.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn message(self) -> &'static str {
        CODES[self as usize].2
    }
}

/// An error and where it is in the document's text; `None` for the place of the current event.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub code: Code,
    pub at: Option<usize>,
}

impl Fault {
    pub fn at(code: Code, at: usize) -> Fault {
        Fault { code, at: Some(at) }
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Fault {
        Fault { code, at: None }
    }
}

pub type Checked<T = ()> = Result<T, Fault>;
