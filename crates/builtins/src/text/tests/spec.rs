//! Formatting with specs, against what CPython 3.12 answers.
use crate::text::error::Error;
use crate::text::int::IntRef;
use crate::text::spec::*;
use dashu_int::IBig;

/// Spec, value, result; `!` is before the text of an error.
#[rustfmt::skip]
const FLOATS: &[(&str, f64, &str)] = &[
    ("e", 0.1, "1.000000e-01"), ("e", f64::NAN, "nan"), ("e", 1e-05, "1.000000e-05"),
    ("e", 0.0, "0.000000e+00"), ("E", 3.15625, "3.156250E+00"), ("E", 99.995, "9.999500E+01"),
    ("E", -0.0004, "-4.000000E-04"), ("E", 2.5, "2.500000E+00"), ("f", -0.0004, "-0.000400"),
    ("f", 1e+16, "10000000000000000.000000"), ("f", -f64::INFINITY, "-inf"), ("f", 3.15625, "3.156250"),
    ("F", 2.5, "2.500000"), ("F", 123456789.125, "123456789.125000"), ("F", 1234567.891, "1234567.891000"),
    ("g", 999999.5, "1e+06"), ("g", 2.5, "2.5"), ("g", -1234.5, "-1234.5"), ("g", -0.0, "-0"),
    ("G", 1e-05, "1E-05"), ("G", 1234567.891, "1.23457E+06"), ("G", 123456789.125, "1.23457E+08"),
    ("G", 999999.5, "1E+06"), ("n", f64::NAN, "nan"), ("n", 0.0001, "0.0001"),
    ("n", 123456789.125, "1.23457e+08"), ("n", 999999.5, "1e+06"), ("%", 3.15625, "315.625000%"),
    ("%", 1e+16, "1000000000000000000.000000%"), ("%", 2.5, "250.000000%"), ("%", 5e-324, "0.000000%"),
    (".0f", 999999.5, "1000000"), (".0f", -f64::INFINITY, "-inf"), (".0f", 2.5, "2"), (".0f", 3.15625, "3"),
    (".3f", f64::NAN, "nan"), (".3f", 123456789.125, "123456789.125"), (".3f", f64::INFINITY, "inf"),
    (".3f", 0.5, "0.500"), ("10.2f", -0.0004, "     -0.00"), ("10.2f", -f64::INFINITY, "      -inf"),
    ("10.2f", 99.995, "    100.00"), ("10.2f", -0.0, "     -0.00"), ("<10.2f", -1234.5, "-1234.50  "),
    ("<10.2f", 999999.5, "999999.50 "), ("<10.2f", 5e-324, "0.00      "), ("<10.2f", 1.0, "1.00      "),
    ("^12.1e", 1234567.891, "  1.2e+06   "), ("^12.1e", 1000000000000000.0, "  1.0e+15   "),
    ("^12.1e", -0.0, "  -0.0e+00  "), ("^12.1e", 0.5, "  5.0e-01   "), ("+", 0.0001, "+0.0001"),
    ("+", 999999.5, "+999999.5"), ("+", -0.0, "-0.0"), ("+", 1e+22, "+1e+22"),
    ("+.3g", 1234567.891, "+1.23e+06"), ("+.3g", 2.5, "+2.5"), ("+.3g", -0.0, "-0"),
    ("+.3g", 1e-05, "+1e-05"), (" g", 0.0001, " 0.0001"), (" g", -0.0004, "-0.0004"),
    (" g", f64::INFINITY, " inf"), (" g", 0.5, " 0.5"), ("#g", 0.1, "0.100000"), ("#g", 1e+16, "1.00000e+16"),
    ("#g", 0.0001, "0.000100000"), ("#g", 3.15625, "3.15625"), ("#.0f", 1.0, "1."),
    ("#.0f", 1e+22, "10000000000000000000000."), ("#.0f", -1234.5, "-1234."),
    ("#.0f", -f64::INFINITY, "-inf"), ("#.0e", 1.0, "1.e+00"), ("#.0e", 999999.5, "1.e+06"),
    ("#.0e", 2.5, "2.e+00"), ("#.0e", -0.0004, "-4.e-04"), (".0e", 1e+22, "1e+22"), (".0e", 2.5, "2e+00"),
    (".0e", 1000000000000000.0, "1e+15"), (".0e", -f64::INFINITY, "-inf"), (".1", 99.995, "1e+02"),
    (".1", 1234567.891, "1e+06"), (".1", 123456789.125, "1e+08"), (".1", 1e+22, "1e+22"),
    (".5", 5e-324, "4.9407e-324"), (".5", 1.7976931348623157e+308, "1.7977e+308"), (".5", 1.0, "1.0"),
    (".5", 1e-05, "1e-05"), (".17g", 1e+22, "1e+22"),
    (".17g", 1.7976931348623157e+308, "1.7976931348623157e+308"), (".17g", 2.5, "2.5"),
    (".17g", 999999.5, "999999.5"), (".20f", 123456789.125, "123456789.12500000000000000000"),
    (".20f", 0.5, "0.50000000000000000000"), (".20f", 0.0001, "0.00010000000000000000"),
    (".20f", 0.1, "0.10000000000000000555"), ("010.2f", f64::INFINITY, "0000000inf"),
    ("010.2f", 2.5, "0000002.50"), ("010.2f", 5e-324, "0000000.00"), ("010.2f", -f64::INFINITY, "-000000inf"),
    ("*>12", 5e-324, "******5e-324"), ("*>12", 0.0, "*********0.0"), ("*>12", 1234567.891, "*1234567.891"),
    ("*>12", 123456789.125, "123456789.125"), ("=12", 123456789.125, "123456789.125"),
    ("=12", -1.5, "-        1.5"), ("=12", 0.5, "         0.5"), ("=12", -1234.5, "-     1234.5"),
    ("x=+12.1f", -1.5, "-xxxxxxxx1.5"), ("x=+12.1f", 1e+16, "+10000000000000000.0"),
    ("x=+12.1f", 0.0001, "+xxxxxxxx0.0"), ("012,", 1.7976931348623157e+308, "1.7976931348623157e+308"),
    ("012,", 1234567.891, "1,234,567.891"), ("012,", 0.1, "00,000,000.1"), ("012,", -0.0, "-0,000,000.0"),
    ("015_.2f", -0.0, "-000_000_000.00"), ("015_.2f", -1.5, "-000_000_001.50"),
    ("015_.2f", 0.5, "0_000_000_000.50"), ("015_.2f", 1234567.891, "0_001_234_567.89"), (",.2f", 0.5, "0.50"),
    (",.2f", f64::INFINITY, "inf"), (",.2f", 999999.5, "999,999.50"), (",.2f", 1234567.891, "1,234,567.89"),
    ("z.0f", -1.5, "-2"), ("z.0f", f64::NAN, "nan"), ("z.0f", 999999.5, "1000000"), ("z.2f", 5e-324, "0.00"),
    ("z.2f", 1e+22, "10000000000000000000000.00"), ("z.2f", 0.0, "0.00"), ("+z.1f", 3.15625, "+3.2"),
    ("+z.1f", 1e+22, "+10000000000000000000000.0"), ("+z.1f", 2.5, "+2.5"), ("+z.1f", 1.0, "+1.0"),
    ("#", 1e-05, "1.e-05"), ("#", -0.0004, "-0.0004"), ("#", 5e-324, "5.e-324"),
    ("#", 123456789.125, "123456789.125"), (".3%", 5e-324, "0.000%"), (".3%", 0.1, "10.000%"),
    (".3%", 1000000000000000.0, "100000000000000000.000%"), (".3%", 1e+16, "1000000000000000000.000%"),
    ("06", 1234567.891, "1234567.891"), ("06", 0.0, "0000.0"), ("06", -0.0004, "-0.0004"),
    ("06", 999999.5, "999999.5"), ("_", 1.0, "1.0"), ("_", -1.5, "-1.5"), ("_", 1e+16, "1e+16"),
    ("_", -1234.5, "-1_234.5"), ("_.1f", 0.0001, "0.0"), ("_.1f", 99.995, "100.0"),
    ("_.1f", 1000000000000000.0, "1_000_000_000_000_000.0"), ("_.1f", 3.15625, "3.2"),
    (",g", f64::NAN, "nan"), (",g", 0.1, "0.1"), (",g", 1e-05, "1e-05"), (",g", -0.0, "-0"),
    (".0g", f64::INFINITY, "inf"), (".0g", f64::NAN, "nan"), (".0g", 0.1, "0.1"), (".0g", 5e-324, "5e-324"),
    (".16", -0.0, "-0.0"), (".16", 1000000000000000.0, "1e+15"), (".16", f64::INFINITY, "inf"),
    (".16", 5e-324, "4.940656458412465e-324"), (".2147483648f", 1.0, "!precision too big"),
    (".2147483648f", 2.5, "!precision too big"), (".2147483648f", 0.5, "!precision too big"),
    (".2147483648f", 1234567.891, "!precision too big"),
    ("d", 0.0001, "!Unknown format code 'd' for object of type 'float'"),
    ("d", 0.5, "!Unknown format code 'd' for object of type 'float'"),
    ("d", f64::INFINITY, "!Unknown format code 'd' for object of type 'float'"),
    ("d", 1.7976931348623157e+308, "!Unknown format code 'd' for object of type 'float'"),
    ("s", 1.0, "!Unknown format code 's' for object of type 'float'"),
    ("s", 123456789.125, "!Unknown format code 's' for object of type 'float'"),
    ("s", -0.0004, "!Unknown format code 's' for object of type 'float'"),
    ("s", 0.0, "!Unknown format code 's' for object of type 'float'"),
    (".", -0.0, "!Format specifier missing precision"),
    (".", 1000000000000000.0, "!Format specifier missing precision"),
    (".", -1.5, "!Format specifier missing precision"), (".", 3.15625, "!Format specifier missing precision"),
    ("_,", 1e-05, "!Cannot specify both ',' and '_'."), ("_,", 3.15625, "!Cannot specify both ',' and '_'."),
    ("_,", -0.0, "!Cannot specify both ',' and '_'."),
    ("_,", 1000000000000000.0, "!Cannot specify both ',' and '_'."),
    (",_", f64::INFINITY, "!Cannot specify both ',' and '_'."),
    (",_", 1.7976931348623157e+308, "!Cannot specify both ',' and '_'."),
    (",_", 1e+16, "!Cannot specify both ',' and '_'."), (",_", 3.15625, "!Cannot specify both ',' and '_'."),
    ("5x", 1e+16, "!Unknown format code 'x' for object of type 'float'"),
    ("5x", 1000000000000000.0, "!Unknown format code 'x' for object of type 'float'"),
    ("5x", 1e+22, "!Unknown format code 'x' for object of type 'float'"),
    ("5x", -0.0004, "!Unknown format code 'x' for object of type 'float'"),
    ("c", f64::NAN, "!Unknown format code 'c' for object of type 'float'"),
    ("c", 999999.5, "!Unknown format code 'c' for object of type 'float'"),
    ("c", 1000000000000000.0, "!Unknown format code 'c' for object of type 'float'"),
    ("c", -1.5, "!Unknown format code 'c' for object of type 'float'"),
    ("10,n", -1234.5, "!Cannot specify ',' with 'n'."),
    ("10,n", 1234567.891, "!Cannot specify ',' with 'n'."), ("10,n", 1.0, "!Cannot specify ',' with 'n'."),
    ("10,n", 1e+22, "!Cannot specify ',' with 'n'."),
];

