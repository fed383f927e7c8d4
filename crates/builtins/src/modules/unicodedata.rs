//! The module `unicodedata`: the Unicode character database, and the older one beside it.

use theseus_object::class::TypeSpec;
use theseus_object::methods::{GetSet, NativeDef};
use theseus_object::{Cx, Kind, ObjRef, PyResult};
use theseus_unicode::{Edition, Form, OLD_VERSION, VERSION, names, normal, properties};

use crate::module::new_module;

/// `UCD`: a database object; the only one is that of Unicode 3.2.
struct Database;

theseus_object::leaf_payloads!(Database);

/// The functions, as those of the module and as methods of the older database.
macro_rules! functions {
    ($($name:literal $f:ident $least:literal $most:literal $doc:literal;)*) => {
        static FUNCTIONS: &[NativeDef] = &[$(functions!(module $name $f $least $most $doc)),*];
        static METHODS: &[NativeDef] = &[$(functions!(method $name $f $least $most $doc)),*];
    };
    (module $name:literal $f:ident 1 1 $doc:literal) => {
        NativeDef::f1($name, |cx, o| $f(cx, std::slice::from_ref(o), Edition::Current), $doc)
    };
    (method $name:literal $f:ident 1 1 $doc:literal) => {
        NativeDef::m1($name, |cx, _, o| $f(cx, std::slice::from_ref(o), Edition::Old), $doc)
    };
    (module $name:literal $f:ident $least:literal $most:literal $doc:literal) => {
        NativeDef::f_range($name, |cx, v| $f(cx, v, Edition::Current), $least, $most, $doc)
    };
    (method $name:literal $f:ident $least:literal $most:literal $doc:literal) => {
        NativeDef::range($name, |cx, v| $f(cx, v.get(1..).unwrap_or_default(), Edition::Old), $least, $most, $doc)
    };
}

functions! {
    "decimal" decimal 1 2 "decimal($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.";
    "digit" digit 1 2 "digit($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent digit value.\n\nReturns the digit value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.";
    "numeric" numeric 1 2 "numeric($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its equivalent numeric value.\n\nReturns the numeric value assigned to the character chr as float.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.";
    "category" category 1 1 "category($self, chr, /)\n--\n\nReturns the general category assigned to the character chr as string.";
    "bidirectional" bidirectional 1 1 "bidirectional($self, chr, /)\n--\n\nReturns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.";
    "combining" combining 1 1 "combining($self, chr, /)\n--\n\nReturns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.";
    "mirrored" mirrored 1 1 "mirrored($self, chr, /)\n--\n\nReturns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise.";
    "east_asian_width" east_asian_width 1 1 "east_asian_width($self, chr, /)\n--\n\nReturns the east asian width assigned to the character chr as string.";
    "decomposition" decomposition 1 1 "decomposition($self, chr, /)\n--\n\nReturns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined.";
    "name" name 1 2 "name($self, chr, default=<unrepresentable>, /)\n--\n\nReturns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.";
    "lookup" lookup 1 1 "lookup($self, name, /)\n--\n\nLook up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.";
    "is_normalized" is_normalized 2 2 "is_normalized($self, form, unistr, /)\n--\n\nReturn whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.";
    "normalize" normalize 2 2 "normalize($self, form, unistr, /)\n--\n\nReturn the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.";
}

static SPEC: TypeSpec = TypeSpec {
    methods: METHODS,
    getsets: &[GetSet::member("unidata_version", |cx, _| Ok(cx.new_str(OLD_VERSION)), "")],
    ..TypeSpec::EMPTY
};

const DOC: &str = "The Unicode character database, version 15.0.0: properties of characters, their names and\nthe normal forms of strings.";

pub fn install(cx: &mut Cx) {
    let module = new_module(cx, "unicodedata", DOC);
    let Some(dict) = cx.existing_dict(&module) else { return };
    let name = cx.intern("unicodedata");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    let ty = cx.add_native_type::<Database>("unicodedata.UCD", None, 0);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(&dict, "UCD", ty.as_ref().clone());
    cx.namespace_put(&dict, "ucd_3_2_0", cx.new_object(Database));
    cx.namespace_put(&dict, "unidata_version", cx.new_str(VERSION));
}

/// The character that is an argument of a function with this name.
fn character(cx: &mut Cx, args: &[ObjRef], function: &str, which: &str) -> PyResult<u32> {
    let Some(o) = args.first() else { return Err(cx.bad_internal("arguments")) };
    match o.chars().filter(|chars| chars.len() == 1).and_then(|chars| chars.get(0)) {
        Some(c) => Ok(c),
        None => {
            let got = o.kind_given();
            Err(cx.type_error(format!("{function}() argument{which} must be a unicode character, not {got}")))
        }
    }
}

/// The value, the default, or ValueError.
fn or_default(cx: &mut Cx, value: Option<ObjRef>, args: &[ObjRef], message: &str) -> PyResult {
    match value.or_else(|| args.get(1).cloned()) {
        Some(v) => Ok(v),
        None => Err(cx.value_error(message)),
    }
}

fn decimal(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "decimal", " 1")?;
    let value = properties::decimal(c, edition).map(|v| cx.int(v.into()));
    or_default(cx, value, args, "not a decimal")
}

