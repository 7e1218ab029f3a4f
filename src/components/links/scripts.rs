//! Characters that end a link in the scripts of the world. Short lists instead of Unicode's tables, which would be
//! a tenth of the app.

/// Whether a character ends a link wherever it stands: quotation marks, brackets and sentence punctuation beyond
/// ASCII (Unicode 17.0, General_Category Ps, Pe, Pi, Pf and Sentence_Terminal, Terminal_Punctuation of Po, of the
/// scripts of CLDR's basic coverage).
pub fn ends_link(c: char) -> bool {
    matches!(c,
        '«' | '»' | '¡' | '¿'
        | '\u{37E}' | '\u{387}' // Greek
        | '\u{55D}' | '\u{55E}' | '\u{589}' // Armenian
        | '\u{5C3}' // Hebrew
        | '\u{60C}' | '\u{61B}' | '\u{61D}'..='\u{61F}' | '\u{6D4}' // Arabic
        | '\u{964}' | '\u{965}' // Danda
        | '\u{E5A}' | '\u{E5B}' | '\u{F0D}'..='\u{F12}' | '\u{F3A}'..='\u{F3D}' // Thai, Tibetan
        | '\u{104A}' | '\u{104B}' // Myanmar
        | '\u{1361}'..='\u{1368}' // Ethiopic
        | '\u{17D4}'..='\u{17D6}' | '\u{17DA}' // Khmer
        | '\u{2014}'..='\u{2015}' | '\u{2018}'..='\u{201F}' | '\u{2026}'
        | '\u{2039}' | '\u{203A}' | '\u{203C}' | '\u{2045}' | '\u{2046}' | '\u{2047}'..='\u{2049}'
        | '\u{2308}'..='\u{230B}' | '\u{2329}' | '\u{232A}' | '\u{2768}'..='\u{2775}'
        | '\u{27E6}'..='\u{27EF}' | '\u{2983}'..='\u{2998}' | '\u{2E42}'
        | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE48}' | '\u{FE50}'..='\u{FE5E}' // Vertical and small forms
        | '\u{FF01}' | '\u{FF02}' | '\u{FF07}'..='\u{FF09}' | '\u{FF0C}' | '\u{FF0E}' // Full width
        | '\u{FF1A}' | '\u{FF1B}' | '\u{FF1C}' | '\u{FF1E}' | '\u{FF1F}' | '\u{FF3B}' | '\u{FF3D}'
        | '\u{FF5B}' | '\u{FF5D}' | '\u{FF5F}'..='\u{FF65}')
}

/// Whether a character is written right behind a word without a blank: the scripts that know none between words,
/// Korean with its particles, and emoji (Unicode 17.0, Scripts.txt and emoji-data.txt, by block).
pub fn needs_no_blank(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' // Thai, Lao
        | '\u{F00}'..='\u{FFF}' // Tibetan
        | '\u{1000}'..='\u{109F}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' // Myanmar
        | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}' // Khmer
        | '\u{1950}'..='\u{19DF}' | '\u{1A20}'..='\u{1AAF}' | '\u{AA80}'..='\u{AADF}' // Tai
        | '\u{1B00}'..='\u{1B7F}' | '\u{A980}'..='\u{A9DF}' // Balinese, Javanese
        | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{303C}'
        | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' // Kana
        | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' // Bopomofo
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' // Han, Yi
        | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}') // Arrows, symbols, emoji
}

/// Whether a character turns the reading direction or is invisible: no address that shows where it leads has one.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}