#[rustfmt::skip]
const INTS: &[(&str, &str, &str)] = &[
    ("d", "-255", "-255"), ("d", "9223372036854775807", "9223372036854775807"),
    ("d", "-9223372036854775808", "-9223372036854775808"), ("d", "999", "999"),
    ("b", "2147483648", "10000000000000000000000000000000"),
    ("b", "18446744073709551616", "10000000000000000000000000000000000000000000000000000000000000000"),
    ("b", "42", "101010"), ("b", "97", "1100001"), ("o", "7", "7"), ("o", "999", "1747"),
    ("o", "-255", "-377"), ("o", "1114112", "4200000"), ("x", "-255", "-ff"),
    ("x", "-9223372036854775808", "-8000000000000000"), ("x", "0", "0"), ("x", "7", "7"),
    ("X", "-255", "-FF"), ("X", "42", "2A"), ("X", "65535", "FFFF"), ("X", "1114112", "110000"),
    ("n", "-1234567", "-1234567"), ("n", "-10000000000000000000000000", "-10000000000000000000000000"),
    ("n", "97", "97"), ("n", "-1", "-1"),
    ("#b", "9223372036854775807", "0b111111111111111111111111111111111111111111111111111111111111111"),
    ("#b", "65535", "0b1111111111111111"), ("#b", "-1234567", "-0b100101101011010000111"), ("#b", "1", "0b1"),
    ("#o", "-1234567", "-0o4553207"),
    ("#o", "-10000000000000000000000000", "-0o4105452130240024411200000000"), ("#o", "1114112", "0o4200000"),
    ("#o", "-1", "-0o1"), ("#x", "7", "0x7"), ("#x", "1", "0x1"), ("#x", "-255", "-0xff"),
    ("#x", "-9223372036854775808", "-0x8000000000000000"), ("#X", "1000", "0X3E8"), ("#X", "97", "0X61"),
    ("#X", "1114112", "0X110000"), ("#X", "999", "0X3E7"), ("+d", "0", "+0"), ("+d", "8364", "+8364"),
    ("+d", "97", "+97"), ("+d", "999", "+999"),
    (" d", "-10000000000000000000000000", "-10000000000000000000000000"), (" d", "1000", " 1000"),
    (" d", "999", " 999"), (" d", "8364", " 8364"), ("-d", "8364", "8364"), ("-d", "97", "97"),
    ("-d", "-10000000000000000000000000", "-10000000000000000000000000"),
    ("-d", "1606938044258990275541962092341162602522202993782792835301376", "1606938044258990275541962092341162602522202993782792835301376"),
    ("5", "-255", " -255"), ("5", "7", "    7"), ("5", "1", "    1"), ("5", "97", "   97"),
    ("<5", "999", "999  "), ("<5", "-1", "-1   "), ("<5", "7", "7    "), ("<5", "8364", "8364 "),
    ("^6", "0", "  0   "), ("^6", "2147483648", "2147483648"), ("^6", "999", " 999  "),
    ("^6", "-255", " -255 "), ("*^9", "1000", "**1000***"), ("*^9", "1", "****1****"),
    ("*^9", "97", "***97****"), ("*^9", "42", "***42****"), ("=+9", "42", "+      42"),
    ("=+9", "1606938044258990275541962092341162602522202993782792835301376", "+1606938044258990275541962092341162602522202993782792835301376"),
    ("=+9", "1000", "+    1000"), ("=+9", "1", "+       1"), ("08", "999", "00000999"),
    ("08", "-9223372036854775808", "-9223372036854775808"), ("08", "8364", "00008364"),
    ("08", "1114112", "01114112"), ("+08", "0", "+0000000"), ("+08", "-255", "-0000255"),
    ("+08", "97", "+0000097"), ("+08", "18446744073709551616", "+18446744073709551616"),
    ("#010x", "-10000000000000000000000000", "-0x84595161401484a000000"), ("#010x", "42", "0x0000002a"),
    ("#010x", "999", "0x000003e7"), ("#010x", "8364", "0x000020ac"), ("#_x", "97", "0x61"),
    ("#_x", "42", "0x2a"), ("#_x", "-10000000000000000000000000", "-0x8_4595_1614_0148_4a00_0000"),
    ("#_x", "-9223372036854775808", "-0x8000_0000_0000_0000"), ("_b", "7", "111"),
    ("_b", "1114112", "1_0001_0000_0000_0000_0000"), ("_b", "65535", "1111_1111_1111_1111"),
    ("_b", "9223372036854775807", "111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111_1111"),
    ("_x", "7", "7"), ("_x", "8364", "20ac"),
    ("_x", "-10000000000000000000000000", "-8_4595_1614_0148_4a00_0000"), ("_x", "65535", "ffff"),
    ("020_b", "42", "0_0000_0000_0010_1010"), ("020_b", "1000", "0_0000_0011_1110_1000"),
    ("020_b", "-1234567", "-1_0010_1101_0110_1000_0111"),
    ("020_b", "18446744073709551616", "1_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000"),
    (",", "-1234567", "-1,234,567"), (",", "1", "1"), (",", "8364", "8,364"), (",", "1114112", "1,114,112"),
    ("_d", "7", "7"), ("_d", "1", "1"), ("_d", "18446744073709551616", "18_446_744_073_709_551_616"),
    ("_d", "-10000000000000000000000000", "-10_000_000_000_000_000_000_000_000"),
    ("015,", "1606938044258990275541962092341162602522202993782792835301376", "1,606,938,044,258,990,275,541,962,092,341,162,602,522,202,993,782,792,835,301,376"),
    ("015,", "0", "000,000,000,000"), ("015,", "2147483648", "002,147,483,648"),
    ("015,", "65535", "000,000,065,535"), ("016,", "65535", "0,000,000,065,535"),
    ("016,", "1", "0,000,000,000,001"), ("016,", "8364", "0,000,000,008,364"),
    ("016,", "7", "0,000,000,000,007"),
    ("017,", "1606938044258990275541962092341162602522202993782792835301376", "1,606,938,044,258,990,275,541,962,092,341,162,602,522,202,993,782,792,835,301,376"),
    ("017,", "2147483648", "0,002,147,483,648"),
    ("017,", "18446744073709551616", "18,446,744,073,709,551,616"), ("017,", "7", "0,000,000,000,007"),
    ("c", "1", "\u{1}"), ("c", "-1234567", "!%c arg not in range(0x110000)"), ("c", "1000", "\u{3e8}"),
    ("c", "7", "\u{7}"), ("5c", "8364", "    \u{20ac}"),
    ("5c", "18446744073709551616", "!Python int too large to convert to C long"),
    ("5c", "1000", "    \u{3e8}"), ("5c", "7", "    \u{7}"), ("^5c", "999", "  \u{3e7}  "),
    ("^5c", "1000", "  \u{3e8}  "), ("^5c", "42", "  *  "),
    ("^5c", "9223372036854775807", "!%c arg not in range(0x110000)"),
    ("*<3c", "-1", "!%c arg not in range(0x110000)"), ("*<3c", "97", "a**"),
    ("*<3c", "18446744073709551616", "!Python int too large to convert to C long"),
    ("*<3c", "8364", "\u{20ac}**"), ("+c", "42", "!Sign not allowed with integer format specifier 'c'"),
    ("+c", "1606938044258990275541962092341162602522202993782792835301376", "!Sign not allowed with integer format specifier 'c'"),
    ("+c", "8364", "!Sign not allowed with integer format specifier 'c'"),
    ("+c", "-1234567", "!Sign not allowed with integer format specifier 'c'"),
    ("#c", "-255", "!Alternate form (#) not allowed with integer format specifier 'c'"),
    ("#c", "1000", "!Alternate form (#) not allowed with integer format specifier 'c'"),
    ("#c", "97", "!Alternate form (#) not allowed with integer format specifier 'c'"),
    ("#c", "999", "!Alternate form (#) not allowed with integer format specifier 'c'"),
    (",c", "7", "!Cannot specify ',' with 'c'."), (",c", "8364", "!Cannot specify ',' with 'c'."),
    (",c", "1114112", "!Cannot specify ',' with 'c'."), (",c", "1000", "!Cannot specify ',' with 'c'."),
    (".3", "1114112", "!Precision not allowed in integer format specifier"),
    (".3", "1", "!Precision not allowed in integer format specifier"),
    (".3", "0", "!Precision not allowed in integer format specifier"),
    (".3", "9223372036854775807", "!Precision not allowed in integer format specifier"),
    (".2f", "1114112", "1114112.00"), (".2f", "-1", "-1.00"), (".2f", "97", "97.00"),
    (".2f", "18446744073709551616", "18446744073709551616.00"), ("e", "999", "9.990000e+02"),
    ("e", "7", "7.000000e+00"), ("e", "-1234567", "-1.234567e+06"), ("e", "1114112", "1.114112e+06"),
    ("g", "-255", "-255"), ("g", "7", "7"), ("g", "97", "97"), ("g", "18446744073709551616", "1.84467e+19"),
    ("%", "1", "100.000000%"),
    ("%", "1606938044258990275541962092341162602522202993782792835301376", "160693804425899027554196209234116260252220299378279283530137600.000000%"),
    ("%", "8364", "836400.000000%"), ("%", "-255", "-25500.000000%"), (".0%", "65535", "6553500%"),
    (".0%", "-1", "-100%"), (".0%", "1114112", "111411200%"), (".0%", "999", "99900%"),
    (",.1f", "42", "42.0"), (",.1f", "9223372036854775807", "9,223,372,036,854,775,808.0"),
    (",.1f", "97", "97.0"), (",.1f", "999", "999.0"),
    ("z", "1", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("z", "2147483648", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("z", "1000", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("z", "999", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("zd", "65535", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("zd", "-1234567", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("zd", "1000", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("zd", "1114112", "!Negative zero coercion (z) not allowed in integer format specifier"),
    ("s", "-1", "!Unknown format code 's' for object of type 'int'"),
    ("s", "97", "!Unknown format code 's' for object of type 'int'"),
    ("s", "1606938044258990275541962092341162602522202993782792835301376", "!Unknown format code 's' for object of type 'int'"),
    ("s", "1", "!Unknown format code 's' for object of type 'int'"),
    (",x", "-10000000000000000000000000", "!Cannot specify ',' with 'x'."),
    (",x", "42", "!Cannot specify ',' with 'x'."), (",x", "1000", "!Cannot specify ',' with 'x'."),
    (",x", "8364", "!Cannot specify ',' with 'x'."),
    ("10.3d", "0", "!Precision not allowed in integer format specifier"),
    ("10.3d", "1000", "!Precision not allowed in integer format specifier"),
    ("10.3d", "97", "!Precision not allowed in integer format specifier"),
    ("10.3d", "-1234567", "!Precision not allowed in integer format specifier"),
    ("q", "7", "!Unknown format code 'q' for object of type 'int'"),
    ("q", "9223372036854775807", "!Unknown format code 'q' for object of type 'int'"),
    ("q", "8364", "!Unknown format code 'q' for object of type 'int'"),
    ("q", "-9223372036854775808", "!Unknown format code 'q' for object of type 'int'"),
    ("12345678901234567890", "42", "!Too many decimal digits in format string"),
    ("12345678901234567890", "-1", "!Too many decimal digits in format string"),
    ("12345678901234567890", "-10000000000000000000000000", "!Too many decimal digits in format string"),
    ("12345678901234567890", "18446744073709551616", "!Too many decimal digits in format string"),
];

#[rustfmt::skip]
const STRINGS: &[(&str, &str, &str)] = &[
    ("", "a", "a"), ("", "h\u{e9}llo w", "h\u{e9}llo w"), ("s", "abc", "abc"),
    ("s", "h\u{e9}llo w", "h\u{e9}llo w"), ("5", "abc", "abc  "), ("5", "h\u{e9}llo w", "h\u{e9}llo w"),
    (">5", "", "     "), (">5", "abc", "  abc"), ("^7", "abc", "  abc  "),
    ("^7", "h\u{e9}llo w", "h\u{e9}llo w"), ("*^7", "", "*******"), ("*^7", "a", "***a***"),
    ("<3", "a", "a  "), ("<3", "h\u{e9}llo w", "h\u{e9}llo w"), (".2", "abc", "ab"),
    (".2", "h\u{e9}llo w", "h\u{e9}"), (".0s", "abc", ""), (".0s", "a", ""), ("6.2s", "", "      "),
    ("6.2s", "a", "a     "), ("05", "", "00000"), ("05", "a", "a0000"),
    ("=5", "h\u{e9}llo w", "!'=' alignment not allowed in string format specifier"),
    ("=5", "", "!'=' alignment not allowed in string format specifier"),
    ("+", "abc", "!Sign not allowed in string format specifier"),
    ("+", "", "!Sign not allowed in string format specifier"),
    ("-s", "a", "!Sign not allowed in string format specifier"),
    ("-s", "h\u{e9}llo w", "!Sign not allowed in string format specifier"),
    (" ", "abc", "!Space not allowed in string format specifier"),
    (" ", "h\u{e9}llo w", "!Space not allowed in string format specifier"),
    ("#", "abc", "!Alternate form (#) not allowed in string format specifier"),
    ("#", "", "!Alternate form (#) not allowed in string format specifier"),
    ("z", "a", "!Negative zero coercion (z) not allowed in string format specifier"),
    ("z", "h\u{e9}llo w", "!Negative zero coercion (z) not allowed in string format specifier"),
    ("d", "h\u{e9}llo w", "!Unknown format code 'd' for object of type 'str'"),
    ("d", "a", "!Unknown format code 'd' for object of type 'str'"),
    (",", "abc", "!Cannot specify ',' with 's'."), (",", "", "!Cannot specify ',' with 's'."),
    ("_", "", "!Cannot specify '_' with 's'."), ("_", "h\u{e9}llo w", "!Cannot specify '_' with 's'."),
    ("x", "abc", "!Unknown format code 'x' for object of type 'str'"),
    ("x", "a", "!Unknown format code 'x' for object of type 'str'"),
    ("\u{e9}>6", "abc", "\u{e9}\u{e9}\u{e9}abc"), ("\u{e9}>6", "a", "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}a"),
    ("0>6", "", "000000"), ("0>6", "h\u{e9}llo w", "h\u{e9}llo w"),
    ("5,s", "", "!Cannot specify ',' with 's'."), ("5,s", "h\u{e9}llo w", "!Cannot specify ',' with 's'."),
    (".", "a", "!Format specifier missing precision"), (".", "", "!Format specifier missing precision"),
];

#[rustfmt::skip]
const COMPLEXES: &[(&str, f64, f64, &str)] = &[
    (".2f", 5e-324, -f64::INFINITY, "0.00-infj"), ("+", 5e-324, 1e-05, "(+5e-324+1e-05j)"),
    ("+", f64::INFINITY, 1234567.891, "(+inf+1234567.891j)"),
    (">20", 999999.5, f64::INFINITY, "     (999999.5+infj)"),
    (">20", 0.0001, 3.15625, "   (0.0001+3.15625j)"), ("^20.1e", 0.0001, -1.5, "  1.0e-04-1.5e+00j  "),
    ("^20.1e", -1234.5, -f64::INFINITY, "   -1.2e+03-infj    "), ("g", 0.5, 5e-324, "0.5+4.94066e-324j"),
    ("g", 3.15625, 123456789.125, "3.15625+1.23457e+08j"), ("#.0f", -0.0004, 3.15625, "-0.+3.j"),
    (",.1f", 0.0001, 999999.5, "0.0+999,999.5j"), (",.1f", 2.5, -0.0, "2.5-0.0j"),
    ("010", 1e+22, 1e-05, "!Zero padding is not allowed in complex format specifier"),
    ("%", f64::INFINITY, f64::NAN, "!Unknown format code '%' for object of type 'complex'"),
    ("%", -1234.5, 123456789.125, "!Unknown format code '%' for object of type 'complex'"),
    ("*<15", 1000000000000000.0, -0.0004, "(1000000000000000-0.0004j)"),
    ("*<15", 0.0, 0.0, "0j*************"), ("n", 123456789.125, -1.5, "1.23457e+08-1.5j"),
    ("n", -0.0004, 5e-324, "-0.0004+4.94066e-324j"), ("+.3", 1.7976931348623157e+308, -0.0, "(+1.8e+308-0j)"),
    ("+.3", 1e+22, 1e+22, "(+1e+22+1e+22j)"), ("_", 1e+16, 1e-05, "(1e+16+1e-05j)"),
    ("_", f64::INFINITY, -1.5, "(inf-1.5j)"), (" f", -1234.5, 99.995, "-1234.500000+99.995000j"),
    (" f", 1234567.891, -0.0, " 1234567.891000-0.000000j"), (".0", 1e+16, 1234567.891, "(1e+16+1e+06j)"),
    (".0", 0.0, 1234567.891, "1e+06j"),
];

fn codes(text: &str) -> Vec<u32> {
    text.chars().map(u32::from).collect()
}

fn shown(result: Result<Text, Error>) -> String {
    match result.and_then(Text::into_codes) {
        Ok(codes) => crate::text::error::lossy(&codes),
        Err(Error::Value(text) | Error::Overflow(text) | Error::Type(text)) => format!("!{text}"),
        Err(Error::Memory | Error::Stopped) => "!".into(),
    }
}

#[test]
fn floats() {
    for &(spec, value, expected) in FLOATS {
        let parsed = parse(&codes(spec), Kind::Float, "float");
        let result = parsed.and_then(|spec| format_float(&spec, value, "float"));
        assert_eq!(shown(result), expected, "format({value:?}, {spec:?})");
    }
}

#[test]
fn ints() {
    for &(spec, value, expected) in INTS {
        let value = IBig::from_str_radix(value, 10).unwrap();
        let parsed = parse(&codes(spec), Kind::Int, "int");
        let result = parsed.clone().and_then(|spec| format_int(&spec, IntRef::Big(&value), "int", 4300));
        if let Ok(small) = i64::try_from(&value) {
            let result = parsed.and_then(|spec| format_int(&spec, IntRef::Small(small), "int", 4300));
            assert_eq!(shown(result), expected, "format({value}, {spec:?})");
        } else {
            assert_eq!(shown(result), expected, "format({value}, {spec:?})");
        }
    }
}

#[test]
fn strings() {
    for &(spec, value, expected) in STRINGS {
        let parsed = parse(&codes(spec), Kind::Str, "str");
        let result = parsed.clone().and_then(|spec| format_str(&spec, &codes(value), "str"));
        assert_eq!(shown(result.map(Text::Wide)), expected, "format({value:?}, {spec:?})");
        if value.is_ascii() {
            let result = parsed.and_then(|spec| format_ascii(&spec, value, "str"));
            assert_eq!(shown(result), expected, "format({value:?}, {spec:?})");
        }
    }
}

#[test]
fn complexes() {
    for &(spec, re, im, expected) in COMPLEXES {
        let parsed = parse(&codes(spec), Kind::Float, "complex");
        let result = parsed.and_then(|spec| format_complex(&spec, re, im, "complex"));
        assert_eq!(shown(result), expected, "format(complex({re:?}, {im:?}), {spec:?})");
    }
}

#[test]
fn too_large() {
    let spec = parse(&codes("9223372036854775807"), Kind::Int, "int").unwrap();
    assert_eq!(format_int(&spec, IntRef::Small(1), "int", 0), Err(Error::Memory));
    assert_eq!(format_str(&spec, &[97], "str"), Err(Error::Memory));
    assert_eq!(format_float(&spec, 1.0, "float"), Err(Error::Memory));
}