/// The older database never had digits of its own: the newer one's are given.
fn digit(cx: &mut Cx, args: &[ObjRef], _: Edition) -> PyResult {
    let c = character(cx, args, "digit", " 1")?;
    let value = properties::digit(c, Edition::Current).map(|v| cx.int(v.into()));
    or_default(cx, value, args, "not a digit")
}

fn numeric(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "numeric", " 1")?;
    let value = properties::numeric(c, edition).map(|v| cx.float(v));
    or_default(cx, value, args, "not a numeric character")
}

fn category(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "category", "")?;
    Ok(cx.intern(properties::category(c, edition)))
}

fn bidirectional(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "bidirectional", "")?;
    Ok(cx.intern(properties::bidirectional(c, edition)))
}

fn combining(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "combining", "")?;
    Ok(cx.int(properties::combining(c, edition).into()))
}

fn mirrored(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "mirrored", "")?;
    Ok(cx.int(properties::is_mirrored(c, edition).into()))
}

fn east_asian_width(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "east_asian_width", "")?;
    Ok(cx.intern(properties::east_asian_width(c, edition)))
}

fn decomposition(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "decomposition", "")?;
    let Some(parts) = properties::decomposition(c, edition) else { return Ok(cx.empty_str.clone()) };
    let mut text = parts.tag().to_string();
    for point in parts.points() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&format!("{point:04X}"));
    }
    Ok(cx.new_str(&text))
}

fn name(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let c = character(cx, args, "name", " 1")?;
    let known = edition == Edition::Current || properties::is_assigned(c, edition);
    let value = names::name(c).filter(|_| known).map(|text| cx.new_str(&text));
    or_default(cx, value, args, "no such name")
}

/// The name that is looked up: of a str, or bytes.
fn looked_up(cx: &mut Cx, o: &ObjRef) -> PyResult<String> {
    let lossy = o.chars().is_some_and(|chars| chars.iter().any(|c| (0xd800..0xe000).contains(&c)));
    if lossy {
        // Fails in the words of the codec.
        cx.call_method(o, "encode", &[])?;
    }
    if let Some(text) = o.text() {
        return Ok(text.into_owned());
    }
    match cx.heap.bytes(o) {
        Some(bytes) if o.kind() == Kind::Bytes => Ok(String::from_utf8_lossy(bytes).into_owned()),
        Some(_) => {
            let got = o.kind_given();
            Err(cx.type_error(format!("lookup() argument must be read-only bytes-like object, not {got}")))
        }
        None => {
            let got = o.ty().name();
            Err(cx.type_error(format!("a bytes-like object is required, not '{got}'")))
        }
    }
}

fn lookup(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let Some(o) = args.first() else { return Err(cx.bad_internal("arguments")) };
    let text = looked_up(cx, o)?;
    const LONGEST: usize = 256;
    if text.len() > LONGEST {
        let message = cx.new_str("name too long");
        return Err(cx.key_error(&message));
    }
    let found = match edition {
        Edition::Current => names::sequence(&text),
        Edition::Old => names::own(&text).filter(|&c| properties::is_assigned(c, edition)).map(|c| vec![c]),
    };
    match found {
        Some(points) => Ok(cx.str_from_points(&points)),
        None => {
            let message = cx.new_str(&format!("undefined character name '{text}'"));
            Err(cx.key_error(&message))
        }
    }
}

/// The form that is asked for; none where the text is empty, which is in every form.
fn form(cx: &mut Cx, args: &[ObjRef], function: &str) -> PyResult<Option<Form>> {
    for (i, o) in args.iter().enumerate() {
        if !o.is_str() {
            let (at, got) = (i + 1, o.ty().name());
            return Err(cx.type_error(format!("{function}() argument {at} must be str, not {got}")));
        }
    }
    if args.get(1).is_some_and(|o| o.str_len() == Some(0)) {
        return Ok(None);
    }
    match args.first().and_then(|o| Form::from_name(o.ascii()?)) {
        Some(form) => Ok(Some(form)),
        None => Err(cx.value_error("invalid normalization form")),
    }
}

/// The text in a form; `None` if it is so already.
fn changed(cx: &mut Cx, args: &[ObjRef], function: &str, edition: Edition) -> PyResult<Option<Vec<u32>>> {
    let Some(form) = form(cx, args, function)? else { return Ok(None) };
    let Some(chars) = args.get(1).and_then(ObjRef::chars) else { return Err(cx.bad_internal("arguments")) };
    if chars.iter().all(|c| c < form.first_other()) {
        return Ok(None);
    }
    if !cx.can_allocate(chars.len().saturating_mul(16)) {
        return Err(cx.memory_error(""));
    }
    let text = chars.to_vec();
    let made = normal::normalize(&text, form, edition);
    Ok((made != text).then_some(made))
}

fn is_normalized(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    let changed = changed(cx, args, "is_normalized", edition)?.is_some();
    Ok(cx.bool(!changed))
}

fn normalize(cx: &mut Cx, args: &[ObjRef], edition: Edition) -> PyResult {
    match (changed(cx, args, "normalize", edition)?, args) {
        (Some(points), _) => Ok(cx.str_from_points(&points)),
        (None, [_, text]) => Ok(text.clone()),
        _ => Err(cx.bad_internal("arguments")),
    }
}
