//! Codes as people type or paste them.

/// Digit zero of each script with decimal digits; the other nine follow it. Unicode 17.0,
/// DerivedGeneralCategory.txt, General_Category=Nd.
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// A code as the service expects it: digits of every script as `0` to `9`, without the spaces, dashes,
/// quotes and direction marks between and around them. Letters stay, so that what is no code is not taken for one.
pub fn plain_code(text: &str) -> String {
    let plain = text.chars().map(ascii_digit);
    plain.filter(|c| c.is_alphanumeric()).collect()
}

/// A decimal digit of any script as its ASCII digit; any other character as it is.
fn ascii_digit(c: char) -> char {
    let code = u32::from(c);
    let value = |zero: &u32| code.checked_sub(*zero).filter(|value| *value < 10);
    let value = ZEROS.iter().find_map(value);
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointMapData;
    use icu_properties::props::GeneralCategory;

    use super::*;

    #[test]
    fn every_decimal_digit_of_unicode_becomes_its_ascii_digit() {
        let category = CodePointMapData::<GeneralCategory>::new();
        let is_digit = |c: &char| category.get(*c) == GeneralCategory::DecimalNumber;
        let digits: Vec<char> = ('\0'..=char::MAX).filter(is_digit).collect();
        // Unicode keeps the ten digits of a script together and in order (UAX 44, Numeric_Type=Decimal).
        for ten in digits.chunks(10) {
            let text: String = ten.iter().collect();
            assert_eq!(plain_code(&text), "0123456789", "{text}");
        }
        for c in ('\0'..=char::MAX).filter(|c| !is_digit(c)) {
            assert_eq!(ascii_digit(c), c);
        }
    }

    #[test]
    fn codes_of_every_keyboard_are_read() {
        for code in [
            "123456",
            " 123 456\n",
            "123-456",
            "123\u{2011}456",
            "123\u{2013}456",
            "123\u{a0}456",
            "\u{200e}123456\u{200f}",
            "\u{202b}123456\u{202c}",
            "\u{feff}123\u{200b}456",
            "“123456”.",
            "(123456)",
            "#123 456",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
            "１２３４５６",
            "１２３－４５６",
            "๑๒๓๔๕๖",
            "𝟭𝟮𝟯𝟰𝟱𝟲",
        ] {
            assert_eq!(plain_code(code), "123456", "{code:?}");
        }
    }

    #[test]
    fn letters_are_not_dropped() {
        assert_eq!(plain_code("12a456"), "12a456");
        assert_eq!(plain_code("²½"), "²½");
        assert_eq!(plain_code(" - "), "");
    }
}
