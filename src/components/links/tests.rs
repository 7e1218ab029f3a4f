use super::{Piece, pieces_of};

fn links(text: &str) -> Vec<String> {
    let pieces = pieces_of(text).into_iter();
    let link = |piece| match piece {
        Piece::Link { address, .. } => Some(address),
        Piece::Text(_) => None,
    };
    pieces.filter_map(link).collect()
}

/// Texts, and where their links lead.
const CASES: &[(&str, &[&str])] = &[
    // ASCII.
    (
        "https://a.example/x, HTTP://b.example and c@d.example",
        &[
            "https://a.example/x",
            "HTTP://b.example",
            "mailto:c@d.example",
        ],
    ),
    ("see https://a.example/x.", &["https://a.example/x"]),
    ("(https://a.example/x)", &["https://a.example/x"]),
    ("https://a.example/x_(y)", &["https://a.example/x_(y)"]),
    ("\"https://a.example/x\"", &["https://a.example/x"]),
    (
        "https://a.example/x?y=1&z=2#w!",
        &["https://a.example/x?y=1&z=2#w"],
    ),
    ("https://a.example:8080/x", &["https://a.example:8080/x"]),
    ("blob:https://a.example/1", &["https://a.example/1"]),
    // Quotation marks.
    (
        "“https://example.com/report”",
        &["https://example.com/report"],
    ),
    (
        "“https://example.com/report.”",
        &["https://example.com/report"],
    ),
    ("‘https://example.com’", &["https://example.com"]),
    ("„https://example.com/a“", &["https://example.com/a"]),
    ("«https://example.com/a»", &["https://example.com/a"]),
    ("»https://example.com/a«", &["https://example.com/a"]),
    ("‹https://example.com/a›", &["https://example.com/a"]),
    ("”https://example.com/a”", &["https://example.com/a"]),
    ("「https://example.com/a」", &["https://example.com/a"]),
    ("『https://example.com/a』です", &["https://example.com/a"]),
    ("【https://example.com/a】", &["https://example.com/a"]),
    ("（https://example.com/a）", &["https://example.com/a"]),
    ("《https://example.com/a》", &["https://example.com/a"]),
    (
        "“https://example.com/a”、“https://example.com/b”",
        &["https://example.com/a", "https://example.com/b"],
    ),
    // Sentence punctuation.
    ("https://example.com/a。", &["https://example.com/a"]),
    ("https://example.com/a、次", &["https://example.com/a"]),
    ("https://example.com/a，然后", &["https://example.com/a"]),
    ("https://example.com/a！", &["https://example.com/a"]),
    ("https://example.com/a？", &["https://example.com/a"]),
    ("https://example.com/a：", &["https://example.com/a"]),
    ("https://example.com/a…", &["https://example.com/a"]),
    ("https://example.com/a—and more", &["https://example.com/a"]),
    ("https://example.com/a–", &["https://example.com/a"]),
    (
        "https://example.com/Michelson–Morley",
        &["https://example.com/Michelson–Morley"],
    ),
    ("https://example.com/a؟", &["https://example.com/a"]),
    ("https://example.com/a، ثم", &["https://example.com/a"]),
    ("https://example.com/a۔", &["https://example.com/a"]),
    ("https://example.com/a।", &["https://example.com/a"]),
    ("https://example.com/a։", &["https://example.com/a"]),
    ("https://example.com/a።", &["https://example.com/a"]),
    ("https://example.com/a။", &["https://example.com/a"]),
    ("https://example.com/a។", &["https://example.com/a"]),
    ("https://example.com/a׃", &["https://example.com/a"]),
    ("https://example.com/a’s", &["https://example.com/a"]),
    // Scripts without blanks between words, and particles.
    (
        "詳細はhttps://example.com/aを見て",
        &["https://example.com/a"],
    ),
    ("詳細はhttps://example.comを見て", &["https://example.com"]),
    ("https://example.com/を見て", &["https://example.com/"]),
    (
        "https://example.com/a?b=1を見て",
        &["https://example.com/a?b=1"],
    ),
    ("请看https://example.com/a谢谢", &["https://example.com/a"]),
    (
        "https://example.com/a.htmlです",
        &["https://example.com/a.html"],
    ),
    (
        "https://example.com/aを、https://example.com/bを",
        &["https://example.com/a", "https://example.com/b"],
    ),
    ("ดูhttps://example.com/aได้", &["https://example.com/a"]),
    ("ເບິ່ງhttps://example.com/aໄດ້", &["https://example.com/a"]),
    ("មើលhttps://example.com/aបាន", &["https://example.com/a"]),
    ("https://example.com/aကိုကြည့်", &["https://example.com/a"]),
    ("https://example.com/a를 보세요", &["https://example.com/a"]),
    (
        "https://example.com:8080です",
        &["https://example.com:8080"],
    ),
    ("https://example.com/a👍", &["https://example.com/a"]),
    // Addresses in these scripts.
    (
        "https://ja.wikipedia.org/wiki/日本語",
        &["https://ja.wikipedia.org/wiki/日本語"],
    ),
    (
        "https://ja.wikipedia.org/wiki/日本語。",
        &["https://ja.wikipedia.org/wiki/日本語"],
    ),
    (
        "https://example.com/a?q=東京",
        &["https://example.com/a?q=東京"],
    ),
    ("https://日本語.example/a", &["https://日本語.example/a"]),
    ("https://日本語.jpを見て", &["https://日本語.jp"]),
    (
        "https://ru.wikipedia.org/wiki/Привет",
        &["https://ru.wikipedia.org/wiki/Привет"],
    ),
    (
        "https://bücher.example/größe",
        &["https://bücher.example/größe"],
    ),
    (
        "https://example.com/%E6%97%A5です",
        &["https://example.com/%E6%97%A5"],
    ),
    // Without a scheme.
    ("www.example.com", &["https://www.example.com"]),
    (
        "see WWW.example.com/a?b=c.",
        &["https://WWW.example.com/a?b=c"],
    ),
    ("(www.example.com)", &["https://www.example.com"]),
    ("“www.example.com”", &["https://www.example.com"]),
    ("詳細はwww.example.comを見て", &["https://www.example.com"]),
    (
        "www.example.com、https://a.example",
        &["https://www.example.com", "https://a.example"],
    ),
    (
        "https://a.example www.b.example c@d.example www.e.example",
        &[
            "https://a.example",
            "https://www.b.example",
            "mailto:c@d.example",
            "https://www.e.example",
        ],
    ),
    (
        "www.example.com:8080/a",
        &["https://www.example.com:8080/a"],
    ),
    ("example.com", &[]),
    ("end.Begin", &[]),
    ("main.rs and e.g. this", &[]),
    ("www.", &[]),
    ("www.example", &[]),
    ("www..com", &[]),
    ("www", &[]),
    ("awww.example.com", &[]),
    ("a.www.example.com", &[]),
    // Mail.
    (
        "www.bank.example@evil.example",
        &["mailto:www.bank.example@evil.example"],
    ),
    ("宛先me@a.exampleです", &["mailto:me@a.example"]),
    ("“me@a.example”", &["mailto:me@a.example"]),
    ("me@a.example。", &["mailto:me@a.example"]),
    ("<me@a.example>", &["mailto:me@a.example"]),
    ("jörg@a.example", &["mailto:jörg@a.example"]),
    ("a.b+c_d@a.example", &["mailto:a.b+c_d@a.example"]),
    ("me?cc=evil@b.example", &["mailto:me%3Fcc%3Devil@b.example"]),
    (
        "me?body=x&bcc=evil@b.example",
        &["mailto:me%3Fbody%3Dx%26bcc%3Devil@b.example"],
    ),
    ("100%25@b.example", &["mailto:100%2525@b.example"]),
    // Other schemes, disguised hosts, direction controls.
    ("javascript:alert(1)", &[]),
    ("javascript://a.example/%0aalert(1)", &[]),
    ("javascript://www.a.example/%0aalert(1)", &[]),
    ("data:text/html,x", &[]),
    ("data://a.example/x", &[]),
    ("vbscript://a.example", &[]),
    ("file:///etc/passwd", &[]),
    ("ftp://a.example", &[]),
    ("ftp://www.a.example", &[]),
    ("https://bank.example@evil.example/", &[]),
    ("https://a.example/\u{202E}gpj.exe", &[]),
    ("www.a.example/\u{202E}gpj.exe", &[]),
    (
        "\u{200F}https://a.example/x\u{200F}",
        &["https://a.example/x"],
    ),
    (
        "\u{2066}https://a.example/x\u{2069}",
        &["https://a.example/x"],
    ),
    ("", &[]),
];

