//! The grammar of the prolog and of declarations: what a token means where, and where that leads.

use super::lex::Tok;

/// Where a reader of declarations stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Before anything; before the document type; behind it.
    Start,
    Before,
    Behind,
    /// Between declarations.
    Subset,
    Doctype,
    DoctypeNamed,
    DoctypePublic,
    DoctypeSystem,
    DoctypeIdentified,
    DoctypeEnd,
    Entity,
    EntityNamed,
    EntityPublic,
    EntitySystem,
    EntityIdentified,
    EntityNdata,
    Parameter,
    ParameterNamed,
    ParameterPublic,
    ParameterSystem,
    ParameterIdentified,
    EntityEnd,
    Notation,
    NotationNamed,
    NotationPublic,
    NotationSystem,
    NotationPublished,
    NotationEnd,
    Attlist,
    Attribute,
    AttributeType,
    Enumeration,
    Enumerated,
    NotationType,
    Notations,
    NotationListed,
    AttributeDefault,
    AttributeFixed,
    Element,
    ElementNamed,
    ContentBegin,
    Mixed,
    MixedOr,
    MixedNamed,
    Particle,
    Particles,
    ElementEnd,
    Section,
    SectionInclude,
    SectionIgnore,
}

/// What a token is in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    Nothing,
    XmlDecl,
    Instance,
    DoctypeName,
    DoctypePublic,
    DoctypeSystem,
    DoctypeSubset,
    DoctypeEnd,
    EntityName,
    ParameterName,
    EntityValue,
    EntityPublic,
    EntitySystem,
    EntityComplete,
    EntityNotation,
    NotationName,
    NotationPublic,
    NotationSystem,
    NotationEnd,
    AttributeElement,
    AttributeName,
    AttributeType,
    /// The list of values goes on.
    AttributeListed,
    NotationListed,
    AttributeImplied,
    AttributeRequired,
    AttributeValue,
    AttributeFixed,
    ElementName,
    ElementEmpty,
    ElementAny,
    GroupOpen,
    Pcdata,
    Child(u8),
    GroupClose(u8),
    Choice,
    Sequence,
    Parameter,
    Include,
    Ignore,
    SectionEnd,
}

/// Whose handler, if it is set, keeps a token from the default handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Nobody,
    Doctype,
    Entity,
    Notation,
    Attlist,
    Element,
}

impl State {
    pub fn owner(self) -> Owner {
        let at = self as u8;
        match () {
            () if at <= State::Subset as u8 => Owner::Nobody,
            () if at <= State::DoctypeEnd as u8 => Owner::Doctype,
            () if at <= State::EntityEnd as u8 => Owner::Entity,
            () if at <= State::NotationEnd as u8 => Owner::Notation,
            () if at <= State::AttributeFixed as u8 => Owner::Attlist,
            () if at <= State::ElementEnd as u8 => Owner::Element,
            () => Owner::Nobody,
        }
    }
}

/// Quantifiers, by their numbers.
pub const ONCE: u8 = 0;
pub const OPTIONAL: u8 = 1;
pub const REPEATED: u8 = 2;
pub const AT_LEAST_ONCE: u8 = 3;

use Role::Nothing;
use State as S;

