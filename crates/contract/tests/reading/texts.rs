//! Random objects: mostly what a type expects, here and there what it does not, now and then no JSON.

/// Keys beside a type's own, one that cannot be decoded among them.
const KEYS: [&str; 5] = ["x", "", "\\u0075uid", "sub\\n", "\\ud800"];

/// Texts, times and numbers, so that most fields meet one they take.
const USUAL: [&str; 8] = [
    r#""m1""#,
    r#""""#,
    r#""2023-03-24T08:09:10.5""#,
    r#""é\u00e9\n\"\ud83d\ude00 \/""#,
    "7",
    "0",
    "null",
    r#""2023-03-24T08:09:10+02:00""#,
];

/// Of every kind, and on the edges of what is JSON.
const ODD: [&str; 36] = [
    "true",
    "false",
    "-0",
    "-1",
    "-",
    "01",
    "1.",
    "1.0",
    "-1.5e+3",
    "1e400",
    "2e",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "+1",
    "nul",
    "nulll",
    "True",
    "[]",
    "[1,]",
    "[1 2]",
    "{}",
    r#"{"a":"b","a":"c","d":"\t"}"#,
    r#"{"a":1}"#,
    r#"{"a":{"b":[{}, [null, {"c":false}]]}}"#,
    r#"{"a":"b",}"#,
    r#"{1:2}"#,
    r#"{"a" "b"}"#,
    r#""\ud800""#,
    r#""\ud800\ud800""#,
    r#""\udc00""#,
    r#""\q""#,
    r#""\u12g4""#,
    "\"a\tb\"",
    r#""yesterday""#,
];

/// What single fields take.
const FITTING: [(&str, &str); 8] = [
    (
        "members",
        r#"[{"user_uuid":"u","handle":"h","display_name":"n","x":[1]}]"#,
    ),
    ("members", r#"[{"user_uuid":"u","handle":"h"}]"#),
    ("members", "[]"),
    ("ChallengeParameters", r#"{"SALT":"a","SRP_B":"b"}"#),
    ("ChallengeParameters", r#"{"SALT":"a","SALT":"c","":""}"#),
    (
        "AuthenticationResult",
        r#"{"AccessToken":"a","IdToken":"b","ExpiresIn":3600}"#,
    ),
    (
        "AuthenticationResult",
        r#"{"AccessToken":"a","IdToken":"b","RefreshToken":"c","ExpiresIn":4294967296}"#,
    ),
    ("AuthenticationResult", r#"{"AccessToken":"a"}"#),
];

/// Makes objects of a type's fields; those that may be absent end with `?`.
pub struct Texts<'a> {
    fields: &'a [&'a str],
    state: u64,
}

impl<'a> Texts<'a> {
    /// The same texts in every run.
    pub fn new(fields: &'a [&'a str]) -> Self {
        Self { fields, state: 1 }
    }

    /// The next one.
    pub fn next(&mut self) -> String {
        let mut all = Vec::new();
        for field in self.fields {
            let name = field.trim_end_matches('?');
            let optional = name.len() < field.len();
            if self.one_in(if optional { 2 } else { 40 }) {
                continue;
            }
            let value = self.fitting(name);
            all.push((name, value));
            if self.one_in(60) {
                all.push((name, self.value()));
            }
        }
        if self.one_in(3) {
            let key = self.pick(&KEYS);
            all.push((key, self.value()));
        }
        let first = self.below(all.len() + 1);
        all.rotate_left(first);
        let pairs: Vec<String> = all
            .iter()
            .map(|(key, value)| format!("{}\"{key}\"{}:{value}", self.space(), self.space()))
            .collect();
        let text = format!("{}{{{}{}}}", self.space(), pairs.join(","), self.space());
        if self.one_in(10) {
            self.broken(text)
        } else {
            text
        }
    }

    /// Any value.
    pub fn value(&mut self) -> &'static str {
        if self.one_in(2) {
            self.pick(&USUAL)
        } else {
            self.pick(&ODD)
        }
    }

    fn fitting(&mut self, name: &str) -> &'static str {
        if self.one_in(30) {
            return self.value();
        }
        let fitting: Vec<&str> = FITTING
            .iter()
            .filter(|(field, _)| *field == name)
            .map(|(_, value)| *value)
            .collect();
        match name {
            _ if !fitting.is_empty() => fitting[self.below(fitting.len())],
            _ if name.ends_with("_at") => USUAL[2],
            "version" | "unread_count" | "expires_in" => USUAL[4],
            _ => USUAL[self.below(4)],
        }
    }

    /// A character taken away, doubled or replaced, or the end cut off.
    fn broken(&mut self, text: String) -> String {
        let mut all: Vec<char> = text.chars().collect();
        let at = self.below(all.len());
        match self.below(4) {
            0 => drop(all.remove(at)),
            1 => all.insert(at, all[at]),
            2 => {
                all[at] = self.pick(&['"', '\\', '{', ']', ',', ':', '\n', '\u{0}', '\u{a0}', '1'])
            }
            _ => all.truncate(at),
        }
        all.into_iter().collect()
    }

    fn space(&mut self) -> &'static str {
        self.pick(&["", "", "", " ", "\n\t", "\r"])
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// splitmix64 (Steele, Lea, Flood 2014).
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}