#[test]
fn links_begin_and_end_where_people_of_every_script_expect() {
    let wrong: Vec<String> = CASES
        .iter()
        .filter(|(text, expected)| links(text) != *expected)
        .map(|(text, expected)| format!("{text:?}: {:?}, not {expected:?}", links(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(CASES.len() >= 60);
}

#[test]
fn nothing_of_the_text_is_lost() {
    let whole = |text: &str| -> String {
        let pieces = pieces_of(text).into_iter();
        let text = |piece| match piece {
            Piece::Text(text) | Piece::Link { text, .. } => text,
        };
        pieces.map(text).collect()
    };
    let plain = [
        "plain",
        "a\n\nb",
        "<b>&amp;</b>",
        "@@@",
        "://",
        "www.www.www.",
    ];
    for text in CASES.iter().map(|(text, _)| *text).chain(plain) {
        assert_eq!(whole(text), text);
    }
    let all: Vec<&str> = CASES.iter().map(|(text, _)| *text).collect();
    assert_eq!(whole(&all.join("\n")), all.join("\n"));
}

#[test]
fn a_text_full_of_addresses_is_read_quickly() {
    for hostile in [
        "www.",
        "://",
        "a@",
        "https://a.b、",
        "www.a.b、",
        "\u{200F}",
    ] {
        let text = hostile.repeat(500);
        assert!(!pieces_of(&text).is_empty());
    }
}