/// In which state which token, of which words if any are given, means what, and the state behind it.
#[rustfmt::skip]
static RULES: &[(State, Tok, &str, Role, State)] = &[
    (S::Start, Tok::Mark, "", Nothing, S::Start),
    (S::Start, Tok::XmlDecl, "", Role::XmlDecl, S::Before),
    (S::Start, Tok::Declare, "<!DOCTYPE", Nothing, S::Doctype),
    (S::Start, Tok::Instance, "", Role::Instance, S::Behind),
    (S::Before, Tok::Declare, "<!DOCTYPE", Nothing, S::Doctype),
    (S::Before, Tok::Instance, "", Role::Instance, S::Behind),
    (S::Behind, Tok::Instance, "", Role::Instance, S::Behind),
    // The document type.
    (S::Doctype, Tok::Name, "", Role::DoctypeName, S::DoctypeNamed),
    (S::DoctypeNamed, Tok::OpenBracket, "", Role::DoctypeSubset, S::Subset),
    (S::DoctypeNamed, Tok::DeclareEnd, "", Role::DoctypeEnd, S::Behind),
    (S::DoctypeNamed, Tok::Name, "SYSTEM", Nothing, S::DoctypeSystem),
    (S::DoctypeNamed, Tok::Name, "PUBLIC", Nothing, S::DoctypePublic),
    (S::DoctypePublic, Tok::Literal, "", Role::DoctypePublic, S::DoctypeSystem),
    (S::DoctypeSystem, Tok::Literal, "", Role::DoctypeSystem, S::DoctypeIdentified),
    (S::DoctypeIdentified, Tok::OpenBracket, "", Role::DoctypeSubset, S::Subset),
    (S::DoctypeIdentified, Tok::DeclareEnd, "", Role::DoctypeEnd, S::Behind),
    (S::DoctypeEnd, Tok::DeclareEnd, "", Role::DoctypeEnd, S::Behind),
    (S::Subset, Tok::Declare, "<!ENTITY", Nothing, S::Entity),
    (S::Subset, Tok::Declare, "<!ATTLIST", Nothing, S::Attlist),
    (S::Subset, Tok::Declare, "<!ELEMENT", Nothing, S::Element),
    (S::Subset, Tok::Declare, "<!NOTATION", Nothing, S::Notation),
    (S::Subset, Tok::Parameter, "", Role::Parameter, S::Subset),
    (S::Subset, Tok::CloseBracket, "", Nothing, S::DoctypeEnd),
    // Entities.
    (S::Entity, Tok::Percent, "", Nothing, S::Parameter),
    (S::Entity, Tok::Name, "", Role::EntityName, S::EntityNamed),
    (S::EntityNamed, Tok::Name, "SYSTEM", Nothing, S::EntitySystem),
    (S::EntityNamed, Tok::Name, "PUBLIC", Nothing, S::EntityPublic),
    (S::EntityNamed, Tok::Literal, "", Role::EntityValue, S::EntityEnd),
    (S::EntityPublic, Tok::Literal, "", Role::EntityPublic, S::EntitySystem),
    (S::EntitySystem, Tok::Literal, "", Role::EntitySystem, S::EntityIdentified),
    (S::EntityIdentified, Tok::DeclareEnd, "", Role::EntityComplete, S::Subset),
    (S::EntityIdentified, Tok::Name, "NDATA", Nothing, S::EntityNdata),
    (S::EntityNdata, Tok::Name, "", Role::EntityNotation, S::EntityEnd),
    (S::Parameter, Tok::Name, "", Role::ParameterName, S::ParameterNamed),
    (S::ParameterNamed, Tok::Name, "SYSTEM", Nothing, S::ParameterSystem),
    (S::ParameterNamed, Tok::Name, "PUBLIC", Nothing, S::ParameterPublic),
    (S::ParameterNamed, Tok::Literal, "", Role::EntityValue, S::EntityEnd),
    (S::ParameterPublic, Tok::Literal, "", Role::EntityPublic, S::ParameterSystem),
    (S::ParameterSystem, Tok::Literal, "", Role::EntitySystem, S::ParameterIdentified),
    (S::ParameterIdentified, Tok::DeclareEnd, "", Role::EntityComplete, S::Subset),
    (S::EntityEnd, Tok::DeclareEnd, "", Nothing, S::Subset),
    // Notations.
    (S::Notation, Tok::Name, "", Role::NotationName, S::NotationNamed),
    (S::NotationNamed, Tok::Name, "SYSTEM", Nothing, S::NotationSystem),
    (S::NotationNamed, Tok::Name, "PUBLIC", Nothing, S::NotationPublic),
    (S::NotationPublic, Tok::Literal, "", Role::NotationPublic, S::NotationPublished),
    (S::NotationSystem, Tok::Literal, "", Role::NotationSystem, S::NotationEnd),
    (S::NotationPublished, Tok::Literal, "", Role::NotationSystem, S::NotationEnd),
    (S::NotationPublished, Tok::DeclareEnd, "", Role::NotationEnd, S::Subset),
    (S::NotationEnd, Tok::DeclareEnd, "", Nothing, S::Subset),
    // Attributes.
    (S::Attlist, Tok::Name, "", Role::AttributeElement, S::Attribute),
    (S::Attribute, Tok::DeclareEnd, "", Nothing, S::Subset),
    (S::Attribute, Tok::Name, "", Role::AttributeName, S::AttributeType),
    (S::AttributeType, Tok::Name, "CDATA", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "ID", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "IDREF", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "IDREFS", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "ENTITY", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "ENTITIES", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "NMTOKEN", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "NMTOKENS", Role::AttributeType, S::AttributeDefault),
    (S::AttributeType, Tok::Name, "NOTATION", Nothing, S::NotationType),
    (S::AttributeType, Tok::OpenGroup, "", Nothing, S::Enumeration),
    (S::Enumeration, Tok::Name, "", Role::AttributeListed, S::Enumerated),
    (S::Enumeration, Tok::Nmtoken, "", Role::AttributeListed, S::Enumerated),
    (S::Enumerated, Tok::Or, "", Nothing, S::Enumeration),
    (S::Enumerated, Tok::CloseGroup, "", Nothing, S::AttributeDefault),
    (S::NotationType, Tok::OpenGroup, "", Nothing, S::Notations),
    (S::Notations, Tok::Name, "", Role::NotationListed, S::NotationListed),
    (S::NotationListed, Tok::Or, "", Nothing, S::Notations),
    (S::NotationListed, Tok::CloseGroup, "", Nothing, S::AttributeDefault),
    (S::AttributeDefault, Tok::Pound, "#IMPLIED", Role::AttributeImplied, S::Attribute),
    (S::AttributeDefault, Tok::Pound, "#REQUIRED", Role::AttributeRequired, S::Attribute),
    (S::AttributeDefault, Tok::Pound, "#FIXED", Nothing, S::AttributeFixed),
    (S::AttributeDefault, Tok::Literal, "", Role::AttributeValue, S::Attribute),
    (S::AttributeFixed, Tok::Literal, "", Role::AttributeFixed, S::Attribute),
    // Elements. A group's end leads to `Particles`, or behind the outermost to `ElementEnd`.
    (S::Element, Tok::Name, "", Role::ElementName, S::ElementNamed),
    (S::ElementNamed, Tok::Name, "EMPTY", Role::ElementEmpty, S::ElementEnd),
    (S::ElementNamed, Tok::Name, "ANY", Role::ElementAny, S::ElementEnd),
    (S::ElementNamed, Tok::OpenGroup, "", Role::GroupOpen, S::ContentBegin),
    (S::ContentBegin, Tok::Pound, "#PCDATA", Role::Pcdata, S::Mixed),
    (S::ContentBegin, Tok::OpenGroup, "", Role::GroupOpen, S::Particle),
    (S::ContentBegin, Tok::Name, "", Role::Child(ONCE), S::Particles),
    (S::ContentBegin, Tok::NameOptional, "", Role::Child(OPTIONAL), S::Particles),
    (S::ContentBegin, Tok::NameRepeated, "", Role::Child(REPEATED), S::Particles),
    (S::ContentBegin, Tok::NamePlus, "", Role::Child(AT_LEAST_ONCE), S::Particles),
    (S::Mixed, Tok::CloseGroup, "", Role::GroupClose(ONCE), S::ElementEnd),
    (S::Mixed, Tok::CloseRepeated, "", Role::GroupClose(REPEATED), S::ElementEnd),
    (S::Mixed, Tok::Or, "", Nothing, S::MixedOr),
    (S::MixedOr, Tok::Name, "", Role::Child(ONCE), S::MixedNamed),
    (S::MixedNamed, Tok::CloseRepeated, "", Role::GroupClose(REPEATED), S::ElementEnd),
    (S::MixedNamed, Tok::Or, "", Nothing, S::MixedOr),
    (S::Particle, Tok::OpenGroup, "", Role::GroupOpen, S::Particle),
    (S::Particle, Tok::Name, "", Role::Child(ONCE), S::Particles),
    (S::Particle, Tok::NameOptional, "", Role::Child(OPTIONAL), S::Particles),
    (S::Particle, Tok::NameRepeated, "", Role::Child(REPEATED), S::Particles),
    (S::Particle, Tok::NamePlus, "", Role::Child(AT_LEAST_ONCE), S::Particles),
    (S::Particles, Tok::CloseGroup, "", Role::GroupClose(ONCE), S::Particles),
    (S::Particles, Tok::CloseOptional, "", Role::GroupClose(OPTIONAL), S::Particles),
    (S::Particles, Tok::CloseRepeated, "", Role::GroupClose(REPEATED), S::Particles),
    (S::Particles, Tok::ClosePlus, "", Role::GroupClose(AT_LEAST_ONCE), S::Particles),
    (S::Particles, Tok::Comma, "", Role::Sequence, S::Particle),
    (S::Particles, Tok::Or, "", Role::Choice, S::Particle),
    (S::ElementEnd, Tok::DeclareEnd, "", Nothing, S::Subset),
    // Conditional sections.
    (S::Section, Tok::Name, "INCLUDE", Nothing, S::SectionInclude),
    (S::Section, Tok::Name, "IGNORE", Nothing, S::SectionIgnore),
    (S::SectionInclude, Tok::OpenBracket, "", Role::Include, S::Subset),
    (S::SectionIgnore, Tok::OpenBracket, "", Role::Ignore, S::Subset),
];

/// What a token means, and the state behind it; `None` if it has no place here. In an `external` entity there
/// are conditional sections, and references to parameter entities inside declarations.
pub fn step(state: State, tok: Tok, word: &str, external: bool) -> Option<(Role, State)> {
    let between = matches!(state, S::Start | S::Before | S::Behind | S::Subset);
    match tok {
        Tok::Space if state == S::Start => return Some((Nothing, S::Before)),
        Tok::Space => return Some((Nothing, state)),
        Tok::Pi | Tok::Comment if between => {
            return Some((Nothing, if state == S::Start { S::Before } else { state }));
        }
        Tok::Conditional if external && state == S::Subset => return Some((Nothing, S::Section)),
        Tok::ConditionalEnd if external && state == S::Subset => return Some((Role::SectionEnd, state)),
        Tok::CloseBracket if external && state == S::Subset => return None,
        Tok::Parameter if external && !between => return Some((Role::Parameter, state)),
        _ => (),
    }
    let rule = RULES.iter().find(|(s, t, w, ..)| *s == state && *t == tok && (w.is_empty() || *w == word))?;
    Some((rule.3, rule.4))
}
