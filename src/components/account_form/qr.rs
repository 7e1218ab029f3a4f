//! The secret of an authenticator app, as a QR code and as text.

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};

use crate::i18n::en;
use crate::routes::encode;

/// White around the code, in squares (ISO/IEC 18004, 9.1).
const MARGIN: i32 = 4;

/// The picture is drawn here: the secret is sent nowhere else.
#[component]
pub fn QrCode(
    /// Base 32.
    secret: String,
    /// The account's address.
    email: String,
    /// The issuer shown in the authenticator app.
    brand: String,
) -> impl IntoView {
    // https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    let (issuer, account) = (encode(&brand), encode(&email));
    let address = format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}");
    // As bytes, which need no other alphabets.
    let picture = Code::encode_binary(address.as_bytes(), QrCodeEcc::Medium).ok().map(|code| {
        let size = code.size() + 2 * MARGIN;
        let path = path(&code);
        view! {
            <svg class="qr" role="img" aria-label=en::QR_CODE viewBox=format!("0 0 {size} {size}")>
                <path d=path/>
            </svg>
        }
    });
    view! {
        {picture}
        <p class="form-words">{en::KEY}" "<code class="key">{grouped(&secret)}</code></p>
    }
}

fn path(code: &Code) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + MARGIN, y + MARGIN));
        }
    }
    path
}

/// In groups of four, which are easier to type.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}
